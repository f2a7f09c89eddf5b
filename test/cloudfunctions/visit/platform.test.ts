/** The built function on the local platform: five hundred people for twenty places, and the platform killed in the middle of holding, booking and cancelling. */
import { rmSync } from 'node:fs';
import type { AppointmentRecord, SlotRecord } from '../../../cloudfunctions/visit/store';
import { startLocal } from '../../../local';
import { documents, newFolder, startAnother, withCopy } from '../../support/another-process';
import { Refused } from '../../support/client';
import { csv, openHospital, through, type Someone } from '../../support/hospital';

jest.setTimeout(180_000);
const people = 500;

const reason = (error: unknown): string => (error instanceof Refused ? `${error.body.code} ${error.body.reason ?? ''}` : String(error));
/** One clinic on Mondays to Fridays, `capacity` places in each half hour of the morning. */
const clinic = (capacity: number) => ({
  departmentCode: '0402', practitioner: '', title: '', place: '门诊楼2层3诊室', preparation: '', weekly: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '08:00', to: '12:00', capacity })), exceptions: [], publishDays: 14, active: true, rev: 0,
});

let base: string;
let patients: string[];
let token: string;
beforeAll(async () => {
  base = newFolder();
  const { local, lead, importFile } = await openHospital('2026-11-23 08:00', { dataDir: base });
  await importFile('出院.csv', csv(Array.from({ length: people }, (_, n) => ({ patientNo: `P${1000 + n}`, dischargeAt: '2026-11-20 10:00', departmentCode: '0402', department: '骨科' }))));
  await lead.visit.saveSchedule(clinic(20));
  patients = (await documents<{ _id: string }>(local, 'patient')).map((one) => one._id);
  token = (await through(local, 'nobody').account.signIn({ userName: 'nurse1', password: 'synthetic-people-only-1' })).token;
  await local.dispose();
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

test('five hundred for twenty places: twenty have one, the others hear that it is full and write nothing; what is not booked comes back', () => withCopy(base, async (dataDir) => {
  const local = await startLocal({ dataDir, now: '2026-11-23T08:00:00+08:00' });
  try {
    local.pauseTimers(true);
    const nurse = through(local, { token });
    const slotId = 'slot:0402:general:2026-12-02:0800';
    const outcomes = await Promise.all(patients.map((patientId) => nurse.visit.hold({ patientId, slotId }).then(({ appointmentId }) => appointmentId, reason)));
    const held = outcomes.filter((one) => one.startsWith('apt:'));
    expect([patients.length, held.length, new Set(held).size]).toEqual([people, 20, 20]);
    expect(new Set(outcomes.filter((one) => !one.startsWith('apt:')))).toEqual(new Set(['CONFLICT full']));
    expect((await documents<AppointmentRecord>(local, 'appointment')).length).toBe(20);
    const slot = async () => (await documents<SlotRecord>(local, 'slot')).find((one) => one._id === slotId)!;
    expect([(await slot()).free, Object.keys((await slot()).places).length]).toEqual([0, 20]);

    // Half of them book, pressing twice; the others let the countdown run out.
    await Promise.all(held.slice(0, 10).flatMap((appointmentId) => [nurse.visit.book({ appointmentId }), nurse.visit.book({ appointmentId })]));
    await local.clock.advance({ minutes: 5 });
    await local.fire('visit');
    const after = await slot();
    expect([after.free, Object.values(after.places).map((place) => place.appointmentId).sort()]).toEqual([10, held.slice(0, 10).sort()]);
    const again = await Promise.all(patients.slice(-60).map((patientId) => nurse.visit.hold({ patientId, slotId }).then(() => 'held', reason)));
    const had = new Set(Object.keys(after.places));
    expect(again.filter((one) => one === 'held')).toHaveLength(10);
    expect(again.filter((one) => one === 'CONFLICT active_exists')).toHaveLength(patients.slice(-60).filter((id) => had.has(id)).length);
  } finally {
    await local.dispose();
  }
}));

/** Everybody holds, books, changes and cancels at once until the platform is killed; what was acknowledged is written down. */
async function storm(dataDir: string, acknowledgements: number): Promise<{ booked: Set<string>; cancelled: Set<string>; replaced: Set<string>; begun: Set<string> }> {
  const { doors, kill } = await startAnother(dataDir, '2026-11-23T08:00:00+08:00');
  const nurse: Someone = through(doors, { token });
  const said = { booked: new Set<string>(), cancelled: new Set<string>(), replaced: new Set<string>(), /** Asked for, and not yet answered, when the platform died. */ begun: new Set<string>() };
  let count = 0;
  let killed: Promise<void> | undefined;
  const heard = (): void => {
    count += 1;
    if (count === acknowledgements) killed = kill();
  };
  const slots = ['0800', '0830', '0900'].map((time) => `slot:0402:general:2026-12-02:${time}`);
  const visit = async (patientId: string, n: number): Promise<void> => {
    const held = await nurse.visit.hold({ patientId, slotId: slots[n % 3]! });
    heard();
    if (n % 5 === 0) return;
    await nurse.visit.book({ appointmentId: held.appointmentId });
    said.booked.add(held.appointmentId);
    heard();
    if (n % 5 === 1) {
      said.begun.add(held.appointmentId);
      await nurse.visit.cancel({ appointmentId: held.appointmentId, reason: 'busy' });
      said.cancelled.add(held.appointmentId);
      heard();
    }
    if (n % 5 === 2) {
      const other = await nurse.visit.hold({ patientId, slotId: slots[(n + 1) % 3]!, replaces: held.appointmentId });
      said.begun.add(held.appointmentId);
      await nurse.visit.book({ appointmentId: other.appointmentId });
      said.replaced.add(held.appointmentId);
      said.booked.add(other.appointmentId);
      heard();
    }
  };
  const waiting = patients.slice(0, 200).map((patientId, n) => ({ patientId, n }));
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      // Full is an answer, too.
      await visit(next.patientId, next.n).catch((error: unknown) => (error instanceof Refused && error.body.code === 'CONFLICT' ? heard() : Promise.reject(error)));
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: 10 }, worker));
  if (!killed) throw new Error(`the storm was over after ${count} acknowledgements`);
  await killed;
  const defects = ended.flatMap((one) => (one.status === 'rejected' && one.reason instanceof Refused ? [one.reason] : []));
  if (defects.length > 0) throw defects[0]!;
  return said;
}

