/** Bytes in the language of an engine → what they say. Parsers are loaded when something comes: everybody else's cold start does without them. */
import type { ImportFormat } from '../contract/intake';
import type { Heard } from '../rules/statement';
import { openHl7 } from './hl7';

export type MessageFormat = Extract<ImportFormat, 'hl7' | 'fhir' | 'json'>;
/** `refs`: every message, entry or event in order, those that say nothing of use too. */
export interface HeardAll { refs: string[]; heard: Heard[] }
/** The same for a whole file. `of`: what some of them say, message by message. */
export interface Hearing { refs: string[]; of(refs: readonly string[]): Heard[] }

/** Never throws for what was sent: what cannot be read is heard as a problem. */
export async function hear(format: MessageFormat, bytes: Buffer, now: number): Promise<HeardAll> {
  if (format === 'fhir') return (await import('../rules/fhir/bundle')).hearFhir(bytes, now);
  if (format === 'json') return (await import('../rules/event')).hearEvents(bytes);
  const { refs, of } = await openHearing(format, bytes, now);
  return { refs, heard: of(refs) };
}

/** HL7 is read when it is asked for: a file of 100,000 messages is never all in memory as texts. JSON can only be read whole. */
export async function openHearing(format: MessageFormat, bytes: Buffer, now: number): Promise<Hearing> {
  if (format === 'hl7') {
    const { pieces, hearPiece } = await openHl7();
    const all = new Map([...pieces(bytes)].map((piece) => [piece.ref, piece]));
    return { refs: [...all.keys()], of: (refs) => refs.flatMap((ref) => hearPiece(bytes, all.get(ref)!).heard) };
  }
  const { refs, heard } = await hear(format, bytes, now);
  const byRef = new Map(refs.map((ref) => [ref, [] as Heard[]]));
  for (const one of heard) byRef.get(one.ref)?.push(one);
  return { refs, of: (asked) => asked.flatMap((ref) => byRef.get(ref) ?? []) };
}
