/** Reading the audit trail, and the hourly timer that seals it and tidies up. */
import type { Audit } from '../../kit/audit';
import { day, dayOf } from '../../kit/calendar';
import type { z } from '../../kit/contract';
import type { api } from '../contract';
import type { AttemptStore, CodeStore } from '../store/attempt';
import type { AuditStore } from '../store/audit';
import type { LinkStore } from '../store/link';
import type { SeenStore } from '../store/seen';
import type { SessionStore, StaffStore } from '../store/staff';

export interface AuditPorts {
  audit: Pick<Audit, 'sealPast' | 'verify'>; rows: AuditStore; staff: Pick<StaffStore, 'getMany'>;
  sessions: Pick<SessionStore, 'forget'>; attempts: Pick<AttemptStore, 'forget'>; codes: Pick<CodeStore, 'forget'>; links: Pick<LinkStore, 'forget'>; seen: Pick<SeenStore, 'forget'>;
  /** Tells followup of withdrawals that were cut off. */
  retell(now: number): Promise<number>;
}
type Of = z.output<(typeof api)['operations']['auditOf']['input']>;
type Page = z.output<(typeof api)['operations']['auditOf']['output']>;
const page = 100;

export function createAuditService({ audit, rows, staff, sessions, attempts, codes, links, seen, retell }: AuditPorts) {
  return {
    async of({ subject, day: onDay, actor, skip }: Of, now: number): Promise<Page> {
      const today = onDay ?? dayOf(now);
      const found = subject !== undefined ? await rows.ofSubject(subject, skip, page + 1) : await rows.ofDay(today, actor, skip, page + 1);
      const shown = found.slice(0, page);
      const names = new Map((await staff.getMany([...new Set(shown.map((r) => r.actor).filter((a) => a.startsWith('staff:')))])).map((s) => [s._id, s.name]));
      // The chain of a day is walked once, with its first page.
      const whole = subject === undefined && skip === 0;
      const [sealed, broken] = whole ? await Promise.all([rows.sealed(today), audit.verify(today)]) : [false, []];
      return {
        rows: shown.map((r) => ({ id: r._id, at: r.at, actor: r.actor, actorName: names.get(r.actor) ?? '', action: r.action, subject: r.subject, reason: r.reason ?? '', ip: r.ip ?? '' })),
        more: found.length > page, sealed, broken,
      };
    },

    /** Sessions and codes are kept a week after their end, links 90 days: an old link is told from an unknown one. */
    async seal(now: number): Promise<{ sealed: string[]; told: number; forgotten: number }> {
      const sealed = await audit.sealPast(now);
      const told = await retell(now);
      const gone = await Promise.all([sessions.forget(now - 7 * day), codes.forget(now - 7 * day), attempts.forget(now), links.forget(now - 90 * day), seen.forget(now)]);
      return { sealed, told, forgotten: gone.reduce((sum, n) => sum + n, 0) };
    },
  };
}
