/** Larger type and the other language: on the first page, and on the first screen of a questionnaire, which many open without ever seeing the first page. */
import { View } from '@tarojs/components';
import { useTypeSize } from '../../look/type-size';
import { useLanguage, useText } from '../../text/language';
import { shellText } from '../../text/shell';
import type { Language } from '../../text/wording';
import { Press } from '../press/press';
import './reading.scss';

/** `onLanguage`: for a server that keeps it too. */
export function Reading({ onLanguage }: { onLanguage?: (language: Language) => void }) {
  const t = useText(shellText);
  const { large, setLarge } = useTypeSize();
  const { language, setLanguage } = useLanguage();
  const change = () => {
    const next = language === 'zh' ? 'en' : 'zh';
    setLanguage(next);
    onLanguage?.(next);
  };
  return (
    <View className="s-reading">
      <Press className="s-reading-switch" pressed={large} label={t.large} onPress={() => setLarge(!large)}>{large ? t.largeOn : t.large}</Press>
      <Press className="s-reading-switch" onPress={change}>{t.language}</Press>
    </View>
  );
}
