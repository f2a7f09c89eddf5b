/** Who may see what of follow-up: people their own patients, staff what their role and departments allow. */
import { asStaff } from '../kit/caller';
import { invalid } from '../kit/errors';
import type { Handlers } from '../kit/serve';
import type { api } from './contract';
import { rangeProblem } from './rules/lead';
import { plans } from './rules/plan';
import { mayFilter, reasonsFor } from './rules/ward';
import type { FollowupService } from './service';

export function createHandlers(service: Pick<FollowupService, 'home' | 'lead' | 'tick'>): Handlers<typeof api> {
  const checkRange = (from: string | undefined, to: string | undefined): void => {
    const problem = rangeProblem(from, to);
    if (problem !== '') throw invalid('to', problem);
  };
  return {
    home: (_input, { caller, now }) => service.home(caller, now),
    async today(input, { now }) {
      checkRange(input.from, input.to);
      return service.lead.today(input, now);
    },
    async steps(input, { caller }) {
      if (!('encounterId' in input)) checkRange(input.from, input.to);
      const staff = asStaff(caller);
      if ('reason' in input && !mayFilter(staff.role, input.reason)) return { rows: [], next: null };
      return reasonsFor(staff.role, await service.lead.steps(input, staff));
    },
    plans: async () => ({ plans: [...plans] }),
    planCost: ({ changes }, { now }) => service.lead.planCost(changes, now),
    tick: async (_input, { now }) => service.tick(now),
  };
}
