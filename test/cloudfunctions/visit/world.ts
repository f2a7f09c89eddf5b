/** A clinic on the real SDK and the local platform's database; patients in memory, calls and letters written down. */
import type { Caller, Staff } from '../../../cloudfunctions/kit/caller';
import { instantAt } from '../../../cloudfunctions/kit/calendar';
import type { Encounter, Patient } from '../../../cloudfunctions/discharge/store';
import { createVisits, type Ports, type VisitService } from '../../../cloudfunctions/visit/service';
import type { Letter } from '../../../cloudfunctions/notice/contract/letter';
import type { Flag, NewCall } from '../../../cloudfunctions/visit/service/ports';
import { openVisitStore, collections, type AppointmentRecord, type SlotRecord, type VisitStore } from '../../../cloudfunctions/visit/store';
import { openKitDatabase, type KitDatabase } from '../../support/kit-database';

export const at = (wallTime: string): number => instantAt(wallTime.slice(0, 10), wallTime.slice(11));

export const patientOf = (n: number, more: Partial<Patient> = {}): Patient => ({
  _id: `pat:${n}`, patientNo: `P${n}`, name: `周平${n}`, motherName: '', birthEstimated: false, sex: 'male', birthDate: '1966-05-12', idNoSealed: null, idHash: '', phoneSealed: null, phoneHash: `h${n}`, contactName: '', contactRelation: 'child',
  contactPhoneSealed: null, contactPhoneHash: '', phoneTail: '', contactPhoneTail: '', district: '', addressSealed: null, tags: [], phoneInvalid: false, contactInvalid: false, unaware: false, noVoice: false, noContact: false,
  death: 'no', deathAt: null, deathSource: '', allowFamilySensitive: false, allowSmsSensitive: false, sourcePhoneHash: '', sourceContactPhoneHash: '', sourceNoContact: false, mergedInto: '', contentHash: '', history: [], rev: 1,
  registeredAt: 0, updatedAt: 0, ...more,
});
export const stayOf = (n: number, more: Partial<Encounter> = {}): Encounter => ({
  _id: `enc:${n}`, patientId: `pat:${n}`, inpatientNo: `Z${n}`, visitTimes: 1, departmentCode: '0402', departmentName: '骨科', ward: '', bed: '', attending: '', nurse: '', admitAt: at('2026-11-10 09:00'),
  dischargeAt: at('2026-11-18 10:00'), dischargeDay: '2026-11-18', way: '1', receiver: '', dxCode: '', dx: '', dxOther: [], operation: '', instruction: '14±3天复诊', medications: '', revisitDay: null, allergy: '', sensitive: false,
  obstetric: false, motherEncounterId: null, hold: '', clearing: '', holdSince: 0, decision: '', decidedBy: '', decidedAt: 0, decisionNote: '', state: 'finished', readmittedAt: null, missing: '', priority: '', planning: 'planned', contentHash: '',
  importId: '', history: [], rev: 1, registeredAt: 0, updatedAt: 0, ...more,
});

export const self = (n: number): Caller => ({ kind: 'person', personId: `person:${n}`, represents: [{ patientId: `pat:${n}`, as: 'patient', relation: 'self', mayHear: true }], ip: '' });
export const family = (n: number): Caller => ({ kind: 'person', personId: `person:f${n}`, represents: [{ patientId: `pat:${n}`, as: 'family', relation: 'child', mayHear: false }], ip: '' });
export const staff = (role: Staff['role'] = 'nurse', departments: Staff['departments'] = 'all'): Staff => ({ kind: 'staff', staffId: `staff:${role}`, name: '同事', role, departments, sessionId: '', ip: '' });
export const link = (appointmentId: string, n: number): Caller => ({ kind: 'link', stepId: appointmentId, encounterId: `enc:${n}`, patientId: `pat:${n}`, to: 'patient', relation: 'self', linkId: 'link:1', verified: false, ip: '' });

export interface World {
  kit: KitDatabase; store: VisitStore; visits: VisitService; ports: Ports;
  patients: Map<string, Patient>; stays: Map<string, Encounter>;
  letters: Map<string, Letter & { cancelled: string }>; calls: Map<string, NewCall & { withdrawn: string }>; /** Calls that a nurse has. */ inHand: Set<string>; /** How urgent calls stand. */ states: Map<string, { open: boolean; taken: boolean }>; flags: Flag[]; reports: { what: string }[];
  /** Slots of a schedule on a day, by time. */
  slotsOn(day: string, scheduleId?: string): Promise<SlotRecord[]>;
  all(): Promise<AppointmentRecord[]>;
  /** Holds and books. */
  booked(n: number, slotId: string, now: number, replaces?: string): Promise<string>;
  close(): Promise<void>;
}

export const general = 'schedule:0402:general';

