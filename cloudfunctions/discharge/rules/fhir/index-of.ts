/** Resources by every name that a reference may use: fullUrl, `Type/id`, an absolute address that ends so, `#contained`, or an identifier. */
import type { z } from '../../../kit/contract';
import { schemas, type Kind, type Reference } from './resource';

/** One resource of what was sent. `ref`: entry 5, line 7. `contained`: it stands inside another one. */
export interface Held { ref: string; type: string; fullUrl: string; raw: Record<string, unknown>; contained: boolean }
export interface Found<K extends Kind> { held: Held; resource: z.infer<(typeof schemas)[K]> }
export interface Pool {
  /** The resource of this kind that a reference means, in the eyes of `from` (whose contained resources `#…` names); undefined where it is not here, or not of its shape. */
  find<K extends Kind>(kind: K, reference: Reference | null | undefined, from: Held): Found<K> | undefined;
  /** Those of this kind whose encounter, patient or subject is `owner`, in the order they stand. */
  about(kind: 'Condition' | 'Procedure' | 'AllergyIntolerance', owner: Held): Held[];
}

/** `Patient/P1` of `https://his/fhir/Patient/P1/_history/3`. */
const tailOf = (reference: string): string => /([A-Za-z]{1,64}\/[A-Za-z0-9.-]{1,64})(?:\/_history\/[^/]{1,64})?$/.exec(reference.slice(-300))?.[1] ?? reference;

export function poolOf(all: readonly Held[]): Pool {
  const byName = new Map<string, Held | undefined>();
  const byIdentifier = new Map<string, Held>();
  // A resource that stands there twice: the later one counts, as in a list of versions. One name for two patients means neither.
  const name = (key: string, held: Held): void => {
    const other = byName.get(key);
    const differs = other && held.type === 'Patient' && JSON.stringify(other.raw['identifier']) !== JSON.stringify(held.raw['identifier']);
    byName.set(key, differs || (byName.has(key) && !other) ? undefined : held);
  };
  for (const held of all) {
    const id = typeof held.raw['id'] === 'string' ? held.raw['id'] : '';
    if (held.fullUrl) name(held.fullUrl, held);
    if (id && held.fullUrl !== `${held.type}/${id}`) name(`${held.type}/${id}`, held);
    const { identifier } = held.raw;
    if (Array.isArray(identifier)) {
      for (const one of identifier.slice(0, 50)) {
        const value = typeof one === 'object' && one !== null && 'value' in one ? one.value : undefined;
        if (typeof value === 'string' && value !== '') byIdentifier.set(`${held.type} ${value}`, held);
      }
    }
  }
  const read = <K extends Kind>(kind: K, held: Held | undefined): Found<K> | undefined => {
    if (held?.type !== kind) return undefined;
    const schema = schemas[kind];
    const result = schema.safeParse(held.raw);
    return result.success ? { held, resource: result.data as z.infer<(typeof schemas)[K]> } : undefined;
  };
  const abouts = new Map<Held, Held[]>();
  for (const held of all) {
    if (!kinds.has(held.type)) continue;
    // One with an encounter belongs to that stay alone.
    const pointer = pointers.map((name) => held.raw[name]).find(isRecord);
    const target = typeof pointer?.['reference'] === 'string' ? pointer['reference'] : '';
    const owner = byName.get(target) ?? byName.get(tailOf(target));
    if (owner) abouts.set(owner, [...(abouts.get(owner) ?? []).slice(0, 200), held]);
  }
  return {
    find(kind, reference, from) {
      const target = reference?.reference ?? '';
      if (target.startsWith('#')) return read(kind, containedOf(from, target.slice(1)));
      const direct = target === '' ? undefined : byName.get(target) ?? byName.get(tailOf(target));
      const value = reference?.identifier?.value ?? '';
      return read(kind, direct ?? (value ? byIdentifier.get(`${kind} ${value}`) : undefined));
    },
    about: (kind, owner) => abouts.get(owner)?.filter((held) => held.type === kind) ?? [],
  };
}

const pointers = ['encounter', 'patient', 'subject'] as const;
const kinds: ReadonlySet<string> = new Set(['Condition', 'Procedure', 'AllergyIntolerance']);

function containedOf(from: Held, id: string): Held | undefined {
  const { contained } = from.raw;
  if (!Array.isArray(contained)) return undefined;
  const raw: unknown = contained.slice(0, 200).find((one: unknown) => isRecord(one) && one['id'] === id);
  return isRecord(raw) && typeof raw['resourceType'] === 'string' ? { ref: from.ref, type: raw['resourceType'], fullUrl: '', raw, contained: true } : undefined;
}

export const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** `Encounter.period.end` of zod's path, without the numbers of lists. */
export const placeOf = (root: string, path: readonly PropertyKey[] | undefined): string => [root, ...(path ?? []).filter((step) => typeof step === 'string')].join('.').slice(0, 120);
