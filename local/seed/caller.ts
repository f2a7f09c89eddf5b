/** Public operations over HTTP access, as a page would call them. Seeding and importing know nothing else of the product. */
import type { Local } from '../index';

interface Envelope { ok: boolean; data?: unknown; error?: { code: string; message: string; fields?: { path: string; problem: string }[]; reason?: string } }

/** Calls one operation; rejects with the operation's name and the error's code, never with what was sent. */
export async function call<T>(local: Local, fn: string, action: string, input: unknown, headers: Record<string, string> = {}): Promise<T> {
  const { body } = await local.http(fn, { action, input }, headers);
  const envelope = body as Envelope;
  if (envelope.ok) return envelope.data as T;
  const { code, message, fields, reason } = envelope.error ?? { code: 'UNAVAILABLE', message: 'no answer' };
  throw new Error(`${fn}.${action}: ${code} ${reason ?? ''} ${message} ${(fields ?? []).map((f) => `${f.path} ${f.problem}`).join(', ')}`.trim());
}

export const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