/** Mondays to Fridays 8–12, `capacity` in each half hour; published from `now`. */
export async function openClinic(now: number, { people = 4, capacity = 2, doctor = false }: { people?: number; capacity?: number; doctor?: boolean } = {}): Promise<World> {
  const kit = await openKitDatabase(collections);
  const store = openVisitStore(kit.database);
  const patients = new Map<string, Patient>(Array.from({ length: people }, (_, n) => [`pat:${n + 1}`, patientOf(n + 1)] as const));
  const stays = new Map<string, Encounter>(Array.from({ length: people }, (_, n) => [`enc:${n + 1}`, stayOf(n + 1)] as const));
  const letters: World['letters'] = new Map();
  const calls: World['calls'] = new Map();
  const inHand = new Set<string>();
  const states: World['states'] = new Map();
  const flags: Flag[] = [];
  const reports: World['reports'] = [];
  let ids = 0;
  const ports: Ports = {
    store, clock: () => 0, newId: () => `n${(ids += 1).toString().padStart(6, '0')}`, report: (entry) => void reports.push(entry),
    patients: { get: async (id) => patients.get(id) ?? null, getMany: async (list) => list.flatMap((id) => patients.get(id) ?? []) },
    stays: { get: async (id) => stays.get(id) ?? null, getMany: async (list) => list.flatMap((id) => stays.get(id) ?? []), ofPatients: async (list) => [...stays.values()].filter((stay) => list.includes(stay.patientId)) },
    departments: { all: async () => [{ code: '0402', name: '骨科', phone: '09438220402', sensitive: false }, { code: '1500', name: '精神心理科', phone: '09438221500', sensitive: true }] },
    hospital: async () => ({ name: '白银示范医院', phone: '09438220000' }),
    calls: {
      queue: async (list) => list.forEach((call) => calls.has(call.id) || calls.set(call.id, { ...call, withdrawn: '' })),
      withdrawIds: async (list, reason) => list.forEach((id) => { const call = calls.get(id); if (call && !call.withdrawn) call.withdrawn = reason; }),
      inHand: async (list) => new Set(list.filter((id) => inHand.has(id))),
      states: async (list) => new Map([...states].filter(([id]) => list.includes(id))),
      raise: async (flag, when) => { flags.push(flag); states.set(`call:redflag:${flag.stepId}`, { open: true, taken: false }); return { ringBy: when + 1, who: '值班护士', whoKey: 'centre' }; },
    },
    notices: {
      write: async (list) => list.forEach((letter) => letters.has(letter.id) || letters.set(letter.id, { ...letter, cancelled: '' })),
      cancelAbout: async (about, reason, _now, kinds) => [...letters.values()].forEach((letter) => { if (about.includes(letter.about) && !letter.cancelled && (!kinds || kinds.includes(letter.kind))) letter.cancelled = reason; }),
      reach: async () => 'sms',
    },
    staffNames: async (list) => new Map(list.map((id) => [id, '刘组长'])),
    maskedPhone: () => '138****1234',
  };
  const visits = createVisits(ports);
  const weekly = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '08:00', to: '12:00', capacity }));
  const plan = { departmentCode: '0402', title: '', place: '门诊楼2层3诊室', preparation: '带出院小结', weekly, exceptions: [], publishDays: 28, active: true, rev: 0, dryRun: false };
  await visits.saveSchedule(staff('lead'), { ...plan, practitioner: '' }, now);
  if (doctor) await visits.saveSchedule(staff('lead'), { ...plan, practitioner: '李医生', title: '主任医师' }, now);
  return {
    kit, store, visits, ports, patients, stays, letters, calls, inHand, states, flags, reports,
    slotsOn: async (day, scheduleId = general) => store.slots({ departmentCode: '0402', scheduleId, from: instantAt(day), to: instantAt(day) + 86_400_000 }),
    all: () => kit.database.collection<AppointmentRecord>(collections.find((one) => one.name === 'appointment')!).find({}, { limit: 1000 }),
    async booked(n, slotId, when, replaces) {
      const { appointmentId } = await visits.hold(self(n), { patientId: `pat:${n}`, slotId, ...(replaces && { replaces }) }, when);
      await visits.book(self(n), { appointmentId }, when);
      return appointmentId;
    },
    close: () => kit.close(),
  };
}

/** The code and reason that a call is refused with; fails when it is not. */
export const refusal = (call: Promise<unknown>): Promise<string> => call.then(() => 'ok', (error: { code?: string; reason?: string; fields?: { path: string; problem: string }[] }) => [error.code, error.reason ?? error.fields?.map((f) => `${f.path}:${f.problem}`).join()].filter(Boolean).join(' '));

/** What must be true of every slot at every moment. */
export function sound(slots: readonly SlotRecord[]): void {
  for (const slot of slots) {
    expect(slot.free + Object.keys(slot.places).length).toBe(slot.capacity);
    expect(slot.free).toBeGreaterThanOrEqual(0);
  }
}
