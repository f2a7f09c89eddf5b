/** The reader's language: Chinese unless switched, kept on the device, known to every page through React's context. */
import { createContext, useContext, useEffect, useMemo, useState, type PropsWithChildren } from 'react';
import Taro from '@tarojs/taro';
import type { Language, Text } from './wording';

const key = 'suifang.language';

/** What is stored now, for code outside React (the client words its errors). */
export function languageNow(): Language {
  return Taro.getStorageSync(key) === 'en' ? 'en' : 'zh';
}

const Context = createContext<{ language: Language; setLanguage(language: Language): void }>({ language: 'zh', setLanguage: () => undefined });

/** Goes round the whole app, once. */
export function LanguageProvider({ children }: PropsWithChildren) {
  const [language, set] = useState(languageNow);
  useEffect(() => {
    if (process.env.TARO_ENV === 'h5') document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN';
  }, [language]);
  const value = useMemo(() => ({
    language,
    setLanguage(next: Language) {
      Taro.setStorageSync(key, next);
      set(next);
    },
  }), [language]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

/** The language and the switch. */
export const useLanguage = () => useContext(Context);

/** A domain's wording in the reader's language. */
export function useText<T extends object>(text: Text<T>): T {
  return text[useContext(Context).language];
}