test.each([9, 41, 93])('killed after %i acknowledgements: what was said is true, and after the timers nothing is half', (acknowledgements) => withCopy(base, async (dataDir) => {
  const said = await storm(dataDir, acknowledgements);
  const local = await startLocal({ dataDir, now: '2026-11-23T08:01:00+08:00' });
  try {
    const known = new Map((await documents<AppointmentRecord>(local, 'appointment')).map((one) => [one._id, one]));
    for (const id of said.cancelled) expect(known.get(id)!.state).toBe('cancelled');
    for (const id of said.booked) if (!said.begun.has(id)) expect(known.get(id)!.state).toBe('booked');

    await local.clock.advance({ minutes: 7 });
    const visits = await documents<AppointmentRecord>(local, 'appointment');
    expect(visits.filter((one) => one.state === 'pending' || one.settling === 1)).toEqual([]);
    for (const id of said.replaced) expect(visits.find((one) => one._id === id)).toMatchObject({ state: 'cancelled', cancel: { reason: 'changed' } });
    const booked = visits.filter((one) => one.state === 'booked');
    expect(new Set(booked.map((one) => one.patientId)).size).toBe(booked.length);
    const slots = await documents<SlotRecord>(local, 'slot');
    for (const slot of slots) expect([slot._id, slot.free + Object.keys(slot.places).length]).toEqual([slot._id, slot.capacity]);
    expect(slots.flatMap((slot) => Object.values(slot.places).map((place) => place.appointmentId)).sort()).toEqual(booked.map((one) => one._id).sort());
    // Whoever is booked has been written to, or will be; nobody about what is no more.
    const letters = (await documents<{ _id: string; kind: string; stepId: string; state: string }>(local, 'notice')).filter((one) => one.kind === 'visit_day_before' && one.state === 'waiting');
    expect(letters.map((one) => one.stepId).sort()).toEqual(booked.map((one) => one._id).sort());
  } finally {
    await local.dispose();
  }
}));
