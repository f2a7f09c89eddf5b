/** The patient's side: open on the first question, save, submit once, tell of a death, take a flag back. */
import type { Caller } from '../../kit/caller';
import type { Relation } from '../../kit/contract';
import { forbidden } from '../../kit/errors';
import type { z } from '../../kit/contract';
import type { Opened, Saved, Submitted, Text } from '../contract';
import script from '../data/script.json';
import { mayReplay } from '../rules/access';
import { forPeople } from '../rules/definition';
import { rank } from '../rules/flag';
import { nextItem, respondentOf, whoOf } from '../rules/flow';
import type { Response } from '../store';
import { assertOpen, definitionFor, maySurvey, newResponse, openerOf, settingOf, stepIdOf, valuesOf, type Opener, type Ports, type StepFacts } from './ports';
import { submitSheet } from './submit';
import { standingSafety, writeAnswers, type Given } from './write';

export interface AnswerService {
  open(input: { stepId?: string }, caller: Caller, now: number): Promise<z.input<typeof Opened>>;
  save(input: { stepId?: string; answers: readonly Given[] }, caller: Caller, now: number): Promise<Saved>;
  submit(input: { stepId?: string }, caller: Caller, now: number): Promise<Submitted>;
  tellDeath(input: { stepId?: string; relation?: Relation }, caller: Caller, now: number): Promise<{ condolence: Text; hospital: string; hospitalPhone: string }>;
  recant(input: { stepId?: string }, caller: Caller, now: number): Promise<{ next: string | null }>;
}

