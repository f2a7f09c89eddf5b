/** In a browser: nothing, unless the platform stands in for WeChat and offers the same calls as `window.wx`. */
import { readSubscriptions, templateLimit, type Subscription } from './subscription';

interface WechatWindow {
  wx?: {
    requestSubscribeMessage?(options: { tmplIds: string[]; success(reply: Record<string, unknown>): void; fail(error: unknown): void }): void;
    getPhoneNumber?(options: { success(reply: { code: string }): void; fail(error: unknown): void }): void;
  };
}

const wechat = () => (window as Window & WechatWindow).wx;

/** `call`: a number can be had by calling `requestPhoneCode`; `none`: it has to be typed. */
export const phoneComponent = (): 'button' | 'call' | 'none' => (wechat()?.getPhoneNumber ? 'call' : 'none');

/** The one-time code that the server changes into a phone number; undefined when the reader declines. */
export function requestPhoneCode(): Promise<string | undefined> {
  return new Promise((resolve) => {
    const ask = wechat()?.getPhoneNumber;
    if (!ask) resolve(undefined);
    else ask({ success: ({ code }) => resolve(code), fail: () => resolve(undefined) });
  });
}

/** Can the reader be asked for messages here? */
export const canSubscribe = (): boolean => wechat()?.requestSubscribeMessage !== undefined;

/** Asks for one message per template, where there is someone to ask; otherwise every answer is `failed`. Never rejects. */
export function requestSubscribeMessage(templates: readonly string[]): Promise<Record<string, Subscription>> {
  const tmplIds = templates.slice(0, templateLimit);
  return new Promise((resolve) => {
    const ask = wechat()?.requestSubscribeMessage;
    if (!ask) resolve(readSubscriptions(tmplIds, {}));
    else ask({ tmplIds, success: (reply) => resolve(readSubscriptions(tmplIds, reply)), fail: () => resolve(readSubscriptions(tmplIds, {})) });
  });
}
