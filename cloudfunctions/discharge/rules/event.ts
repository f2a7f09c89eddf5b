/**
 * Our own JSON over HTTP, for systems that speak neither HL7 nor FHIR:
 *
 *     { "eventId": "D-1", "type": "discharge", "at": "2026-11-18T13:40:00+08:00", "data": { "patientNo": "P1", "inpatientNo": "2026001000", "visitTimes": 1, … } }
 *
 * one such, a list, `{ "events": […] }`, or one a line. Names of `data` are FieldName or what hospitals usually call them (data/event.json); `data` may be left out and its names stand in the event itself, and an
 * event that gives a discharge time and no type is a discharge: the flat REST event of integration platforms. Pure; never throws. The same eventId twice is heard twice.
 */
import { z } from '../../kit/contract';
import { FieldName, type MessageProblem } from '../contract/intake';
import table from '../data/event.json';
import { readJson } from './json-text';
import { given } from './said';
import { readSourceTime, wallOf } from './source-time';
import type { Cells, Heard, Saying } from './statement';
import { identifierOf, splitVisit } from './visit-number';

/** discharge ADT^A03, cancel A13 (取消出院), update A08 (with a stay) or A31 (without), admit A01, cancelAdmit A11, merge A40 (`patientNo` is given up, `into` lives on). */
export const EventType = z.enum(['discharge', 'cancel', 'update', 'admit', 'cancelAdmit', 'merge']);
export type EventType = z.infer<typeof EventType>;

const Value = z.union([z.string().max(8000), z.number(), z.boolean(), z.null()]);
/** Numbers that identify somebody belong in quotes: JSON keeps 15 digits. A missing name says nothing; null and "" say that there is none. Lists only for what repeats. */
export const EventData = z.record(z.string().max(100), z.union([Value, z.array(Value).max(100), z.record(z.string().max(100), z.unknown())]));
export const Event = z.object({
  eventId: z.union([z.string().max(200), z.number()]).optional(), type: z.string().max(100).optional(),
  /** ISO with a zone, `2026-11-18 13:40:00` of the hospital's clock, or ms (s) since 1970. Missing: arrival counts. */
  at: z.union([z.string().max(40), z.number(), z.null()]).optional(), data: EventData.optional(),
});
export type Event = z.infer<typeof Event>;

/** One call (product default): 6 MB hold fewer. */
const maxEvents = 20_000;
const repeatable: ReadonlySet<FieldName> = new Set<FieldName>(['dxOther', 'operation', 'allergy']);
const moments: ReadonlySet<FieldName> = new Set<FieldName>(['admitAt', 'dischargeAt', 'deceased']);
const personFields: ReadonlySet<FieldName> = new Set<FieldName>(['name', 'sex', 'birthDate', 'idNo', 'phone', 'contactName', 'contactRelation', 'contactPhone', 'address', 'deceased']);
/** Who, which, when: not facts of their own. */
const keys: ReadonlySet<FieldName> = new Set<FieldName>(['patientNo', 'inpatientNo', 'visitTimes', 'updatedAt', 'cancelled', 'admitted']);

const even = (name: string): string => name.toLowerCase().replace(/[\s_-]/g, '');
const names: ReadonlyMap<string, FieldName | 'into' | 'gone'> = new Map([
  ...Object.entries(table.names).flatMap(([field, others]) => others.map((name) => [even(name), FieldName.parse(field)] as const)),
  ...FieldName.options.map((field) => [even(field), field] as const),
  ...table.into.map((name) => [even(name), 'into'] as const), ...table.gone.map((name) => [even(name), 'gone'] as const),
]);
const types: ReadonlyMap<string, EventType> = new Map(EventType.options.flatMap((type) => table.types[type].map((name) => [even(name), type] as const)));

/** `refs`: every event in order, for the answer. */
export interface EventRead { refs: string[]; heard: Heard[] }

export function hearEvents(bytes: Uint8Array): EventRead {
  const read = readJson(bytes);
  const whole = (problem: MessageProblem, place = ''): EventRead => ({ refs: ['event 1'], heard: [{ ref: 'event 1', eventId: '', problem, place }] });
  if ('problem' in read) return whole(read.problem);
  const [only] = read.values;
  const listed = read.lines || !only || 'problem' in only ? undefined : listOf(only.value);
  const values = listed ? listed.map((value, index) => ({ ref: `event ${index + 1}`, value })) : read.values.map((one) => ({ ...one, ref: one.ref || 'event 1' }));
  if (values.length === 0) return whole('missing', 'events');
  if (values.length > maxEvents) return whole('too_many', 'events');
  return { refs: values.map(({ ref }) => ref), heard: values.flatMap((one) => ('problem' in one ? [{ ref: one.ref, eventId: '', problem: one.problem, place: '' }] : hearEvent(one.value, one.ref))) };
}

function listOf(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null || !('events' in value)) return undefined;
  return Array.isArray(value.events) ? value.events : undefined;
}

