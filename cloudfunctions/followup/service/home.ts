/** What a patient or family member sees first: what waits for them today, and whom they can ring. */
import { addDays, dayOf, daysBetween } from '../../kit/calendar';
import { isChild, maySeeStay } from '../../account/rules/binding';
import type { Caller } from '../../kit/caller';
import { byId } from '../../kit/database';
import { forbidden } from '../../kit/errors';
import { maskName } from '../../kit/mask';
import type { HomePatient, HomeVisit, Step } from '../contract';
import { planStepOf } from '../rules/plan';
import type { FollowupService, Ports, Stay } from '../service';

/** A stay is shown for as long as its longest plan runs (day 90 and its two weeks). */
const shownDays = 105;

export function createHome(ports: Ports): FollowupService['home'] {
  return async (caller: Caller, now: number) => {
    if (caller.kind !== 'person') throw forbidden();
    const ids = caller.represents.map((one) => one.patientId);
    const [hospital, patients, stays, steps, wardPhones, doors] = await Promise.all([
      ports.hospital(), ports.patients.getMany(ids), ports.stays.ofPatients(ids), ports.steps.ofPatients(ids), ports.departments.phones(), ports.doors(caller.personId, ids, now),
    ]);
    const waiting = steps.filter(answerable);
    const started = waiting.length > 0 ? await ports.responses.startedItems(waiting.map((step) => step._id)) : new Map<string, number>();
    const people = byId(patients);
    const today = dayOf(now);
    return {
      hospital: hospital.name, hospitalPhone: hospital.phone,
      patients: caller.represents.flatMap((represented): HomePatient[] => {
        const patient = people.get(represented.patientId);
        if (!patient) return [];
        // A sensitive stay is the patient's alone unless they chose otherwise; for a child every family member who is bound is a guardian.
        const who = { as: represented.as, guardian: represented.as === 'family' && isChild(patient.birthDate, today) };
        const seen = stays.filter((stay) => stay.patientId === patient._id && stay.state === 'finished' && maySeeStay(who, { sensitive: stay.sensitive, cleared: stay.decision === 'invite' }, patient));
        const last = seen.reduce<Stay | undefined>((a, b) => (a && a.dischargeAt > b.dischargeAt ? a : b), undefined);
        if (!last) return [];
        // Whoever has died gets no questions and no visit; messages and complaints stay open to the family.
        const closed = patient.death !== 'no';
        const hidden = last.sensitive;
        const told = represented.as === 'patient' ? !patient.unaware : represented.mayHear && !patient.unaware;
        const own = closed ? [] : steps.filter((step) => seen.some((stay) => stay._id === step.encounterId));
        const next = own.filter((step) => step.state === 'planned' && step.inviteAt > now).sort((a, b) => a.inviteAt - b.inviteAt)[0];
        const recent = last.dischargeDay >= addDays(today, -shownDays);
        return [{
          patientId: patient._id, name: maskName(patient.name), as: represented.as, relation: represented.relation,
          dayN: Math.max(0, daysBetween(last.dischargeDay, today)), dischargeDay: last.dischargeDay,
          departmentName: hidden ? '' : last.departmentName,
          diagnosis: hidden || closed || !told || !recent ? '' : last.dx,
          wardPhone: (hidden ? '' : wardPhones.get(last.departmentCode)) || hospital.phone,
          steps: own.filter(answerable).sort((a, b) => a.deadlineAt - b.deadlineAt).map((step) => {
            const plan = planStepOf(step);
            return {
              stepId: step._id, encounterId: step.encounterId, title: plan?.title ?? { zh: '出院随访', en: 'Follow-up' }, minutes: plan?.minutes ?? 3, questionnaire: step.questionnaire,
              purpose: step.purpose, deadlineAt: step.deadlineAt, escalates: step.escalates, queued: step.state === 'queued', startedItems: started.get(step._id) ?? 0,
            };
          }),
          nextInvitation: next ? { at: next.inviteAt, title: planStepOf(next)?.title ?? { zh: '出院随访', en: 'Follow-up' } } : null,
          answered: own.filter((step) => step.state === 'answered' || step.state === 'reached').length,
          closed, visit: closed ? null : visitOf(doors.visits.get(patient._id), seen), worse: closed ? undefined : worseOf(doors.worse.get(patient._id), seen),
          messages: doors.messages.get(patient._id) ?? { unread: 0, waiting: false, by: 0, urgent: false }, complaints: [...(doors.complaints.get(patient._id) ?? [])],
        }];
      }),
    };
  };
}

/** The visit that was given up because they feel worse, for whoever may know of its stay. */
const worseOf = (given: { appointmentId: string; encounterId: string } | undefined, seen: readonly Stay[]): string | undefined => (given && seen.some((one) => one._id === given.encounterId) ? given.appointmentId : undefined);

/** The next visit, unless it belongs to a stay that this person may not know of; of a sensitive one only the time. */
function visitOf(visit: (HomeVisit & { encounterId: string }) | undefined, seen: readonly Stay[]): HomeVisit | null {
  const stay = visit && seen.find((one) => one._id === visit.encounterId);
  if (!visit || !stay) return null;
  const { encounterId: _, ...shown } = visit;
  return stay.sensitive ? { ...shown, departmentName: '', practitioner: '', place: '' } : shown;
}

/** Invited, or already waiting for a nurse's call: an answer is welcome until somebody has rung. */
const answerable = (step: Step): boolean => step.state === 'invited' || step.state === 'queued';
