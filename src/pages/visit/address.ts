/** Where the pages of return visits lead. Addresses may be written by anybody: the server judges every id again. */
import Taro from '@tarojs/taro';

/** A value of the address: WeChat hands over what stands there, a browser what it means. */
export function plain(text: string | undefined): string {
  if (!text) return '';
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

type Page = 'find' | 'confirm' | 'mine' | 'detail' | 'proposal';

/** The address of a page with what it needs; empty values are left out. */
export function visitPage(page: Page, values: Readonly<Record<string, string>> = {}): string {
  const query = Object.entries(values).flatMap(([key, value]) => (value === '' ? [] : [`${key}=${encodeURIComponent(value)}`]));
  return `/pages/visit/${page}/index${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

export const go = (url: string): void => { void Taro.navigateTo({ url }); };
/** In the place of this page: the way back does not lead through what is over. */
export const goInstead = (url: string): void => { void Taro.redirectTo({ url }); };
export const goHome = (): void => { void Taro.reLaunch({ url: '/pages/home/index' }); };
/** Confirms who somebody is, and comes back to `next`. */
export const goBind = (next?: string): void => go(`/pages/account/bind/index${next === undefined ? '' : `?next=${encodeURIComponent(next)}`}`);
/** The door to customer service. */
export const goService = (patientId: string): void => go(`/pages/message/thread/index?patientId=${encodeURIComponent(patientId)}`);
