/** What the pages of the directory share. */
import type { api } from '../../../cloudfunctions/directory/contract';
import type { Role } from '../../../cloudfunctions/kit/contract';
import type { Input, Output } from '../../cloud/cloud';

export { directory, type Place, type Practitioner } from '../../components/directory-lookup/client';
export type PlaceInput = Input<typeof api, 'savePlace'>['place'];
export type PractitionerInput = Input<typeof api, 'savePractitioner'>['practitioner'];
export type Account = Output<typeof api, 'list'>['staff'][number];
export type Sheet = Input<typeof api, 'importFile'>['sheet'];
export type Plan = Output<typeof api, 'importFile'>;

export const directoryPage = 'directory/list/index';
export const sheetPage = 'directory/sheet/index';
/** Who may do it (contract); a ward keeps its own. */
export const may = {
  add: (role: Role | undefined, sheet: Sheet) => role === 'lead' || role === 'it' || (role === 'ward' && sheet === 'practitioner'),
  files: (role: Role | undefined) => role === 'lead' || role === 'it',
} as const;
