/** The size of type: WeChat's own setting (or the browser's) until the reader switches it here; the choice is kept on the device. */
import { createContext, useContext, useMemo, useState, type PropsWithChildren } from 'react';
import Taro from '@tarojs/taro';

const key = 'suifang.type';

/**
 * Readers who set this much or more want large type. WeChat's standard is 17 px on iOS and 16 px on Android, 关怀模式 is 23.8 px
 * (wx.getAppBaseInfo, `fontSizeSetting`); a browser's standard is 16 px.
 */
const largeFrom = 20;

function settingOfDevice(): number {
  if (process.env.TARO_ENV === 'weapp') {
    const info: object & { fontSizeSetting?: number } = Taro.getAppBaseInfo();
    return info.fontSizeSetting ?? 0;
  }
  return parseFloat(getComputedStyle(document.documentElement).fontSize);
}

function initial(): boolean {
  const stored = Taro.getStorageSync(key) as unknown;
  return stored === 'large' || (stored !== 'normal' && settingOfDevice() >= largeFrom);
}

const Context = createContext<{ large: boolean; setLarge(large: boolean): void }>({ large: false, setLarge: () => undefined });

/** Goes round the patients' app, once. */
export function TypeSizeProvider({ children }: PropsWithChildren) {
  const [large, set] = useState(initial);
  const value = useMemo(() => ({
    large,
    setLarge(next: boolean) {
      Taro.setStorageSync(key, next ? 'large' : 'normal');
      set(next);
    },
  }), [large]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

/** Whether type is large, and the switch. */
export const useTypeSize = () => useContext(Context);
