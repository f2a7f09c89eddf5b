/**
 * The little of FHIR R4 (and R5's new names) that a discharge needs, as zod schemas. No FHIR library: the full definitions weigh megabytes, refuse what hospitals send over elements that we never read,
 * and would be loaded by everybody who waits for this function. What a schema does not name is dropped unread; what it names must have the right shape.
 */
import { z } from '../../../kit/contract';

const text = z.string().max(8000).nullish();
/** Lists that are longer are refused (product default): no patient has a hundred telephones. */
const few = <T extends z.ZodType>(item: T) => z.array(item).max(200).nullish();

export const Period = z.object({ start: text, end: text });
export const Coding = z.object({ system: text, code: text, display: text });
export const Concept = z.object({ coding: few(Coding), text });
export const Identifier = z.object({ use: text, type: Concept.nullish(), system: text, value: text });
export const Reference = z.object({ reference: text, display: text, identifier: Identifier.nullish() });
const HumanName = z.object({ use: text, text, family: text, given: few(text) });
const ContactPoint = z.object({ system: text, value: text, use: text, rank: z.number().nullish(), period: Period.nullish() });
const Address = z.object({ use: text, text, line: few(text), city: text, district: text, state: text });
const Meta = z.object({ lastUpdated: text });
const base = { id: text, meta: Meta.nullish(), identifier: few(Identifier) };

export const Patient = z.object({
  ...base, name: few(HumanName), telecom: few(ContactPoint), gender: text, birthDate: text, deceasedBoolean: z.boolean().nullish(), deceasedDateTime: text, address: few(Address),
  contact: few(z.object({ relationship: few(Concept), name: HumanName.nullish(), telecom: few(ContactPoint), period: Period.nullish() })),
  link: few(z.object({ other: Reference, type: text })),
});
export type Patient = z.infer<typeof Patient>;

const Hospitalization = z.object({ dischargeDisposition: Concept.nullish(), destination: Reference.nullish() });
/** R5 points to a condition by `CodeableReference[]`. */
const ConditionReference = Reference.extend({ concept: Concept.nullish() });
export const Encounter = z.object({
  ...base, status: text, class: Coding.extend({ coding: few(Coding) }).or(z.array(Concept)).nullish(), subject: Reference.nullish(), period: Period.nullish(), actualPeriod: Period.nullish(), serviceType: Concept.or(z.array(z.object({ concept: Concept.nullish() }))).nullish(),
  participant: few(z.object({ type: few(Concept), individual: Reference.nullish(), actor: Reference.nullish(), period: Period.nullish() })),
  diagnosis: few(z.object({ condition: ConditionReference.or(z.array(z.object({ concept: Concept.nullish(), reference: Reference.nullish() }))).nullish(), use: Concept.or(z.array(Concept)).nullish(), rank: z.number().nullish() })),
  hospitalization: Hospitalization.nullish(), admission: Hospitalization.nullish(), serviceProvider: Reference.nullish(),
  location: few(z.object({ location: Reference.nullish(), status: text, physicalType: Concept.nullish(), form: Concept.nullish(), period: Period.nullish() })),
});
export type Encounter = z.infer<typeof Encounter>;

export const Condition = z.object({ ...base, code: Concept.nullish(), subject: Reference.nullish(), encounter: Reference.nullish() });
export type Condition = z.infer<typeof Condition>;
/** Procedure (subject, encounter) and AllergyIntolerance (patient). */
const Deed = z.object({ ...base, code: Concept.nullish(), subject: Reference.nullish(), patient: Reference.nullish(), encounter: Reference.nullish(), status: text });
/** Whoever and whatever is pointed to for its name. */
const Named = z.object({ ...base, name: text.or(z.array(HumanName)), physicalType: Concept.nullish(), form: Concept.nullish() });

export const schemas = { Patient, Encounter, Condition, Procedure: Deed, AllergyIntolerance: Deed, Location: Named, Organization: Named, Practitioner: Named } as const;
export type Kind = keyof typeof schemas;
export type Concept = z.infer<typeof Concept>;
export type Identifier = z.infer<typeof Identifier>;
export type Reference = z.infer<typeof Reference>;
export type HumanName = z.infer<typeof HumanName>;
export type ContactPoint = z.infer<typeof ContactPoint>;
export type Deed = z.infer<typeof Deed>;
export type Named = z.infer<typeof Named>;

/** A bundle's own shape; its resources are judged one by one. */
export const Entry = z.object({
  fullUrl: text, resource: z.looseObject({ resourceType: z.string().max(100) }).nullish(), request: z.object({ method: text, url: text }).nullish(), search: z.object({ mode: text }).nullish(),
});
export const Bundle = z.object({ resourceType: z.literal('Bundle'), type: text, timestamp: text, entry: z.array(z.unknown()).nullish() });
