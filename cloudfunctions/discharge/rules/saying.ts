/** Is what was said usable by itself? What contradicts other words is the fold's matter; what is missing may still come. */
import type { ImportResult } from '../contract/intake';
import { cleanCell, readCount, readIdentifier } from './cell';
import { fieldsOf } from './fold';
import { readCells } from './row';
import type { Cells, Saying } from './statement';

export type Trouble = ImportResult['problems'][number];

/** `refused` keeps it out; `doubts` are accepted and reported. `place` is the name of a field. */
export function troubleWith(saying: Saying, arrivedAt: number): { refused: Trouble[]; doubts: Trouble[] } {
  const refused: Trouble[] = [];
  const number = (place: 'patientNo' | 'inpatientNo' | 'into', text: string): void => {
    const read = readIdentifier(cleanCell(text));
    if ('problem' in read) refused.push({ place, problem: read.problem, doubt: false });
    else if (read.value === '') refused.push({ place, problem: 'missing', doubt: false });
  };
  number('patientNo', saying.patientNo);
  if (saying.kind === 'merge') number('into', saying.into);
  if (saying.kind === 'stay') {
    number('inpatientNo', saying.inpatientNo);
    if ('problem' in readCount(cleanCell(saying.visitTimes))) refused.push({ place: 'visitTimes', problem: cleanCell(saying.visitTimes) === '' ? 'missing' : 'number', doubt: false });
  }
  const given = new Set(fieldsOf(saying.cells));
  const { problems } = readCells(saying.cells, arrivedAt);
  const told = problems.filter(({ field, problem }) => given.has(field) && problem !== 'required' && problem !== 'no_phone' && field !== 'patientNo' && field !== 'inpatientNo' && field !== 'visitTimes');
  for (const { field, problem, refused: out } of told) if (out) refused.push({ place: field, problem, doubt: false });
  return { refused, doubts: told.filter((one) => !one.refused).map(({ field, problem }) => ({ place: field, problem, doubt: true })) };
}

/** Why a discharge is not in the register yet, from all that is known of the stay: what is missing (`incomplete`), and what contradicts. */
export const lackingIn = (known: Cells, arrivedAt: number): Trouble[] =>
  readCells(known, arrivedAt).problems.filter(({ refused }) => refused).map(({ field, problem }) => ({ place: field, problem: problem === 'required' ? 'incomplete' : problem, doubt: true }));
