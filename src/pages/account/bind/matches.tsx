/** Patients whose record carries this number; or nobody, and what to do then. */
import { View } from '@tarojs/components';
import type { Match } from '../../../../cloudfunctions/account/contract';
import { serverNow } from '../../../cloud/cloud';
import { Button } from '../../../components/button/button';
import { Heading } from '../../../components/heading/heading';
import { Press } from '../../../components/press/press';
import { Tag } from '../../../components/tag/tag';
import { askText, bindText } from '../../../text/account';
import { useLanguage, useText } from '../../../text/language';
import { phoneWords } from '../../../text/phone';
import { dayWords, startOf } from '../../../text/time';
import { HospitalCall } from './hospital-call';

export function Matches({ phone, matches, onChoose, onAsk, onChange }: { phone: string; matches: readonly Match[]; onChoose(match: Match): void; onAsk(): void; onChange(): void }) {
  const t = useText(bindText);
  const a = useText(askText);
  const { language } = useLanguage();
  return (
    <View className="bind-body">
      <Heading turn="matches" large>{t.matchTitle}</Heading>
      <View className="bind-words">{t.matchWords(phoneWords(phone))}</View>
      {matches.map((match) => {
        const words = (
          <>
            <View className="s-grow">
              <View className="bind-name">{match.name}</View>
              <View className="s-muted">{`${t.discharged(dayWords(startOf(match.dischargeDay), serverNow(), language))} · ${match.through === 'own' ? t.throughOwn : t.throughContact}`}</View>
            </View>
            {match.bound && <Tag>{t.bound}</Tag>}
          </>
        );
        return match.bound ? <View key={match.patientId} className="bind-match">{words}</View> : <Press key={match.patientId} className="bind-match" onPress={() => onChoose(match)}>{words}</Press>;
      })}
      <Button tone="plain" onPress={onAsk}>{a.missing}</Button>
      <Button tone="plain" onPress={onChange}>{t.changePhone}</Button>
    </View>
  );
}

export function Nobody({ phone, hospitalPhone, onAsk, onChange }: { phone: string; hospitalPhone: string; onAsk(): void; onChange(): void }) {
  const t = useText(bindText);
  const a = useText(askText);
  return (
    <View className="bind-body">
      <Heading turn="nobody" large>{t.nobodyTitle}</Heading>
      <View className="bind-words">{t.nobodyWords(phoneWords(phone))}</View>
      <Button onPress={onChange}>{t.changePhone}</Button>
      <View className="bind-words bind-gap">{a.offer}</View>
      <Button tone="soft" onPress={onAsk}>{a.title}</Button>
      <View className="bind-words bind-gap">{t.nobodyCall}</View>
      <HospitalCall phone={hospitalPhone} />
    </View>
  );
}
