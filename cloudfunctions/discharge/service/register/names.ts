/** Finding people by the sound of their names. The dictionary is loaded when a name is written, not when it is looked for: a search only reads keys. */
import type { Collection } from '../../../kit/database';
import type { NameKey } from '../../store/register';

export interface NamePorts { names: Collection<NameKey>; command: { in(values: readonly unknown[]): unknown } }

/** Readings of one name that are kept; beyond it only very rare ones are lost (product default). */
const mostReadings = 8;
/** Ids in one question. */
const idsAtOnce = 1000;

/** Readings of one character, the likeliest first; '' for what is no letter and has no sound. */
type Sounds = readonly (readonly string[])[];

/**
 * Keys of a name: initials and spelled out, for each of its readings. As a surname is read first (单 shan, 解 xie, 仇 qiu, 曾 zeng, 查 zha, 尉迟 yuchi), then each character's other sounds (dan, jie …),
 * because whoever types may not know the family's.
 */
export async function openNameKeys(): Promise<(name: string) => string[]> {
  const { pinyin } = await import('pinyin-pro');
  const even = (sound: string): string => sound.toLowerCase().replace(/[^a-z]/g, '');
  return (name) => {
    const characters = Array.from(name.trim()).slice(0, 20);
    const read = pinyin(characters.join(''), { toneType: 'none', type: 'array', surname: 'head', v: true }).map(even);
    const sounds: Sounds = characters.map((character, n) => {
      const main = read.length === characters.length ? read[n] ?? '' : even(pinyin(character, { toneType: 'none', v: true }));
      return [...new Set([main, ...(/\p{Script=Han}/u.test(character) ? pinyin(character, { toneType: 'none', type: 'array', multiple: true, v: true }).map(even) : [])])].filter((sound) => sound !== '');
    }).filter((options) => options.length > 0);
    if (sounds.length === 0) return [];
    return [...new Set(readingsOf(sounds).flatMap((reading) => [reading.map((sound) => sound[0]).join(''), reading.join('')]))];
  };
}

/** The likeliest first: all main sounds, then one other, then more. */
function readingsOf(sounds: Sounds): string[][] {
  let readings: { reading: string[]; others: number }[] = [{ reading: [], others: 0 }];
  for (const options of sounds) {
    readings = readings.flatMap(({ reading, others }) => options.map((sound, n) => ({ reading: [...reading, sound], others: others + n }))).sort((a, b) => a.others - b.others).slice(0, mostReadings);
  }
  return readings.map(({ reading }) => reading);
}

/** Makes these names findable; a name that is known costs nothing. Safe to repeat. */
export async function keepNames({ names, command }: NamePorts, wanted: Iterable<string>): Promise<void> {
  const unique = [...new Set(wanted)].filter((name) => name !== '');
  for (let i = 0; i < unique.length; i += idsAtOnce) {
    const part = unique.slice(i, i + idsAtOnce);
    const known = new Set((await names.find({ _id: command.in(part.map((name) => keyId(name, 0))) }, { fields: ['_id'], limit: idsAtOnce })).map(({ _id }) => _id));
    const missing = part.filter((name) => !known.has(keyId(name, 0)));
    if (missing.length === 0) continue;
    const keysOf = await openNameKeys();
    const records = missing.map((name) => keysOf(name).map((key, n) => ({ _id: keyId(name, n), name, key })));
    await names.insertMissing(records.flatMap((one) => one.slice(1)));
    await names.insertMissing(records.flatMap((one) => one.slice(0, 1)));
  }
}

/** Ids may hold anything that a name holds; they are never taken from outside. */
const keyId = (name: string, n: number): string => `name:${name}:${n}`;

/** Names that begin so, spelled out or by initials; exact ones first. */
export async function namesLike({ names, command }: NamePorts & { command: { gte(value: unknown): { and(other: unknown): unknown }; lt(value: unknown): unknown } }, typed: string, limit: number): Promise<string[]> {
  const start = typed.toLowerCase().replace(/ü/g, 'v').replace(/[^a-z]/g, '');
  if (start === '') return [];
  const found = await names.find({ key: command.gte(start).and(command.lt(`${start}\uffff`)) }, { sort: [['key', 'asc'], ['name', 'asc']], limit });
  return [...new Set(found.map(({ name }) => name))];
}
/** Letters only, with the blanks and the apostrophe that people type between syllables. */
export const isSpelling = (text: string): boolean => /^[a-zü]+(?:[ '’][a-zü]+)*$/i.test(text);
