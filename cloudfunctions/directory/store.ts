/** What is told of places and of experts. Name, other names, telephone and flags of a department are the register's (`department`): here stands only what the register does not need. */
import { defineCollection, isDuplicate, replacing, type Collection, type CollectionSpec, type Database } from '../kit/database';
import type { DepartmentRecord } from '../discharge/store';
import type { PlaceInput, PractitionerInput } from './contract';

/** Which fields, never what they held. */
export interface Change { at: number; by: string; what: 'added' | 'changed' | 'retired' | 'restored' | 'imported'; fields: string[] }
interface Kept { active: boolean; rev: number; updatedAt: number; history: Change[] }

/** `_id: place:<code>`. Of a department the register's fields are there as they were when it was saved; the register's own count. */
export interface PlaceRecord extends PlaceInput, Kept { _id: string }
/** `_id: expert:<random>`, so that name and department may change. */
export interface PractitionerRecord extends PractitionerInput, Kept { _id: string }

export const placeCollection = defineCollection('directory_place', []);
export const practitionerCollection = defineCollection('directory_practitioner', [
  { name: 'person', keys: [['departmentCode', 1], ['name', 1], ['no', 1]], unique: true },
]);
/** Written to collections.json by the build. */
export const collections: CollectionSpec[] = [placeCollection, practitionerCollection];

export interface DirectoryStore {
  /** All: tens of departments, some hundred wards, at most a few thousand experts. */
  places(): Promise<PlaceRecord[]>;
  practitioners(): Promise<PractitionerRecord[]>;
  place(id: string): Promise<PlaceRecord | null>;
  practitioner(id: string): Promise<PractitionerRecord | null>;
  /** Writes a place as it follows on `rev` (0: there is none yet), and the register's department with it, both or neither. False when it is no longer so. */
  putPlace(place: PlaceRecord, department: DepartmentRecord | null): Promise<boolean>;
  /** `changed`: it is no longer as `rev - 1` was read; `exists`: somebody of that name and number is in the department already. */
  putPractitioner(one: PractitionerRecord): Promise<'done' | 'changed' | 'exists'>;
}

export function openDirectoryStore(database: Database, departments: Collection<DepartmentRecord>): DirectoryStore {
  const places = database.collection<PlaceRecord>(placeCollection);
  const practitioners = database.collection<PractitionerRecord>(practitionerCollection);
  const everyOne = async <T extends { _id: string }>(collection: Collection<T>): Promise<T[]> => {
    const found: T[] = [];
    for (let page: T[] = [], skip = 0; skip === 0 || page.length === 1000; skip += 1000) {
      page = await collection.find({}, { sort: [['_id', 'asc']], limit: 1000, skip });
      found.push(...page);
    }
    return found;
  };
  return {
    places: () => everyOne(places),
    practitioners: () => everyOne(practitioners),
    place: (id) => places.get(id),
    practitioner: (id) => practitioners.get(id),
    putPlace: (place, department) => database.transaction(async (transaction) => {
      const before = await transaction.get(places, place._id);
      if ((before?.rev ?? 0) !== place.rev - 1) return false;
      await transaction.set(places, place);
      if (department) await transaction.set(departments, department);
      return true;
    }),
    async putPractitioner(one) {
      const { _id, ...rest } = one;
      try {
        if (one.rev === 1) return (await practitioners.insert(one)) ? 'done' : 'exists';
        return (await practitioners.update({ _id, rev: one.rev - 1 }, replacing(database.command, { ...rest }))) === 1 ? 'done' : 'changed';
      } catch (error) {
        if (isDuplicate(error)) return 'exists';
        throw error;
      }
    },
  };
}
