/**
 * The audit trail: who did what to which record, when and why. Append-only; each row carries the hash of the actor's previous row of that day, and a timer seals the day,
 * so that a removed or altered row shows. Chained per actor and day, so that no document is hot. Kept 3 years (网络安全法 art. 21 asks for 6 months).
 */
import { createHash } from 'node:crypto';
import { actorOf, type Caller } from './caller';
import { addDays, dayOf } from './calendar';
import { defineCollection, type Collection, type Database } from './database';

/** One act. `n` counts the actor's rows of the day, `hash` covers the row and `previous`. */
export interface AuditRow {
  _id: string;
  actor: string; day: string; n: number; at: number;
  /** Operation, e.g. `discharge.reveal`. */
  action: string;
  /** Record id; never personal data. */
  subject: string;
  reason?: string;
  ip?: string;
  previous: string; hash: string;
}
/** What a day's rows were when it ended. */
export interface AuditSeal { _id: string; day: string; rows: number; hash: string; sealedAt: number }

/** Read by chain, and by record. */
export const auditCollection = defineCollection('audit', [
  { name: 'chain', keys: [['day', 1], ['actor', 1], ['n', 1]], unique: true },
  { name: 'subject', keys: [['subject', 1], ['at', -1]] },
]);
/** One document a day. */
export const auditSealCollection = defineCollection('audit_seal', []);

const hashOf = ({ actor, day, n, at, action, subject, reason, ip, previous }: Omit<AuditRow, '_id' | 'hash'>): string =>
  createHash('sha256').update(JSON.stringify([actor, day, n, at, action, subject, reason ?? '', ip ?? '', previous])).digest('hex');

/** Write, seal, verify; nothing is changed or removed. */
export interface Audit {
  /** Writes the row before the fact is shown or done; throws when it cannot, so that nothing unaudited is revealed. */
  record(entry: { caller: Caller; action: string; subject: string; reason?: string; now: number }): Promise<void>;
  /** Seals a past day; sealing again changes nothing. */
  seal(day: string, now: number): Promise<AuditSeal>;
  /** Seals every past day that is not sealed yet, in order, at most 60 a run: days on which the timer was silent too. Returns the days. */
  sealPast(now: number): Promise<string[]>;
  /** The ids of rows that are missing or altered, from the chain and the seal; empty when all is as written. */
  verify(day: string): Promise<string[]>;
}

/** Opening sends nothing. */
export function openAudit(database: Database): Audit {
  const rows = database.collection<AuditRow>(auditCollection);
  const seals = database.collection<AuditSeal>(auditSealCollection);
  const seal = async (day: string, now: number): Promise<AuditSeal> => {
    const known = await seals.get(`seal:${day}`);
    if (known) return known;
    const { count, digest } = await digestOf(rows, day);
    const fresh = { _id: `seal:${day}`, day, rows: count, hash: digest, sealedAt: now };
    return (await seals.insert(fresh)) ? fresh : (await seals.get(fresh._id))!;
  };
  return {
    seal,
    async sealPast(now) {
      const [last] = await seals.find({}, { sort: [['_id', 'desc']], limit: 1 });
      const [first] = last ? [] : await rows.find({}, { sort: [['day', 'asc']], limit: 1 });
      const sealed: string[] = [];
      for (let next = last ? addDays(last.day, 1) : first?.day; next !== undefined && next < dayOf(now) && sealed.length < 60; next = addDays(next, 1)) sealed.push((await seal(next, now)).day);
      return sealed;
    },
    async record({ caller, action, subject, reason, now }) {
      const actor = actorOf(caller);
      const day = dayOf(now);
      for (let attempt = 0; attempt < 50; attempt += 1) {
        const [last] = await rows.find({ day, actor }, { sort: [['n', 'desc']], limit: 1 });
        const row = { actor, day, n: (last?.n ?? 0) + 1, at: now, action, subject, previous: last?.hash ?? '', ...(reason && { reason }), ...('ip' in caller && caller.ip && { ip: caller.ip }) };
        if (await rows.insert({ _id: `audit:${actor}:${day}:${row.n}`, ...row, hash: hashOf(row) })) return;
      }
      throw new Error('the audit chain is contended');
    },
    async verify(day) {
      const { count, digest, broken } = await digestOf(rows, day);
      const seal = await seals.get(`seal:${day}`);
      if (seal && (seal.rows !== count || seal.hash !== digest) && broken.length === 0) broken.push(seal._id);
      return broken;
    },
  };
}

/** Walks one day's rows in chain order. */
async function digestOf(rows: Collection<AuditRow>, day: string): Promise<{ count: number; digest: string; broken: string[] }> {
  const digest = createHash('sha256');
  const broken: string[] = [];
  let count = 0;
  let previous: AuditRow | undefined;
  for (let page: AuditRow[] = [], skip = 0; skip === 0 || page.length === 1000; skip += 1000) {
    page = await rows.find({ day }, { sort: [['actor', 'asc'], ['n', 'asc']], limit: 1000, skip });
    for (const row of page) {
      const first = previous?.actor !== row.actor;
      if (row.hash !== hashOf(row) || row.previous !== (first ? '' : previous?.hash) || row.n !== (first ? 1 : previous!.n + 1)) broken.push(row._id);
      digest.update(row.hash);
      count += 1;
      previous = row;
    }
  }
  return { count, digest: digest.digest('hex'), broken };
}
