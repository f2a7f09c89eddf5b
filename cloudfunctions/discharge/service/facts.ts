/** What other domains know of a stay, as facts of its timeline: what happened, when and through whom; never an answer, a number or a nurse's note. */
import type { CallRecord } from '../../call/store';
import type { Step } from '../../followup/contract';
import type { Role } from '../../kit/contract';
import type { Notice } from '../../notice/contract';
import type { Response } from '../../survey/store';
import type { Fact } from '../contract';

/** Steps: planned, invited, queued, answered, closed … with the reason where there is one. */
export const factsOfSteps = (steps: readonly Pick<Step, 'key' | 'history'>[]): Fact[] =>
  steps.flatMap(({ key, history }) => history.map(({ at, what, by, note }) => ({ at, kind: `step.${what}`, by, params: { key, ...(note && { reason: note }) } })));

/** Calls: queued and withdrawn with their reason, and each attempt with its outcome. To a ward none that gave an answer: it may have been one to a complaint about that ward. */
export const factsOfCalls = (calls: readonly Pick<CallRecord, 'kind' | 'history' | 'attempts'>[], role: Role): Fact[] =>
  calls.filter(({ kind }) => role !== 'ward' || kind !== 'reply').flatMap(({ kind, history, attempts }) => [
    ...history.filter(({ what }) => /^(queued|withdrawn|revived|raised_again|recanted|went_up|acknowledged)/.test(what)).map(({ at, by, what }) => {
      const [event = '', reason] = what.split(':');
      return { at, kind: `call.${event}`, by, params: { kind, ...(reason && { reason }) } };
    }),
    ...attempts.map(({ at, by, to, outcome }) => ({ at, kind: 'call.attempt', by, params: { kind, to, outcome } })),
  ]);

/** Sheets: begun and handed in, and on which way; no answers. */
export const factsOfResponses = (responses: readonly Pick<Response, 'questionnaire' | 'mode' | 'startedAt' | 'submittedAt' | 'submittedBy'>[]): Fact[] =>
  responses.flatMap(({ questionnaire, mode, startedAt, submittedAt, submittedBy }) => [
    ...(startedAt > 0 ? [{ at: startedAt, kind: 'response.started', by: '', params: { questionnaire, mode } }] : []),
    ...(submittedAt > 0 ? [{ at: submittedAt, kind: 'response.submitted', by: submittedBy, params: { questionnaire, mode } }] : []),
  ]);

/** Messages that left, by channel. */
export const factsOfNotices = (notices: readonly Pick<Notice, 'kind' | 'channel' | 'sentAt'>[]): Fact[] =>
  notices.filter(({ sentAt }) => sentAt > 0).map(({ kind, channel, sentAt }) => ({ at: sentAt, kind: 'notice.sent', by: '', params: { kind, channel } }));
