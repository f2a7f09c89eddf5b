/** A whole run was a mistake: what it said is taken back, page by page, and the register is folded anew from what else is known. Cut off anywhere, or done by two at once: each page once. */
import type { ImportJobRecord, ImportStore } from '../store/import';
import type { SaidAgain, StatementRecord } from '../store/statement';
import { conflict, forbidden } from '../../kit/errors';
import { fold } from '../rules/fold';
import { eachOf } from './batch';
import { consequences } from './consequence';
import { readJob } from './job';
import { clustersOf, readKnown } from './known';
import type { PagePorts } from './page';
import { isLater } from './said';
import { writeClusters } from './write';

/** What had begun for stays that this run brought: people who were asked or have answered. */
export interface Begun { invited: number; answered: number; called: number; visits: number; messages: number }
export interface UndoPlan {
  /** Stays that only this run knows, and would be cancelled; stays that would be as they were before. */
  stays: number; corrected: number;
  begun: Begun;
  /** Stays with something begun, at most 100. */
  list: { encounterId: string; what: (keyof Begun)[] }[];
}
export interface UndoPorts extends PagePorts {
  jobs: ImportStore;
  /** Of these stays: which have something begun. Stays with nothing are left out. */
  begun(encounterIds: readonly string[]): Promise<ReadonlyMap<string, readonly (keyof Begun)[]>>;
  command: PagePorts['command'] & { set(value: unknown): unknown; gt(value: unknown): unknown };
}
export interface Undoing {
  plan(importId: string): Promise<UndoPlan>;
  begin(importId: string, by: string, now: number): Promise<ImportJobRecord>;
  /** One page; the job as it stands afterwards. */
  step(job: ImportJobRecord, now: number): Promise<ImportJobRecord>;
}

/** Statements taken back per call: each is looked at alone. */
const undoRows = 200;
const mostListed = 100;

