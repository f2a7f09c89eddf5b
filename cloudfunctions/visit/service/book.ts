/**
 * Hold, book, give back. What decides: for a place the slot's own update, for a hold or a visit the appointment's own update, for "one visit here" the lock document. Everything that follows is
 * said again by the timer, so that a process killed between any two lines loses nothing and leaves nothing taken.
 */
import { byId } from '../../kit/database';
import { AppError, conflict, contended } from '../../kit/errors';
import { addDays, dayOf } from '../../kit/calendar';
import type { Relation } from '../../kit/contract';
import { isActive } from '../rules/visit';
import { never, type AppointmentRecord, type SlotRecord } from '../store';
import { untold } from './change';
import type { Actor, Ports } from './ports';
import type { Settle } from './settle';

const holdOver = (): AppError => new AppError('GONE', 'the hold is over', { reason: 'hold_over' });
const activeId = ({ patientId, departmentCode }: Pick<AppointmentRecord, 'patientId' | 'departmentCode'>): string => `active:${patientId}:${departmentCode}`;

/** The end of a hold before its time, or after it: the appointment decides, then its place is given back. False when it is no hold any more. */
export async function expire(ports: Ports, held: AppointmentRecord, actor: Actor, now: number, what: 'released' | 'expired'): Promise<boolean> {
  const { store } = ports;
  const ended = await store.change({ id: held._id, states: ['pending'], ...(what === 'expired' && { heldBy: now }) }, { set: { state: 'expired', heldUntil: 0, due: 0, settling: 0, updatedAt: now }, event: { at: now, what, ...actor } });
  if (!ended) return false;
  await store.giveBack(held.slotId, held.patientId, held._id);
  return true;
}

/** Gives back what nobody decided about in time, and repairs what a killed process left: a visit's place that still looks held, a place of no visit. */
export async function sweepSlot(ports: Ports, slot: SlotRecord, actor: Actor, now: number): Promise<number> {
  const { store } = ports;
  const over = Object.entries(slot.places).filter(([, place]) => place.until > 0 && place.until <= now);
  const known = byId(await store.appointments(over.map(([, place]) => place.appointmentId)));
  let given = 0;
  for (const [patientId, { appointmentId }] of over) {
    const appointment = known.get(appointmentId);
    if (appointment?.slotId === slot._id && ['booked', 'arrived', 'fulfilled', 'noshow'].includes(appointment.state)) await store.keep(slot._id, patientId, appointmentId);
    else if (appointment?.slotId === slot._id && appointment.state === 'pending') given += Number(await expire(ports, appointment, actor, now, 'expired'));
    else given += Number(await store.giveBack(slot._id, patientId, appointmentId));
  }
  const after = await store.slot(slot._id);
  const next = after && Math.min(never, ...Object.values(after.places).filter((place) => place.until > 0).map((place) => place.until));
  if (after && next !== null && next !== after.nextExpiry) await store.changeSlot(after, { nextExpiry: next });
  return given;
}

/** The visit that counts here now, or null. */
export async function activeOf(ports: Ports, of: Pick<AppointmentRecord, 'patientId' | 'departmentCode'>, now: number): Promise<AppointmentRecord | null> {
  const lock = await ports.store.active.get(activeId(of));
  if (!lock) return null;
  const named = await ports.store.appointments([lock.appointmentId, lock.previous].filter((id) => id !== ''));
  return named.find((one) => isActive(one, now)) ?? null;
}

/** Makes this hold the one visit of the patient here, or says CONFLICT/active_exists. Another unfinished booking gives way; `previous` goes on counting until this one is booked. */
export async function claimActive(ports: Ports, held: AppointmentRecord, actor: Actor, now: number): Promise<void> {
  const { store } = ports;
  const _id = activeId(held);
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const lock = await store.active.get(_id);
    if (!lock) {
      if (await store.active.insert({ _id, appointmentId: held._id, previous: '', updatedAt: now })) return;
      continue;
    }
    if (lock.appointmentId === held._id) return;
    const named = byId(await store.appointments([lock.appointmentId, lock.previous].filter((id) => id !== '')));
    const first = named.get(lock.appointmentId);
    if (first?.state === 'pending') {
      // Whoever is faster: it has become a visit meanwhile, or it never will.
      await expire(ports, first, actor, now, 'released');
      continue;
    }
    const current = [first, named.get(lock.previous)].find((one) => isActive(one, now));
    if (current && current._id !== held.replaces) throw conflict('active_exists');
    if ((await store.active.update({ _id, appointmentId: lock.appointmentId, previous: lock.previous }, { appointmentId: held._id, previous: current?._id ?? '', updatedAt: now })) === 1) return;
  }
  throw contended();
}

