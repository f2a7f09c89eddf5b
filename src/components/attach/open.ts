/** Shows a file. Taro's build takes `open.weapp.ts` or `open.h5.ts` in this file's place. */
export { openFile } from './open.h5';
