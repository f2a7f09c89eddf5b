/**
 * The register taken out of the house: who, when, why and what is kept; the file stays a day. Read in pages, so that only the text of the rows is held; cut off, it is made again by whoever asks next, or by
 * the timer, with the rights of the colleague who began it.
 */
import type { Audit } from '../../../kit/audit';
import { actorOf, type Staff } from '../../../kit/caller';
import { day, dayOf, minute, timeOf } from '../../../kit/calendar';
import { randomToken, type Cipher } from '../../../kit/crypto';
import { AppError, forbidden, invalid } from '../../../kit/errors';
import { maxExportRows, type ExportJob } from '../../contract/register';
import type { RegisterFilter } from '../../contract/stay';
import words from '../../data/register.json';
import type { Encounter, PatientStore } from '../../store';
import type { ExportRecord, RegisterStore } from '../../store/register';
import type { StoragePort } from '../load';
import type { Register } from '../register';
import type { ListPorts, RegisterList } from './list';
import { isGuarded, sheetRow, workbookOf } from './sheet';

export interface ExportPorts {
  store: Pick<RegisterStore, 'exports' | 'exported'>; list: Pick<RegisterList, 'stays' | 'scopeOf'>; register: Pick<Register, 'numberOf' | 'namesOf'>; patients: PatientStore; firstContactsOf: ListPorts['firstContactsOf'];
  storage: StoragePort; cipher: Cipher; audit: Pick<Audit, 'record'>; command: { lt(value: number): unknown; inc(by: number): unknown };
  warn(defect: unknown): void;
}

/** In full only for who answers for the house's follow-up (K01, K07, L04). */
const mayTakeInFull = (staff: Staff): boolean => staff.role === 'lead' || staff.role === 'quality';
const seesEverybodys = (staff: Staff): boolean => mayTakeInFull(staff) || staff.role === 'director';
const never = Number.MAX_SAFE_INTEGER;
const keptFor = day;
const addressSeconds = 5 * 60;
const pageSize = 500;
/** A maker that has not moved for so long is gone. */
const idleAfter = 2 * minute;
const mostTries = 3;

