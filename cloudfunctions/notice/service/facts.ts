/** What sending and asking whether somebody can be reached have in common. */
import type { StayFacts } from '../rules';
import type { PatientRecord, Ports, StayRecord } from '../service';

/** Each once. */
export const unique = <T>(items: readonly T[]): T[] => [...new Set(items)];

/** Digits of a mainland mobile. */
export const isMobile = (number: string): boolean => /^1[3-9]\d{9}$/.test(number);

/** A number that cannot be opened (a lost key) is no number; it is not the end of the run. */
export function openNumber(ports: Pick<Ports, 'cipher' | 'report'>, sealed: string | null, field: 'phone' | 'contactPhone' | 'person.phone'): string {
  try {
    return sealed ? ports.cipher.open(sealed, field) : '';
  } catch (error) {
    ports.report({ what: 'number_unreadable', error });
    return '';
  }
}

/** Which of the record's numbers can receive an SMS: a landline cannot. */
export const mobilesOf = (patient: PatientRecord, open: (sealed: string | null, field: 'phone' | 'contactPhone') => string): { phone: boolean; contactPhone: boolean } =>
  ({ phone: isMobile(open(patient.phoneSealed, 'phone')), contactPhone: isMobile(open(patient.contactPhoneSealed, 'contactPhone')) });

/** An unknown stay counts as sensitive: rather one channel less than one too many. */
export const stayFacts = (stay: StayRecord | undefined): StayFacts =>
  (stay ? { sensitive: stay.sensitive, state: stay.state, readmitted: stay.readmittedAt !== null, decision: stay.decision } : { sensitive: true, state: 'finished', readmitted: false, decision: '' });
