/** Our own events over HTTP: a result for each, and once the words for every kind of problem that occurs. */
import { eventPlace, hearEvents } from '../rules/event';
import { wordingOf } from '../rules/message-problem';
import { statusOf, type Answer, type Language } from './language';

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
  refuse: async (_, { status, error, problem }) => answerOf(status, { error: { ...error, ...(problem && { reason: problem }) }, ...(problem && { words: { [problem]: wordingOf(problem) } }) }),
};
