/** What this browser tab remembers. Taro's build takes `tab.weapp.ts` or `tab.h5.ts` in this file's place. */
export { recall, remember } from './tab.h5';
