/** What an answer must say before it may be given: proof always, measures where something was wrong, the reason where it is not handled (《医疗机构投诉管理办法》, outcome vocabulary). */
import type { FieldError } from '../../kit/errors';
import type { ComplaintOutcome, NotHandledReason } from '../contract';

interface AnswerInput { outcome: ComplaintOutcome; text: string; measures: string; proof: string; files: readonly string[]; notHandledReason: NotHandledReason | null }

/** The fields an outcome needs beside the text. */
export const needs = (outcome: ComplaintOutcome): ('measures' | 'proof' | 'notHandledReason')[] => [
  'proof',
  ...(outcome === 'upheld' || outcome === 'partly' ? ['measures' as const] : []),
  ...(outcome === 'not_handled' ? ['notHandledReason' as const] : []),
];

/** What is missing or does not belong; empty when it may be given. A file is proof, too. */
export function answerProblems(answer: AnswerInput): FieldError[] {
  const problems: FieldError[] = [];
  if (answer.text.trim() === '') problems.push({ path: 'text', problem: 'required' });
  for (const field of needs(answer.outcome)) {
    const given = field === 'notHandledReason' ? answer.notHandledReason !== null : answer[field].trim() !== '' || (field === 'proof' && answer.files.length > 0);
    if (!given) problems.push({ path: field, problem: 'required' });
  }
  if (answer.outcome !== 'not_handled' && answer.notHandledReason !== null) problems.push({ path: 'notHandledReason', problem: 'unknown' });
  return problems;
}
