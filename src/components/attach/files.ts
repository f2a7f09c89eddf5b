/** Choosing and sending files. Taro's build takes `files.weapp.ts` or `files.h5.ts` in this file's place. */
export { pickFiles, sendFile } from './files.h5';
