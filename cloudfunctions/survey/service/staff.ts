/** Staff at a sheet: the nurse who holds the call continues it; others read what their role may. */
import { inScope, type Staff } from '../../kit/caller';
import { minute } from '../../kit/calendar';
import type { z } from '../../kit/contract';
import { AppError, forbidden } from '../../kit/errors';
import type { CallSheet, Flag, Saved, Sheet, SheetAnswer, Submitted } from '../contract';
import script from '../data/script.json';
import { isLockedForNurse, mayRead } from '../rules/access';
import { forNurse, type DefinedItem } from '../rules/definition';
import { nextItem, respondentOf } from '../rules/flow';
import type { Response } from '../store';
import { assertOpen, definitionFor, maySurvey, newResponse, settingOf, valuesOf, type Ports, type StepFacts } from './ports';
import { submitSheet } from './submit';
import { writeAnswers, type Given } from './write';

export interface StaffService {
  openForCall(input: { callId: string }, staff: Staff, now: number): Promise<z.input<typeof CallSheet>>;
  saveForCall(input: { callId: string; answers?: readonly Given[]; consent?: { talk: boolean; recording: boolean } }, staff: Staff, now: number): Promise<Saved>;
  submitForCall(input: { callId: string }, staff: Staff, now: number): Promise<Submitted>;
  sheet(input: { stepId: string }, staff: Staff, now: number): Promise<z.input<typeof Sheet>>;
}

/** "正在自己填写": something was saved this recently (features 1c). */
const answeringFor = 10 * minute;

/** What a sheet is asked beside its answers. */
interface Around { stay: Awaited<ReturnType<Ports['stays']['of']>>; survey: boolean }

export function createStaffing(ports: Ports): StaffService {
  async function aroundOf(step: StepFacts): Promise<Around> {
    const [stay, survey] = await Promise.all([ports.stays.of(step), maySurvey(ports, step.patientId)]);
    return { stay, survey };
  }

  /** The sheet of the call that this person holds now; made if the patient never opened it. */
  async function held(callId: string, staff: Staff, now: number): Promise<{ step: StepFacts; response: Response; around?: Around }> {
    const stepId = await ports.calls.holds(callId, staff.staffId, now);
    if (!stepId) throw new AppError('LEASE_LOST', 'the call is not yours', { reason: 'not_held' });
    const [step, known] = await Promise.all([ports.steps.get(stepId), ports.responses.get(stepId)]);
    if (!step || !inScope(staff, step.departmentCode)) throw forbidden();
    if (known) return { step, response: known };
    const around = await aroundOf(step);
    const fresh = newResponse(step, { survey: around.survey, sensitive: around.stay?.sensitive ?? true, mode: 'phone', touchedAt: 0, now });
    if (await ports.responses.create(fresh)) return { step, response: fresh, around };
    return { step, response: (await ports.responses.get(stepId)) ?? fresh, around };
  }

  return {
    async openForCall({ callId }, staff, now) {
      const { step, response, around } = await held(callId, staff, now);
      await ports.audit.record({ caller: staff, action: 'survey.openForCall', subject: response._id, now });
      const { stay, survey } = around ?? (await aroundOf(step));
      if (response.state === 'draft' && response.survey !== survey) await ports.responses.allowSurvey(step._id, survey);
      const definition = definitionFor(response);
      const questionnaire = forNurse(definition);
      const setting = settingOf({ survey }, 'phone');
      return {
        stepId: step._id, state: response.state, questionnaire, setting, answers: answersFor(definition.item, response, () => true),
        locked: definition.item.filter((i) => isLockedForNurse(i, response.items[i.linkId])).map((i) => i.linkId),
        next: nextItem(questionnaire, valuesOf(response), setting), respondent: respondentOf(valuesOf(response)), answeringNow: response.state === 'draft' && response.touchedAt > now - answeringFor, touchedAt: response.touchedAt,
        flags: flagsOf(response), consent: { talk: response.consent.talk, recording: response.consent.recording }, script, staff: stay?.staff ?? [],
      };
    },

    async saveForCall({ callId, answers, consent }, staff, now) {
      const { response } = await held(callId, staff, now);
      if (consent) await ports.responses.consent(response.stepId, { ...consent, by: staff.staffId, at: now });
      if (!answers) return { savedAt: now, safety: null, hints: [] };
      return writeAnswers(ports, response, answers, { actor: staff.staffId, hand: 'nurse', mode: 'phone' }, now);
    },

    async submitForCall({ callId }, staff, now) {
      const { step, response } = await held(callId, staff, now);
      if (response.state === 'draft') assertOpen(step, now);
      return submitSheet(ports, response, { actor: staff.staffId, hand: 'nurse', mode: 'phone' }, now);
    },

    async sheet({ stepId }, staff, now) {
      const response = await ports.responses.get(stepId);
      if (!response || !inScope(staff, response.departmentCode)) throw forbidden();
      await ports.audit.record({ caller: staff, action: 'survey.sheet', subject: response._id, now });
      const definition = definitionFor(response);
      const ratings = mayRead(staff.role, 'experience');
      // Ratings are the patient's until they send them in.
      const readable = (item: DefinedItem): boolean => mayRead(staff.role, item.seenBy) && (item.seenBy === 'care' || response.state === 'submitted');
      return {
        stepId, state: response.state, questionnaire: { ...definition, item: definition.item.filter((i) => mayRead(staff.role, i.seenBy)) }, answers: answersFor(definition.item, response, readable),
        respondent: response.state === 'submitted' ? response.respondent : respondentOf(valuesOf(response)), mode: response.mode,
        startedAt: response.startedAt, touchedAt: response.touchedAt, submittedAt: response.submittedAt, seconds: Math.round(response.seconds),
        flags: flagsOf(response).filter((f) => ratings || definition.item.some((i) => i.linkId === f.item && i.seenBy === 'care')),
        score: ratings && response.score ? { total: response.score.total, dimensions: response.score.dimensions } : null, valid: response.valid, suspect: response.suspect,
      };
    },
  };
}

function answersFor(items: readonly DefinedItem[], response: Response, readable: (item: DefinedItem) => boolean): SheetAnswer[] {
  return items.flatMap((item) => {
    const answer = response.items[item.linkId];
    if (!answer || !readable(item)) return [];
    const restricted = answer.sealed || answer.special.includes('restricted');
    return [{ linkId: item.linkId, value: restricted ? null : answer.value, hand: answer.hand, at: answer.at, restricted, was: restricted ? [] : answer.was.map(({ value, hand, at }) => ({ value, hand, at })) }];
  });
}

/** Wishes to be rung are calls, not dangers. Words of a restricted text stay with it. */
const flagsOf = (response: Response): Flag[] => Object.values(response.flags).filter((f) => f.callback === '').sort((a, b) => a.at - b.at)
  .map(({ item, level, words, at, callId, recantedAt }) => ({ item, level, words: response.items[item]?.special.includes('restricted') ? [] : words, at, callId, recantedAt }));
