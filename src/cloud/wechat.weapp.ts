/** In WeChat itself. */
import Taro from '@tarojs/taro';
import { readSubscriptions, templateLimit, type Subscription } from './subscription';

/** The phone number comes from a button that WeChat draws over ours (`open-type="getPhoneNumber"`). */
export const phoneComponent = (): 'button' | 'call' | 'none' => 'button';

/** Only the button gives a number here. */
export const requestPhoneCode = async (): Promise<string | undefined> => undefined;

/** Can the reader be asked for messages here? */
export const canSubscribe = (): boolean => true;

/** Asks for one message per template. Must be the first thing that a tap does: on iOS any asynchronous step before it breaks the chain. Never rejects. */
export async function requestSubscribeMessage(templates: readonly string[]): Promise<Record<string, Subscription>> {
  const tmplIds = templates.slice(0, templateLimit);
  return new Promise((resolve) => {
    Taro.requestSubscribeMessage({
      tmplIds,
      entityIds: [],
      success: (reply) => resolve(readSubscriptions(tmplIds, { ...reply })),
      fail: () => resolve(readSubscriptions(tmplIds, {})),
    });
  });
}
