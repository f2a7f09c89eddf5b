/**
 * A patients' page: title and way back (WeChat draws its own bar), the notice when there is no network, what the page says, and at the thumb either the page's
 * buttons or the emergency line.
 */
import { useEffect, type ReactNode } from 'react';
import Taro from '@tarojs/taro';
import { View } from '@tarojs/components';
import { useOnline } from '../../cloud/online';
import { useTypeSize } from '../../look/type-size';
import { useText } from '../../text/language';
import { shellText } from '../../text/shell';
import { said } from '../aria/aria';
import { Emergency, type Ward } from '../emergency/emergency';
import { Notice } from '../notice/notice';
import { Press } from '../press/press';
import './frame.scss';

interface Props {
  /** Never a department, a diagnosis or a name: titles show in WeChat's list and on a shared screen. */
  title: string;
  /** False on pages that are an entrance. */
  back?: boolean;
  /** The page's own buttons, instead of the emergency line; null on a page that shows the numbers itself, or must not show them. */
  footer?: ReactNode;
  ward?: Ward;
  /** The page says itself what becomes of what was written without a network. */
  saysOffline?: boolean;
  children: ReactNode;
}

/** Back to the page before, or home when the page was opened by a link. */
function goBack(): void {
  if (Taro.getCurrentPages().length > 1) void Taro.navigateBack();
  else void Taro.reLaunch({ url: '/pages/home/index' });
}

export function Frame({ title, back = true, footer, ward, saysOffline = false, children }: Props) {
  const t = useText(shellText);
  const { large } = useTypeSize();
  const online = useOnline();
  useEffect(() => {
    if (process.env.TARO_ENV === 'weapp') void Taro.setNavigationBarTitle({ title });
    else document.title = title;
  }, [title]);
  return (
    <View className={`s-root s-frame${large ? ' s-large' : ''}`}>
      {process.env.TARO_ENV !== 'weapp' && (
        <View className="s-bar" {...said({ role: 'banner' })}>
          <View className="s-bar-side">{back && <Press className="s-bar-back" label={t.back} onPress={goBack}><View className="s-bar-arrow" /></Press>}</View>
          <View className="s-bar-title" {...said({ role: 'heading', level: 1 })}>{title}</View>
          <View className="s-bar-side" />
        </View>
      )}
      {!online && !saysOffline && <Notice tone="warn">{t.offline}</Notice>}
      <View className="s-frame-body" {...said({ role: 'main' })}>{children}</View>
      {footer !== null && <View className="s-frame-foot">{footer === undefined ? <Emergency ward={ward} /> : <View className="s-frame-buttons">{footer}</View>}</View>}
    </View>
  );
}
