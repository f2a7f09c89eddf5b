/** What a record lacks that follow-up needs; kept with the stay as one text, so that an index finds it. */
import { Missing, type Death, type EncounterState, type Way } from '../contract/stay';

/** Of the patient. `phoneHash`, `contactPhoneHash`: '' where there is none. */
export interface MissingPatient { phoneHash: string; contactPhoneHash: string; phoneInvalid: boolean; contactInvalid: boolean; birthEstimated?: boolean; death: Death }
export interface MissingStay { dxCode: string; way: Way; state: EncounterState }

/** In the order of `Missing`. Nothing is missing where nobody is asked any more: a discharge taken back, a death. */
export function missingOf(patient: MissingPatient, stay: MissingStay): Missing[] {
  if (stay.state === 'cancelled' || stay.way === '5' || patient.death === 'confirmed') return [];
  const usable = (patient.phoneHash !== '' && !patient.phoneInvalid) || (patient.contactPhoneHash !== '' && !patient.contactInvalid);
  const lacks: Record<Missing, boolean> = { no_phone: !usable, wrong_phone: patient.phoneInvalid || patient.contactInvalid, no_code: stay.dxCode === '', birth_estimated: patient.birthEstimated === true };
  return Missing.options.filter((one) => lacks[one]);
}

/** As it is stored: `no_phone+no_code`; '' for nothing. */
export const missingText = (missing: readonly Missing[]): string => missing.join('+');
export const missingIn = (text: string): Missing[] => Missing.options.filter((one) => text.split('+').includes(one));

/** Every stored text in which this is missing (`any`: anything), for a query by equality, which an index serves. */
export function textsWith(wanted: Missing | 'any'): string[] {
  const all = Array.from({ length: 2 ** Missing.options.length }, (_, bits) => Missing.options.filter((_one, n) => (bits >> n) & 1));
  return all.filter((one) => (wanted === 'any' ? one.length > 0 : one.includes(wanted))).map(missingText);
}
