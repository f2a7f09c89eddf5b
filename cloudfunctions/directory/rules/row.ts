/** Cells → what is saved, and back. A reader gives the value or the key of what is wrong with the cell. */
import { halfWidth, isNothing, wholeDigits } from '../../discharge/rules/cell';
import type { EntryProblem, PlaceInput, PlaceKind, PractitionerInput } from '../contract';
import { readHours, writeHours } from './hours';

export type Given<T> = { [K in keyof T]?: T[K] };
/** `field` as the sheet calls it. */
export interface CellProblem { field: string; problem: EntryProblem; value: string }
type Read<T> = { value: T } | { problem: EntryProblem };

const shown = (text: string): string => (text.length > 24 ? `${text.slice(0, 24)}…` : text);
const textOf = (longest: number) => (text: string): Read<string> => {
  const value = text.replace(/\s+/g, ' ').trim();
  return value.length > longest ? { problem: 'too_long' } : { value };
};
const evenText = (text: string): string => halfWidth(text).replace(/\s/g, '');

/** A landline with its area code, or a mobile number; brackets, dashes and spaces are dropped. */
export function readPhone(text: string): Read<string> {
  if (isNothing(text)) return { value: '' };
  const digits = (wholeDigits(halfWidth(text).replace(/\s/g, '')) ?? text).replace(/^\+?86(?=[01])/, '').replace(/[()\-—–·.\s]/g, '');
  return /^(1[3-9]\d{9}|0\d{9,11})$/.test(digits) ? { value: digits } : { problem: 'phone' };
}
/** 骨折、腰腿痛；颈椎病 → three. */
export function readList(text: string, most = 40, longest = 30): Read<string[]> {
  const value = [...new Set(text.split(/[\s、，,；;|/]+/).map((one) => one.trim()).filter((one) => one !== ''))];
  return value.length > most ? { problem: 'list_long' } : value.some((one) => one.length > longest) ? { problem: 'too_long' } : { value };
}
const yes = /^(是|y|yes|1|√|✓|对|有|true|公开|发布)$/i;
const no = /^(否|n|no|0|×|x|不|无|没有|false|不公开|不发布|-|—)?$/i;
const readYes = (text: string): Read<boolean> => (yes.test(evenText(text)) ? { value: true } : no.test(evenText(text)) ? { value: false } : { problem: 'yes_no' });
const kinds: readonly (readonly [PlaceKind, RegExp])[] = [['department', /^(科室|临床科室|医技科室|门诊科室|部门|科|department)$/i], ['ward', /^(病区|病房|护理单元|ward)$/i], ['window', /^(窗口|服务窗口|其他|其它|服务点|window)$/i]];
const kindNames: Record<PlaceKind, string> = { department: '科室', ward: '病区', window: '窗口' };
const readKind = (text: string): Read<PlaceKind> => {
  const kind = kinds.find(([, names]) => names.test(evenText(text)))?.[0];
  return kind ? { value: kind } : { problem: 'kind' };
};
/** Letters, digits and `._-` only: it becomes part of an id. */
export const codeOf = (name: string): string => halfWidth(name).replace(/[^\p{L}\p{N}._-]/gu, '').slice(0, 40);
const readCode = (text: string): Read<string> => {
  const value = wholeDigits(evenText(text));
  return value === null || (value !== '' && !/^[\p{L}\p{N}._-]{1,40}$/u.test(value)) ? { problem: 'code' } : { value };
};
const weekly = (text: string): Read<PlaceInput['weekly']> => {
  const value = isNothing(text) ? [] : readHours(text);
  return value ? { value } : { problem: 'hours' };
};

const told = { phone: readPhone, location: textOf(60), weekly, hours: textOf(120), speciality: textOf(300), diseases: readList, published: readYes };
const placeReaders = {
  ...told, code: readCode, kind: readKind, name: textOf(40), aliases: (text: string) => readList(text, 20, 40), technologies: textOf(300), sensitive: readYes, critical: readYes, obstetric: readYes, paediatric: readYes,
};
const practitionerReaders = { ...told, no: (text: string) => readCodeText(text), name: textOf(20), title: textOf(20) };
function readCodeText(text: string): Read<string> {
  const value = wholeDigits(evenText(text));
  return value === null || value.length > 20 ? { problem: 'code' } : { value };
}

function readCells(cells: Readonly<Record<string, string>>, readers: Readonly<Record<string, (text: string) => Read<unknown>>>): { given: Record<string, unknown>; problems: CellProblem[] } {
  const given: Record<string, unknown> = {};
  const problems: CellProblem[] = [];
  for (const [field, text] of Object.entries(cells)) {
    const read = readers[field]?.(text);
    if (!read) continue;
    if ('value' in read) given[field] = read.value;
    // An empty cell of kind or code says nothing.
    else if (text !== '') problems.push({ field, problem: read.problem, value: shown(text) });
  }
  return { given, problems };
}
/** What the cells of a place say; its parent is looked up by whoever knows the others. */
export function readPlace(cells: Readonly<Record<string, string>>): { given: Given<PlaceInput>; problems: CellProblem[] } {
  const { given, problems } = readCells(cells, placeReaders);
  return { given: given as Given<PlaceInput>, problems };
}
export function readPractitioner(cells: Readonly<Record<string, string>>): { given: Given<PractitionerInput>; problems: CellProblem[] } {
  const { given, problems } = readCells(cells, practitionerReaders);
  return { given: given as Given<PractitionerInput>, problems };
}

const yesNo = (value: boolean): string => (value ? '是' : '否');
const toldCells = ({ phone, location, weekly: open, hours, speciality, diseases, published }: Pick<PlaceInput, 'phone' | 'location' | 'weekly' | 'hours' | 'speciality' | 'diseases' | 'published'>) =>
  ({ phone, location, weekly: writeHours(open), hours, speciality, diseases: diseases.join('、'), published: yesNo(published) });
/** As it stands in a file, by the sheet's fields. */
export function placeCells(place: PlaceInput): Record<string, string> {
  const { code, kind, parentCode, name, aliases, technologies, sensitive, critical, obstetric, paediatric } = place;
  return { code, kind: kindNames[kind], name, parent: parentCode, aliases: aliases.join('、'), ...toldCells(place), technologies, sensitive: yesNo(sensitive), critical: yesNo(critical), obstetric: yesNo(obstetric), paediatric: yesNo(paediatric) };
}
export function practitionerCells(one: PractitionerInput): Record<string, string> {
  const { no: number, name, title, departmentCode } = one;
  return { no: number, name, title, department: departmentCode, ...toldCells(one) };
}
/** How names and codes are compared. */
export const evened = (text: string): string => evenText(text).toUpperCase();
