/**
 * FHIR R4 in any wrapping (Bundle of any type, one resource, NDJSON, a list) → what it says. R5's names (admission, completed, discharged, actualPeriod) are understood. Pure; never throws.
 * Encounter and Patient speak; Condition, Procedure, AllergyIntolerance, Location, Organization and Practitioner are asked; any other resource is passed over.
 */
import type { MessageProblem } from '../../contract/intake';
import { readJson } from '../json-text';
import type { Heard } from '../statement';
import { isRecord, placeOf, poolOf, type Held } from './index-of';
import { hearEncounter, hearPatient, type Sent } from './resource-saying';
import { Bundle, Entry } from './resource';

/** `refs`: every entry of what was sent, in order, for the answer. `bundleType`: '' for what is no Bundle. */
export interface FhirRead { bundleType: string; refs: string[]; heard: Heard[] }

/** Entries of one delivery (product default). */
const maxEntries = 200_000;

/** `now`: telephones whose period has ended by then are not said, where the resource has no time of its own. */
export function hearFhir(bytes: Uint8Array, now: number): FhirRead {
  const read = readJson(bytes);
  const fail = (ref: string, problem: MessageProblem, place = ''): Heard => ({ ref, eventId: '', problem, place });
  if ('problem' in read) return { bundleType: '', refs: ['entry 1'], heard: [fail('entry 1', read.problem)] };

  // Each Bundle is a world of its own: another one may use the same ids for other people. Lines and lists of bare resources share one.
  const bare: Sent = { held: [], at: null, now };
  const worlds = [bare];
  const refs: string[] = [];
  const heard: Heard[] = [];
  let bundleType = '';

  /** `fullUrl` of the entry, '' elsewhere. */
  const take = (value: unknown, ref: string, fullUrl: string, sent: Sent): void => {
    if (!isRecord(value) || typeof value['resourceType'] !== 'string') {
      heard.push(fail(ref, 'unreadable', 'resourceType'));
    } else if (value['resourceType'] === 'Bundle' && sent === bare) open(value, ref);
    else sent.held.push({ ref, type: value['resourceType'], fullUrl, raw: value, contained: false });
  };
  const open = (value: Record<string, unknown>, ref: string): void => {
    const bundle = Bundle.safeParse(value);
    if (!bundle.success) return void heard.push(fail(ref || 'entry 1', 'format', placeOf('Bundle', bundle.error.issues[0]?.path)));
    bundleType ||= bundle.data.type ?? 'collection';
    const sent: Sent = { held: [], at: bundle.data.timestamp ?? null, now };
    worlds.push(sent);
    for (const [index, raw] of (bundle.data.entry ?? []).entries()) {
      const at = `${ref ? `${ref} ` : ''}entry ${index + 1}`;
      refs.push(at);
      const entry = Entry.safeParse(raw);
      if (!entry.success) heard.push(fail(at, 'format', placeOf('Bundle.entry', entry.error.issues[0]?.path)));
      else if (entry.data.search?.mode === 'outcome') continue;
      // What is to be deleted has no content that could say whose it was: `entered-in-error` does.
      else if (entry.data.request?.method === 'DELETE' || entry.data.request?.method === 'PATCH') heard.push(fail(at, 'format', 'Bundle.entry.request.method'));
      else if (entry.data.resource) take(entry.data.resource, at, entry.data.fullUrl ?? '', sent);
    }
  };

  const values = read.values.flatMap((one) => ('value' in one && !read.lines && Array.isArray(one.value) ? one.value.map((value: unknown, index) => ({ ref: `entry ${index + 1}`, value })) : [one]));
  for (const one of values) {
    const bundled = 'value' in one && isRecord(one.value) && one.value['resourceType'] === 'Bundle';
    const ref = one.ref || (bundled ? '' : 'entry 1');
    if (!bundled) refs.push(ref);
    if ('problem' in one) heard.push(fail(ref, one.problem));
    else take(one.value, ref, '', bare);
    if (refs.length > maxEntries) return { bundleType, refs: ['entry 1'], heard: [fail('entry 1', 'too_many')] };
  }
  for (const world of worlds) for (const one of speak(world)) heard.push(one);
  // What nobody wants is passed over beside what somebody does; alone it is said to be so.
  const first = worlds.flatMap(({ held }) => held.slice(0, 1))[0];
  if (heard.length === 0) heard.push(first ? fail(first.ref, 'resource', 'resourceType') : fail(refs[0] ?? 'entry 1', 'missing', 'Bundle.entry'));
  if (refs.length === 0) refs.push('entry 1');
  return { bundleType, refs, heard };
}

/** Each stay in its order, then the patients that no stay speaks for, or that are newer than their stays. */
function speak(sent: Sent): Heard[] {
  const pool = poolOf(sent.held);
  const spokenFor = new Map<Held, number>();
  const heard = sent.held.filter(({ type }) => type === 'Encounter').flatMap((held) => hearEncounter(held, pool, sent, spokenFor));
  return [...heard, ...sent.held.filter(({ type }) => type === 'Patient').flatMap((held) => hearPatient(held, pool, sent, spokenFor.get(held)))];
}
