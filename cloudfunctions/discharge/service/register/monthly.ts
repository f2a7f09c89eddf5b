/** A08: each ward's list of the month. Handed in again it replaces the one before, which stays in the history; the stays in it carry the month as their mark. */
import type { Audit } from '../../../kit/audit';
import { actorOf, inScope, type Staff } from '../../../kit/caller';
import { addDays, dayOf, instantAt, timeOf } from '../../../kit/calendar';
import { AppError, conflict, forbidden, invalid } from '../../../kit/errors';
import type { Monthly, Proposal } from '../../contract/register';
import type { RegisterRow } from '../../contract/stay';
import { dueDay, lastDueMonth, monthlyPeriod, monthlyState, proposalsFor } from '../../rules/monthly';
import type { DepartmentRecord, DepartmentStore, EncounterStore, PatientStore } from '../../store';
import type { MonthlyRecord, RegisterStore } from '../../store/register';
import type { Register } from '../register';
import type { RegisterList } from './list';

export interface MonthlyPorts {
  store: Pick<RegisterStore, 'monthly' | 'progress'>; list: Pick<RegisterList, 'stays'>; register: Pick<Register, 'rowsOf' | 'namesOf'>; patients: PatientStore; encounters: EncounterStore; departments: DepartmentStore; audit: Pick<Audit, 'record'>;
  /** Of these patients, those with an open complaint. */
  openComplaints(patientIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** To the duty chain: 0 the ward's, 1 the lead. The same id is one reminder. */
  remind(reminder: { id: string; about: string; departmentCode: string; level: 0 | 1; words: string; by: number }, now: number): Promise<void>;
  command: { in(values: readonly unknown[]): unknown; neq(value: unknown): unknown; set(value: unknown): unknown; push(values: readonly unknown[]): unknown; gte(value: unknown): { and(other: unknown): unknown }; lt(value: unknown): unknown };
}

/** Reminders go out from this hour (product default). */
const remindFrom = '09:00';
/** The lead is told of what is overdue on one of these days after the last; later the list itself shows it. */
const remindDays = 7;
const idsAtOnce = 500;

const idOf = (departmentCode: string, month: string): string => `monthly:${departmentCode}:${month}`;

export function createMonthly({ store: { monthly, progress }, list, register, patients, encounters, departments, audit, openComplaints, remind, command }: MonthlyPorts) {
  const departmentOf = async (staff: Staff, code: string): Promise<DepartmentRecord> => {
    const department = inScope(staff, code) ? await departments.collection.get(`dep:${code}`) : null;
    if (!department) throw forbidden();
    return department;
  };
  const viewOf = ({ code, name }: Pick<DepartmentRecord, 'code' | 'name'>, month: string, record: MonthlyRecord | null, today: string): Monthly => {
    const due = dueDay(month);
    return {
      departmentCode: code, departmentName: name, month, ...monthlyPeriod(month), due, state: monthlyState({ submitted: record !== null, due, today }),
      rev: record?.rev ?? 0, chosen: record?.encounterIds.length ?? 0, note: record?.note ?? '', by: record?.by ?? '', at: record?.at ?? 0, late: record?.late ?? false,
    };
  };
  const began = (month: string, now: number): void => {
    if (monthlyPeriod(month).from > dayOf(now)) throw invalid('month', 'future');
  };

  /** Safe to repeat; what the list before had and this one has not loses the mark. */
  const mark = async ({ _id, departmentCode, month, encounterIds, by, at, rev }: MonthlyRecord): Promise<void> => {
    for (let i = 0; i < encounterIds.length; i += idsAtOnce) {
      await encounters.collection.update({ _id: command.in(encounterIds.slice(i, i + idsAtOnce)), priority: command.neq(month) }, { priority: month, history: command.push([{ at, by, what: 'prioritized', note: month }]) });
    }
    const listed = new Set(encounterIds);
    const others: string[] = [];
    for (let skip = 0, page: { _id: string }[] = []; skip === 0 || page.length === 1000; skip += 1000) {
      page = await encounters.collection.find({ priority: month, departmentCode }, { sort: [['dischargeAt', 'desc'], ['_id', 'desc']], limit: 1000, skip, fields: ['_id'] });
      others.push(...page.map((stay) => stay._id).filter((id) => !listed.has(id)));
    }
    for (let i = 0; i < others.length; i += idsAtOnce) {
      await encounters.collection.update({ _id: command.in(others.slice(i, i + idsAtOnce)), priority: month }, { priority: '', history: command.push([{ at, by, what: 'unprioritized', note: month }]) });
    }
    await monthly.update({ _id, rev }, { marked: 1 });
  };

  /** Departments with discharges in the month, and what they handed in. */
  const overview = async (month: string, today: string): Promise<(Monthly & { patients: number })[]> => {
    const { from, to } = monthlyPeriod(month);
    const [all, records] = await Promise.all([departments.all(), monthly.find({ month }, { sort: [['departmentCode', 'asc']], limit: 1000 })]);
    const recordOf = new Map(records.map((record) => [record.departmentCode, record]));
    const found: (Monthly & { patients: number })[] = [];
    for (let i = 0; i < all.length; i += 20) {
      found.push(...(await Promise.all(all.slice(i, i + 20).map(async (department) => ({
        ...viewOf(department, month, recordOf.get(department.code) ?? null, today),
        patients: await encounters.collection.count({ departmentCode: department.code, dischargeAt: command.gte(instantAt(from)).and(command.lt(instantAt(addDays(to, 1)))), state: 'finished' }),
      })))));
    }
    return found.filter(({ patients: n, state }) => n > 0 || state === 'submitted');
  };
  const rank = { overdue: 0, open: 1, submitted: 2 } as const;

  return {
    async list(staff: Staff, { departmentCode, month, cursor, limit }: { departmentCode: string; month: string; cursor?: string; limit: number }, now: number): Promise<{ monthly: Monthly; rows: (RegisterRow & { chosen: boolean; proposals: Proposal[] })[]; next: string | null; names: Record<string, string> }> {
      const department = await departmentOf(staff, departmentCode);
      began(month, now);
      const record = await monthly.get(idOf(departmentCode, month));
      const { stays, next } = await list.stays(staff, { departmentCode, ...monthlyPeriod(month), state: 'finished', limit, ...(cursor && { cursor }) });
      const patientIds = [...new Set(stays.map(({ patientId }) => patientId))];
      // A ward does not learn who complains: it may be about the ward.
      const [rows, people, complaining] = await Promise.all([register.rowsOf(stays), patients.getMany(patientIds), staff.role === 'ward' ? new Set<string>() : openComplaints(patientIds)]);
      const [stayOf, personOf, chosen] = [new Map(stays.map((stay) => [stay._id, stay])), new Map(people.map((patient) => [patient._id, patient])), new Set(record?.encounterIds)];
      return {
        monthly: viewOf(department, month, record, dayOf(now)), next, names: await register.namesOf(record ? [record.by] : []),
        rows: rows.map((row) => ({
          ...row, chosen: chosen.has(row.encounterId),
          proposals: proposalsFor({ tags: personOf.get(row.patientId)?.tags ?? [], revisitDay: stayOf.get(row.encounterId)?.revisitDay ?? null, openComplaint: complaining.has(row.patientId) }),
        })),
      };
    },

    async submit(staff: Staff, { departmentCode, month, encounterIds, note, rev }: { departmentCode: string; month: string; encounterIds: string[]; note: string; rev: number }, now: number): Promise<Monthly> {
      const department = await departmentOf(staff, departmentCode);
      began(month, now);
      const ids = [...new Set(encounterIds)];
      const stays = new Map((await encounters.getMany(ids)).map((stay) => [stay._id, stay]));
      const { from, to } = monthlyPeriod(month);
      const wrong = ids.flatMap((id, n) => {
        const stay = stays.get(id);
        return stay && stay.departmentCode === departmentCode && stay.dischargeDay >= from && stay.dischargeDay <= to && stay.state === 'finished' ? [] : [{ path: `encounterIds.${n}`, problem: 'foreign' }];
      });
      if (wrong.length > 0) throw new AppError('INVALID_INPUT', 'stays of another month or department', { fields: wrong.slice(0, 20) });
      await audit.record({ caller: staff, action: 'discharge.monthly', subject: idOf(departmentCode, month), reason: `${ids.length}`, now });
      const entry = { at: now, by: actorOf(staff), note, encounterIds: ids };
      const late = dayOf(now) > dueDay(month);
      const record: MonthlyRecord = { _id: idOf(departmentCode, month), departmentCode, month, ...entry, late, rev: rev + 1, history: [entry], marked: 0 };
      if (rev === 0) {
        if (!(await monthly.insert(record))) throw conflict('changed', 'a colleague handed it in');
      } else if ((await monthly.update({ _id: record._id, rev }, { ...entry, encounterIds: command.set(ids), late, rev: rev + 1, marked: 0, history: command.push([entry]) })) === 0) throw conflict('changed', 'a colleague handed it in');
      await mark(record);
      return viewOf(department, month, record, dayOf(now));
    },

    async overdue(month: string | undefined, now: number): Promise<{ month: string; due: string; departments: (Monthly & { patients: number })[]; names: Record<string, string> }> {
      const wanted = month ?? lastDueMonth(dayOf(now));
      began(wanted, now);
      const found = (await overview(wanted, dayOf(now))).sort((a, b) => rank[a.state] - rank[b.state] || (a.departmentCode < b.departmentCode ? -1 : 1));
      return { month: wanted, due: dueDay(wanted), departments: found, names: await register.namesOf(found.map(({ by }) => by)) };
    },

    /** On the day: each ward that has not handed in. Afterwards: the lead, once. And marks that were cut off. */
    async tick(now: number): Promise<void> {
      for (const record of await monthly.find({ marked: 0 }, { limit: 5 })) await mark(record);
      const today = dayOf(now);
      const month = lastDueMonth(today);
      const due = dueDay(month);
      if (timeOf(now) < remindFrom || today > addDays(due, remindDays)) return;
      const task = today === due ? `due:${month}` : `over:${month}`;
      if ((await progress.get('monthly'))?.cursor === task) return;
      const waiting = (await overview(month, today)).filter(({ state }) => state !== 'submitted');
      const endOf = (onDay: string): number => instantAt(onDay, '17:30');
      const name = `${Number(month.slice(5))}月随访名单`;
      if (today === due) {
        for (const { departmentCode } of waiting) await remind({ id: `notice:monthly:${departmentCode}:${month}`, about: idOf(departmentCode, month), departmentCode, level: 0, words: `${name}今天要提交`, by: endOf(due) }, now);
      } else if (waiting.length > 0) {
        await remind({ id: `notice:monthly:over:${month}`, about: `monthly:over:${month}`, departmentCode: '', level: 1, words: `${waiting.length}个科室的${name}没有提交`, by: endOf(today) }, now);
      }
      await progress.set({ _id: 'monthly', cursor: task, done: false });
    },
  };
}
export type MonthlyLists = ReturnType<typeof createMonthly>;
