/** What only WeChat offers. Taro's build takes `wechat.weapp.ts` or `wechat.h5.ts` in this file's place. */
export { canSubscribe, phoneComponent, requestPhoneCode, requestSubscribeMessage } from './wechat.h5';
