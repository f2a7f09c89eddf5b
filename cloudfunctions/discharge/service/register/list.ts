/** Stays found: by what was typed, by filters, newest discharge first, a page at a time, within the departments of whoever asks. Each way has its index. */
import { inScope, type Staff } from '../../../kit/caller';
import { addDays, instantAt, isDay } from '../../../kit/calendar';
import type { Cipher } from '../../../kit/crypto';
import { forbidden, invalid } from '../../../kit/errors';
import type { RegisterFilter } from '../../contract';
import { readIdentifier, readPhone } from '../../rules/cell';
import { followingOf, statesOf } from '../../rules/following';
import { missingIn, textsWith } from '../../rules/missing';
import type { Encounter, EncounterStore, PatientStore } from '../../store';
import { tailHashOf } from '../merge';
import { patientIdOf } from '../said';
import { isSpelling, namesLike } from './names';

export type ListFilter = RegisterFilter & { cursor?: string; limit: number };
interface Place { dischargeAt: number; id: string }
/** First contacts in these states, newest discharge first, after a place in that order. */
export interface StepsAsked { states: readonly string[]; departments: readonly string[] | 'all'; from: number; before: number; after: Place | null; limit: number }
/** A stay by its first contact; `dischargeAt` as it was planned. */
export interface StepPlace { encounterId: string; dischargeAt: number; state: string; reason: string }

type Range = { gte(value: unknown): { and(other: unknown): unknown }; lt(value: unknown): unknown; lte(value: unknown): unknown; in(values: readonly unknown[]): unknown };
export interface ListPorts {
  patients: PatientStore; encounters: EncounterStore; cipher: Cipher; command: Range;
  firstContacts(asked: StepsAsked): Promise<StepPlace[]>;
  /** The first contacts of these stays. */
  firstContactsOf(encounterIds: readonly string[]): Promise<Pick<StepPlace, 'encounterId' | 'state' | 'reason'>[]>;
}
export interface StayPage { stays: Encounter[]; next: string | null }

/** A name or an ending of a number may fit many; who wants to see more types more. */
const mostMatches = 300;
/** First contacts looked at for one page at most; then the page ends where the looking ended. */
const contactsAtOnce = 200;
const mostRounds = 10;

