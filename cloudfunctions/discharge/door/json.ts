/** Our own events over HTTP: a result for each, and once the words for every kind of problem that occurs. */
import { eventPlace, hearEvents } from '../rules/event';
import { wordingOf } from '../rules/message-problem';
import { statusOf, whyRefused, type Answer, type Language } from './language';

const answerOf = (status: number, body: object): Answer => ({ status, type: 'application/json; charset=utf-8', body: JSON.stringify(body) });

export const json: Language = {
  format: 'json', most: 20_000,
  async read(bytes) {
    const { refs } = hearEvents(bytes);
    return {
      count: refs.length,
      answer(importId, results) {
        const kinds = [...new Set(results.flatMap(({ problems }) => problems.map(({ problem }) => problem)))];
        return answerOf(statusOf(results), {
          importId, results: results.map(({ problems, ...result }) => ({ ...result, problems: problems.map((told) => ({ ...told, place: eventPlace(told.place) })) })),
          words: Object.fromEntries(kinds.map((kind) => [kind, wordingOf(kind)])),
        });
      },
    };
  },
  async refuse(_, refusal) {
    const { status, error, problem } = refusal;
    const { zh, en } = whyRefused(refusal);
    return answerOf(status, problem ? { error: { ...error, reason: problem }, words: { [problem]: wordingOf(problem) } } : { error, words: { [error.reason ?? error.code]: { reason: zh, en: { reason: en } } } });
  },
};