export function createUndoing(ports: UndoPorts): Undoing {
  const { jobs: { jobs }, statements: { collection, restated }, command } = ports;

  const find = async (importId: string): Promise<ImportJobRecord> => {
    const job = await jobs.get(importId);
    if (!job) throw forbidden();
    return readJob(job);
  };

  /** The next ones that this run said first; then those that others had said before. */
  const next = async (importId: string): Promise<{ ids: string[]; restatedId: string }> => {
    const own = await collection.find({ importId, state: 'counts' }, { sort: [['_id', 'asc']], limit: undoRows, fields: ['_id'] });
    if (own.length > 0) return { ids: own.map(({ _id }) => _id), restatedId: '' };
    const [again] = await restated.find({ importId }, { sort: [['_id', 'asc']], limit: 1 });
    return { ids: again?.statementIds ?? [], restatedId: again?._id ?? '' };
  };

  const refold = async (records: readonly StatementRecord[], job: ImportJobRecord, now: number): Promise<void> => {
    const ids = new Set(records.flatMap((one) => [one.patientId, one.intoId, one.encounterId]).filter((id) => id !== ''));
    const known = await readKnown(ports, records.flatMap((one) => [one.patientId, one.intoId]), records.map((one) => one.encounterId));
    const foldings = clustersOf(known.said.values(), known).map((cluster) => ({ cluster, folded: fold(cluster.said) }));
    const written = await writeClusters(ports, foldings, known, { importId: job._id, by: '', reason: '', page: '', direct: false }, now);
    await consequences(ports, written, ids, job._id, now);
    // Whose last word was taken back has no statement that could tell: the stay itself does.
    const gone = [...known.encounters.keys()].filter((id) => ids.has(id) && !written.stays.has(id));
    await eachOf(gone, async (encounterId) => void (await ports.followup.stop({ encounterId }, 'cancelled', 'all', now, job._id)));
    // Apart again: each stay goes back to its own.
    for (const { folded } of foldings) for (const stay of folded.stays.values()) {
      const document = known.encounters.get(stay.encounterId);
      if (document && document.patientId !== stay.patientId) await ports.moved([stay.encounterId], stay.patientId, now);
    }
  };

  return {
    async plan(importId) {
      await find(importId);
      const plan: UndoPlan = { stays: 0, corrected: 0, begun: { invited: 0, answered: 0, called: 0, visits: 0, messages: 0 }, list: [] };
      for (let after = ''; ;) {
        const page = await collection.find({ importId, state: 'counts', _id: command.gt(after) }, { sort: [['_id', 'asc']], limit: 500 });
        const stays = [...new Set(page.map((one) => one.encounterId).filter((id) => id !== ''))];
        const documents = new Set((await ports.encounters.getMany(stays)).map(({ _id }) => _id));
        const kept = new Set((await ports.statements.about([], stays)).filter((one) => one.state === 'counts' && (one.importId !== importId || one.runs.length > 0 || one.again.some(({ run }) => run !== importId))).map((one) => one.encounterId));
        for (const id of documents) plan[kept.has(id) ? 'corrected' : 'stays'] += 1;
        for (const [encounterId, what] of await ports.begun([...documents])) {
          for (const one of what) plan.begun[one] += 1;
          if (plan.list.length < mostListed) plan.list.push({ encounterId, what: [...what] });
        }
        if (page.length < 500) return plan;
        after = page.at(-1)!._id;
      }
    },
    async begin(importId, by, now) {
      const job = await find(importId);
      if (job.state === 'undoing' || job.state === 'undone') return job;
      const ended = job.state === 'done' || (job.state === 'failed' && job.page > 0);
      if (!ended || (await jobs.update({ _id: importId, state: job.state }, { state: 'undoing', undone: job.undone, undoneBy: by, touchedAt: now })) === 0) throw conflict('not_done', 'only a run that has ended can be taken back');
      return find(importId);
    },
    async step(job, now) {
      const { ids, restatedId } = job.undoPending.length > 0 ? { ids: job.undoPending, restatedId: '' } : await next(job._id);
      if (ids.length === 0) {
        if (restatedId) await restated.remove({ _id: restatedId });
        else await jobs.update({ _id: job._id, state: 'undoing', undone: job.undone }, { state: 'undone', finishedAt: now, touchedAt: now });
        return find(job._id);
      }
      if (job.undoPending.length === 0 && (await jobs.update({ _id: job._id, state: 'undoing', undone: job.undone }, { undoPending: command.set(ids), touchedAt: now })) === 0) return find(job._id);
      const records = await collection.getMany(ids);
      await eachOf(records, (one) => takeBack(one, job._id));
      await refold(records, job, now);
      if (restatedId) await restated.remove({ _id: restatedId });
      await jobs.update({ _id: job._id, state: 'undoing', undone: job.undone }, { undone: job.undone + ids.length, undoPending: command.set([]), touchedAt: now });
      return find(job._id);
    },
  };

  /** Handed to the next run that said it, at the time at which others said it; else it counts no more. */
  async function takeBack(record: StatementRecord, run: string): Promise<void> {
    const said = record.again.some((one) => one.run === run);
    if (record.state === 'undone' || (record.importId !== run && !said && !record.runs.includes(run))) return;
    const runs = record.runs.filter((one) => one !== run);
    const again = record.again.filter((one) => one.run !== run);
    const query = { _id: record._id, importId: record.importId, at: record.at, fileAt: record.fileAt };
    if (record.importId !== run) {
      const latest = latestOf({ at: record.firstAt, fileAt: record.firstFileAt }, again);
      await collection.update(query, { runs: command.set(runs), again: command.set(again), ...latest });
      return;
    }
    const [heir] = again;
    const other = heir?.run ?? runs[0];
    if (other === undefined) {
      await collection.update(query, { state: 'undone' });
      return;
    }
    const first = heir ? { at: heir.at, fileAt: heir.fileAt } : { at: record.firstAt, fileAt: record.firstFileAt };
    const rest = again.filter((one) => one !== heir);
    await collection.update(query, { importId: other, ref: heir?.ref ?? '', outcome: heir?.outcome ?? 'unchanged', firstAt: first.at, firstFileAt: first.fileAt, runs: command.set(runs.filter((one) => one !== other)), again: command.set(rest), ...latestOf(first, rest) });
  }
}

const latestOf = (first: { at: number; fileAt: number }, again: readonly SaidAgain[]): { at: number; fileAt: number } =>
  again.reduce((latest, { at, fileAt }) => (isLater({ at, fileAt }, latest) ? { at, fileAt } : latest), first);
