/** What the other domains know of one stay, as facts of its timeline: kinds and parameters that `src/text/discharge.ts` words. Never answers, numbers or names. */
import type { House } from '../wiring';
import type { Fact } from './contract';
import type { FactSource } from './service/register';

/** `step.<what>` from follow-up's history, `call.<outcome>` for each attempt, `survey.started` and `survey.submitted`, `notice.<kind>` for what a carrier took. */
export function factSources({ steps, callStore, responses, noticeStore }: Pick<House, 'steps' | 'callStore' | 'responses' | 'noticeStore'>): FactSource[] {
  const ofStay = (encounterId: string) => steps.ofEncounters([encounterId]);
  return [
    async ({ encounterId }) => (await ofStay(encounterId)).flatMap((step) => step.history.map(({ at, what, by, note }): Fact => ({ at, kind: `step.${what}`, by, params: { step: step.key, ...(note && { note }) } }))),
    async ({ encounterId }) => {
      const found = await callStore.ofSteps((await ofStay(encounterId)).map((step) => step._id));
      return found.flatMap((call) => call.attempts.map(({ at, by, to, outcome }): Fact => ({ at, kind: `call.${outcome || 'dialled'}`, by, params: { to } })));
    },
    async ({ encounterId }) => {
      const found = await responses.getMany((await ofStay(encounterId)).map((step) => step._id));
      return found.flatMap(({ startedAt, submittedAt, submittedBy, mode, questionnaire }): Fact[] => [
        { at: startedAt, kind: 'survey.started', by: '', params: { mode, questionnaire } },
        ...(submittedAt > 0 ? [{ at: submittedAt, kind: 'survey.submitted', by: submittedBy, params: { mode, questionnaire } }] : []),
      ]);
    },
    async ({ encounterId }) => {
      const found = await Promise.all((await ofStay(encounterId)).map((step) => noticeStore.ofStep(step._id)));
      return found.flat().filter((notice) => notice.sentAt > 0).map(({ sentAt, kind, channel, to }): Fact => ({ at: sentAt, kind: `notice.${kind}`, by: '', params: { channel, to } }));
    },
  ];
}
