/** A short state in words; the tone only repeats what the words say. */
import { Text } from '@tarojs/components';
import type { ReactNode } from 'react';
import './tag.scss';

export type Tone = 'action' | 'warn' | 'danger' | 'info' | 'plain';

export function Tag({ tone = 'action', children }: { tone?: Tone; children: ReactNode }) {
  return <Text className={`s-tag s-tag-${tone}`}>{children}</Text>;
}
