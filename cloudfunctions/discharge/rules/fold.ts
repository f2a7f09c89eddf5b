/**
 * What is known, from everything that was said. The register holds a pure fold of the statements that count: in whatever order they arrive, however often, the same set gives the same patients and
 * stays. Ids are opaque here.
 */
import type { FieldName } from '../contract/intake';
import { cleanCell, readFlag } from './cell';
import { readMoment } from './moment';
import { instantAt } from '../../kit/calendar';
import { readCells, type DischargeRow } from './row';
import type { Cells } from './statement';

/** A statement that counts. Ids are '' where the kind has none. */
export interface Said {
  id: string; kind: 'stay' | 'person' | 'merge';
  /** Of whom it was said, about which stay, and (merge) who lives on. */
  patientId: string; encounterId: string; intoId: string;
  /** The numbers as read; `into` is the patient number of who lives on. */
  patientNo: string; inpatientNo: string; visitTimes: string; into: string;
  cells: Cells;
  /** The source's time (else the arrival), then the arrival; ms UTC. */
  at: number; fileAt: number;
  /** Of a colleague's correction: what the source said of these fields then. It counts for a field while the source still says so. */
  was: Cells | null;
  /** The cells as they were just read, where the caller has done so: a stay of which nothing else is said is not read again. */
  read?: DischargeRow;
}

/** One stay as it stands. */
export interface StayFold {
  encounterId: string;
  /** Whose it is, after all merges. */
  patientId: string;
  /** null: not enough for a discharge yet. */
  record: DischargeRow | null;
  /** The discharge, or the admission before it, was taken back. */
  cancelled: boolean;
  /** In hospital since, ms: an admission without a discharge, or whose discharge was taken back; null: is not. */
  openSince: number | null;
  /** Ids of its statements in the order in which they count. */
  order: string[];
  /** The cells that hold, the numbers among them; `source`: without what colleagues corrected. */
  cells: Cells; source: Cells;
}
/** A patient as all stays together say. */
export interface PatientFold {
  patientId: string; patientNo: string;
  /** Facts of the person; those of a stay in it belong to the latest one. */
  record: DischargeRow;
  noContact: boolean;
  /** The stay that ended in death, or the patient's own id where only the person is said to be dead; '' alive. */
  diedIn: string; diedAt: number;
  /** The cells that hold, those of the latest stay among them. */
  cells: Cells;
  /** Patients that were merged into this one, sorted. */
  mergedFrom: string[];
  order: string[];
  /** Facts of the person as sources alone say. */
  source: Cells;
}
export interface Folded {
  stays: Map<string, StayFold>;
  /** By the id of who lives on; only those with at least one discharge. */
  patients: Map<string, PatientFold>;
  /** Who lives on for this patient: itself, where nobody took it over. */
  rootOf(patientId: string): string;
}

/** Facts of a person, whichever stay names them. */
export const personFields: readonly FieldName[] = ['name', 'sex', 'birthDate', 'idNo', 'phone', 'contactName', 'contactRelation', 'contactPhone', 'address', 'tags', 'deceased'];

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const inOrder = (a: Said, b: Said): number => a.at - b.at || a.fileAt - b.fileAt || byText(a.id, b.id);

