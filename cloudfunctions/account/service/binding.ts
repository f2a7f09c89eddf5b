/** Acting for a patient: finding the record by one's own number, proving the month of birth, and what the patient decides about it. */
import type { Audit } from '../../kit/audit';
import { representing, type Link, type Person, type Represents } from '../../kit/caller';
import { dayOf } from '../../kit/calendar';
import type { Relation } from '../../kit/contract';
import type { Cipher } from '../../kit/crypto';
import { AppError, forbidden, invalid } from '../../kit/errors';
import { maskName, maskPhone } from '../../kit/mask';
import type { Match, Representative } from '../contract';
import {
  bindingOf, bindingProblem, isChild, isGuardian, mayHearToday, mayManage, relationshipId, throughOf, visibleStays, type PatientFacts, type Relationship, type StayFacts,
} from '../rules/binding';
import { birthMonthTries, requestTries } from '../rules/session';
import type { AttemptStore } from '../store/attempt';
import type { LinkStore } from '../store/link';
import type { PersonStore } from '../store/person';
import type { SessionStore } from '../store/staff';
import { beginSession, tooMany } from './session';

/** What the register tells. Numbers that were found wrong come as ''. */
export interface PatientPort {
  get(id: string): Promise<PatientFacts | null>;
  getMany(ids: readonly string[]): Promise<PatientFacts[]>;
  /** Whose own or contact number this is. */
  byNumber(phoneHash: string): Promise<PatientFacts[]>;
  stays(patientIds: readonly string[]): Promise<StayFacts[]>;
  /** The patient's choice for sensitive stays. */
  chooseSensitive(id: string, choice: { family: boolean; sms: boolean }, by: string, now: number): Promise<void>;
}
export interface BindingPorts {
  people: PersonStore; patients: PatientPort; links: Pick<LinkStore, 'get'>; sessions: Pick<SessionStore, 'insert'>; attempts: AttemptStore;
  cipher: Pick<Cipher, 'open' | 'hash'>; audit: Pick<Audit, 'record'>;
}

