/** What a colleague looks for again and again, by name; each has their own. */
import type { Staff } from '../../../kit/caller';
import type { Cipher } from '../../../kit/crypto';
import { changing, type Collection } from '../../../kit/database';
import { conflict } from '../../../kit/errors';
import { maxSavedFilters, type SavedFilter } from '../../contract/register';
import type { RegisterFilter } from '../../contract/stay';
import type { SavedFilters } from '../../store/register';

export interface FilterPorts { filters: Collection<SavedFilters>; cipher: Cipher }

export function createSavedFilters({ filters, cipher }: FilterPorts) {
  const idOf = (staff: Staff): string => `filters:${staff.staffId}`;
  const opened = (record: SavedFilters | null): SavedFilter[] => (record?.sealed ? (JSON.parse(cipher.open(record.sealed, 'saved_filter')) as SavedFilter[]) : []);
  const change = async (staff: Staff, next: (known: SavedFilter[]) => SavedFilter[] | null): Promise<SavedFilter[]> => {
    const _id = idOf(staff);
    await filters.insertMissing([{ _id, sealed: '', rev: 0 }]);
    const record = await changing({
      read: () => filters.get(_id),
      decide: (known) => next(opened(known)),
      write: (known, list) => filters.updateOne({ _id, rev: known.rev }, { sealed: cipher.seal(JSON.stringify(list), 'saved_filter'), rev: known.rev + 1 }),
    });
    return opened(record);
  };
  return {
    of: async (staff: Staff): Promise<SavedFilter[]> => opened(await filters.get(idOf(staff))),
    /** In the place of one of the same name. CONFLICT `full`. */
    save: (staff: Staff, name: string, filter: RegisterFilter, now: number): Promise<SavedFilter[]> => change(staff, (known) => {
      const others = known.filter((one) => one.name !== name);
      if (others.length >= maxSavedFilters) throw conflict('full', 'no room for another filter');
      return [...others, { name, filter, savedAt: now }].sort((a, b) => a.name.localeCompare(b.name, 'zh'));
    }),
    remove: (staff: Staff, name: string): Promise<SavedFilter[]> => change(staff, (known) => (known.some((one) => one.name === name) ? known.filter((one) => one.name !== name) : null)),
  };
}
export type Filtering = ReturnType<typeof createSavedFilters>;
