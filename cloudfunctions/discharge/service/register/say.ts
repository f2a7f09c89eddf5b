/** What colleagues say of a stay: corrections, and discharges that no source brought. Statements like a source's own, judged by the same readers, audited before they count. */
import type { Audit } from '../../../kit/audit';
import { actorOf, inScope, type Staff } from '../../../kit/caller';
import { randomToken } from '../../../kit/crypto';
import { AppError, conflict, invalid } from '../../../kit/errors';
import type { FieldName } from '../../contract';
import type { Addable, Correctable, Doubt } from '../../contract/register';
import { createDepartmentFinder } from '../../rules/department';
import { fieldsOf, fold, personFields, sameCell } from '../../rules/fold';
import { readCells, type RowResult } from '../../rules/row';
import type { Cells } from '../../rules/statement';
import { readKnown } from '../known';
import { applyItems, type PagePorts } from '../page';
import type { ReceivingService } from '../receive';
import type { Register } from '../register';
import { correctionOf, encounterIdOf, patientIdOf } from '../said';

export interface SayPorts extends PagePorts { register: Pick<Register, 'find'>; receiving: Pick<ReceivingService, 'take'>; audit: Pick<Audit, 'record'> }

/** The source of what colleagues add, as the list of runs shows it; one run a day. */
export const byHandSource = '手工登记';

export function createSaying(ports: SayPorts) {
  const { register, receiving, audit, cipher, patients, encounters, departments } = ports;

  /** The department under both its names, so that the old name never stands beside the new code. */
  const departmentIn = async (staff: Staff, cells: Cells): Promise<Cells> => {
    if (cells.departmentCode === undefined && cells.department === undefined) return {};
    const path = cells.departmentCode === undefined ? 'cells.department' : 'cells.departmentCode';
    const { department, isNew } = createDepartmentFinder(await departments.all())([cells.departmentCode ?? ''].flat()[0] ?? '', [cells.department ?? ''].flat()[0] ?? '');
    if (isNew) throw invalid(path, 'unknown');
    if (!inScope(staff, department.code)) throw invalid(path, 'foreign');
    return { departmentCode: department.code, department: department.name };
  };
  /** Refusals as wrong fields of the input. */
  const judged = ({ record, problems }: RowResult): { record: NonNullable<RowResult['record']>; doubts: Doubt[] } => {
    const fields = problems.filter(({ refused }) => refused).map(({ field, problem }) => ({ path: `cells.${field}`, problem }));
    if (!record || fields.length > 0) throw new AppError('INVALID_INPUT', 'these facts cannot be', { fields });
    return { record, doubts: problems.map(({ field, problem }) => ({ field, problem })) };
  };

  return {
    async correct(staff: Staff, { encounterId, cells, reason }: { encounterId: string; cells: Partial<Record<Correctable, string | string[]>>; reason: string }, now: number): Promise<{ changed: boolean; doubts: Doubt[] }> {
      const { encounter } = await register.find(staff, encounterId);
      const wanted: Cells = { ...cells, ...(await departmentIn(staff, cells)) };
      const known = await readKnown(ports, [encounter.patientId], [encounterId]);
      const said = [...known.said.values()];
      const folded = fold(said);
      const stay = folded.stays.get(encounterId);
      const own = said.findLast((one) => one.encounterId === encounterId);
      // Taken back, or written before statements were kept.
      if (!stay?.record || !own) throw conflict('no_source', 'nothing that counts speaks of this stay');
      const person = folded.patients.get(stay.patientId);
      const holds = (field: FieldName): Cells[FieldName] => (personFields.includes(field) && person ? person.cells[field] : stay.cells[field]);
      const news: Cells = Object.fromEntries(fieldsOf(wanted).filter((field) => !sameCell(holds(field), wanted[field])).map((field) => [field, wanted[field]]));
      const fields = fieldsOf(news);
      if (fields.length === 0) return { changed: false, doubts: [] };
      const { doubts } = judged(readCells({ ...stay.cells, ...Object.fromEntries(personFields.flatMap((field) => (holds(field) === undefined ? [] : [[field, holds(field)]]))), ...news }, now));
      // What the sources say by themselves: a correction stands as long as they go on saying so.
      const source = fold(said.filter(({ was }) => was === null));
      const sourceCells: Cells = { ...source.stays.get(encounterId)?.cells };
      for (const field of personFields) sourceCells[field] = source.patients.get(stay.patientId)?.cells[field] ?? sourceCells[field];
      const was: Cells = Object.fromEntries(fields.map((field) => [field, sourceCells[field] ?? '']));
      await audit.record({ caller: staff, action: 'discharge.correct', subject: encounterId, reason: `${fields.join(',')}: ${reason}`, now });
      const by = actorOf(staff);
      await applyItems(ports, [correctionOf(cipher, own, { cells: news, was, by, reason, now })], { importId: '', by, reason, page: randomToken().slice(0, 12), direct: true }, now);
      return { changed: true, doubts: doubts.filter(({ field }) => fields.includes(field)) };
    },

    async addByHand(staff: Staff, { cells, reason }: { cells: Partial<Record<Addable, string | string[]>>; reason: string }, now: number): Promise<{ encounterId: string; doubts: Doubt[] }> {
      const { record, doubts } = judged(readCells({ visitTimes: '1', ...cells }, now));
      const wanted: Cells = { visitTimes: '1', ...cells, ...(await departmentIn(staff, cells)) };
      const encounterId = encounterIdOf(cipher, record.inpatientNo, record.visitTimes);
      const [stay, patient] = await Promise.all([encounters.get(encounterId), patients.get(patientIdOf(cipher, record.patientNo))]);
      if (stay) throw conflict('exists', 'this stay is known');
      // A slip in the number must not make one patient of two.
      if (patient && (patient.name !== record.name || patient.birthDate !== record.birthDate)) throw invalid('cells.patientNo', 'other_person');
      await audit.record({ caller: staff, action: 'discharge.add', subject: encounterId, reason, now });
      const { patientNo, inpatientNo, visitTimes, ...facts } = wanted;
      const saying = { kind: 'stay' as const, patientNo: record.patientNo, inpatientNo: record.inpatientNo, visitTimes: String(record.visitTimes), into: '', cells: { ...facts, cancelled: '0' }, at: null, eventId: '' };
      await receiving.take({ source: byHandSource, format: '', refs: ['1'], heard: [{ ref: '1', saying }], size: 0, by: actorOf(staff), now });
      return { encounterId, doubts };
    },
  };
}
export type Saying = ReturnType<typeof createSaying>;