/** `said` must hold everything about the patients and stays in it, merges included. */
export function fold(said: readonly Said[]): Folded {
  const ordered = [...said].sort(inOrder);
  const merges = ordered.filter(({ kind }) => kind === 'merge');
  const { rootOf, membersOf } = joined(merges);
  const stays = new Map<string, StayFold>();
  const ofStay = groups(ordered.filter(({ kind }) => kind === 'stay'), ({ encounterId }) => encounterId);
  for (const [encounterId, own] of ofStay) stays.set(encounterId, foldStay(encounterId, own, rootOf));

  const numbers = new Map(ordered.flatMap((one) => [[one.patientId, one.patientNo] as const, ...(one.kind === 'merge' ? [[one.intoId, one.into] as const] : [])]));
  const ofPatient = groups(ordered.filter((one) => one.kind === 'person' || (one.kind === 'stay' && stays.get(one.encounterId)!.patientId === rootOf(one.patientId))), ({ patientId }) => rootOf(patientId));
  const patients = new Map<string, PatientFold>();
  for (const [patientId, own] of ofPatient) {
    const whose = [...stays.values()].filter((stay) => stay.patientId === patientId);
    const patient = foldPatient({ patientId, patientNo: numbers.get(patientId) ?? '', own, stays: whose, merges: merges.filter((one) => rootOf(one.intoId) === patientId).map(({ id }) => id), mergedFrom: membersOf(patientId) });
    if (patient) patients.set(patientId, patient);
  }
  return { stays, patients, rootOf };
}

function groups(said: readonly Said[], keyOf: (one: Said) => string): Map<string, Said[]> {
  const found = new Map<string, Said[]>();
  for (const one of said) {
    const key = keyOf(one);
    const group = found.get(key);
    if (group) group.push(one);
    else found.set(key, [one]);
  }
  return found;
}

/** Merges in the order of their times: a chain ends at the last who lives on; of a circle the later word counts. */
function joined(merges: readonly Said[]): { rootOf(id: string): string; membersOf(root: string): string[] } {
  const roots = new Map<string, string>();
  const rootOf = (id: string): string => roots.get(id) ?? id;
  for (const { patientId, intoId } of merges) {
    const [gone, lives] = [rootOf(patientId), rootOf(intoId)];
    const root = gone === lives ? intoId : lives;
    for (const id of [...roots.keys(), patientId, intoId]) if (rootOf(id) === gone || rootOf(id) === lives) roots.set(id, root);
  }
  return { rootOf, membersOf: (root) => [...roots].filter(([id, to]) => to === root && id !== root).map(([id]) => id).sort() };
}

/** Later cells replace earlier ones, field by field; then what colleagues corrected, while the source has not changed it since. */
function overlay(said: readonly Said[]): Cells {
  const cells: Cells = {};
  for (const one of said) if (!one.was) Object.assign(cells, one.cells);
  const source = { ...cells };
  for (const one of said) {
    if (!one.was) continue;
    for (const field of fieldsOf(one.cells)) if (sameCell(one.was[field], source[field])) cells[field] = one.cells[field];
  }
  return cells;
}

export const fieldsOf = (cells: Cells): FieldName[] => Object.keys(cells) as FieldName[];
/** Nothing said and nothing there is the same. */
export const sameCell = (a: Cells[FieldName], b: Cells[FieldName]): boolean => JSON.stringify(evened(a)) === JSON.stringify(evened(b));
const evened = (cell: Cells[FieldName]): string[] => (cell === undefined ? [] : [cell].flat()).map(cleanCell).filter((text) => text !== '');

/** So many words of one stay may wait to be explained; who contradicts themselves more often is waited for altogether. */
const mostContradictions = 20;

/** The latest fold that makes sense: one word that contradicts the others (left before coming) waits until it is explained. */
function foldStay(encounterId: string, said: readonly Said[], rootOf: (id: string) => string): StayFold {
  const last = said.at(-1)!;
  let record: DischargeRow | null = null;
  let known = said;
  let cells = cellsOf(said);
  const left = said.some((one) => evened(one.cells.dischargeAt).length > 0);
  for (let length = said.length; left && length > Math.max(0, said.length - mostContradictions) && !record; length -= 1) {
    const part = said.slice(0, length);
    const read = cellsOf(part);
    record = (said.length === 1 ? said[0]!.read : undefined) ?? readCells(read, Math.max(...part.map(({ fileAt }) => fileAt))).record ?? null;
    if (record) [known, cells] = [part, read];
  }
  const all = record && known.length < said.length ? cellsOf(said) : cells;
  const { taken, admitted } = presence(said);
  const cancelled = taken || (record?.cancelled ?? false);
  const isIn = !taken && (record ? cancelled : admitted || saysYes(all.cancelled));
  return {
    encounterId, patientId: rootOf((known.at(-1) ?? last).patientId), record, cancelled, cells, source: cellsOf(known.filter((one) => !one.was), known), order: said.map(({ id }) => id),
    openSince: isIn ? momentOf(all.admitAt) ?? said.find((one) => saysYes(one.cells.admitted))?.at ?? said[0]!.at : null,
  };
}

