/** Each operation: staff, or for imports the hospital's own system; which record, then the service. Department scope is decided where the record is read. */
import { actorOf, asStaff, type Staff } from '../kit/caller';
import type { Audit } from '../kit/audit';
import type { Handlers } from '../kit/serve';
import { reasonsFor } from '../followup/rules/ward';
import type { api } from './contract';
import type { Care } from './service/care';
import type { Intake } from './service/intake';
import type { Register } from './service/register';
import type { RegisterDesk } from './service/register/desk';
import type { Undoing } from './service/undo';
import { createRegisterHandlers } from './handlers/register';

/** As this colleague may read it. */
const seen = <T>(staff: Staff, answer: T): T => reasonsFor(staff.role, answer);

export function createHandlers({ intake, undoing, register, care, desk, audit }: { intake: Intake; undoing: Pick<Undoing, 'plan' | 'begin'>; register: Register; care: Care; desk: RegisterDesk; audit: Pick<Audit, 'record'> }): Handlers<typeof api> {
  return {
    async importStart(input, { caller, now }) {
      const started = await intake.start(input, actorOf(caller), now);
      await audit.record({ caller, action: 'discharge.import', subject: started.importId, now });
      return started;
    },
    importRun: ({ importId }, { now }) => intake.run(importId, now),
    importStatus: ({ importId }) => intake.status(importId),
    async importList(input) {
      const listed = await intake.list(input);
      return { ...listed, names: await register.namesOf(listed.jobs.flatMap(({ by, undoneBy }) => [by, undoneBy])) };
    },
    async importMap({ importId, columns }, { caller, now }) {
      await audit.record({ caller, action: 'discharge.import.map', subject: importId, now });
      return intake.map(importId, columns, now);
    },
    importSources: async () => ({ sources: await intake.sources() }),
    async importForget({ source }, { caller, now }) {
      await intake.forget(source);
      await audit.record({ caller, action: 'discharge.import.forget', subject: source, now });
      return {};
    },
    async importUndo({ importId, dryRun, reason }, { caller, now }) {
      const plan = await undoing.plan(importId);
      if (!dryRun) {
        await audit.record({ caller, action: 'discharge.import.undo', subject: importId, reason, now });
        await undoing.begin(importId, actorOf(caller), now);
      }
      return { ...plan, job: await intake.status(importId) };
    },
    async importRejects({ importId }, { caller, now }) {
      await audit.record({ caller, action: 'discharge.import.rejects', subject: importId, now });
      return intake.rejects(importId, now, caller.kind === 'feed');
    },
    list: async (filter, { caller }) => seen(asStaff(caller), await register.list(asStaff(caller), filter)),
    search: async ({ text }, { caller }) => seen(asStaff(caller), await register.search(asStaff(caller), text)),
    get: async ({ encounterId }, { caller }) => seen(asStaff(caller), await register.get(asStaff(caller), encounterId)),
    timeline: async ({ encounterId }, { caller }) => seen(asStaff(caller), await register.timeline(asStaff(caller), encounterId)),
    reveal: async (input, { caller, now }) => ({ values: await care.reveal(asStaff(caller), input, now) }),
    heldList: (input, { caller }) => register.heldList(asStaff(caller), input),
    async clear(input, { caller, now }) {
      await care.clear(asStaff(caller), input, now);
      return { encounterId: input.encounterId, decision: input.decision };
    },
    departments: async () => ({ departments: await care.departments() }),
    async saveDepartment(input, { caller, now }) {
      await care.saveDepartment(asStaff(caller), input, now);
      return {};
    },
    reportDeath: async (input, { caller, now }) => ({ death: await care.reportDeath(asStaff(caller), input, now) }),
    confirmDeath: async (input, { caller, now }) => ({ death: await care.confirmDeath(asStaff(caller), input, now) }),
    async mark(input, { caller, now }) {
      await care.mark(asStaff(caller), input, now);
      return {};
    },
    correctPhone: async (input, { caller, now }) => ({ masked: await care.correctPhone(asStaff(caller), input, now) }),
    async cancelDischarge(input, { caller, now }) {
      await care.cancelDischarge(asStaff(caller), input, now);
      return {};
    },
    ...createRegisterHandlers(desk),
    async tick(_, { now }) {
      const done = await intake.tick(now);
      await desk.tick(now);
      return done;
    },
  };
}
