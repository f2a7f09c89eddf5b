/** Stays as the rules of follow-up see them, with everything ordinary unless said. */
import { dayOf, instantAt } from '../../cloudfunctions/kit/calendar';
import type { StayFacts } from '../../cloudfunctions/followup/rules/plan';

/** `at('2026-11-18 15:00')`: the instant of a Shanghai wall time. */
export const at = (text: string): number => instantAt(text.slice(0, 10), text.slice(11) || '00:00');
/** The Shanghai wall time of an instant, to the minute. */
export const wall = (instant: number): string => new Date(instant + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

export function aStay(discharge: string, more: Partial<StayFacts> = {}): StayFacts {
  const dischargeAt = at(discharge);
  return {
    encounterId: 'enc:1', patientId: 'pat:1', departmentCode: '0402', dischargeDay: dayOf(dischargeAt), dischargeAt, way: '1', dxCode: 'S06.500', state: 'finished', readmitted: false, hold: '', decision: '',
    birthDate: '1970-05-01', tags: [], death: 'no', noContact: false, reachable: true, optOut: '', complaining: false, ...more,
  };
}
