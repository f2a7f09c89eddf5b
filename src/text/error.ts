/** What a person reads when something went wrong: what happened, what to do. Keyed by the closed list of codes; the last two arise on this side of the wire. */
import type { ErrorCode } from '../../cloudfunctions/kit/errors';
import { whenWords } from './time';
import { defineText, type Language } from './wording';

/** The server's codes, and what only a client can know: `OFFLINE` (nothing was sent or received), `TIMEOUT` (sent, no answer in time). */
export type CloudCode = ErrorCode | 'OFFLINE' | 'TIMEOUT';

const zh: Record<CloudCode, string> = {
  INVALID_INPUT: '有一处没有填对，请看标出的地方',
  UNAUTHENTICATED: '登录已失效，请重新登录',
  FORBIDDEN: '没有找到，或者这里没有对您开放',
  CONFLICT: '刚刚有人改过，请刷新后再看',
  GONE: '已经结束或失效，不用再办',
  TOO_MANY: '试得太频繁了，请过一会儿再来',
  NOT_NOW: '现在还不能办理',
  WRONG_SECRET: '填写的内容对不上，请核对后再试',
  LEASE_LOST: '占用时间已过，这位患者可能已由同事接手',
  UNAVAILABLE: '暂时连不上服务，请稍后再试',
  INTERNAL: '系统出了问题，我们已经记录，请稍后再试',
  OFFLINE: '网络没有连上，请检查网络后再试',
  TIMEOUT: '等了很久没有回音，请再试一次',
};

const en: Record<CloudCode, string> = {
  INVALID_INPUT: 'Something is not filled in correctly. Please look at the marked field',
  UNAUTHENTICATED: 'You have been signed out. Please sign in again',
  FORBIDDEN: 'Not found, or not open to you',
  CONFLICT: 'Somebody has just changed this. Please refresh and look again',
  GONE: 'This is over or no longer valid. There is nothing left to do',
  TOO_MANY: 'Too many tries. Please come back in a while',
  NOT_NOW: 'This cannot be done right now',
  WRONG_SECRET: 'That does not match. Please check and try again',
  LEASE_LOST: 'Your hold has ended. A colleague may have taken over',
  UNAVAILABLE: 'The service cannot be reached. Please try again soon',
  INTERNAL: 'Something went wrong on our side and has been noted. Please try again later',
  OFFLINE: 'There is no connection. Please check the network and try again',
  TIMEOUT: 'There was no answer for a long time. Please try again',
};

/** Wording for the problem keys that stand beside a field; a domain's own keys are worded in the domain's file. */
export const problemText = defineText({
  required: '请填写这一项',
  type: '填写的内容不对',
  too_long: '写得太长了',
  too_short: '还不够长',
  format: '格式不对，请核对',
  option: '请从给出的选项里选',
  unknown: '这一项不认识',
  wrong: '填写的内容不对',
}, {
  required: 'Please fill this in',
  type: 'This is not right',
  too_long: 'This is too long',
  too_short: 'This is too short',
  format: 'This does not look right, please check',
  option: 'Please choose one of the options',
  unknown: 'This is not known',
  wrong: 'This is not right',
});

/** The sentence for a code; where the server says from when on it may be tried again (`retryAt`, ms UTC), the sentence says so too. */
export function errorWords(code: CloudCode, language: Language, retry?: { at: number; now: number }): string {
  const sentence = (language === 'en' ? en : zh)[code];
  if (!retry) return sentence;
  const when = whenWords(retry.at, retry.now, language);
  return language === 'en' ? `${sentence}. You can try again ${when}` : `${sentence}，${when} 以后可以再试`;
}

/** Words beside a field: the domain's own wording for the problem first, then the general one. */
export function problemWords(problem: string, language: Language, own: Readonly<Record<string, string>> = {}): string {
  const general: Readonly<Record<string, string>> = problemText[language];
  return own[problem] ?? general[problem] ?? problemText[language].wrong;
}
