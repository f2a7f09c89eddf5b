/** The directory as it stands: what the register knows of departments, with what is told of them, the other places and the experts. */
import { inScope, type Staff } from '../../kit/caller';
import { PlaceInput, PractitionerInput, type Place, type Practitioner } from '../contract';
import { blankPlace, type KnownPlace, type KnownPractitioner } from '../rules/plan';
import type { DepartmentRecord } from '../../discharge/store';
import type { PlaceRecord, PractitionerRecord } from '../store';
import type { DirectoryPorts } from './ports';

export interface PlaceKnown extends KnownPlace { record: PlaceRecord | undefined; department: DepartmentRecord | undefined }
export interface PractitionerKnown extends KnownPractitioner { record: PractitionerRecord }
export interface Everything { places: PlaceKnown[]; practitioners: PractitionerKnown[]; nameOf(code: string): string }

export const placeId = (code: string): string => `place:${code}`;
const fieldsOf = <T extends object>(keys: readonly string[], record: object): T => Object.fromEntries(Object.entries(record).filter(([key]) => keys.includes(key))) as T;
export const placeOf = (record: object): PlaceInput => fieldsOf(Object.keys(PlaceInput.shape), record);
export const practitionerOf = (record: object): PractitionerInput => fieldsOf(Object.keys(PractitionerInput.shape), record);

export async function readEverything({ store, departments }: Pick<DirectoryPorts, 'store' | 'departments'>): Promise<Everything> {
  const [register, records, experts] = await Promise.all([departments.all(), store.places(), store.practitioners()]);
  const told = new Map(records.map((record) => [record._id, record]));
  const own = register.map((department): PlaceKnown => {
    const found = told.get(placeId(department.code));
    const record = found?.kind === 'department' ? found : undefined;
    const { code, name, aliases, phone, sensitive, critical, obstetric, paediatric, unconfirmed } = department;
    return { place: { ...blankPlace, ...(record && placeOf(record)), code, name, aliases, phone, sensitive, critical, obstetric, paediatric }, rev: found?.rev ?? 0, active: record?.active ?? true, unconfirmed, record, department };
  });
  const others = records.filter(({ kind }) => kind !== 'department').map((record): PlaceKnown => ({ place: placeOf(record), rev: record.rev, active: record.active, unconfirmed: false, record, department: undefined }));
  const names = new Map(own.map(({ place }) => [place.code, place.name]));
  return {
    places: [...own, ...others],
    practitioners: experts.map((record) => ({ entryId: record._id, practitioner: practitionerOf(record), rev: record.rev, active: record.active, record })),
    nameOf: (code) => names.get(code) ?? '',
  };
}

const editsAll = ({ role }: Staff): boolean => role === 'lead' || role === 'it';
/** A ward keeps what is told of its own departments and their wards. */
export const placeEdit = (staff: Staff, { code, kind, parentCode }: Pick<PlaceInput, 'code' | 'kind' | 'parentCode'>): Place['edit'] =>
  editsAll(staff) ? 'all' : staff.role === 'ward' && kind !== 'window' && inScope(staff, kind === 'ward' ? parentCode : code) ? 'facts' : 'none';
export const practitionerEdit = (staff: Staff, { departmentCode }: Pick<PractitionerInput, 'departmentCode'>): Practitioner['edit'] =>
  editsAll(staff) || (staff.role === 'ward' && inScope(staff, departmentCode)) ? 'all' : 'none';

export const shownPlace = (staff: Staff, { place, rev, active, unconfirmed, record }: PlaceKnown, nameOf: Everything['nameOf']): Place =>
  ({ ...place, entryId: placeId(place.code), active, rev, updatedAt: record?.updatedAt ?? 0, edit: placeEdit(staff, place), parentName: nameOf(place.parentCode), unconfirmed });
export const shownPractitioner = (staff: Staff, { entryId, practitioner, rev, active, record }: PractitionerKnown, nameOf: Everything['nameOf']): Practitioner =>
  ({ ...practitioner, entryId, active, rev, updatedAt: record.updatedAt, edit: practitionerEdit(staff, practitioner), departmentName: nameOf(practitioner.departmentCode) });
