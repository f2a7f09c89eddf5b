/**
 * What a contract is made of: operations as data. Browser-safe; pages import it with `import type`.
 * `jitless` must be set before the first schema is built: WeChat forbids `new Function`.
 */
import * as z from 'zod';
import { isDay } from './calendar';
import type { ErrorBody } from './errors';

z.config({ jitless: true });
export { z };

/**
 * Who may call. `anyone`: no identity needed (a WeChat openid may be present). `patient`/`family`: a person with a WeChat openid or an SMS session;
 * which of the two is decided per patient. `link`: a token from an SMS, good for one step. `staff`: a console session. `timer`, `feed`: machines.
 */
export const CallerKind = z.enum(['anyone', 'patient', 'family', 'link', 'staff', 'timer', 'feed']);
export type CallerKind = z.infer<typeof CallerKind>;

/** Roles of the console: team lead, follow-up nurse, customer-service agent, patient-relations officer, ward (head nurse, liaison), quality manager, director, information department. */
export const Role = z.enum(['lead', 'nurse', 'agent', 'officer', 'ward', 'quality', 'director', 'it']);
export type Role = z.infer<typeof Role>;

/** One operation: who, what in, what out. `roles` narrows `staff`; absent means every role. */
export interface Operation {
  callers: readonly CallerKind[];
  roles?: readonly Role[];
  /** A read changes nothing and may be repeated by the client after a lost connection. */
  read?: boolean;
  /** Open also to staff who must still replace their first password. */
  firstPassword?: boolean;
  input: z.ZodType;
  output: z.ZodType;
}
/** A domain's operations by name. */
export interface Api { name: string; operations: Record<string, Operation> }

/** Names a domain's operations; the typed client, the tests and the authorization matrix are made from this map. */
export function defineApi<const N extends string, const O extends Record<string, Operation>>(name: N, operations: O): { name: N; operations: O } {
  return { name, operations };
}

/** What travels: `now` is the server's clock (ms UTC) so that pages never trust the phone's. */
export type Envelope<T> = { ok: true; data: T; now: number } | { ok: false; error: ErrorBody; now: number };

/** An instant: integer milliseconds since 1970 UTC, to the end of 9999 in Shanghai: beyond it a day has no four-digit year. */
export const Instant = z.int().min(0).max(253_402_271_999_999);
/** A calendar day of Asia/Shanghai, `YYYY-MM-DD`, that exists. Years 1000 to 2999, so that days counted from one still have four digits. */
export const Day = z.string().regex(/^[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, { abort: true }).refine(isDay, 'format');
/** Ids are ours: letters, digits and `:._-`; nothing that could be an operator or a path. */
export const Id = z.string().min(1).max(160).regex(/^[\p{L}\p{N}:._-]+$/u);
/** A mainland mobile number. */
export const Mobile = z.string().regex(/^1[3-9]\d{9}$/);
/** Mobile, or a landline with area code (7 or 8 digits), digits only. */
export const Phone = z.string().regex(/^(1[3-9]\d{9}|0\d{9,11})$/);
/** Nothing in or nothing out. */
export const Nothing = z.object({});
/** GB/T 2261.1 as words: 1 male, 2 female, 0 and 9 unknown. */
export const Sex = z.enum(['male', 'female', 'unknown']);
export type Sex = z.infer<typeof Sex>;
/** GB/T 4761-2008, the one-digit classes, as words: 0 self, 1 spouse, 2 and 3 child, 4 grandchild, 5 parent, 6 grandparent, 7 sibling, 8 other relative; guardians and non-relatives are `other`. */
export const Relation = z.enum(['self', 'spouse', 'child', 'grandchild', 'parent', 'grandparent', 'sibling', 'other']);
export type Relation = z.infer<typeof Relation>;
/** Care and satisfaction are two purposes everywhere; each is consented to and withdrawn by itself. */
export const Purpose = z.enum(['care', 'survey']);
export type Purpose = z.infer<typeof Purpose>;
