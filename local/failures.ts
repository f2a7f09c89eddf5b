/** Makes the carriers fail on purpose, for tests: the next so many sends answer with a code of theirs. */

export interface Failures {
  /** A code of Tencent SMS; `network` drops the connection without an answer. */
  sms(code: string, times: number): void;
  /** An errcode of WeChat for subscribeMessage.send. */
  wechat(errcode: number, times: number): void;
}

export interface FailureQueue extends Failures {
  nextSms(): string | undefined;
  nextWechat(): number | undefined;
  reset(): void;
}

export function openFailures(): FailureQueue {
  let sms: string[] = [];
  let wechat: number[] = [];
  return {
    sms: (code, times) => void sms.push(...Array<string>(times).fill(code)),
    wechat: (errcode, times) => void wechat.push(...Array<number>(times).fill(errcode)),
    nextSms: () => sms.shift(),
    nextWechat: () => wechat.shift(),
    reset: () => { sms = []; wechat = []; },
  };
}