export function createExports({ store: { exports, exported }, list, register, patients, firstContactsOf, storage, cipher, audit, command, warn }: ExportPorts) {
  const filterOf = ({ filterSealed }: ExportRecord): RegisterFilter => JSON.parse(cipher.open(filterSealed, 'export_filter')) as RegisterFilter;
  /** What was typed may be a name or a number: that is for whoever typed it. */
  const viewOf = (record: ExportRecord, viewer: string): ExportJob => {
    const { _id, by, full, reason, state, problem, rows, createdAt, finishedAt, expiresAt } = record;
    const filter = filterOf(record);
    return {
      exportId: _id, by, full, reason, state, problem, rows, createdAt, finishedAt, expiresAt: expiresAt === never ? 0 : expiresAt, filter: filter.text !== undefined && by !== viewer ? { ...filter, text: '***' } : filter,
    };
  };
  const own = async (staff: Staff, exportId: string): Promise<ExportRecord> => {
    const job = await exports.get(exportId);
    if (!job || job.by !== actorOf(staff)) throw forbidden();
    return job;
  };

  const make = async (job: ExportRecord, now: number): Promise<void> => {
    const maker: Staff = { kind: 'staff', staffId: job.by, name: '', role: job.role, departments: job.departments, sessionId: '', ip: '' };
    const filter = filterOf(job);
    const rows: string[][] = [];
    const out: Encounter[] = [];
    for (let cursor: string | undefined, more = true; more;) {
      const page = await list.stays(maker, { ...filter, limit: pageSize, ...(cursor && { cursor }) });
      if (rows.length + page.stays.length > maxExportRows) return fail(job, 'too_many', now);
      const [people, contacts] = await Promise.all([patients.getMany([...new Set(page.stays.map(({ patientId }) => patientId))]), firstContactsOf(page.stays.map(({ _id }) => _id))]);
      const [personOf, firstOf] = [new Map(people.map((patient) => [patient._id, patient])), new Map(contacts.map((one) => [one.encounterId, one]))];
      for (const stay of page.stays) {
        const patient = personOf.get(stay.patientId);
        if (!patient) continue;
        rows.push(sheetRow({ stay, patient, phone: register.numberOf(patient, 'phone') || register.numberOf(patient, 'contactPhone'), first: firstOf.get(stay._id) ?? null }, job.full));
        if (job.full && !isGuarded(stay, patient)) out.push(stay);
      }
      [cursor, more] = [page.next ?? undefined, page.next !== null];
    }
    // Before the file exists: what left in full stands in each stay's own history.
    await exported.insertMissing(out.map((stay) => ({ _id: `out:${job._id.slice(7)}:${stay._id}`, exportId: job._id, encounterId: stay._id, by: job.by, at: job.createdAt, reason: job.reason })));
    const { [job.by]: name = '' } = await register.namesOf([job.by]);
    const note = words.note.replace('{name}', name).replace('{time}', `${dayOf(job.createdAt)} ${timeOf(job.createdAt)}`).replace('{kind}', job.full ? words.kinds.full : words.kinds.masked);
    const { fileId } = await storage.upload(`exports/${job._id.slice(7)}.xlsx`, await workbookOf(rows, note));
    await exports.update({ _id: job._id, state: 'waiting' }, { state: 'done', rows: rows.length, fileId, finishedAt: now, touchedAt: now, expiresAt: now + keptFor });
  };
  const fail = async (job: ExportRecord, problem: ExportRecord['problem'], now: number): Promise<void> => void (await exports.update({ _id: job._id, state: 'waiting' }, { state: 'failed', problem, finishedAt: now, touchedAt: now }));

  /** Of several makers at once one works; the others see it waiting. */
  const step = async (job: ExportRecord, now: number): Promise<void> => {
    if (job.state !== 'waiting') return;
    if (job.tries >= mostTries) return fail(job, 'broken', now);
    if ((await exports.update({ _id: job._id, state: 'waiting', tries: job.tries }, { tries: command.inc(1), touchedAt: now })) === 0) return;
    await make(job, now);
  };

  return {
    async start(staff: Staff, { filter, full, reason }: { filter: RegisterFilter; full: boolean; reason: string }, now: number): Promise<ExportJob> {
      if (full && !mayTakeInFull(staff)) throw forbidden();
      list.scopeOf(staff, filter.departmentCode);
      const job: ExportRecord = {
        _id: `export:${randomToken().slice(0, 22)}`, by: actorOf(staff), role: staff.role, departments: staff.departments === 'all' ? 'all' : [...staff.departments], full, reason, filterSealed: cipher.seal(JSON.stringify(filter), 'export_filter'), state: 'waiting', problem: '', rows: 0, tries: 0,
        fileId: '', createdAt: now, touchedAt: now, finishedAt: 0, expiresAt: never,
      };
      await audit.record({ caller: staff, action: full ? 'discharge.export.full' : 'discharge.export', subject: job._id, reason, now });
      await exports.insert(job);
      return viewOf(job, job.by);
    },
    async run(staff: Staff, exportId: string, now: number): Promise<ExportJob> {
      const job = await own(staff, exportId);
      if (job.tries === 0 || job.touchedAt < now - idleAfter) await step(job, now);
      return viewOf(await own(staff, exportId), job.by);
    },
    async list(staff: Staff, { limit, cursor }: { limit: number; cursor?: string }): Promise<{ exports: ExportJob[]; next: string | null; names: Record<string, string> }> {
      const at = cursor === undefined ? null : /^(\d{1,16})\|([\w:.-]+)$/.exec(cursor);
      if (cursor !== undefined && !at) throw invalid('cursor', 'wrong');
      const whose = seesEverybodys(staff) ? {} : { by: actorOf(staff) };
      const same = at ? (await exports.find({ ...whose, createdAt: Number(at[1]) }, { sort: [['_id', 'desc']], limit: 1000 })).filter(({ _id }) => _id < at[2]!) : [];
      const older = same.length > limit ? [] : await exports.find({ ...whose, ...(at && { createdAt: command.lt(Number(at[1])) }) }, { sort: [['createdAt', 'desc'], ['_id', 'desc']], limit: limit + 1 - same.length });
      const found = [...same, ...older];
      const last = found[limit - 1];
      const shown = found.slice(0, limit).map((job) => viewOf(job, actorOf(staff)));
      return { exports: shown, next: found.length > limit && last ? `${last.createdAt}|${last._id}` : null, names: await register.namesOf(shown.map(({ by }) => by)) };
    },
    async file(staff: Staff, exportId: string, now: number): Promise<{ url: string; fileName: string }> {
      const job = await own(staff, exportId);
      if (job.state === 'expired' || (job.state === 'done' && job.expiresAt <= now)) throw new AppError('GONE', 'the file is removed after a day', { reason: 'expired' });
      if (job.state !== 'done') throw new AppError('CONFLICT', 'there is no file', { reason: job.state });
      await audit.record({ caller: staff, action: 'discharge.export.fetch', subject: exportId, now });
      return { url: await storage.addressOf(job.fileId, addressSeconds), fileName: `${words.sheet}-${dayOf(job.createdAt)}.xlsx` };
    },
    /** What was typed may be a name or a number: it is not kept. */
    async printed(staff: Staff, { filter: { text, ...filter }, rows }: { filter: RegisterFilter; rows: number }, now: number): Promise<void> {
      await audit.record({ caller: staff, action: 'discharge.print', subject: 'register', reason: JSON.stringify({ rows, ...filter, ...(text !== undefined && { text: '***' }) }), now });
    },
    /** Goes on with what was left, and removes what is a day old. */
    async tick(now: number): Promise<void> {
      for (const job of await exports.find({ state: 'waiting', touchedAt: command.lt(now - idleAfter) }, { sort: [['touchedAt', 'asc']], limit: 2 })) {
        await step(job, now).catch(warn);
      }
      for (const job of await exports.find({ expiresAt: command.lt(now) }, { sort: [['expiresAt', 'asc']], limit: 20 })) {
        await storage.remove(job.fileId).then(() => exports.update({ _id: job._id, state: 'done' }, { state: 'expired', fileId: '', expiresAt: never }), warn);
      }
    },
  };
}
export type Exporting = ReturnType<typeof createExports>;
