/** What staff decide and correct by hand: clearing, deaths, flags, numbers, departments. Each act is audited before it is done, and followup is told after it stands. */
import { actorOf, type Staff } from '../../kit/caller';
import { ageOn, dayOf } from '../../kit/calendar';
import type { Audit } from '../../kit/audit';
import type { Cipher } from '../../kit/crypto';
import { AppError, forbidden } from '../../kit/errors';
import { maskPhone } from '../../kit/mask';
import type { Death, Department, Mark } from '../contract';
import type { DepartmentStore, EncounterStore, Patient, PatientStore } from '../store';
import { tailHashOf } from './merge';
import type { FollowupPort } from './consequence';
import type { Register } from './register';

export interface CarePorts {
  register: Pick<Register, 'find' | 'numberOf'>; patients: PatientStore; encounters: EncounterStore; departments: DepartmentStore; cipher: Cipher; audit: Pick<Audit, 'record'>;
  command: { inc(by: number): unknown; push(values: readonly unknown[]): unknown };
  followup: FollowupPort & {
    clear(encounterId: string, decision: 'invite' | 'suppress', now: number, by: string): Promise<unknown>;
    suspend(patientId: string, reason: 'death_unconfirmed', now: number, by: string): Promise<unknown>;
    resume(patientId: string, now: number, by: string): Promise<unknown>;
  };
}
type Field = 'name' | 'phone' | 'contactName' | 'contactPhone' | 'idNo';

