/** A bar with one message. `danger` and `warn` are announced at once, others when the reader pauses. */
import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { said } from '../aria/aria';
import { Press } from '../press/press';
import './notice.scss';

interface Props { tone?: 'info' | 'good' | 'warn' | 'danger'; action?: { words: string; onPress(): void }; children: ReactNode }

export function Notice({ tone = 'info', action, children }: Props) {
  const urgent = tone === 'danger' || tone === 'warn';
  return (
    <View className={`s-notice s-notice-${tone}`} {...said({ role: urgent ? 'alert' : 'status', live: urgent ? 'assertive' : 'polite' })}>
      <View className="s-grow">{children}</View>
      {action && <Press className="s-notice-action" onPress={action.onPress}>{action.words}</Press>}
    </View>
  );
}
