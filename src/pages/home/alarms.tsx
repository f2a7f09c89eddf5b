/** The way back to a safety page that this device has seen within a day. It says nothing of what was told. */
import { useMemo } from 'react';
import Taro from '@tarojs/taro';
import { View } from '@tarojs/components';
import { serverNow } from '../../cloud/cloud';
import { alarmsOf, shelfKey } from '../../cloud/shelf';
import { recall } from '../../cloud/tab';
import { readShelf } from '../../cloud/use-shelf';
import { Button } from '../../components/button/button';
import { Card } from '../../components/card/card';
import { homeText } from '../../text/home';
import { useText } from '../../text/language';

/** `again`: changes when the shelf may have changed. */
export function Alarms({ again }: { again: string }) {
  const t = useText(homeText);
  const alarms = useMemo(() => alarmsOf(readShelf(), serverNow()), [again]);
  const alarm = alarms[0];
  if (!alarm) return null;
  const open = () => {
    const link = recall('link');
    const query = link !== undefined && shelfKey({ token: link }) === alarm.key ? `t=${encodeURIComponent(link)}` : `stepId=${encodeURIComponent(alarm.stepId)}`;
    void Taro.navigateTo({ url: `/pages/survey/answer/index?${query}` });
  };
  const { level } = alarm.alarm;
  const crisis = level === 'crisis';
  return (
    <Card tone={level === 'emergency' ? 'danger' : crisis ? 'accent' : 'warn'} title={crisis ? t.crisisTitle : t.alarmTitle}>
      <View className="home-words">{crisis ? t.crisis : t.alarm}</View>
      <Button tone={level === 'emergency' ? 'danger' : 'primary'} onPress={open}>{t.alarmOpen}</Button>
    </Card>
  );
}