export function createCare({ register, patients, encounters, departments, cipher, audit, command, followup }: CarePorts) {
  const changePatient = async (patient: Patient, change: Record<string, unknown>, entry: Patient['history'][number], expected: Record<string, unknown> = {}): Promise<boolean> =>
    (await patients.collection.update({ _id: patient._id, ...expected }, { ...change, rev: command.inc(1), updatedAt: entry.at, history: command.push([entry]) })) === 1;
  const changed = (reason: string) => new AppError('CONFLICT', 'somebody else changed it first', { reason });

  return {
    async reveal(staff: Staff, { encounterId, fields, reason }: { encounterId: string; fields: Field[]; reason: string }, now: number): Promise<Record<string, string>> {
      const { encounter, patient } = await register.find(staff, encounterId);
      // Access to a child's data is looked at by itself (未成年人网络保护条例 art. 36).
      const action = ageOn(patient.birthDate, dayOf(now)) < 14 ? 'discharge.reveal.minor' : 'discharge.reveal';
      await audit.record({ caller: staff, action, subject: encounter._id, reason: `${fields.join(',')}: ${reason}`, now });
      const value = (field: Field): string =>
        field === 'name' ? patient.name : field === 'contactName' ? patient.contactName : field === 'idNo' ? (patient.idNoSealed ? cipher.open(patient.idNoSealed, 'idNo') : '') : register.numberOf(patient, field);
      return Object.fromEntries([...new Set(fields)].map((field) => [field, value(field)]));
    },

    async clear(staff: Staff, { encounterId, decision, note }: { encounterId: string; decision: 'invite' | 'suppress'; note: string }, now: number): Promise<void> {
      const { encounter } = await register.find(staff, encounterId);
      if (encounter.hold === '') throw new AppError('CONFLICT', 'nothing to decide', { reason: 'not_held' });
      await audit.record({ caller: staff, action: `discharge.clear.${decision}`, subject: encounterId, reason: note, now });
      const by = actorOf(staff);
      // Stays due until followup has acted on it, so that a crash in between is made good by its timer.
      const won = await encounters.collection.update({ _id: encounterId, decision: '', hold: encounter.hold, state: 'finished' }, {
        decision, clearing: 'decided', decidedBy: by, decidedAt: now, decisionNote: note, planning: 'due', rev: command.inc(1), updatedAt: now, history: command.push([{ at: now, by, what: `cleared_${decision}`, fields: [encounter.hold], note }]),
      });
      if (won === 0) throw changed('decided');
      await followup.clear(encounterId, decision, now, by);
    },

    async reportDeath(staff: Staff, { encounterId, note }: { encounterId: string; note: string }, now: number): Promise<Death> {
      const { patient } = await register.find(staff, encounterId);
      await audit.record({ caller: staff, action: 'discharge.death.told', subject: patient._id, reason: note, now });
      const by = actorOf(staff);
      await patients.markDeath(patient._id, 'told', by, now, note);
      const { death } = (await patients.get(patient._id))!;
      if (death === 'told') await followup.suspend(patient._id, 'death_unconfirmed', now, by);
      return death;
    },

    /** Nobody confirms what they entered themselves. */
    async confirmDeath(staff: Staff, { encounterId, verdict, note }: { encounterId: string; verdict: 'confirmed' | 'wrong'; note: string }, now: number): Promise<Death> {
      const { patient } = await register.find(staff, encounterId);
      const by = actorOf(staff);
      if (patient.death !== 'told') throw new AppError('CONFLICT', 'no death waits for a second word', { reason: patient.death === 'confirmed' ? 'confirmed' : 'not_told' });
      if (patient.deathSource === by) throw new AppError('CONFLICT', 'a second person must confirm', { reason: 'same_person' });
      await audit.record({ caller: staff, action: `discharge.death.${verdict}`, subject: patient._id, reason: note, now });
      const death: Death = verdict === 'confirmed' ? 'confirmed' : 'no';
      if (!(await patients.markDeath(patient._id, death, by, now, note))) throw changed('decided');
      await (death === 'confirmed' ? followup.stop({ patientId: patient._id }, 'deceased', 'all', now, by) : followup.resume(patient._id, now, by));
      return death;
    },

    async mark(staff: Staff, { encounterId, mark, value, note }: { encounterId: string; mark: Mark; value: boolean; note: string }, now: number): Promise<void> {
      const { encounter, patient } = await register.find(staff, encounterId);
      await audit.record({ caller: staff, action: `discharge.mark.${mark}`, subject: patient._id, reason: `${value ? 'yes' : 'no'}: ${note}`, now });
      const by = actorOf(staff);
      await changePatient(patient, { [mark]: value }, { at: now, by, what: value ? 'marked' : 'unmarked', fields: [mark], note });
      if (mark === 'phoneInvalid' || mark === 'contactInvalid') await patients.refreshMissing([patient._id]);
      if (mark === 'noContact' && value) await followup.stop({ patientId: patient._id }, 'opted_out', 'all', now, by);
      else if (mark === 'phoneInvalid' || mark === 'contactInvalid' || mark === 'noContact') await replan(encounter._id, now);
    },

    async correctPhone(staff: Staff, { encounterId, which, number, note }: { encounterId: string; which: 'phone' | 'contactPhone'; number: string; note: string }, now: number): Promise<string> {
      const { encounter, patient } = await register.find(staff, encounterId);
      await audit.record({ caller: staff, action: `discharge.correct.${which}`, subject: patient._id, reason: note, now });
      const by = actorOf(staff);
      const facts = { [`${which}Sealed`]: number ? cipher.seal(number, which) : null, [`${which}Hash`]: number ? cipher.hash(number) : '', [`${which}Tail`]: tailHashOf(cipher, number), [which === 'phone' ? 'phoneInvalid' : 'contactInvalid']: false };
      if (!(await changePatient(patient, facts, { at: now, by, what: 'phone_corrected', fields: [which], note }, { rev: patient.rev }))) throw changed('changed');
      await patients.refreshMissing([patient._id]);
      // A guardian's number that was missing is there now.
      if (which === 'contactPhone' && number && encounter.hold === 'guardian_missing') {
        await encounters.collection.update({ _id: encounterId, hold: 'guardian_missing', decision: '' }, { hold: '', clearing: '', holdSince: 0, rev: command.inc(1), updatedAt: now, history: command.push([{ at: now, by, what: 'released', fields: ['guardian_missing'] }]) });
      }
      await replan(encounterId, now);
      return maskPhone(number);
    },

    async cancelDischarge(staff: Staff, { encounterId, note }: { encounterId: string; note: string }, now: number): Promise<void> {
      const { encounter } = await register.find(staff, encounterId);
      await audit.record({ caller: staff, action: 'discharge.cancel', subject: encounterId, reason: note, now });
      const by = actorOf(staff);
      await encounters.collection.update({ _id: encounter._id, state: 'finished' }, { state: 'cancelled', clearing: '', planning: 'due', rev: command.inc(1), updatedAt: now, history: command.push([{ at: now, by, what: 'cancelled', note }]) });
      await patients.refreshMissing([encounter.patientId]);
      await followup.stop({ encounterId }, 'cancelled', 'all', now, by);
    },

    async departments(): Promise<(Department & { unconfirmed: boolean })[]> {
      return (await departments.all()).map(({ _id, ...department }) => department);
    },
    /** Saving is also confirming; a name or alias that another department has is refused, because files are matched by it. */
    async saveDepartment(staff: Staff, department: Department, now: number): Promise<void> {
      const others = (await departments.all()).filter((other) => other.code !== department.code);
      const names = [department.name, ...department.aliases];
      const taken = others.find((other) => [other.code, other.name, ...other.aliases].some((name) => names.includes(name)));
      if (taken) throw new AppError('INVALID_INPUT', 'another department has this name', { fields: [{ path: names.includes(taken.name) && taken.name === department.name ? 'name' : 'aliases', problem: 'taken' }] });
      await audit.record({ caller: staff, action: 'discharge.department', subject: `dep:${department.code}`, now });
      await departments.collection.set({ _id: `dep:${department.code}`, ...department, unconfirmed: false });
    },
  };

  /** Followup looks at the stay again: a number came, or went. */
  async function replan(encounterId: string, now: number): Promise<void> {
    if ((await encounters.collection.update({ _id: encounterId }, { planning: 'due', rev: command.inc(1), updatedAt: now })) === 0) throw forbidden();
    await followup.plan([encounterId], now);
  }
}
export type Care = ReturnType<typeof createCare>;
