/** A white card on the grey ground. `accent` for the one thing that matters today. */
import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { said } from '../aria/aria';
import './card.scss';

interface Props { title?: string; aside?: ReactNode; tone?: 'plain' | 'accent' | 'danger' | 'warn'; children?: ReactNode }

export function Card({ title, aside, tone = 'plain', children }: Props) {
  return (
    <View className={`s-card s-card-${tone}`}>
      {(title !== undefined || aside !== undefined) && (
        <View className="s-card-head">
          {title !== undefined && <View className="s-card-title" {...said({ role: 'heading', level: 2 })}>{title}</View>}
          {aside}
        </View>
      )}
      {children}
    </View>
  );
}
