/** In WeChat: `wx.cloud.callFunction`, which adds the openid by itself. A token goes along when a link from an SMS was opened here. */
import Taro from '@tarojs/taro';
import { TransportError, type Message, type Transport } from './message';

/** WeChat words its failures in English and in codes that differ by version; only these two kinds matter to a reader. */
function classify(error: unknown): TransportError {
  const detail = String((error as { errMsg?: unknown } | null)?.errMsg ?? 'callFunction failed');
  if (/time ?(d )?out|TIME_LIMIT/i.test(detail)) return new TransportError('TIMEOUT', detail);
  if (/request:fail|network|ERR_|offline|-601|-602/i.test(detail)) return new TransportError('OFFLINE', detail);
  return new TransportError('UNAVAILABLE', detail);
}

/** Sends through WeChat; `cloud.init` runs before the first call. */
export function createTransport(): Transport {
  let started = false;
  return {
    async send({ fn, action, input, token, timeout }: Message) {
      if (!started) {
        Taro.cloud.init(process.env.SUIFANG_ENV ? { env: process.env.SUIFANG_ENV } : {});
        started = true;
      }
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new TransportError('TIMEOUT', `no answer in ${timeout} ms`)), timeout);
      });
      try {
        const call = Taro.cloud.callFunction({ name: fn, data: { action, input, ...(token && { token }) } });
        return (await Promise.race([call, late])).result as unknown;
      } catch (error) {
        throw error instanceof TransportError ? error : classify(error);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
