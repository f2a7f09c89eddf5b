/** Patients whose record carries this number; or nobody, and what to do then. */
import { View } from '@tarojs/components';
import type { Match } from '../../../../cloudfunctions/account/contract';
import { serverNow } from '../../../cloud/cloud';
import { Button } from '../../../components/button/button';
import { Heading } from '../../../components/heading/heading';
import { Phone } from '../../../components/phone/phone';
import { Press } from '../../../components/press/press';
import { Tag } from '../../../components/tag/tag';
import { bindText } from '../../../text/account';
import { useLanguage, useText } from '../../../text/language';
import { homeText } from '../../../text/home';
import { phoneWords } from '../../../text/phone';
import { dayWords, startOf } from '../../../text/time';

export function Matches({ phone, matches, onChoose, onChange }: { phone: string; matches: readonly Match[]; onChoose(match: Match): void; onChange(): void }) {
  const t = useText(bindText);
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
      <Button tone="plain" onPress={onChange}>{t.changePhone}</Button>
    </View>
  );
}

export function Nobody({ phone, hospitalPhone, onChange }: { phone: string; hospitalPhone: string; onChange(): void }) {
  const t = useText(bindText);
  const h = useText(homeText);
  return (
    <View className="bind-body">
      <Heading turn="nobody" large>{t.nobodyTitle}</Heading>
      <View className="bind-words">{t.nobodyWords(phoneWords(phone))}</View>
      <Button onPress={onChange}>{t.changePhone}</Button>
      <View className="bind-words bind-gap">{t.nobodyCall}</View>
      {hospitalPhone !== '' && <Phone number={hospitalPhone} label={`${h.centre} ${hospitalPhone}`} className="s-button s-button-soft s-button-wide bind-call">{`${h.centre} ${phoneWords(hospitalPhone)}`}</Phone>}
    </View>
  );
}
