/** A hospital of surgery for stories across the doors (questionnaire, message, return visit, complaint), and what people do and see at them. */
import { randomUUID } from 'node:crypto';
import { csv, openHospital, type Row, type Someone } from './hospital';

/** One that no client used before. */
export const key = (): string => `key-${randomUUID()}`;
/** The instant of a Shanghai wall time, and back. */
export const at = (wallTime: string): number => Date.parse(`${wallTime.replace(' ', 'T')}:00+08:00`);
export const wall = (instant: number): string => new Date(instant + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

export interface Patient { patientId: string; encounterId: string; threadId: string; phone: string; contact: string }
const surgery: Partial<Row> = { departmentCode: '0402', department: '骨科', ward: '骨科1病区' };

export async function bound(person: Someone, { patientId }: Patient, relation: 'self' | 'child' = 'self'): Promise<Someone> {
  await person.account.bind({ patientId, relation, birthMonth: '1966-05' });
  return person;
}
export async function book(person: Someone, { patientId }: Patient, slot: string, replaces?: string) {
  const { appointmentId } = await person.visit.hold({ patientId, slotId: `slot:0402:general:${slot}`, ...(replaces && { replaces }) });
  return (await person.visit.book({ appointmentId })).appointment;
}
export const say = (person: Someone, { patientId }: Patient, text: string, images: string[] = []) => person.message.send({ patientId, key: key(), text, images });
export const reply = (who: Someone, { threadId }: Patient, text: string) => who.message.reply({ threadId, key: key(), text, replyKind: 'information' });
export const filing = ({ patientId }: Patient, text: string) => ({ patientId, key: key(), category: 'nursing.response', departmentCode: '0402', text });
/** An answer that says all it has to. */
export const answered = { outcome: 'upheld' as const, text: '情况属实，向您道歉。', measures: '夜班增加一人', proof: '呼叫系统记录', channel: 'app' as const };
/** What the first screen says of this patient, from one call. */
export const homeOf = async (person: Someone, { patientId }: Patient) => (await person.followup.home({})).patients.find((one) => one.patientId === patientId)!;
/** The same in a few words that a story can compare. */
export const shownAt = async (person: Someone, of: Patient) => {
  const { steps, nextInvitation, answered: done, visit, messages, complaints, closed } = await homeOf(person, of);
  return {
    steps: steps.map(({ questionnaire, queued }) => `${questionnaire}${queued ? ' queued' : ''}`), next: nextInvitation ? wall(nextInvitation.at) : '', answered: done, visit: visit ? `${wall(visit.start)}${visit.proposal ? ' asked' : ''}` : '',
    messages: `${messages.unread} ${messages.waiting ? wall(messages.by) : '-'}`, complaints: complaints.map(({ dueDay, answered: told }) => `${dueDay}${told ? ' answered' : ''}`), ...(closed && { closed }),
  };
};
/** Nothing is asked, booked, waiting or told. */
export const quietHome = { steps: [], next: '', answered: 0, visit: '', messages: '0 -', complaints: [] };

/** Opens it at a Shanghai wall time, with an agent, a complaints officer and a clinic on weekday mornings, two places in each half hour. */
export async function openDoors(now: string) {
  const hospital = await openHospital(now);
  const agent = await hospital.colleague('agent1', 'agent', 'all');
  const officer = await hospital.colleague('officer1', 'officer', 'all');
  await hospital.lead.visit.saveSchedule({
    departmentCode: '0402', practitioner: '', title: '', place: '门诊楼2层3诊室', preparation: '请带出院小结和X光片', weekly: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '08:00', to: '11:30', capacity: 2 })), exceptions: [], publishDays: 28, active: true, rev: 0,
  });
  /** A file of discharges with orders; the patients in the order of its rows. */
  async function discharged(...rows: (Partial<Row> & { patientNo: string; dischargeAt: string })[]): Promise<Patient[]> {
    const [head, ...lines] = csv(rows.map((row) => ({ ...surgery, ...row }))).trimEnd().split('\r\n');
    await hospital.importFile(`${rows[0]!.patientNo}.csv`, [`${head},出院医嘱`, ...lines.map((line) => `${line},14±3天复诊`), ''].join('\r\n'));
    const { rows: stays } = await hospital.lead.discharge.list({ limit: 100 });
    return rows.map(({ patientNo, phone, contactPhone, dischargeAt }) => {
      const number = patientNo.replace(/\D/g, '').padStart(4, '0');
      const stay = stays.find((one) => one.inpatientNo === `Z${number}` && one.dischargeDay === dischargeAt.slice(0, 10))!;
      return { patientId: stay.patientId, encounterId: stay.encounterId, threadId: `thread:${stay.patientId}`, phone: phone ?? `1990001${number}`, contact: contactPhone ?? `1660001${number}` };
    });
  }
  const self = async (of: Patient): Promise<Someone> => bound(await hospital.inWechat(of.phone), of);
  const daughterOf = async (of: Patient): Promise<Someone> => bound(await hospital.inBrowser(of.contact), of, 'child');
  /** What the nurses' list has. */
  const list = async () => (await hospital.nurse.call.worklist({ view: 'team', limit: 100 })).rows;
  /** Calls about this patient on the nurses' list. */
  const callsOf = async (of: Patient, name: string): Promise<string[]> => {
    return (await list()).filter((row) => row.name === name || row.callId.includes(of.patientId)).map((row) => `${row.kind} ${row.reason}`);
  };
  /** What came to this number, and on which day: `invite 11-20`. */
  const kindsTo = (number: string): string[] => hospital.local.outbox.sms(number).map(({ kind, at: when }) => `${kind} ${wall(Date.parse(when)).slice(5, 10)}`);
  /** Passes over days in which nothing is due; whatever was, is caught up on. */
  async function leap(to: string): Promise<void> {
    await hospital.local.clock.set(new Date(at(to) - 1_800_000).toISOString());
    await hospital.until(to);
  }
  return { hospital, agent, officer, discharged, self, daughterOf, list, callsOf, kindsTo, leap, close: () => hospital.local.dispose() };
}
export type World = Awaited<ReturnType<typeof openDoors>>;
