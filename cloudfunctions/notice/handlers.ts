/** What people and staff may ask of the outbox; the rest is the timer's. */
import { asStaff, inScope } from '../kit/caller';
import { reasonsFor } from '../followup/rules/ward';
import { forbidden } from '../kit/errors';
import type { Handlers } from '../kit/serve';
import { TemplateKind, type api } from './contract';
import type { NoticeService, Ports } from './service';

/** One line an operation. */
export function createHandlers(ports: Pick<Ports, 'notices' | 'credits' | 'templateIds' | 'steps'>, service: Pick<NoticeService, 'send'>): Handlers<typeof api> {
  const registered = TemplateKind.options.flatMap((kind) => (ports.templateIds[kind] ? [{ kind, templateId: ports.templateIds[kind] }] : []));
  return {
    async grant({ results }, { caller, now }) {
      if (caller.kind !== 'person' || !caller.openid) throw forbidden();
      const { openid } = caller;
      const left: { kind: TemplateKind; left: number }[] = [];
      for (const { kind, templateId } of registered) {
        const said = results.find((result) => result.templateId === templateId)?.result;
        if (said === 'accept') left.push({ kind, left: await ports.credits.add(openid, kind, now) });
        // A no takes nothing away that was granted before: WeChat keeps earlier grants. A ban does.
        else if (said === 'ban') await ports.credits.clear(openid, kind, now);
      }
      return { left };
    },
    templates: async ({ kinds }) => ({ templates: registered.filter(({ kind }) => kinds.includes(kind)) }),
    async ofStep({ stepId }, { caller }) {
      const staff = asStaff(caller);
      const [step] = await ports.steps.getMany([stepId]);
      if (!step || !inScope(staff, step.departmentCode)) throw forbidden();
      const found = await ports.notices.ofStep(stepId);
      return reasonsFor(staff.role, { notices: found.map(({ _id, kind, state, channel, to, due, sentAt, cancelReason, results }) => ({ noticeId: _id, kind, state, channel, to, due, sentAt, cancelReason, results })) });
    },
    send: async (_input, { now }) => service.send(now),
  };
}
