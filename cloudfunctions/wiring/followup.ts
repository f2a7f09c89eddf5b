/** What follow-up asks of the others. */
import { priorities } from '../call/rules/outcome';
import type { Ports } from '../followup/service';
import type { Base } from './base';
import type { House } from './services';

export function followupPorts({ steps, encounters, patients, consents, responses, hospital, wardPhones, clock, report }: Base, house: House): Ports {
  return {
    steps, stays: encounters, patients, consents, hospital, clock, report,
    departments: { phones: wardPhones },
    openComplaints: (patientIds) => house().complaints.openOf(patientIds),
    calls: {
      queue: async (list, now) => void (await house().calls.queue(list.map(({ _id, urgent, ...call }) => ({ ...call, id: _id, priority: urgent ? priorities.highRisk : priorities.normal, notBefore: now })), now)),
      withdraw: async (stepIds, reason, now) => void (await house().calls.withdrawSteps(stepIds, reason, now)),
      async withdrawAll(filter, reason, now) {
        const { calls, visits } = house();
        await calls.withdraw(filter, reason, now);
        if (reason === 'deceased' && 'patientId' in filter) await visits.ended(filter.patientId, reason, now);
      },
      busy: (stepIds, now) => house().calls.busy(stepIds, now),
      firstDials: (stepIds) => house().calls.firstDials(stepIds),
      unacknowledged: () => house().calls.unacknowledged(),
      beside: () => house().calls.beside(),
      roster: (from, days) => house().calls.roster(from, days),
    },
    notices: {
      enqueue: (list, now) => house().notices.enqueue(list, now),
      cancel: (stepIds, reason, now) => house().notices.cancel({ stepIds }, reason, now),
      recent: (ids, since) => house().notices.recent(ids, since),
    },
    responses: { startedItems: async (ids) => new Map((await responses.getMany(ids)).map((r) => [r.stepId, Object.keys(r.items).length])) },
    async doors(personId, patientIds, now) {
      const { visits, messages, complaints } = house();
      const [visit, worse, message, complaint] = await Promise.all([visits.home(patientIds, now), visits.worse(patientIds, now), messages.home(patientIds, personId, now), complaints.home(personId, patientIds, now)]);
      return { visits: visit, worse, messages: message, complaints: complaint };
    },
  };
}
