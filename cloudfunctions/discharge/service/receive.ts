/**
 * What a system sends is in the register, or its refusal is known, before it is answered. Everything of one source and Shanghai day is one run, so that the list of runs shows feeds too. Sent again after a
 * lost answer it changes nothing; what was cut off in the middle is finished by the next delivery of it, or by the timer.
 */
import { dayOf, minute } from '../../kit/calendar';
import { randomToken } from '../../kit/crypto';
import type { ImportFormat, ImportResult } from '../contract/intake';
import { fold } from '../rules/fold';
import type { Heard } from '../rules/statement';
import type { ImportStore } from '../store/import';
import { consequences } from './consequence';
import { hear, type MessageFormat } from './hear';
import { noCounts } from './job';
import { clustersOf, readKnown } from './known';
import type { PagePorts } from './page';
import type { MessageLine } from './reject-message';
import { sealPage } from './report';
import { applySayings } from './sayings';
import { writeClusters } from './write';

/** One delivery over a door: `source` as the list of runs shows it, `by` an actor id, `bytes` as they came. */
export interface Delivery { source: string; format: MessageFormat; bytes: Buffer; by: string; now: number }
/** The same, heard already: what a door has translated itself, or a colleague adds by hand (format ''). */
export interface Hearing { source: string; format: ImportFormat | ''; refs: readonly string[]; heard: readonly Heard[]; size: number; by: string; now: number }
/** Results in the order of the delivery. Durable when it returns; throws when nothing can be said (try again). */
export interface Received { importId: string; results: ImportResult[] }
/** What a door asks for. */
export interface Receiving { receive(delivery: Delivery): Promise<Received> }
export interface ReceivingService extends Receiving {
  take(hearing: Hearing): Promise<Received>;
  /** Finishes what was cut off; returns how many statements. */
  repair(now: number): Promise<number>;
}
export interface ReceivePorts extends PagePorts {
  jobs: ImportStore;
  command: PagePorts['command'] & { lt(value: number): unknown };
}

/** Messages worked through at a time. */
const pageMessages = 500;
/** Whoever was writing for so long is gone. */
const cutOffAfter = 2 * minute;
const repairedAtOnce = 100;

/** What ids may hold. */
const safe = (source: string): string => source.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 40) || 'feed';

export function createReceiving(ports: ReceivePorts): ReceivingService {
  const { jobs: { jobs, rejects, sources }, statements, cipher, command } = ports;

  /** The day's run; a new one where that of the day was taken back. */
  const runOf = async ({ source, by, now }: Hearing): Promise<string> => {
    for (let n = 1; ; n += 1) {
      const id = `import:${safe(source)}:${dayOf(now)}${n > 1 ? `:${n}` : ''}`;
      const job = await jobs.get(id);
      if (job && (job.state === 'undoing' || job.state === 'undone')) continue;
      if (!job) {
        await sources.insert({ _id: `source:${source}`, name: source, mappings: [], usedAt: now });
        await jobs.insert({
          _id: id, fileId: '', fileName: '', size: 0, by, createdAt: now, touchedAt: now, finishedAt: now, state: 'done', problem: '', columns: [], fileHash: '', sourceAt: now, repeated: false,
          format: '', encoding: '', rows: 0, page: 0, counts: noCounts, headings: [], mapping: null, answer: null, newDepartments: [], source, rerunOf: '', undone: 0, undoneBy: '', undoPending: [],
          rejectPages: 0, fileRemoved: true, rejectFileId: '', rejectFileAt: Number.MAX_SAFE_INTEGER,
        });
      }
      return id;
    }
  };

  const take = async (hearing: Hearing): Promise<Received> => {
    const { refs, heard, format, size, by, now } = hearing;
    const importId = await runOf(hearing);
    const delivery = randomToken().slice(0, 12);
    const results: ImportResult[] = [];
    const counts = { ...noCounts };
    const departments: string[] = [];
    for (let from = 0; from < refs.length; from += pageMessages) {
      const part = new Set(refs.slice(from, from + pageMessages));
      const run = { importId, by: '', reason: '', page: delivery, direct: true };
      const answered = await applySayings(ports, { refs: [...part], heard: heard.filter(({ ref }) => part.has(ref)) }, run, { arrivedAt: now, now, sender: by });
      results.push(...answered.results);
      counts.held += answered.held;
      departments.push(...answered.newDepartments);
    }
    const lines = results.flatMap(({ ref, eventId, problems }): MessageLine[] => problems.map(({ place, problem, doubt }) => ({ ref, eventId, place, problem, refused: !doubt })));
    for (const [part, { sealed, count }] of sealPage(cipher, { lines, rows: [] }).entries()) await rejects.insert({ _id: `reject:${importId}:${delivery}${part === 0 ? '' : `:${part}`}`, importId, page: 0, count, sealed, createdAt: now });
    counts.processed = results.length;
    for (const { outcome, problems } of results) {
      counts[outcome] += 1;
      if (outcome !== 'rejected' && problems.length > 0) counts.warned += 1;
    }
    const added = Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0).map(([key, count]) => [`counts.${key}`, command.inc(count)]));
    await jobs.update({ _id: importId }, {
      ...added, format, size: command.inc(size), rows: command.inc(results.length), page: command.inc(1), rejectPages: command.inc(lines.length > 0 ? 1 : 0), touchedAt: now, finishedAt: now,
      ...(departments.length > 0 && { newDepartments: command.push(departments) }),
    });
    return { importId, results };
  };

  return {
    take,
    async receive({ source, format, bytes, by, now }) {
      return take({ source, format, ...(await hear(format, bytes, now)), size: bytes.length, by, now });
    },
    async repair(now) {
      const open = await statements.collection.find({ settled: false, createdAt: command.lt(now - cutOffAfter) }, { sort: [['createdAt', 'asc']], limit: repairedAtOnce });
      if (open.length === 0) return 0;
      const known = await readKnown(ports, open.flatMap((one) => [one.patientId, one.intoId]), open.map((one) => one.encounterId));
      const foldings = clustersOf(known.said.values(), known).map((cluster) => ({ cluster, folded: fold(cluster.said) }));
      const written = await writeClusters(ports, foldings, known, { importId: open[0]!.importId, by: '', reason: '', page: '', direct: true }, now);
      await consequences(ports, written, new Set(open.flatMap((one) => [one.patientId, one.intoId, one.encounterId])), open[0]!.importId, now);
      await statements.settle(open.map(({ _id }) => _id));
      return open.length;
    },
  };
}
