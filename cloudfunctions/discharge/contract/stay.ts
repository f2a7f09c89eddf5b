/** What a stay is, and how the register shows it: the words that every part of this contract uses. */
import { Day, Id, Instant, Sex, z } from '../../kit/contract';

/** 离院方式: 1 home on medical order, 2 to another hospital, 3 to community care, 4 against advice, 5 died, 9 other. */
export const Way = z.enum(['1', '2', '3', '4', '5', '9']);
export type Way = z.infer<typeof Way>;

/** Why a stay waits for a person's decision; '' when it does not. */
export const Hold = z.enum(['', 'against_advice', 'critical', 'obstetric_loss', 'sensitive_minor', 'guardian_missing']);
export type Hold = z.infer<typeof Hold>;
export const Decision = z.enum(['', 'invite', 'suppress']);
export type Decision = z.infer<typeof Decision>;
/** Hospitals seldom say that a patient is dead; `told` waits for a second person, `confirmed` stops everything. */
export const Death = z.enum(['no', 'told', 'confirmed']);
export type Death = z.infer<typeof Death>;
export const EncounterState = z.enum(['finished', 'cancelled']);
export type EncounterState = z.infer<typeof EncounterState>;

/** What a stay lacks: no usable number at all; a number that is known to be wrong; no diagnosis code; a birth date made from an age or a year. In this order everywhere. */
export const Missing = z.enum(['no_phone', 'wrong_phone', 'no_code', 'birth_estimated']);
export type Missing = z.infer<typeof Missing>;

/** How the follow-up of a stay stands, by its first contact: not asked yet or no answer so far; answered by the patient or reached by phone; in the call list; lost (tried in vain, refused); over without contact. */
export const Following = z.enum(['waiting', 'answered', 'in_calls', 'lost', 'over']);
export type Following = z.infer<typeof Following>;

/** One line of the register; masked on the server. */
export const RegisterRow = z.object({
  encounterId: Id, patientId: Id, name: z.string(), sex: Sex, age: z.int(), phone: z.string(), /** 区县; the street is not kept. */ district: z.string(), inpatientNo: z.string(), visitTimes: z.int(),
  departmentCode: z.string(), departmentName: z.string(), ward: z.string(), bed: z.string(), dischargeAt: Instant, dischargeDay: Day, way: Way, dx: z.string(),
  hold: Hold, decision: Decision, state: EncounterState, sensitive: z.boolean(), death: Death, readmitted: z.boolean(), noPhone: z.boolean(), phoneInvalid: z.boolean(),
  missing: z.array(Missing),
  /** The month (`2026-11`) in whose list the ward named this stay as one that needs follow-up; '' where it did not. */
  priority: z.string(),
  /** Steps of the follow-up in order: key, state, reason and (when waiting) the next instant; empty until planned. */
  steps: z.array(z.object({ stepId: Id, key: z.string(), state: z.string(), reason: z.string(), due: z.int() })),
});
export type RegisterRow = z.infer<typeof RegisterRow>;

/** What a list is narrowed by. Each of ward, way, state, held, missing, following and priority has an index of its own; together with others the first of them is served by it and the rest is looked at row by row. */
export const RegisterFilter = z.object({
  from: Day.optional(), to: Day.optional(), departmentCode: z.string().max(40).optional(), way: Way.optional(), state: EncounterState.optional(),
  /** As the ward is written in the register. */
  ward: z.string().trim().min(1).max(40).optional(),
  /** waiting: on the ward's clearing list; invite, suppress: decided. */
  held: z.enum(['waiting', 'invite', 'suppress']).optional(),
  missing: z.enum(['any', ...Missing.options]).optional(),
  following: Following.optional(),
  /** Stays that wards named in their lists of this month (`2026-11`). */
  priority: z.string().regex(/^2\d{3}-(0[1-9]|1[0-2])$/).optional(),
  /** A start of a name, pinyin (initials `wxh` or spelled out `wangxiaohong`, or the start of it), an inpatient number or its start, a patient number, a phone, or the last four digits of one (own or contact). */
  text: z.string().trim().min(1).max(40).optional(),
});
export type RegisterFilter = z.infer<typeof RegisterFilter>;

/** A page of a list; `cursor` is what the page before gave as `next`. */
export const Page = { cursor: z.string().max(200).optional(), limit: z.int().min(1).max(100).default(50) };
export const Listed = z.object({ rows: z.array(RegisterRow), next: z.string().nullable() });