export function createAnswering(ports: Ports): AnswerService {
  /** A sheet that exists and belongs to the caller. */
  async function own(input: { stepId?: string }, caller: Caller): Promise<{ response: Response; opener: Opener }> {
    const response = await ports.responses.get(stepIdOf(caller, input));
    if (!response) throw forbidden();
    return { response, opener: openerOf(caller, response) };
  }

  async function begin(step: StepFacts, opener: Opener, known: Response | null, of: { survey: boolean; sensitive: boolean }, now: number): Promise<Response> {
    if (known) {
      if (known.state === 'draft' && known.survey !== of.survey) await ports.responses.allowSurvey(step._id, of.survey);
      return { ...known, survey: of.survey };
    }
    const fresh = newResponse(step, { ...of, mode: opener.mode, touchedAt: now, now });
    if (await ports.responses.create(fresh)) return fresh;
    return (await ports.responses.get(step._id)) ?? fresh;
  }

  async function fresh(input: { stepId?: string }, caller: Caller, now: number, refusal: unknown): Promise<{ response: Response; opener: Opener }> {
    const stepId = stepIdOf(caller, input);
    const [step, known] = await Promise.all([ports.steps.get(stepId), ports.responses.get(stepId)]);
    if (known || !step) throw refusal;
    const opener = openerOf(caller, { stepId, patientId: step.patientId });
    assertOpen(step, now);
    const [stay, survey] = await Promise.all([ports.stays.of(step), maySurvey(ports, step.patientId)]);
    if (!stay) throw refusal;
    return { response: await begin(step, opener, null, { survey, sensitive: stay.sensitive }, now), opener };
  }

  return {
    async open(input, caller, now) {
      const stepId = stepIdOf(caller, input);
      const [step, known, hospital] = await Promise.all([ports.steps.get(stepId), ports.responses.get(stepId), ports.hospital()]);
      if (!step) throw forbidden();
      const opener = openerOf(caller, { stepId, patientId: step.patientId });
      if (known?.state !== 'submitted') assertOpen(step, now);
      const [stay, survey] = await Promise.all([ports.stays.of(step), maySurvey(ports, step.patientId)]);
      if (!stay) throw forbidden();
      const response = await begin(step, opener, known, { survey, sensitive: stay.sensitive }, now);
      const definition = definitionFor(response);
      const done = response.state === 'submitted';
      const { answers, withheld, hidden } = done ? { answers: {}, withheld: [], hidden: false } : replay(response, opener);
      const questionnaire = forPeople(definition);
      const setting = settingOf(response, 'web');
      return {
        stepId, state: response.state, submittedAt: response.submittedAt, questionnaire, setting, answers, withheld,
        resume: hidden ? 'verify' : Object.keys(answers).length > 0 ? 'shown' : 'none',
        next: done ? null : nextItem(questionnaire, answers, setting),
        name: stay.name, hospital: hospital.name, hospitalPhone: hospital.phone, wardPhone: stay.sensitive ? '' : stay.wardPhone, deadlineAt: step.deadlineAt,
        likelyWho: whoOf(opener.relation), staff: opener.sight === 'none' || stay.sensitive ? [] : stay.staff,
        // A stranger with the link is not told what the patient said; the patient in the same browser still has the page.
        safety: opener.sight === 'all' && !response.sensitive ? await standingSafety(ports, response, now) : null,
      };
    },

    async save(input, caller, now) {
      // Answers that waited for the network may come before the sheet was ever opened.
      const { response, opener } = await own(input, caller).catch((error: unknown) => fresh(input, caller, now, error));
      return writeAnswers(ports, response, input.answers, opener, now);
    },

    async submit(input, caller, now) {
      const { response, opener } = await own(input, caller);
      const step = response.state === 'submitted' ? null : await ports.steps.get(response.stepId);
      if (step) assertOpen(step, now);
      return submitSheet(ports, response, opener, now);
    },

    async tellDeath(input, caller, now) {
      const stepId = stepIdOf(caller, input);
      const [step, hospital] = await Promise.all([ports.steps.get(stepId), ports.hospital()]);
      if (!step) throw forbidden();
      const { actor, relation, mode } = openerOf(caller, { stepId, patientId: step.patientId });
      await ports.audit.record({ caller, action: 'survey.tellDeath', subject: step.patientId, now });
      await ports.patients.markDeath(step.patientId, 'told', actor, now, `${mode}:${input.relation ?? relation}`);
      await ports.followup.suspend(step.patientId, 'death_unconfirmed', now, actor);
      return { condolence: script.condolence, hospital: hospital.name, hospitalPhone: hospital.phone };
    },

    async recant(input, caller, now) {
      const { response, opener } = await own(input, caller);
      const keys = Object.entries(response.flags).filter(([, f]) => f.callback === '' && rank(f.level) >= rank('today') && f.recantedAt === 0).map(([key]) => key);
      if (keys.length > 0) {
        await ports.responses.recant(response.stepId, keys, now);
        await ports.calls.recant(response.stepId, now);
      }
      return { next: nextItem(forPeople(definitionFor(response)), replay(response, opener).answers, settingOf(response, 'web')) };
    },
  };
}

/** What the opener gets of earlier answers: values that may be shown, null for those that may not. `hidden`: there is something, but who this is has not been shown. */
export function replay(response: Response, opener: Opener): { answers: Record<string, Response['items'][string]['value']>; withheld: string[]; hidden: boolean } {
  const values = valuesOf(response);
  if (opener.sight === 'none') return { answers: {}, withheld: [], hidden: Object.keys(values).length > 0 };
  const answers: Record<string, Response['items'][string]['value']> = {};
  const withheld: string[] = [];
  const whoIsThis = respondentOf(values).by === 'patient' ? opener.hand === 'patient' : response.items['who']?.by === opener.actor;
  for (const item of definitionFor(response).item) {
    const answer = response.items[item.linkId];
    if (!answer) continue;
    // Who answers is asked of each person anew.
    if (item.linkId === 'who' || item.group === 'who') {
      if (whoIsThis) answers[item.linkId] = answer.value;
    } else if (mayReplay(opener.sight, opener.actor, item, answer, response.sensitive)) answers[item.linkId] = answer.value;
    else if (!item.enableWhen) {
      // A branch that is open would tell the answer above it.
      answers[item.linkId] = null;
      withheld.push(item.linkId);
    }
  }
  return { answers, withheld, hidden: false };
}

