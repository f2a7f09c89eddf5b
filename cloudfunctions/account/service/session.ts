/** Beginning and ending sessions. The token is shown once; only its hash is kept. */
import { randomToken } from '../../kit/crypto';
import { AppError } from '../../kit/errors';
import { sessionEnd, type SessionKind } from '../rules/session';
import { sessionId, type SessionStore } from '../store/staff';

/** `s_…` and when it ends if it is not used. `notAfter`: the end of what it stands on. */
export async function beginSession(sessions: Pick<SessionStore, 'insert'>, kind: SessionKind, subject: string, epoch: number, now: number, notAfter = Infinity): Promise<{ token: string; expiresAt: number }> {
  const token = `s_${randomToken()}`;
  const expiresAt = Math.min(sessionEnd(kind, now, now), notAfter);
  await sessions.insert({ _id: sessionId(token), kind, subject, epoch, createdAt: now, expiresAt, revokedAt: 0 });
  return { token, expiresAt };
}

export const tooMany = (retryAt: number, reason: string): AppError => new AppError('TOO_MANY', 'too many tries', { retryAt, reason });
