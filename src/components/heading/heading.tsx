/** The heading of a screen that changes in place. Focus moves to it and the screen to its top, so that a screen reader reads it and the keyboard goes on from there. */
import { useEffect, useId } from 'react';
import Taro from '@tarojs/taro';
import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { said } from '../aria/aria';
import './heading.scss';

/** `turn`: changes when the screen becomes another one. */
interface Props { turn: string; large?: boolean; children: ReactNode }

export function Heading({ turn, large = false, children }: Props) {
  const id = useId();
  useEffect(() => {
    void Taro.pageScrollTo({ scrollTop: 0, duration: 0 });
    if (process.env.TARO_ENV === 'weapp') return;
    const element = document.getElementById(id);
    element?.setAttribute('tabindex', '-1');
    element?.focus({ preventScroll: true });
  }, [id, turn]);
  return <View id={id} className={`s-heading${large ? ' s-heading-large' : ''}`} {...said({ role: 'heading', level: 2 })}>{children}</View>;
}
