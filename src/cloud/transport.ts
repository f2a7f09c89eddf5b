/** How a call leaves this device. Taro's build takes `transport.weapp.ts` or `transport.h5.ts` in this file's place; type checks and tests see the browser's. */
export { createTransport } from './transport.h5';
