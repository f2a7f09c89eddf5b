/** Whether the page is in sight: it asks nothing while the phone lies in a pocket. */
import { useEffect, useState } from 'react';
import { useDidHide, useDidShow } from '@tarojs/taro';

/** True while the page is on top and, in a browser, the tab is shown. */
export function useShown(): boolean {
  const [shown, setShown] = useState(true);
  const [awake, setAwake] = useState(true);
  useDidShow(() => setShown(true));
  useDidHide(() => setShown(false));
  useEffect(() => {
    if (process.env.TARO_ENV === 'weapp') return;
    const update = () => setAwake(document.visibilityState !== 'hidden');
    document.addEventListener('visibilitychange', update);
    return () => document.removeEventListener('visibilitychange', update);
  }, []);
  return shown && awake;
}
