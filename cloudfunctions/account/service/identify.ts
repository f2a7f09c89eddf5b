/** From what the platform and a token say to a caller. Every function asks here first; nothing of an identity is believed that is not in a row of ours or in the platform's context. */
import type { Caller, Identity, Represents } from '../../kit/caller';
import { dayOf } from '../../kit/calendar';
import { hashToken, sameText } from '../../kit/crypto';
import { AppError, conflict } from '../../kit/errors';
import { isGuardian, mayHearToday, type Relationship } from '../rules/binding';
import { sessionEnd, worthTouching } from '../rules/session';
import { linkId, type LinkRecord, type LinkStore } from '../store/link';
import { personOfOpenid, type PersonStore } from '../store/person';
import type { SeenStore } from '../store/seen';
import type { SessionRecord, SessionStore, StaffStore } from '../store/staff';
import { feedSignature, feedWindow, seenFor } from './feed';

export interface IdentifyPorts {
  staff: Pick<StaffStore, 'get'>;
  sessions: Pick<SessionStore, 'get' | 'touch'>;
  people: Pick<PersonStore, 'get' | 'ofPerson'>;
  links: Pick<LinkStore, 'get'>;
  /** Keyed hashes of a patient's own and contact number as the register has them now; null for a patient that it does not know. */
  numbersOf(patientId: string): Promise<readonly string[] | null>;
  seen: Pick<SeenStore, 'take'>;
  /** Secrets of the hospital's own systems by name. */
  feeds: Readonly<Record<string, string>>;
}

const over = (reason: string): AppError => new AppError('UNAUTHENTICATED', 'the session is over', { reason });

/** Makes the `identify` of `serve`. Throws UNAUTHENTICATED for a session that is over, GONE for a link that is used or old, CONFLICT (`replayed`) for a signed request that came before. */
export function createIdentify({ staff, sessions, people, links, numbersOf, seen, feeds }: IdentifyPorts): (identity: Identity, now: number) => Promise<Caller> {
  async function ofPerson(personId: string, epoch: number | undefined, rest: { openid?: string; sessionId?: string; ip: string }, now: number): Promise<Caller | undefined> {
    const [person, rows] = await Promise.all([people.get(personId), people.ofPerson(personId)]);
    if (!person || (epoch !== undefined && person.epoch !== epoch)) return undefined;
    return { kind: 'person', personId, ...rest, represents: rows.map((row) => representsOf(row, dayOf(now))) };
  }

  async function ofLink(link: LinkRecord | null, verified: boolean, ip: string, now: number): Promise<Caller> {
    if (!link) throw over('link');
    if (link.closedAt > 0) throw new AppError('GONE', 'the link is used', { reason: link.closedReason });
    if (link.expiresAt <= now) throw new AppError('GONE', 'the link is old', { reason: 'expired' });
    // Sent to a number that turned out to be somebody else's: whoever reads it there is not the patient. Corrected back, it speaks again.
    const numbers = await numbersOf(link.patientId);
    if (numbers && !numbers.includes(link.phoneHash)) throw new AppError('GONE', 'the number is no longer the patient’s', { reason: 'number_changed' });
    return { kind: 'link', stepId: link.stepId, encounterId: link.encounterId, patientId: link.patientId, to: link.to, relation: link.relation, linkId: link._id, verified, ip };
  }

  async function ofSession(session: SessionRecord, identity: Identity, now: number): Promise<Caller> {
    if (session.revokedAt > 0 || session.expiresAt <= now) throw over('expired');
    const { ip } = identity;
    let caller: Caller | undefined;
    if (session.kind === 'link') caller = await ofLink(await links.get(session.subject), true, ip, now);
    else if (session.kind === 'person') caller = await ofPerson(session.subject, session.epoch, { sessionId: session._id, ip }, now);
    else {
      const account = await staff.get(session.subject);
      if (account && !account.disabled && account.epoch === session.epoch) {
        caller = { kind: 'staff', staffId: account._id, name: account.name, role: account.role, departments: account.departments, sessionId: session._id, ...(account.mustChange && { mustChange: true }), ip };
      }
    }
    if (!caller) throw over('revoked');
    if (worthTouching(session.kind, session, now)) await sessions.touch(session._id, sessionEnd(session.kind, session.createdAt, now));
    return caller;
  }

  /** A signed request of one of the hospital's own systems; a wrong name, time or signature sounds the same. What changes something is good once: whoever must send it again signs it anew. */
  async function ofFeed({ headers, body = '', ip, writes = true }: Identity, now: number): Promise<Caller> {
    const name = headers['x-suifang-feed'] ?? '';
    const secret = Object.hasOwn(feeds, name) ? feeds[name] : undefined;
    const time = headers['x-suifang-time'] ?? '';
    const at = /^\d{1,15}$/.test(time) ? Number(time) : NaN;
    const signature = headers['x-suifang-signature'] ?? '';
    const fits = secret !== undefined && Math.abs(now - at) <= feedWindow && sameText(feedSignature(secret, at, body), signature);
    if (!fits) throw over('feed');
    if (writes && !(await seen.take(hashToken(signature), Math.max(now, at) + seenFor))) throw conflict('replayed', 'this signature was used before: sign anew');
    return { kind: 'feed', feedId: `feed:${name}`, ip };
  }

  return async (identity, now) => {
    const { token, openid, ip } = identity;
    if (identity.door === 'http' && identity.headers['x-suifang-feed'] !== undefined) return ofFeed(identity, now);
    if (identity.door === 'timer') return { kind: 'timer', name: identity.timer ?? '' };
    if (token?.startsWith('l_')) return ofLink(await links.get(linkId(token)), false, ip, now);
    if (token !== undefined) {
      const session = token.startsWith('s_') ? await sessions.get(token) : null;
      if (!session) throw over('unknown');
      return ofSession(session, identity, now);
    }
    // An openid without a confirmed number is nobody yet.
    return (openid && (await ofPerson(personOfOpenid(openid), undefined, { openid, ip }, now))) || { kind: 'anyone', ...(openid && { openid }), ip };
  };
}

/** A relationship as every domain sees it; guardianship ends by the calendar. */
export const representsOf = (row: Relationship, today: string): Represents => ({
  patientId: row.patientId, as: row.as, relation: row.relation, mayHear: mayHearToday(row, today), ...(isGuardian(row, today) && { guardian: true }),
});
