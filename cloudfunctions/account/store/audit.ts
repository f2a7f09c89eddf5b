/** Reading the audit trail; writing is kit/audit's. */
import { auditCollection, auditSealCollection, type AuditRow, type AuditSeal } from '../../kit/audit';
import type { Database } from '../../kit/database';

export const collections = [auditCollection, auditSealCollection];

export interface AuditStore {
  ofSubject(subject: string, skip: number, limit: number): Promise<AuditRow[]>;
  /** In the order of the chains: by actor, then number. */
  ofDay(day: string, actor: string | undefined, skip: number, limit: number): Promise<AuditRow[]>;
  sealed(day: string): Promise<boolean>;
}

export function openAuditStore(database: Database): AuditStore {
  const rows = database.collection<AuditRow>(auditCollection);
  const seals = database.collection<AuditSeal>(auditSealCollection);
  return {
    ofSubject: (subject, skip, limit) => rows.find({ subject }, { sort: [['at', 'desc']], skip, limit }),
    ofDay: (day, actor, skip, limit) => rows.find({ day, ...(actor !== undefined && { actor }) }, { sort: [['actor', 'asc'], ['n', 'asc']], skip, limit }),
    sealed: async (day) => (await seals.get(`seal:${day}`)) !== null,
  };
}
