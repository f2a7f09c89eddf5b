/** How long a session lives and how often a secret may be guessed. Instants in ms UTC. */
import { addDays, day, dayOf, hour, instantAt, minute } from '../../kit/calendar';

export type SessionKind = 'staff' | 'person' | 'link';

/**
 * Staff: twelve hours after the last call (a shift with its handover), a week at most. A person's browser: seven days, thirty at most; it may be shared with the family.
 * A proven SMS link: twelve hours, and never beyond the link. Product defaults.
 */
const lives: Record<SessionKind, { idle: number; most: number }> = {
  staff: { idle: 12 * hour, most: 7 * day },
  person: { idle: 7 * day, most: 30 * day },
  link: { idle: 12 * hour, most: 12 * hour },
};

/** When a session that is used now ends. */
export const sessionEnd = (kind: SessionKind, createdAt: number, now: number): number => Math.min(now + lives[kind].idle, createdAt + lives[kind].most);

/** Is the stored end worth a write? Once in five minutes is exact enough and spares the database a write per call. */
export const worthTouching = (kind: SessionKind, session: { createdAt: number; expiresAt: number }, now: number): boolean =>
  sessionEnd(kind, session.createdAt, now) - session.expiresAt >= 5 * minute;

/** Five wrong passwords lock a name for 15 minutes, whether or not it exists; fifty from one address lock the address. */
export const signInTries = { name: 5, address: 50, lockFor: 15 * minute };
/** Five wrong months of birth lock for 30 minutes. */
export const birthMonthTries = { tries: 5, lockFor: 30 * minute };
/** Requests to act for a patient, by one person in a day. */
export const requestTries = { tries: 5, lockFor: 24 * hour };
/** A code by SMS: six digits, five minutes, five tries, a new one after 60 s, five a day and number, twenty a day and address. */
export const codeRule = { validFor: 5 * minute, tries: 5, resendAfter: minute, perNumber: 5, perAddress: 20 };
/** WeChat charges for each phone number that it tells: ten a day and openid. */
export const phoneComponentPerDay = 10;
/** The setup token cannot be guessed; ten tries an hour and address keep the log readable. */
export const setupTries = { tries: 10, lockFor: hour };

/** The first instant of tomorrow in Shanghai: daily limits end there. */
export const endOfDay = (now: number): number => instantAt(addDays(dayOf(now), 1));
