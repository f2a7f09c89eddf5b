/** An address that names no page (a typing error, a bookmark of an earlier release). */
import Taro from '@tarojs/taro';
import { go } from './go';

/** Told by Taro's router. The page before would stand on under the foreign address, and at the start nothing would stand there at all. */
const notFound = '__taroRouterNotFound';

/** Leads to where the console begins, without a trace in the history; from there everybody is led to their own day. Once, before the router starts. */
export function leadHomeWhenLost(home: string): void {
  Taro.eventCenter.on(notFound, () => go(home, {}, true));
}