export function createList({ patients, encounters, cipher, command, firstContacts, firstContactsOf }: ListPorts) {
  /** Stays that the typed text can mean: an ending of a phone, a phone, a patient number, the beginning of an inpatient number, of a name or of its pinyin. Few enough to be judged here. */
  const meant = async (text: string): Promise<Encounter[]> => {
    const { number } = readPhone(text);
    const limit = { limit: mostMatches, fields: ['_id'] };
    const hash = number ? cipher.hash(number) : tailHashOf(cipher, text);
    const asPhone = number ? ['phoneHash', 'contactPhoneHash'] : /^\d{4}$/.test(text) ? ['phoneTail', 'contactPhoneTail'] : [];
    const byPhone = asPhone.map(async (field) => (await patients.collection.find({ [field]: hash }, limit)).map(({ _id }) => _id));
    // A patient number is found whole: the id is made of it.
    const identifier = readIdentifier(text);
    const byNumber = 'value' in identifier && identifier.value !== '' && /[A-Za-z\d]/.test(text) ? [patientIdOf(cipher, identifier.value)] : [];
    const ofPeople = async (): Promise<Encounter[]> => encounters.ofPatients([...new Set([...(await Promise.all([...byPhone, byName()])).flat(), ...byNumber])]);
    const byName = async (): Promise<string[]> => {
      if (asPhone.length > 0 || /\d/.test(text)) return [];
      const [written, spelled] = await Promise.all([
        patients.collection.find({ name: startOf(text) }, { ...limit, sort: [['name', 'asc']] }),
        isSpelling(text) ? namesLike({ names: patients.names, command }, text, mostMatches) : [],
      ]);
      const heard = spelled.length > 0 ? await patients.collection.find({ name: command.in(spelled) }, limit) : [];
      return [...written, ...heard].map(({ _id }) => _id);
    };
    if (asPhone.length > 0 || !/\d/.test(text)) return ofPeople();
    const [numbered, known] = await Promise.all([encounters.collection.find({ inpatientNo: startOf(text) }, { sort: [['inpatientNo', 'asc']], limit: mostMatches }), ofPeople()]);
    return [...new Map([...numbered, ...known].map((stay) => [stay._id, stay])).values()];
  };
  // U+FFFF comes after every letter and digit: a range is a prefix, and an index serves it.
  const startOf = (text: string): unknown => command.gte(text).and(command.lt(`${text}\uffff`));

  const scopeOf = (staff: Staff, wanted: string | undefined): Record<string, unknown> => {
    if (wanted !== undefined && !inScope(staff, wanted)) throw forbidden();
    if (wanted !== undefined) return { departmentCode: wanted };
    return staff.departments === 'all' ? {} : { departmentCode: command.in([...staff.departments]) };
  };
  const heldQuery = (held: RegisterFilter['held']): Record<string, unknown> => (held === undefined ? {} : held === 'waiting' ? { clearing: held } : { clearing: 'decided', decision: held });
  const queryOf = ({ way, state, ward, held, missing, priority }: RegisterFilter): Record<string, unknown> => ({
    ...heldQuery(held), ...(way && { way }), ...(state && { state }), ...(ward && { ward }), ...(missing && { missing: command.in(textsWith(missing)) }), ...(priority && { priority }),
  });
  const fits = (stay: Encounter, staff: Staff, { departmentCode, way, state, ward, held, missing, priority }: RegisterFilter, { from, before }: { from: number; before: number }): boolean =>
    inScope(staff, stay.departmentCode) && (departmentCode === undefined || stay.departmentCode === departmentCode) && (way === undefined || stay.way === way) && (state === undefined || stay.state === state)
    && (ward === undefined || stay.ward === ward) && (held === undefined || (held === 'waiting' ? stay.clearing === held : stay.clearing === 'decided' && stay.decision === held))
    && (missing === undefined || missingIn(stay.missing ?? '').some((one) => missing === 'any' || one === missing)) && (priority === undefined || stay.priority === priority) && stay.dischargeAt >= from && stay.dischargeAt < before;

  /** Newest discharge first; of equal ones by id. Two queries at most: the rest of that minute, then what is older. */
  const page = async (query: Record<string, unknown>, range: { from: number; before: number }, at: Place | null, limit: number): Promise<StayPage> => {
    const sort = [['dischargeAt', 'desc'], ['_id', 'desc']] as const;
    const same = at ? await encounters.collection.find({ ...query, dischargeAt: at.dischargeAt, _id: command.lt(at.id) }, { sort: [['_id', 'desc']], limit: limit + 1 }) : [];
    const before = at ? Math.min(range.before, at.dischargeAt) : range.before;
    const older = same.length > limit ? [] : await encounters.collection.find({ ...query, dischargeAt: command.gte(range.from).and(command.lt(before)) }, { sort, limit: limit + 1 - same.length });
    return cut([...same, ...older], limit);
  };

  /** The page of what was typed, in the same order and with the same cursor. */
  const pageOf = async (found: readonly Encounter[], staff: Staff, filter: ListFilter, range: { from: number; before: number }, at: Place | null): Promise<StayPage> => {
    const fitting = found.filter((stay) => fits(stay, staff, filter, range) && (!at || isAfter({ dischargeAt: stay.dischargeAt, id: stay._id }, at)));
    const contacts = filter.following ? new Map((await firstContactsOf(fitting.map(({ _id }) => _id))).map((one) => [one.encounterId, followingOf(one)])) : null;
    const sorted = fitting.filter(({ _id }) => !contacts || contacts.get(_id) === filter.following).sort((a, b) => b.dischargeAt - a.dischargeAt || (a._id < b._id ? 1 : -1));
    return cut(sorted, filter.limit);
  };

  /** By how the follow-up stands: first contacts in their order, then their stays. A page may be short of `limit`, and still have a next one. */
  const pageByContact = async (staff: Staff, filter: ListFilter & { following: NonNullable<RegisterFilter['following']> }, range: { from: number; before: number }, at: Place | null): Promise<StayPage> => {
    const departments = filter.departmentCode !== undefined ? [filter.departmentCode] : staff.departments;
    const found: { stay: Encounter; place: Place }[] = [];
    let after = at;
    for (let round = 0; round < mostRounds; round += 1) {
      const contacts = await firstContacts({ states: statesOf[filter.following], departments, ...range, after, limit: contactsAtOnce });
      const fitting = contacts.filter((one) => followingOf(one) === filter.following);
      const stays = new Map((await encounters.getMany(fitting.map((one) => one.encounterId))).map((stay) => [stay._id, stay]));
      for (const { encounterId, dischargeAt } of fitting) {
        const stay = stays.get(encounterId);
        if (stay && fits(stay, staff, filter, range)) found.push({ stay, place: { dischargeAt, id: encounterId } });
      }
      const last = contacts.at(-1);
      after = last && contacts.length === contactsAtOnce ? { dischargeAt: last.dischargeAt, id: last.encounterId } : null;
      if (!after || found.length > filter.limit) break;
    }
    const shown = found.slice(0, filter.limit);
    const end = found.length > filter.limit ? shown.at(-1)!.place : after;
    return { stays: shown.map(({ stay }) => stay), next: end && cursorOf(end) };
  };

  return {
    scopeOf,
    heldQuery,
    async stays(staff: Staff, filter: ListFilter): Promise<StayPage> {
      const { departmentCode, text, cursor, limit, following } = filter;
      for (const field of ['from', 'to'] as const) if (filter[field] !== undefined && !isDay(filter[field])) throw invalid(field, 'format');
      const scope = scopeOf(staff, departmentCode);
      const range = { from: filter.from ? instantAt(filter.from) : 0, before: filter.to ? instantAt(addDays(filter.to, 1)) : Number.MAX_SAFE_INTEGER };
      const at = readCursor(cursor);
      if (text) return pageOf(await meant(text), staff, filter, range, at);
      if (following) return pageByContact(staff, { ...filter, following }, range, at);
      return page({ ...scope, ...queryOf(filter) }, range, at, limit);
    },
  };
}
export type RegisterList = ReturnType<typeof createList>;

const isAfter = (place: Place, at: Place): boolean => place.dischargeAt < at.dischargeAt || (place.dischargeAt === at.dischargeAt && place.id < at.id);
/** Where a page ends; nothing of the person. */
const cursorOf = ({ dischargeAt, id }: Place): string => `${dischargeAt}|${id}`;
function cut(stays: readonly Encounter[], limit: number): StayPage {
  const last = stays[limit - 1];
  return { stays: stays.slice(0, limit), next: stays.length > limit && last ? cursorOf({ dischargeAt: last.dischargeAt, id: last._id }) : null };
}
function readCursor(cursor: string | undefined): Place | null {
  if (cursor === undefined) return null;
  const parts = /^(\d{1,16})\|([\p{L}\p{N}:._-]+)$/u.exec(cursor);
  if (!parts) throw invalid('cursor', 'wrong');
  return { dischargeAt: Number(parts[1]), id: parts[2]! };
}
