/** The directory: read by every colleague, kept by leads, the information department and each ward for its own; what is published is read by patients. */
import type { Staff } from '../kit/caller';
import { forbidden } from '../kit/errors';
import { readMessage } from '../message/rules/danger';
import type { Place, Practitioner, PublicPlace, PublicPractitioner } from './contract';
import { findEntries } from './rules/search';
import { placeId, readEverything, shownPlace, shownPractitioner, type Everything } from './service/known';
import type { DirectoryPorts } from './service/ports';
import { createSheets } from './service/sheet';
import { createWriting } from './service/write';

/** Retired entries are for those who may bring them back. */
const visible = ({ active, edit }: Place | Practitioner): boolean => active || edit !== 'none';
const byName = (a: Practitioner, b: Practitioner): number => (a.departmentCode < b.departmentCode ? -1 : a.departmentCode > b.departmentCode ? 1 : a.name.localeCompare(b.name, 'zh-CN'));
/** Those who were found, then the others of the department that fits best. */
function withColleagues<T extends { entryId: string; departmentCode: string }>(found: readonly T[], all: readonly T[], department: string | undefined): T[] {
  return [...found, ...all.filter((one) => one.departmentCode === department && !found.includes(one))].slice(0, 12);
}
const ordered = <T extends { entryId: string }>(entries: readonly T[], ids: readonly string[]): T[] => ids.flatMap((id) => entries.find(({ entryId }) => entryId === id) ?? []);

export function createDirectory(ports: DirectoryPorts) {
  const { store, departments, staff: colleagues, hospital } = ports;
  const everything = (): Promise<Everything> => readEverything({ store, departments });
  const placesFor = (staff: Staff, { places, nameOf }: Everything): Place[] => places.map((one) => shownPlace(staff, one, nameOf)).filter(visible).sort((a, b) => (a.code < b.code ? -1 : 1));
  const practitionersFor = (staff: Staff, { practitioners, nameOf }: Everything): Practitioner[] => practitioners.map((one) => shownPractitioner(staff, one, nameOf)).filter(visible).sort(byName);
  const writing = createWriting(ports);
  return {
    ...createSheets(ports),
    retire: writing.retire,

    async list(staff: Staff) {
      const all = await everything();
      const keeps = staff.role === 'lead' || staff.role === 'it';
      const accounts = keeps ? (await colleagues.all()).filter(({ disabled }) => !disabled).map(({ _id, name }) => ({ staffId: _id, name })) : [];
      return { places: placesFor(staff, all), practitioners: practitionersFor(staff, all), staff: accounts };
    },

    async search(staff: Staff, text: string): Promise<{ places: Place[]; practitioners: Practitioner[] }> {
      const all = await everything();
      const [places, practitioners] = [placesFor(staff, all), practitionersFor(staff, all)].map((list) => list.filter(({ active }) => active)) as [Place[], Practitioner[]];
      const found = ordered(places, findEntries(places, text));
      return { places: found, practitioners: withColleagues(ordered(practitioners, findEntries(practitioners, text)), practitioners, found[0]?.code) };
    },

    async savePlace(staff: Staff, input: Parameters<typeof writing.savePlace>[1], now: number): Promise<Place> {
      const id = await writing.savePlace(staff, input, now);
      const all = await everything();
      return shownPlace(staff, all.places.find(({ place }) => placeId(place.code) === id)!, all.nameOf);
    },
    async savePractitioner(staff: Staff, input: Parameters<typeof writing.savePractitioner>[1], now: number): Promise<Practitioner> {
      const id = await writing.savePractitioner(staff, input, now);
      const all = await everything();
      return shownPractitioner(staff, all.practitioners.find(({ entryId }) => entryId === id)!, all.nameOf);
    },

    async history(staff: Staff, entryId: string) {
      const all = await everything();
      const seen = [...placesFor(staff, all), ...practitionersFor(staff, all)].some((one) => one.entryId === entryId);
      if (!seen) throw forbidden();
      const record = (await store.place(entryId)) ?? (await store.practitioner(entryId));
      const changes = [...(record?.history ?? [])].reverse();
      const names = new Map((await colleagues.getMany([...new Set(changes.map(({ by }) => by))])).map(({ _id, name }) => [_id, name]));
      return { changes: changes.map((change) => ({ ...change, by: names.get(change.by) ?? '' })) };
    },

    async published({ text, department }: { text: string; department: string }) {
      const [all, { name, phone }] = await Promise.all([everything(), hospital()]);
      const places = all.places.filter((one) => one.active && !one.unconfirmed && one.place.published).map(({ place }) => ({ entryId: placeId(place.code), ...place }));
      const practitioners = all.practitioners.filter((one) => one.active && one.practitioner.published).map(({ entryId, practitioner }) => ({ entryId, ...practitioner, departmentName: all.nameOf(practitioner.departmentCode) }));
      const found = department !== '' ? places.filter(({ name: own }) => own === department) : text === '' ? places : ordered(places, findEntries(places, text));
      const experts = department !== '' ? practitioners.filter(({ departmentName }) => departmentName === department) : text === '' ? [] : withColleagues(ordered(practitioners, findEntries(practitioners, text)), practitioners, found[0]?.code);
      return { places: found satisfies PublicPlace[], practitioners: experts satisfies PublicPractitioner[], hospital: { name, phone }, urgent: text !== '' && readMessage(text).level !== '' };
    },
  };
}
export type DirectoryService = ReturnType<typeof createDirectory>;