const cellsOf = (said: readonly Said[], numbered: readonly Said[] = said): Cells => {
  const { patientNo, inpatientNo, visitTimes } = numbered.at(-1)!;
  return { ...overlay(said), patientNo, inpatientNo, visitTimes };
};

/** Yes, in any of the ways in which people and systems say it. */
export const saysYes = (cell: Cells[FieldName]): boolean => {
  const [text = ''] = evened(cell);
  const read = text === '' ? null : readFlag(text);
  return read !== null && 'value' in read && read.value;
};

/** `taken`: the last word of both is that there was no admission; a discharge said afterwards shows that there was. */
function presence(said: readonly Said[]): { taken: boolean; admitted: boolean } {
  let [taken, admitted] = [false, false];
  for (const { cells } of said) {
    if (cells.admitted !== undefined) [taken, admitted] = [!saysYes(cells.admitted), saysYes(cells.admitted)];
    else if (cells.dischargeAt !== undefined || cells.cancelled !== undefined) taken = false;
  }
  return { taken, admitted };
}

function momentOf(cell: Cells[FieldName]): number | null {
  const [text = ''] = evened(cell);
  const read = text === '' ? null : readMoment(text);
  return read && 'value' in read ? instantAt(read.value.day, read.value.time ?? '00:00') : null;
}

/** Of two words at one time that of the later stay counts; what was said of the person alone counts after both. */
function foldPatient({ patientId, patientNo, own, stays, merges, mergedFrom }: { patientId: string; patientNo: string; own: readonly Said[]; stays: readonly StayFold[]; merges: readonly string[]; mergedFrom: string[] }): PatientFold | null {
  const left = stays.filter((stay) => stay.record).sort((a, b) => a.record!.dischargeAt - b.record!.dischargeAt || byText(a.encounterId, b.encounterId));
  const latest = left.at(-1);
  if (!latest) return null;
  const leftAt = new Map(stays.map((stay) => [stay.encounterId, stay.record?.dischargeAt ?? 0]));
  const said = [...own].sort((a, b) => a.at - b.at || (leftAt.get(a.encounterId) ?? Infinity) - (leftAt.get(b.encounterId) ?? Infinity) || byText(a.encounterId, b.encounterId) || inOrder(a, b) || 0);
  const alone = stays.length === 1 && said.every(({ kind }) => kind === 'stay') && patientNo === latest.record!.patientNo;
  const person = overlay(said);
  const cells: Cells = { ...latest.cells, patientNo };
  for (const field of personFields) if (person[field] !== undefined) cells[field] = person[field];
  const record = (alone ? null : readCells(cells, Math.max(...said.map(({ fileAt }) => fileAt))).record) ?? latest.record!;
  const died = left.filter((stay) => stay.record!.way === '5' && !stay.cancelled).at(-1);
  const deceased = cells.deceased !== undefined && (saysYes(cells.deceased) || momentOf(cells.deceased) !== null);
  return {
    patientId, patientNo: patientNo || record.patientNo, record, cells, mergedFrom, noContact: said.some((one) => saysYes(one.cells.noContact)),
    diedIn: died?.encounterId ?? (deceased ? patientId : ''), diedAt: died?.record!.dischargeAt ?? (deceased ? momentOf(cells.deceased) ?? said.at(-1)!.at : 0),
    order: [...said.map(({ id }) => id), ...merges], source: overlay(said.filter((one) => !one.was)),
  };
}
