/** Links in SMS: a secret that speaks for one step of one patient, to one number. */
import { hashToken } from '../../kit/crypto';
import type { Relation } from '../../kit/contract';
import { defineCollection, type Database } from '../../kit/database';

export interface LinkRecord {
  /** `link:<SHA-256 of the token>` */
  _id: string;
  stepId: string; encounterId: string; patientId: string; to: 'patient' | 'contact'; relation: Relation; phoneHash: string;
  createdAt: number; expiresAt: number; closedAt: number; closedReason: string;
}
/** For whom a link is made. The same step, audience and number give the same secret, so that a reminder carries the link of the invitation. `expiresAt` in ms UTC. */
export interface NewLink { stepId: string; encounterId: string; patientId: string; to: 'patient' | 'contact'; relation: Relation; phoneHash: string; expiresAt: number }

const linkCollection = defineCollection('link', [{ name: 'step', keys: [['stepId', 1], ['closedAt', 1]] }, { name: 'over', keys: [['expiresAt', 1]] }]);
export const collections = [linkCollection];

export const linkId = (token: string): string => `link:${hashToken(token)}`;

export interface LinkStore {
  /** The token (`l_…`, 24 characters) of the link; the row is made if it is missing. A closed link stays closed. */
  make(link: NewLink, now: number): Promise<string>;
  /** The same for a page, in the same order, in two round trips for five hundred. */
  makeMany(links: readonly NewLink[], now: number): Promise<string[]>;
  get(id: string): Promise<LinkRecord | null>;
  /** Closes all links of a step: `submitted`, or why else. Again changes nothing. */
  close(stepId: string, now: number, reason?: string): Promise<void>;
  /** The stays of these steps belong to another patient now (two records became one): who holds a link keeps their way in. */
  move(stepIds: readonly string[], patientId: string): Promise<void>;
  /** Forgets links that ended before; returns how many. */
  forget(before: number): Promise<number>;
}

export function openLinkStore(database: Database, cipher: { derive(name: string): string }): LinkStore {
  const links = database.collection<LinkRecord>(linkCollection);
  const { command } = database;
  const tokenOf = (link: NewLink): string => `l_${cipher.derive(`link:${link.stepId}:${link.to}:${link.phoneHash}`)}`;
  const makeMany = async (many: readonly NewLink[], now: number): Promise<string[]> => {
    const tokens = many.map(tokenOf);
    const records = new Map(many.map((link, i) => {
      const { stepId, encounterId, patientId, to, relation, phoneHash, expiresAt } = link;
      return [linkId(tokens[i]!), { _id: linkId(tokens[i]!), stepId, encounterId, patientId, to, relation, phoneHash, createdAt: now, expiresAt, closedAt: 0, closedReason: '' }];
    }));
    await links.insertMissing([...records.values()]);
    return tokens;
  };
  return {
    makeMany,
    make: async (link, now) => (await makeMany([link], now))[0]!,
    get: (id) => links.get(id),
    close: async (stepId, now, reason = 'submitted') => void (await links.update({ stepId, closedAt: 0 }, { closedAt: now, closedReason: reason })),
    move: async (stepIds, patientId) => void (await links.update({ stepId: command.in([...stepIds]), closedAt: 0 }, { patientId })),
    forget: (before) => links.remove({ expiresAt: command.lt(before) }),
  };
}
