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

/** For the person who reads an engine's log. */
export function whyRefused({ status, error: { reason } }: Refusal): { zh: string; en: string } {
  if (reason === 'replayed') return { zh: '这个签名已经用过。请用当前时间重新签名再发送。', en: 'This signature was used before. Sign anew with the time of now.' };
  switch (status) {
    case 401: return { zh: '签名缺失、不符或已过时。请核对系统名、密钥和时钟，签名要覆盖原样发送的字节。', en: 'The signature is missing, wrong or old. Check name, secret and clock; it is over the bytes as they are sent.' };
    case 415: return { zh: '不接受压缩的内容。请不压缩再发送。', en: 'Compressed bodies are not taken. Send it plain.' };
    case 503: return { zh: '现在无法处理。请稍后再发送，重复发送不会重复登记。', en: 'Not now. Send it again later; what comes twice counts once.' };
    default: return { zh: '没有处理成功。请稍后再发送；若再次如此，请把请求号告诉我们。', en: 'It failed. Send it again later; if it fails again, tell us the request id.' };
  }
}

/** Stays out, and the sender must do something; what nobody wants is no refusal. */
export const isRefused = ({ outcome, problems }: ImportResult): boolean =>
  outcome === 'rejected' && !(problems.length > 0 && problems.every(({ problem }) => isMessageProblem(problem) && weightOf(problem) === 'unused'));

/** 422 where all of it is refused: who only looks at the status must not take it for delivered. */
export const statusOf = (results: readonly ImportResult[]): number => (results.length > 0 && results.every(isRefused) ? 422 : 200);
