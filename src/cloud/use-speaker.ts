/** Who speaks on a page: the reader's own session, or a link. Every patients' page says so, because the pages before it in the stack may speak otherwise. */
import { useState } from 'react';
import { useDidShow } from '@tarojs/taro';
import { session } from './cloud';

/** From the first line of the page on, and again whenever it comes back into sight. `token`: of a link; undefined: the session. */
export function useSpeaker(token?: string): void {
  useState(() => session.useLink(token));
  useDidShow(() => session.useLink(token));
}
