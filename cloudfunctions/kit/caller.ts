/**
 * Who is calling: identity as the platform states it (read in this one place), and the caller that `account` makes of it.
 * Never trust an id in the event. `auth().getUserInfo()` is not used: it ignores the context of the call.
 */
import { getCloudbaseContext } from '@cloudbase/node-sdk';
import type { Relation, Role } from './contract';
import { AppError } from './errors';

/** What the platform and the transport say, unverified tokens included. */
export interface Identity {
  door: 'direct' | 'http' | 'timer';
  openid?: string;
  /** Bearer token: a session (`s_…`) or an SMS link (`l_…`). */
  token?: string;
  timer?: string;
  /** Signed feed headers, checked by the domain that takes a feed. */
  headers: Record<string, string>;
  /** As it was sent; bytes where it may be anything but UTF-8. */
  body?: string | Uint8Array;
  /** False for a call that only reads: a feed may then repeat it as it is. */
  writes?: boolean;
  ip: string;
}

/** A person (patient, family) and whom they may act for. `mayHear`: the patient allows clinical facts to be told to them. */
export interface Represents { patientId: string; as: 'patient' | 'family'; relation: Relation; mayHear: boolean; /** Legal guardian of a child under 14 (个人信息保护法 31). */ guardian?: boolean }

/** Who calls, as far as it was verified. */
export type Caller =
  | { kind: 'anyone'; openid?: string; ip: string }
  | { kind: 'person'; personId: string; openid?: string; represents: Represents[]; /** Of a browser; none in WeChat. */ sessionId?: string; ip: string }
  | { kind: 'link'; stepId: string; encounterId: string; patientId: string; to: 'patient' | 'contact'; relation: Relation; linkId: string; verified: boolean; ip: string }
  | { kind: 'staff'; staffId: string; name: string; role: Role; /** Department codes, or all. */ departments: readonly string[] | 'all'; sessionId: string; /** The first password is not replaced yet: nearly nothing is open. */ mustChange?: boolean; ip: string }
  | { kind: 'timer'; name: string }
  | { kind: 'feed'; feedId: string; ip: string };

/** A colleague at the console. */
export type Staff = Extract<Caller, { kind: 'staff' }>;
/** A patient or family member. */
export type Person = Extract<Caller, { kind: 'person' }>;
/** Whoever holds the link of an SMS: good for one step or letter. */
export type Link = Extract<Caller, { kind: 'link' }>;

/** Who did it, for histories and audit rows. Never a name or a number. */
export function actorOf(caller: Caller): string {
  switch (caller.kind) {
    case 'staff': return caller.staffId;
    case 'person': return caller.personId;
    case 'link': return caller.linkId;
    case 'timer': return `timer:${caller.name}`;
    case 'feed': return caller.feedId;
    case 'anyone': return caller.openid ? `wx:${caller.openid}` : 'anyone';
  }
}

/** A staff caller or FORBIDDEN; for handlers whose operation also admits others. */
export function asStaff(caller: Caller): Staff {
  if (caller.kind !== 'staff') throw new AppError('FORBIDDEN', 'staff only');
  return caller;
}

/** May this staff member see records of the department? */
export const inScope = (staff: Staff, departmentCode: string): boolean => staff.departments === 'all' || staff.departments.includes(departmentCode);

/** The relation in which a person acts for this patient, or undefined. */
export const representing = (caller: Caller, patientId: string): Represents | undefined =>
  caller.kind === 'person' ? caller.represents.find((r) => r.patientId === patientId) : undefined;

type PlatformEvent = Record<string, unknown>;
const lower = (headers: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries((headers ?? {}) as Record<string, unknown>).map(([k, v]) => [k.toLowerCase(), String(v)]));

/** A request of HTTP access as it was sent. */
export interface Request { method: string; /** Below the function's own path. */ path: string; headers: Record<string, string>; bytes: Buffer; ip: string }

/** An event of HTTP access, or undefined. The gateway hands text over as it is and everything else in base64: both are bytes here. */
export function readRequest(event: PlatformEvent): Request | undefined {
  const method = event['httpMethod'];
  if (typeof method !== 'string') return undefined;
  const raw = typeof event['body'] === 'string' ? event['body'] : '';
  const request = (event['requestContext'] ?? {}) as { sourceIp?: unknown };
  return {
    method, path: typeof event['path'] === 'string' ? event['path'] : '', headers: lower(event['headers']), bytes: Buffer.from(raw, event['isBase64Encoded'] === true ? 'base64' : 'utf8'),
    ip: typeof request.sourceIp === 'string' ? request.sourceIp : '',
  };
}

/** Reads the three doors: a timer event, an HTTP-access event, a direct call. A timer carries neither an openid nor a body, so nobody can pretend to be one. */
export function readIdentity(event: PlatformEvent, context: object): { identity: Identity; action: unknown; input: unknown } {
  const env = getCloudbaseContext(context as Parameters<typeof getCloudbaseContext>[0]);
  const openid = env.WX_OPENID || undefined;
  const sourceIp = env.WX_CLIENTIP || env.TCB_SOURCE_IP || '';
  const request = readRequest(event);
  if (request) {
    const { headers, bytes } = request;
    const call = parseBody(bytes.toString('utf8'));
    const token = /^Bearer\s+(\S{1,200})$/i.exec(headers['authorization'] ?? '')?.[1];
    return { identity: { door: 'http', token, headers, body: bytes, ip: request.ip || sourceIp }, action: call['action'], input: call['input'] };
  }
  if (event['Type'] === 'Timer' && !openid && !env.TCB_UUID) {
    const timer = String(event['TriggerName']);
    return { identity: { door: 'timer', timer, headers: {}, ip: '' }, action: timer, input: {} };
  }
  const token = typeof event['token'] === 'string' ? event['token'] : undefined;
  return { identity: { door: 'direct', openid, token, headers: {}, ip: sourceIp }, action: event['action'], input: event['input'] };
}

function parseBody(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body || '{}');
    if (value && typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch { /* said below in words */ }
  throw new AppError('INVALID_INPUT', 'the body is not a JSON object', { fields: [{ path: 'body', problem: 'json' }] });
}
