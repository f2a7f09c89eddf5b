/** Sayings as statements: ids that their content decides, sealed cells, and back again. */
import type { Cipher } from '../../kit/crypto';
import { minute } from '../../kit/calendar';
import type { ImportOutcome } from '../contract/intake';
import { cleanCell, readCount, readIdentifier } from '../rules/cell';
import { fieldsOf, type Said } from '../rules/fold';
import type { DischargeRow } from '../rules/row';
import type { Cells, Saying } from '../rules/statement';
import type { StatementRecord } from '../store/statement';

/** What is to be taken in: `ref` says where it stood. */
export interface Item { said: Said; ref: string; eventId: string; by: string; reason: string }

export const patientIdOf = (cipher: Cipher, patientNo: string): string => `pat:${cipher.hash(patientNo).slice(0, 20)}`;
export const encounterIdOf = (cipher: Cipher, inpatientNo: string, visitTimes: number): string => `enc:${cipher.hash(`${inpatientNo}|${visitTimes}`).slice(0, 20)}`;

/** A source's clock may run ahead by this much; what claims to be of a later time counts from its arrival, so that a wrong clock does not rule for ever (product default). */
const aheadAtMost = 10 * minute;

const numberOf = (text: string): string => {
  const read = readIdentifier(cleanCell(text));
  return 'value' in read ? read.value : cleanCell(text);
};
const countOf = (text: string): number => {
  const read = readCount(cleanCell(text));
  return 'value' in read ? read.value : 0;
};

/** The numbers must be readable (rules/saying.ts). `fileAt`: when it arrived. */
export function itemOf(cipher: Cipher, saying: Saying, { ref, fileAt, by, read }: { ref: string; fileAt: number; by: string; read?: DischargeRow }): Item {
  const { kind, cells } = saying;
  const [patientNo, into, inpatientNo] = [numberOf(saying.patientNo), numberOf(saying.into), numberOf(saying.inpatientNo)];
  const times = countOf(saying.visitTimes);
  const encounterId = kind === 'stay' ? encounterIdOf(cipher, inpatientNo, times) : '';
  const patientId = patientIdOf(cipher, patientNo);
  const at = saying.at === null || saying.at > fileAt + aheadAtMost ? fileAt : saying.at;
  const said: Said = {
    id: statementIdOf(cipher, kind, encounterId || patientId, [patientNo, into, content(cells)]),
    kind, patientId, encounterId, intoId: kind === 'merge' ? patientIdOf(cipher, into) : '',
    patientNo, inpatientNo: kind === 'stay' ? inpatientNo : '', visitTimes: kind === 'stay' ? String(times) : '', into: kind === 'merge' ? into : '', cells, at, fileAt, was: null, ...(read && { read }),
  };
  return { said, ref, eventId: saying.eventId, by, reason: '' };
}

/** A colleague's correction of a stay: said now, about what the source says now. */
export function correctionOf(cipher: Cipher, stay: Pick<Said, 'patientId' | 'patientNo' | 'encounterId' | 'inpatientNo' | 'visitTimes'>, { cells, was, by, reason, now }: { cells: Cells; was: Cells; by: string; reason: string; now: number }): Item {
  const said: Said = { ...stay, id: statementIdOf(cipher, 'staff', stay.encounterId, [by, now, content(cells)]), kind: 'stay', intoId: '', into: '', cells, at: now, fileAt: now, was };
  return { said, ref: '', eventId: '', by, reason };
}

const statementIdOf = (cipher: Cipher, kind: string, about: string, parts: readonly unknown[]): string =>
  `statement:${about.slice(4)}:${cipher.hash(`statement:${kind}:${JSON.stringify(parts)}`).slice(0, 20)}`;

/** The cells evened out, in one order; when it was said is not part of what was said. */
const content = (cells: Cells): unknown => fieldsOf(cells).filter((field) => field !== 'updatedAt').sort().map((field) => [field, [cells[field] ?? ''].flat().map(cleanCell)]);

/** As it is stored when a run says it first. */
export function recordOf(cipher: Cipher, { said, ref, eventId, by, reason }: Item, { importId, direct }: { importId: string; direct: boolean }, outcome: ImportOutcome, now: number): StatementRecord {
  const { id, kind, patientId, encounterId, intoId, at, fileAt, patientNo, inpatientNo, visitTimes, into, cells, was } = said;
  return {
    _id: id, kind, patientId, encounterId, intoId, at, fileAt, firstAt: at, firstFileAt: fileAt, importId, ref, outcome, runs: [], again: [], eventId,
    sealed: cipher.seal(JSON.stringify([patientNo, inpatientNo, visitTimes, into, cells, was]), 'statement'), state: 'counts', settled: !direct, createdAt: now, by, reason,
  };
}

/** Opens what a statement says. */
export function saidOf(cipher: Cipher, record: StatementRecord): Said {
  const { _id, kind, patientId, encounterId, intoId, at, fileAt } = record;
  const [patientNo, inpatientNo, visitTimes, into, cells, was] = JSON.parse(cipher.open(record.sealed, 'statement')) as [string, string, string, string, Cells, Cells | null];
  return { id: _id, kind, patientId, encounterId, intoId, at, fileAt, patientNo, inpatientNo, visitTimes, into, cells, was };
}

/** Later of two times of the same content. */
export const isLater = (a: { at: number; fileAt: number }, b: { at: number; fileAt: number }): boolean => a.at > b.at || (a.at === b.at && a.fileAt > b.fileAt);