function hearEvent(value: unknown, ref: string): Heard[] {
  const read = Event.safeParse(value);
  if (!read.success) return [{ ref, eventId: '', problem: typeof value === 'object' && value !== null ? 'format' : 'unreadable', place: read.error.issues[0]?.path.filter((step) => typeof step === 'string').map(safeName).join('.') ?? '' }];
  const eventId = String(read.data.eventId ?? '');
  const problem = (key: MessageProblem, place: string): Heard[] => [{ ref, eventId, problem: key, place }];
  const facts = read.data.data ? read.data.data : flatData(value);
  if (!facts) return problem('format', 'data');
  const taken = cellsOf(facts);
  if ('problem' in taken) return problem(taken.problem, taken.place);
  const { cells, into, gone } = taken;
  const one = (field: FieldName): string => [cells[field] ?? ''].flat()[0] ?? '';

  const name = read.data.type ?? '';
  const type = name === '' ? (one('dischargeAt') ? 'discharge' : undefined) : types.get(even(name));
  if (!type) return problem(name === '' ? 'missing' : 'event', 'type');
  const at = timeOf(read.data.at ?? one('updatedAt'));
  if (at === undefined) return problem('format', 'at');
  const patientNo = identifierOf(gone || one('patientNo'));
  if (!patientNo) return problem('missing', 'data.patientNo');
  const blank = { patientNo, inpatientNo: '', visitTimes: '', into: '', at, eventId };
  if (type === 'merge') {
    const survivor = identifierOf(into || (gone ? one('patientNo') : ''));
    if (!survivor) return problem('missing', 'data.into');
    return survivor === patientNo ? problem('itself', 'data.into') : [{ ref, saying: { ...blank, kind: 'merge', into: survivor, cells: {} } }];
  }
  const only = (fits: (field: FieldName) => boolean): Cells => Object.fromEntries(Object.entries(cells).filter(([field]) => fits(FieldName.parse(field))));
  const person = only((field) => personFields.has(field));
  if (type === 'update' && one('inpatientNo') === '') return [{ ref, saying: { ...blank, kind: 'person', cells: person } }];

  // A number of stays that is given says what the tail of the inpatient number is not.
  const tail = splitVisit(one('inpatientNo'));
  const times = one('visitTimes').replace(/^0+(?=\d)/, '');
  const inpatientNo = identifierOf(times === '' || tail.visitTimes === times ? tail.inpatientNo : one('inpatientNo'));
  if (!inpatientNo) return problem('missing', 'data.inpatientNo');
  const visitTimes = times || tail.visitTimes || '1';
  if (!/^[1-9]\d{0,3}$/.test(visitTimes)) return problem('format', 'data.visitTimes');
  const facet = only((field) => !keys.has(field));
  const said: Record<Exclude<EventType, 'merge'>, Cells> = {
    discharge: { ...facet, cancelled: '0' }, cancel: { cancelled: '1' }, update: facet, cancelAdmit: { admitted: '0' },
    admit: given({ ...person, admitAt: cells.admitAt, admitted: '1' }),
  };
  const saying: Saying = { ...blank, kind: 'stay', inpatientNo, visitTimes, cells: said[type] };
  return [{ ref, saying }, ...(times === '' && tail.visitTimes === '' ? problem('visit_times_assumed', 'data.visitTimes') : [])];
}

/** The event itself without its own names. */
function flatData(value: unknown): z.infer<typeof EventData> | undefined {
  const { eventId: _id, type: _type, at: _at, data: _data, ...rest } = value as Record<string, unknown>;
  return EventData.safeParse(rest).data;
}

/** Names of a sender may be anything; in a report stands what looks like a name. */
const safeName = (name: string): string => (/^[\w.\p{Script=Han}-]{1,40}$/u.test(name) ? name : '?');

type Taken = { cells: Cells; into: string; gone: string } | { problem: MessageProblem; place: string };
function cellsOf(data: z.infer<typeof EventData>): Taken {
  const taken: { cells: Cells; into: string; gone: string } = { cells: {}, into: '', gone: '' };
  // `patient: { name }` is `patient.name`; of a vendor's own object the bare names count too.
  const entries = Object.entries(data).slice(0, 500).flatMap(([name, value]): [string, unknown, string][] =>
    (typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value).slice(0, 100).map(([inner, one]) => [names.has(even(`${name}.${inner}`)) || even(name) === 'contact' ? `${name}.${inner}` : inner, one, `data.${safeName(name)}.${safeName(inner)}`])
      : [[name, value, `data.${safeName(name)}`]]));
  for (const [name, value, place] of entries) {
    const field = names.get(even(name));
    if (!field) continue;
    const texts = (Array.isArray(value) ? value.slice(0, 40) : [value]).map(textOf);
    if (texts.some((text) => text === null)) return { problem: 'digits_lost', place };
    if (texts.some((text) => text === undefined) || (Array.isArray(value) && !(field !== 'into' && field !== 'gone' && repeatable.has(field)))) return { problem: 'format', place };
    const known = texts.filter((text): text is string => typeof text === 'string');
    if (field === 'into' || field === 'gone') taken[field] ||= known[0] ?? '';
    // Of two names for one field the first that says something counts.
    else if (!taken.cells[field]?.length) taken.cells[field] = Array.isArray(value) ? known.filter((text) => text !== '') : moments.has(field) ? wallOf(known[0] ?? '') : known[0] ?? '';
  }
  return taken;
}

/** null: a number whose digits JSON has lost. undefined: nothing that a cell could hold. */
function textOf(value: unknown): string | null | undefined {
  if (value === null) return '';
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value !== 'number') return undefined;
  return Math.abs(value) > Number.MAX_SAFE_INTEGER ? null : String(value);
}

/** null: none given. undefined: not understood. Numbers below 10^11 are seconds (until the year 5138). */
function timeOf(value: string | number | null): number | null | undefined {
  if (value === null || value === '') return null;
  const at = typeof value === 'number' ? Math.trunc(value < 1e11 ? value * 1000 : value) : readSourceTime(value)?.at;
  return at !== undefined && at >= 0 && at <= 253_402_271_999_999 ? at : undefined;
}

/** Where a field of the register stands in an event: `phone` → data.phone. A place of an event is itself. */
export const eventPlace = (place: string): string => (FieldName.safeParse(place).success ? `data.${place}` : place);