export function createBindingService({ people, patients, links, sessions, attempts, cipher, audit }: BindingPorts) {
  /** Five wrong months for one patient from one number lock both doors, the link's and the binding's. */
  async function proveBirthMonth(patient: PatientFacts, phoneHash: string, birthMonth: string, caller: Person | Link, now: number): Promise<void> {
    const key = `birth:${patient.patientId}:${phoneHash}`;
    const tries = await attempts.take(key, birthMonthTries.tries, now + birthMonthTries.lockFor, now);
    if (!tries.ok) throw tooMany(tries.retryAt, 'birth_month');
    if (patient.birthDate.slice(0, 7) === birthMonth) return attempts.clear(key);
    await audit.record({ caller, action: 'account.wrongBirthMonth', subject: patient.patientId, now });
    if (tries.count >= birthMonthTries.tries) throw tooMany(now + birthMonthTries.lockFor, 'birth_month');
    throw new AppError('WRONG_SECRET', 'wrong month of birth', { reason: 'birth_month', fields: [{ path: 'birthMonth', problem: 'wrong' }] });
  }

  const actingFor = (caller: Person, patientId: string): Represents => {
    const r = representing(caller, patientId);
    if (!r) throw forbidden();
    return r;
  };
  const asPatient = (caller: Person, patientId: string): void => {
    if (!mayManage(actingFor(caller, patientId))) throw forbidden();
  };
  async function change(patientId: string, personId: string, from: Relationship['state'], set: Parameters<PersonStore['changeRelationship']>[2], entry: Relationship['history'][number]): Promise<void> {
    if (!(await people.changeRelationship(relationshipId(personId, patientId), from, set, entry))) throw forbidden();
  }
  /** Before the audit row: no row says what could not be done. */
  async function mustBe(patientId: string, personId: string, state: Relationship['state']): Promise<void> {
    if ((await people.relationship(relationshipId(personId, patientId)))?.state !== state) throw forbidden();
  }

  return {
    async matches(caller: Person, now: number): Promise<{ matches: Match[] }> {
      const phoneHash = (await people.get(caller.personId))?.phoneHash ?? '';
      if (!phoneHash) return { matches: [] };
      const found = await patients.byNumber(phoneHash);
      const [stays, known] = await Promise.all([patients.stays(found.map((p) => p.patientId)), people.relationships(found.map((p) => relationshipId(caller.personId, p.patientId)))]);
      const today = dayOf(now);
      const removed = new Set(known.filter((r) => r.state === 'removed' && r.removedBy === 'patient').map((r) => r.patientId));
      const matches = found.flatMap((patient): Match[] => {
        const through = throughOf(patient, phoneHash);
        const [latest] = through ? visibleStays(patient, stays, through, today) : [];
        if (!through || !latest || removed.has(patient.patientId)) return [];
        const child = isChild(patient.birthDate, today);
        return [{
          patientId: patient.patientId, name: maskName(patient.name), through, dischargeDay: latest.dischargeDay, relation: through === 'own' ? (child ? 'parent' : 'self') : patient.contactRelation,
          guardian: child, bound: representing(caller, patient.patientId) !== undefined,
        }];
      });
      return { matches: matches.sort((a, b) => (a.dischargeDay < b.dischargeDay ? 1 : -1)) };
    },

    /** The caller as they are after the binding. */
    async bind(input: { patientId: string; relation: Relation; guardian: boolean; birthMonth: string }, caller: Person, now: number): Promise<Relationship> {
      const today = dayOf(now);
      const { patientId, relation, guardian } = input;
      const [person, patient, stays, known] = await Promise.all([
        people.get(caller.personId), patients.get(patientId), patients.stays([patientId]), people.relationship(relationshipId(caller.personId, patientId)),
      ]);
      const phoneHash = person?.phoneHash ?? '';
      const problem = bindingProblem({ patient, stays, phoneHash, relation, guardian, known, today });
      if (problem === 'unknown' || !patient) throw forbidden();
      if (problem === 'removed') throw new AppError('FORBIDDEN', 'not allowed or not found', { reason: 'removed' });
      if (problem === 'guardian_needed') throw invalid('guardian', problem);
      if (problem) throw invalid('relation', problem);
      await proveBirthMonth(patient, phoneHash, input.birthMonth, caller, now);
      const relationship = bindingOf({ personId: caller.personId, patient, relation, guardian, known, now, today });
      await audit.record({ caller, action: 'account.bind', subject: patientId, reason: relation, now });
      await people.saveRelationship(relationship);
      return relationship;
    },

    /** Says nothing of what it found: neither that such a patient exists nor that the request was refused before. */
    async ask(input: { patientPhone: string; relation: Relation; birthMonth: string }, caller: Person, now: number): Promise<void> {
      if (input.relation === 'self') throw invalid('relation', 'self_needs_own_number');
      const tries = await attempts.take(`ask:${caller.personId}`, requestTries.tries, now + requestTries.lockFor, now);
      if (!tries.ok) throw tooMany(tries.retryAt, 'ask');
      const today = dayOf(now);
      const phoneHash = cipher.hash(input.patientPhone);
      const meant = (await patients.byNumber(phoneHash)).filter((p) => p.phoneHash === phoneHash && p.birthDate.slice(0, 7) === input.birthMonth && !isChild(p.birthDate, today));
      for (const patient of meant) {
        const known = await people.relationship(relationshipId(caller.personId, patient.patientId));
        if (known && (known.state !== 'removed' || known.removedBy === 'patient')) continue;
        await audit.record({ caller, action: 'account.askToRepresent', subject: patient.patientId, reason: input.relation, now });
        const asked = bindingOf({ personId: caller.personId, patient, relation: input.relation, guardian: false, known: null, now, today });
        await people.saveRelationship({ ...asked, state: 'asked', mayHear: false, history: [...(known?.history ?? []), { at: now, by: caller.personId, what: `asked_${input.relation}` }].slice(-50) });
      }
    },

    async answerRequest({ patientId, personId, allow }: { patientId: string; personId: string; allow: boolean }, caller: Person, now: number): Promise<void> {
      asPatient(caller, patientId);
      await mustBe(patientId, personId, 'asked');
      await audit.record({ caller, action: allow ? 'account.allowRepresentative' : 'account.refuseRepresentative', subject: patientId, reason: personId, now });
      await change(patientId, personId, 'asked', allow ? { state: 'active', removedBy: '' } : { state: 'removed', removedBy: 'patient' }, { at: now, by: caller.personId, what: allow ? 'allowed' : 'refused' });
    },

    async representatives(patientId: string, caller: Person, now: number): Promise<{ representatives: Representative[]; mayManage: boolean; familySensitive: boolean; smsSensitive: boolean }> {
      const acting = actingFor(caller, patientId);
      const [patient, rows] = await Promise.all([patients.get(patientId), people.ofPatient(patientId)]);
      const seen = acting.as === 'patient' || acting.guardian ? rows : rows.filter((r) => r.personId === caller.personId);
      const known = new Map((await people.getMany(seen.map((r) => r.personId))).map((p) => [p._id, p]));
      const today = dayOf(now);
      return {
        mayManage: mayManage(acting), familySensitive: acting.as === 'patient' && patient?.allowFamilySensitive === true, smsSensitive: acting.as === 'patient' && patient?.allowSmsSensitive === true,
        representatives: seen.map((r) => {
          const person = known.get(r.personId);
          return {
            personId: r.personId, relation: r.relation, phone: person ? maskPhone(cipher.open(person.phoneSealed, 'person.phone')) : '', wechat: Boolean(person?.openid), since: r.createdAt,
            guardian: isGuardian(r, today), mayHear: mayHearToday(r, today), me: r.personId === caller.personId, state: r.state, removedBy: r.removedBy,
          };
        }),
      };
    },

    async remove({ patientId, personId }: { patientId: string; personId: string }, caller: Person, now: number): Promise<void> {
      const self = personId === caller.personId;
      if (self) actingFor(caller, patientId);
      else asPatient(caller, patientId);
      await mustBe(patientId, personId, 'active');
      await audit.record({ caller, action: 'account.removeRepresentative', subject: patientId, reason: personId, now });
      await change(patientId, personId, 'active', { state: 'removed', removedBy: self ? 'self' : 'patient', mayHear: false }, { at: now, by: caller.personId, what: 'removed' });
    },

    async restore({ patientId, personId }: { patientId: string; personId: string }, caller: Person, now: number): Promise<void> {
      asPatient(caller, patientId);
      const known = await people.relationship(relationshipId(personId, patientId));
      if (known?.state !== 'removed' || known.removedBy !== 'patient') throw forbidden();
      await audit.record({ caller, action: 'account.restoreRepresentative', subject: patientId, reason: personId, now });
      await change(patientId, personId, 'removed', { state: 'active', removedBy: '' }, { at: now, by: caller.personId, what: 'restored' });
    },

    async allowHear({ patientId, personId, allow }: { patientId: string; personId: string; allow: boolean }, caller: Person, now: number): Promise<void> {
      asPatient(caller, patientId);
      const known = await people.relationship(relationshipId(personId, patientId));
      if (known?.state !== 'active' || known.as !== 'family') throw forbidden();
      await audit.record({ caller, action: allow ? 'account.allowHear' : 'account.forbidHear', subject: patientId, reason: personId, now });
      await change(patientId, personId, 'active', { mayHear: allow }, { at: now, by: caller.personId, what: allow ? 'may_hear' : 'may_not_hear' });
    },

    async allowSensitive({ patientId, family, sms }: { patientId: string; family: boolean; sms: boolean }, caller: Person, now: number): Promise<void> {
      asPatient(caller, patientId);
      await audit.record({ caller, action: 'account.allowSensitive', subject: patientId, reason: `family ${family ? 'yes' : 'no'}, sms ${sms ? 'yes' : 'no'}`, now });
      await patients.chooseSensitive(patientId, { family, sms }, caller.personId, now);
    },

    async verifyLink(birthMonth: string, caller: Link, now: number): Promise<{ token: string; expiresAt: number }> {
      const [link, patient] = await Promise.all([links.get(caller.linkId), patients.get(caller.patientId)]);
      if (!link || !patient) throw forbidden();
      await proveBirthMonth(patient, link.phoneHash || link.to, birthMonth, caller, now);
      await audit.record({ caller, action: 'account.verifyLink', subject: caller.patientId, now });
      return beginSession(sessions, 'link', link._id, 0, now, link.expiresAt);
    },
  };
}
