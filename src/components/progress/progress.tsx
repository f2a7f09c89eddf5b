/** How far, in words and as a bar. `at` of `of`, counted from 1. */
import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { said } from '../aria/aria';
import './progress.scss';

interface Props { at: number; of: number; words: string; aside?: ReactNode }

export function Progress({ at, of, words, aside }: Props) {
  const share = of > 0 ? Math.min(1, Math.max(0, at / of)) : 0;
  return (
    <View className="s-progress">
      <View className="s-progress-head"><View className="s-muted s-grow">{words}</View>{aside}</View>
      <View className="s-progress-bar" {...said({ hidden: true })}><View className="s-progress-done" style={{ width: `${Math.round(share * 100)}%` }} /></View>
    </View>
  );
}
