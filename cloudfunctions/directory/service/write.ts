/** Saving and retiring: who may, what is wrong, what changed. Each act is audited before it is done. */
import { actorOf, type Staff } from '../../kit/caller';
import { AppError, conflict, forbidden, invalid } from '../../kit/errors';
import type { PlaceInput, PractitionerInput } from '../contract';
import { spanProblems } from '../rules/hours';
import { sortSpans } from '../rules/open-line';
import { nameTaken } from '../rules/plan';
import { codeOf } from '../rules/row';
import type { Change, PlaceRecord, PractitionerRecord } from '../store';
import { placeEdit, placeId, practitionerEdit, readEverything, type Everything, type PlaceKnown, type PractitionerKnown } from './known';
import type { DirectoryPorts } from './ports';

/** Fields by which files are matched and patients protected: not a ward's to change. */
const registerFields = ['kind', 'parentCode', 'name', 'aliases', 'sensitive', 'critical', 'obstetric', 'paediatric'] as const satisfies readonly (keyof PlaceInput)[];
const differing = (before: object, after: object): string[] => Object.entries(after).filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(Object.entries(before).find(([key]) => key === field)?.[1])).map(([field]) => field);

function checkHours(weekly: PlaceInput['weekly']): void {
  const fields = spanProblems(weekly);
  if (fields.length > 0) throw new AppError('INVALID_INPUT', 'hours overlap or end before they begin', { fields });
}

/** The record that follows on what is known; `what` says how it came. */
export function nextPlace(place: PlaceInput, known: PlaceKnown | undefined, by: string, what: Change['what'], now: number): PlaceRecord {
  const fields = differing(known?.place ?? {}, place);
  return { _id: placeId(place.code), ...place, active: known?.active ?? true, rev: (known?.rev ?? 0) + 1, updatedAt: now, history: [...(known?.record?.history ?? []), { at: now, by, what, fields }] };
}
/** What the register then holds of a department; null for what is none. Saving is also confirming. */
export const registerRecord = ({ code, kind, name, aliases, phone, sensitive, critical, obstetric, paediatric }: PlaceInput, known: PlaceKnown | undefined) =>
  (kind === 'department' ? { ...known?.department, _id: `dep:${code}`, code, name, aliases, phone, sensitive, critical, obstetric, paediatric, unconfirmed: false } : null);
export function nextPractitioner(entryId: string, practitioner: PractitionerInput, known: PractitionerKnown | undefined, by: string, what: Change['what'], now: number): PractitionerRecord {
  const fields = differing(known?.practitioner ?? {}, practitioner);
  return { _id: entryId, ...practitioner, active: known?.active ?? true, rev: (known?.rev ?? 0) + 1, updatedAt: now, history: [...(known?.record.history ?? []), { at: now, by, what, fields }] };
}

export function createWriting({ store, departments, staff: colleagues, audit, newId }: DirectoryPorts) {
  const everything = (): Promise<Everything> => readEverything({ store, departments });
  return {
    async savePlace(staff: Staff, { entryId, place: given, rev }: { entryId?: string | undefined; place: PlaceInput; rev: number }, now: number): Promise<string> {
      const { places } = await everything();
      const known = entryId === undefined ? undefined : places.find(({ place }) => placeId(place.code) === entryId);
      if (entryId !== undefined && !known) throw forbidden();
      const code = known?.place.code ?? (given.code || codeOf(given.name));
      const place: PlaceInput = { ...given, code, parentCode: given.kind === 'ward' ? given.parentCode : '', weekly: sortSpans(given.weekly) };
      const edit = placeEdit(staff, known?.place ?? place);
      if (edit === 'none' || (edit === 'facts' && (!known || differing(known.place, place).some((field) => registerFields.some((own) => own === field))))) throw forbidden();
      if (code === '') throw invalid('name', 'format');
      if (!known && places.some((other) => other.place.code === code)) throw conflict('exists');
      if (known && known.rev !== rev) throw conflict('changed');
      if (known && known.place.kind !== place.kind) throw invalid('kind', 'kind_differs');
      if (place.kind === 'ward' && place.parentCode === '') throw invalid('parentCode', 'required');
      if (place.kind === 'ward' && !places.some((other) => other.place.kind === 'department' && other.place.code === place.parentCode)) throw invalid('parentCode', 'unknown');
      checkHours(place.weekly);
      const taken = nameTaken(place, places.map((other) => other.place));
      if (taken) throw invalid(taken.field, 'taken');
      await audit.record({ caller: staff, action: 'directory.place', subject: placeId(code), now });
      if (!(await store.putPlace(nextPlace(place, known, actorOf(staff), known ? 'changed' : 'added', now), registerRecord(place, known)))) throw conflict('changed');
      return placeId(code);
    },

    async savePractitioner(staff: Staff, { entryId, practitioner: given, rev }: { entryId?: string | undefined; practitioner: PractitionerInput; rev: number }, now: number): Promise<string> {
      const { places, practitioners } = await everything();
      const known = entryId === undefined ? undefined : practitioners.find((one) => one.entryId === entryId);
      if (entryId !== undefined && !known) throw forbidden();
      const practitioner: PractitionerInput = { ...given, weekly: sortSpans(given.weekly) };
      if ([practitioner, ...(known ? [known.practitioner] : [])].some((one) => practitionerEdit(staff, one) === 'none')) throw forbidden();
      // Whose account it is, is said by whoever keeps the accounts.
      if (staff.role === 'ward' && practitioner.staffId !== (known?.practitioner.staffId ?? '')) throw forbidden();
      if (known && known.rev !== rev) throw conflict('changed');
      if (!places.some(({ place }) => place.kind === 'department' && place.code === practitioner.departmentCode)) throw invalid('departmentCode', 'unknown');
      if (practitioner.staffId !== '' && practitioner.staffId !== known?.practitioner.staffId && (await colleagues.getMany([practitioner.staffId])).length === 0) throw invalid('staffId', 'unknown');
      checkHours(practitioner.weekly);
      const id = known?.entryId ?? `expert:${newId()}`;
      await audit.record({ caller: staff, action: 'directory.practitioner', subject: id, now });
      const done = await store.putPractitioner(nextPractitioner(id, practitioner, known, actorOf(staff), known ? 'changed' : 'added', now));
      if (done !== 'done') throw conflict(done);
      return id;
    },

    async retire(staff: Staff, { entryId, rev, retired }: { entryId: string; rev: number; retired: boolean }, now: number): Promise<number> {
      const { places, practitioners } = await everything();
      const place = places.find((one) => placeId(one.place.code) === entryId);
      const expert = practitioners.find((one) => one.entryId === entryId);
      if (place ? placeEdit(staff, place.place) !== 'all' : !expert || practitionerEdit(staff, expert.practitioner) !== 'all') throw forbidden();
      const known = (place ?? expert)!;
      if (known.active === !retired) return known.rev;
      if (known.rev !== rev) throw conflict('changed');
      await audit.record({ caller: staff, action: retired ? 'directory.retire' : 'directory.restore', subject: entryId, now });
      const [by, what] = [actorOf(staff), retired ? 'retired' : 'restored'] as const;
      // The register goes on knowing the department, and whether anybody has looked at it.
      const done = place
        ? await store.putPlace({ ...nextPlace(place.place, place, by, what, now), active: !retired }, null)
        : (await store.putPractitioner({ ...nextPractitioner(entryId, expert!.practitioner, expert, by, what, now), active: !retired })) === 'done';
      if (!done) throw conflict('changed');
      return known.rev + 1;
    },
  };
}
