/** What the three languages of the raw door have in common: a delivery is read, given to the register, and answered in the words of its sender. */
import type { ErrorBody } from '../../kit/errors';
import type { ImportResult } from '../contract/intake';
import { isMessageProblem, weightOf } from '../rules/message-problem';
import type { MessageFormat } from '../service/hear';

export interface Answer { status: number; type: string; body: string | Buffer }
/** A delivery that was not judged at all. `too_big`, `too_many`: more than one delivery may hold. */
export interface Refusal { status: number; error: Pick<ErrorBody, 'code' | 'message' | 'reason' | 'requestId'>; problem?: 'too_big' | 'too_many' }

export interface Language {
  format: MessageFormat;
  /** More messages, entries or events than this are refused before anything is taken: answers and one call's time are bounded (product default). */
  most: number;
  /** Never throws, whatever the bytes. `count`: how many messages, entries or events. */
  read(bytes: Buffer, now: number): Promise<{ count: number; answer(importId: string, results: readonly ImportResult[]): Answer }>;
  refuse(bytes: Buffer, refusal: Refusal, now: number): Promise<Answer>;
}

/** Stays out, and the sender must do something; what nobody wants is no refusal. */
export const isRefused = ({ outcome, problems }: ImportResult): boolean =>
  outcome === 'rejected' && !(problems.length > 0 && problems.every(({ problem }) => isMessageProblem(problem) && weightOf(problem) === 'unused'));

/** 422 where all of it is refused: who only looks at the status must not take it for delivered. */
export const statusOf = (results: readonly ImportResult[]): number => (results.length > 0 && results.every(isRefused) ? 422 : 200);