/** Takes the place, then writes who has it. A double click gets the same hold. CONFLICT full, closed, active_exists. */
export async function takeHold(ports: Ports, slot: SlotRecord, appointment: Omit<AppointmentRecord, '_id'>, actor: Actor, now: number): Promise<AppointmentRecord> {
  const { store } = ports;
  const { patientId } = appointment;
  const held: AppointmentRecord = { ...appointment, _id: `apt:${ports.newId()}` };
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (await store.take(slot._id, patientId, { appointmentId: held._id, until: held.heldUntil })) {
      await store.add(held);
      await releaseOthers(ports, held, actor, now);
      return held;
    }
    const seen = await store.slot(slot._id);
    if (!seen) throw conflict('closed');
    const own = seen.places[patientId];
    if (own && own.until > now) {
      const known = await store.appointment(own.appointmentId);
      if (!known || known.replaces === held.replaces) return known ?? { ...held, _id: own.appointmentId, heldUntil: own.until };
      const turned = await store.change({ id: known._id, states: ['pending'] }, { set: { replaces: held.replaces, updatedAt: now } });
      if (turned) return turned;
      continue;
    }
    if (own && own.until === 0) throw conflict('active_exists');
    if (Object.values(seen.places).some((place) => place.until > 0 && place.until <= now)) {
      await sweepSlot(ports, seen, actor, now);
      continue;
    }
    throw conflict(seen.state === 'closed' ? 'closed' : 'full');
  }
  throw conflict('full');
}

/** One hold at a time for a patient in a department: the earlier ones are given back. Two at once: the later one stays, by time and id. */
async function releaseOthers(ports: Ports, held: AppointmentRecord, actor: Actor, now: number): Promise<void> {
  const others = await ports.store.ofPatients([held.patientId], now, 100);
  for (const other of others) {
    if (other.state !== 'pending' || other.createdFrom === 'closure' || other.departmentCode !== held.departmentCode || other._id === held._id) continue;
    if (other.createdAt < held.createdAt || (other.createdAt === held.createdAt && other._id < held._id)) await expire(ports, other, actor, now, 'released');
  }
}

/** A hold becomes the visit. Again is the same visit. GONE hold_over, CONFLICT closed, active_exists, over. */
export async function bookHeld(ports: Ports, settle: Settle, held: AppointmentRecord, { relation, ...actor }: Actor & { relation: Relation | '' }, now: number): Promise<AppointmentRecord> {
  const { store } = ports;
  if (['booked', 'arrived', 'fulfilled'].includes(held.state)) return held;
  if (held.state === 'expired' || (held.state === 'pending' && held.heldUntil <= now)) throw holdOver();
  if (held.state !== 'pending') throw conflict('over');
  const slot = await store.slot(held.slotId);
  if (slot?.closureId || !slot) {
    await expire(ports, held, actor, now, 'released');
    throw conflict('closed');
  }
  await claimActive(ports, held, actor, now);
  const booked = await store.change(
    { id: held._id, states: ['pending'], heldAfter: now },
    { set: { state: 'booked', bookedAt: now, heldUntil: 0, ...actor, relation, ...untold(now) }, event: { at: now, what: held.replaces ? 'changed_to' : 'booked', ...actor } },
  );
  if (booked) return (await settle(booked, now)).appointment;
  const known = await store.appointment(held._id);
  if (known?.state === 'booked') return known;
  throw holdOver();
}

/** May this half hour be booked by somebody who must keep to the rules? */
export const isPublished = (day: string, publishDays: number, now: number): boolean => day <= addDays(dayOf(now), publishDays);
