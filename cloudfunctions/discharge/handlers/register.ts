/** The register's operations: which record, then the service. Department scope is decided where the record is read. */
import { asStaff } from '../../kit/caller';
import type { Handlers } from '../../kit/serve';
import { reasonsFor } from '../../followup/rules/ward';
import type { api } from '../contract';
import type { registerOperations } from '../contract/register';
import type { RegisterDesk } from '../service/register/desk';

export function createRegisterHandlers({ filters, versions, saying, exporting, sampling, monthly, lacking }: RegisterDesk): Pick<Handlers<typeof api>, keyof typeof registerOperations> {
  return {
    savedFilters: async (_, { caller }) => ({ filters: await filters.of(asStaff(caller)) }),
    saveFilter: async ({ name, filter }, { caller, now }) => ({ filters: await filters.save(asStaff(caller), name, filter, now) }),
    removeFilter: async ({ name }, { caller }) => ({ filters: await filters.remove(asStaff(caller), name) }),
    versions: ({ encounterId }, { caller }) => versions(asStaff(caller), encounterId),
    correct: (input, { caller, now }) => saying.correct(asStaff(caller), input, now),
    addByHand: (input, { caller, now }) => saying.addByHand(asStaff(caller), input, now),
    exportStart: (input, { caller, now }) => exporting.start(asStaff(caller), input, now),
    exportRun: ({ exportId }, { caller, now }) => exporting.run(asStaff(caller), exportId, now),
    exports: (input, { caller }) => exporting.list(asStaff(caller), input),
    exportFile: ({ exportId }, { caller, now }) => exporting.file(asStaff(caller), exportId, now),
    async printed(input, { caller, now }) {
      await exporting.printed(asStaff(caller), input, now);
      return {};
    },
    sample: async (input, { caller, now }) => ({ sample: await sampling.draw(asStaff(caller), input, now) }),
    samples: (_, { caller }) => sampling.list(asStaff(caller)),
    sampled: (input, { caller }) => sampling.drawn(asStaff(caller), input),
    monthlyList: async (input, { caller, now }) => reasonsFor(asStaff(caller).role, await monthly.list(asStaff(caller), input, now)),
    submitMonthly: async (input, { caller, now }) => ({ monthly: await monthly.submit(asStaff(caller), input, now) }),
    monthlyOverdue: ({ month }, { now }) => monthly.overdue(month, now),
    dataMissing: async (input, { caller }) => reasonsFor(asStaff(caller).role, await lacking(asStaff(caller), input)),
  };
}
