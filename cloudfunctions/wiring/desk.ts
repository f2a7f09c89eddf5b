/** What the register's desk asks of the others: first contacts as followup plans them, who said no, open complaints, reminders, and what account and the audit know of a stay. */
import { stepCollection } from '../followup/store';
import type { Step } from '../followup/contract';
import { auditCollection, type AuditRow } from '../kit/audit';
import type { Query } from '../kit/database';
import { factsOfBindings, factsOfConsents, factsOfExports, factsOfReveals, mayReadReveals } from '../discharge/service/register/facts';
import type { StepPlace, StepsAsked } from '../discharge/service/register/list';
import type { FactSource, PersonFactSource } from '../discharge/service/register';
import type { RegisterStore } from '../discharge/store/register';
import type { Base } from './base';
import type { Services } from './services';

/** One step of order 1 a stay: its index (`register`) holds them newest discharge first. */
export function firstContactsIn({ database }: Pick<Base, 'database'>) {
  const steps = database.collection<Step>(stepCollection);
  const { command: _ } = database;
  const fields = ['encounterId', 'dischargeAt', 'state', 'reason'];
  return {
    async firstContacts({ states, departments, from, before, after, limit }: StepsAsked): Promise<StepPlace[]> {
      const query: Query = { order: 1, state: states.length === 1 ? states[0] : _.in([...states]), ...(departments !== 'all' && { departmentCode: departments.length === 1 ? departments[0] : _.in([...departments]) }) };
      const sort = [['dischargeAt', 'desc'], ['encounterId', 'desc']] as const;
      const same = after ? await steps.find({ ...query, dischargeAt: after.dischargeAt, encounterId: _.lt(after.id) }, { sort: [['encounterId', 'desc']], limit, fields }) : [];
      const older = same.length >= limit ? [] : await steps.find({ ...query, dischargeAt: _.gte(from).and(_.lt(after ? Math.min(before, after.dischargeAt) : before)) }, { sort, limit: limit - same.length, fields });
      return [...same, ...older];
    },
    async firstContactsOf(encounterIds: readonly string[]): Promise<StepPlace[]> {
      const found: StepPlace[] = [];
      for (let i = 0; i < encounterIds.length; i += 500) found.push(...(await steps.find({ encounterId: _.in(encounterIds.slice(i, i + 500)), order: 1 }, { limit: 1000, fields })));
      return found;
    },
  };
}

/** For the timeline: consents and bindings of the patient. */
export const personFacts = ({ consents, people }: Pick<Base, 'consents' | 'people'>): PersonFactSource[] => [
  async ({ patientId }) => factsOfConsents(await consents.of(patientId)),
  async ({ patientId }) => factsOfBindings(await people.ofPatient(patientId)),
];

/** For the timeline, to lead and quality: who looked at the record in full or took it out. */
export function registerFacts({ database }: Pick<Base, 'database'>, { exported }: Pick<RegisterStore, 'exported'>): FactSource[] {
  const audit = database.collection<AuditRow>(auditCollection);
  return [
    async ({ encounterId, staff }) => (mayReadReveals(staff.role) ? factsOfReveals(await audit.find({ subject: encounterId }, { sort: [['at', 'desc']], limit: 1000 })) : []),
    async ({ encounterId, staff }) => (mayReadReveals(staff.role) ? factsOfExports(await exported.find({ encounterId }, { sort: [['at', 'desc']], limit: 1000 })) : []),
  ];
}

export const deskPorts = ({ consents, complaints, notices }: Pick<Base, 'consents'> & Pick<Services, 'complaints' | 'notices'>) => ({
  refused: (patientIds: readonly string[]) => consents.refused(patientIds, 'care'),
  openComplaints: (patientIds: readonly string[]) => complaints.openOf(patientIds),
  remind: (reminder: { id: string; about: string; departmentCode: string; level: 0 | 1; words: string; by: number }, now: number) => notices.remindStaff({ ...reminder, encounterId: '', patientId: '' }, now),
});
