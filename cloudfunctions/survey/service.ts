/** The use cases of questionnaires; the parts are in service/. */
import type { Handlers } from '../kit/serve';
import { asStaff } from '../kit/caller';
import type { api } from './contract';
import { createAnswering, type AnswerService } from './service/answer';
import type { Ports } from './service/ports';
import { createStaffing, type StaffService } from './service/staff';
import { settle } from './service/submit';

export type { Ports } from './service/ports';
export interface SurveyService extends AnswerService, StaffService {
  /** The timer's work: tells what was not told, raises what was not raised. */
  settle(now: number): Promise<{ told: number; raised: number; failed: number }>;
}

export const createSurvey = (ports: Ports): SurveyService => ({ ...createAnswering(ports), ...createStaffing(ports), settle: (now) => settle(ports, now) });

/** Which record a caller means, and who they are in it, is decided in the service. */
export const createHandlers = (survey: SurveyService): Handlers<typeof api> => ({
  open: (input, { caller, now }) => survey.open(input, caller, now),
  save: (input, { caller, now }) => survey.save(input, caller, now),
  submit: (input, { caller, now }) => survey.submit(input, caller, now),
  tellDeath: (input, { caller, now }) => survey.tellDeath(input, caller, now),
  recant: (input, { caller, now }) => survey.recant(input, caller, now),
  openForCall: (input, { caller, now }) => survey.openForCall(input, asStaff(caller), now),
  saveForCall: (input, { caller, now }) => survey.saveForCall(input, asStaff(caller), now),
  submitForCall: (input, { caller, now }) => survey.submitForCall(input, asStaff(caller), now),
  sheet: (input, { caller, now }) => survey.sheet(input, asStaff(caller), now),
  settle: (_input, { now }) => survey.settle(now),
});
