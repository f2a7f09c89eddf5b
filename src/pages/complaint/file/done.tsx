/** It has arrived: the number, who answers by when, thanks. */
import { useState } from 'react';
import Taro from '@tarojs/taro';
import { View } from '@tarojs/components';
import { said } from '../../../components/aria/aria';
import { Button } from '../../../components/button/button';
import { Card } from '../../../components/card/card';
import { Frame } from '../../../components/frame/frame';
import { Heading } from '../../../components/heading/heading';
import { Press } from '../../../components/press/press';
import { complaintText } from '../../../text/complaint';
import { officesWords } from '../../../text/complaint-table';
import { useLanguage, useText } from '../../../text/language';
import { dateWords } from '../../../text/time';
import { goHome, viewUrl, type Draft, type Filed } from '../door';

export function Done({ filed, draft, hospitalPhone }: { filed: Filed; draft: Draft; hospitalPhone: string }) {
  const t = useText(complaintText);
  const { language } = useLanguage();
  const [copied, setCopied] = useState(false);
  const day = (on: string) => dateWords(on, language);
  const copy = () => { void Taro.setClipboardData({ data: filed.number, success: () => setCopied(true) }); };
  return (
    <Frame title={t.title} back={false} ward={hospitalPhone === '' ? undefined : { name: t.hospitalPhone, phone: hospitalPhone }}>
      <View className="complaint-thanks">
        <View className="complaint-tick" />
        <Heading turn="done" large>{t.doneTitle}</Heading>
        <View>{t.doneThanks}</View>
      </View>
      <Card>
        <View className="s-muted">{t.number}</View>
        <View className="complaint-number">{filed.number}</View>
        <View className="complaint-line"><View className="s-muted s-grow">{t.numberHint}</View><Press className="complaint-link" onPress={copy}>{t.copy}</Press></View>
        <View className="s-muted" {...said({ role: 'status', live: 'polite' })}>{copied ? t.copied : ''}</View>
      </Card>
      <Card>
        {filed.offices.length > 0 && <View>{t.doneWho(officesWords(filed.offices, language))}</View>}
        <View className="complaint-strong">{t.doneBy(day(filed.promiseDay), day(filed.dueDay))}</View>
        {draft.anonymous && <View className="complaint-gap">{t.doneAnonymous}</View>}
        {draft.confidential && <View className="complaint-gap">{t.doneConfidential}</View>}
        <View className="s-muted complaint-gap">{t.doneQuiet}</View>
      </Card>
      <View className="complaint-after">
        <Button onPress={() => { void Taro.redirectTo({ url: viewUrl(filed.number) }); }}>{t.doneOpen}</Button>
        <Button tone="soft" onPress={goHome}>{t.doneHome}</Button>
      </View>
    </Frame>
  );
}
