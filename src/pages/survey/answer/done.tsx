/** After the last question: thanks and what happens next; or kindly why there is nothing to answer; or condolences. */
import Taro from '@tarojs/taro';
import { View } from '@tarojs/components';
import type { api } from '../../../../cloudfunctions/account/contract';
import type { Safety, Submitted, Text } from '../../../../cloudfunctions/survey/contract';
import { cloud, serverNow } from '../../../cloud/cloud';
import type { CloudError } from '../../../cloud/error';
import { useLoad } from '../../../cloud/use-load';
import { Button } from '../../../components/button/button';
import { Card } from '../../../components/card/card';
import type { Ward } from '../../../components/emergency/emergency';
import { Frame } from '../../../components/frame/frame';
import { Heading } from '../../../components/heading/heading';
import { Phone } from '../../../components/phone/phone';
import { useLanguage, useText } from '../../../text/language';
import { phoneWords } from '../../../text/phone';
import { safetyText } from '../../../text/safety';
import { surveyText } from '../../../text/survey';
import { whenWords } from '../../../text/time';
import { whoWords } from '../../../text/who';

const goHome = () => { void Taro.reLaunch({ url: '/pages/home/index' }); };
export const goBind = (next?: string) => { void Taro.navigateTo({ url: `/pages/account/bind/index${next === undefined ? '' : `?next=${encodeURIComponent(next)}`}` }); };

/** Who rings, by when, where an answer asked for it. */
export function SoonCall({ safety }: { safety: Safety }) {
  const t = useText(surveyText);
  const s = useText(safetyText);
  const { language } = useLanguage();
  return <View>{safety.ringBy === null ? t.soonCallNoTime : t.soonCall(whoWords(safety.who, language) || s.someone, whenWords(safety.ringBy, serverNow(), language), phoneWords(safety.phoneMasked))}</View>;
}

const account = cloud<typeof api>('account', { reads: ['hospital'] });

/** The hospital's line for a page that nothing else is known on. */
function useHospitalLine(known: Ward | undefined): Ward | undefined {
  const t = useText(surveyText);
  const { data } = useLoad(async () => (known ? undefined : account.hospital({})), []);
  return known ?? (data?.phone ? { name: t.hospitalPhone, phone: data.phone } : undefined);
}

interface ThanksProps { result: Submitted; byLink: boolean; ward?: Ward }

export function ThanksView({ result, byLink, ward }: ThanksProps) {
  const t = useText(surveyText);
  const { language } = useLanguage();
  const notMe = result.outcome === 'not_me';
  return (
    <Frame title={t.title} back={false} ward={ward}>
      <View className="answer-thanks">
        {!notMe && <View className="answer-tick" />}
        <Heading turn={result.outcome} large>{notMe ? t.notMeTitle : t.doneTitle}</Heading>
        <View className="answer-lead">{notMe ? result.closing[language] : t.doneWords}</View>
      </View>
      {!notMe && (
        <Card title={t.doneNext}>
          <View className="answer-list">
            {result.safety ? <SoonCall safety={result.safety} /> : <View>{t.doneNoCall}</View>}
            {result.hints.includes('booking') && <View>{t.hintBooking}</View>}
            <View className="s-muted">{result.closing[language]}</View>
          </View>
        </Card>
      )}
      <View className="answer-after">
        {byLink && !notMe && <Button tone="soft" onPress={() => goBind()}>{t.doneBind}</Button>}
        {byLink ? <View className="s-muted">{t.doneClose}</View> : <Button onPress={goHome}>{t.doneHome}</Button>}
      </View>
    </Frame>
  );
}

/** Words without a next question: a stopped survey. */
export function StoppedView({ title, words, ward }: { title: string; words: string; ward?: Ward }) {
  const t = useText(surveyText);
  return (
    <Frame title={t.title} back={false} ward={ward}>
      <View className="answer-thanks"><Heading turn={title} large>{title}</Heading><View className="answer-lead">{words}</View></View>
      <View className="answer-after"><Button tone="soft" onPress={goHome}>{t.doneHome}</Button></View>
    </Frame>
  );
}

/** Nothing on this page asks for anything any more, and nothing is red. */
export function CondolenceView({ words, hospital, phone }: { words: Text; hospital: string; phone: string }) {
  const t = useText(surveyText);
  const { language } = useLanguage();
  return (
    <Frame title={t.title} back={false} footer={null}>
      <View className="answer-thanks"><Heading turn="condolence" large>{t.condolenceTitle}</Heading></View>
      <Card>
        <View className="answer-lead">{words[language]}</View>
        {phone !== '' && <View className="answer-gap"><Phone number={phone} label={`${hospital} ${phone}`} className="s-button s-button-soft s-button-wide answer-number">{`${t.hospitalPhone} ${phoneWords(phone)}`}</Phone></View>}
      </Card>
    </Frame>
  );
}

type Over = (typeof surveyText)['zh']['over'];

/** Which words fit a refusal. `named`: the address names a step; a link that is broken or cut off is not helped by telling who one is. */
export function overKey(error: CloudError, named: boolean): keyof Over | undefined {
  const { code, reason = '' } = error;
  if (code === 'UNAUTHENTICATED') return reason === 'link' || !named ? 'unknown' : 'stranger';
  if (code === 'FORBIDDEN') return 'foreign';
  if (code === 'NOT_NOW') return 'early';
  if (code === 'INVALID_INPUT') return 'unknown';
  if (code !== 'GONE') return undefined;
  // The link went to a number that was corrected since: who they are opens the same step.
  if (reason === 'number_changed') return named ? 'stranger' : 'unknown';
  if (['death_unconfirmed', 'deceased', 'awaiting_clearance', 'suppressed'].includes(reason)) return 'quiet';
  const known: readonly (keyof Over)[] = ['submitted', 'answered', 'reached', 'expired', 'opted_out', 'refused', 'absorbed', 'readmitted', 'cancelled', 'withdrawn'];
  return known.find((key) => key === reason) ?? 'other';
}

/** The step is over, not begun, or not this reader's: said kindly, with the way on. */
export function OverView({ error, over, next, ward }: { error: CloudError; over: keyof Over; next: string; ward?: Ward }) {
  const t = useText(surveyText);
  const { language } = useLanguage();
  const { title, words } = t.over[over];
  const line = useHospitalLine(ward);
  const confirm = over === 'stranger' || over === 'foreign' || over === 'expired';
  return (
    <Frame title={t.title} ward={line}>
      <View className="answer-thanks">
        <Heading turn={over} large>{title}</Heading>
        <View className="answer-lead">{over === 'early' && error.retryAt !== undefined ? `${whenWords(error.retryAt, serverNow(), language)}: ${words}` : words}</View>
      </View>
      <View className="answer-after">
        {confirm ? <Button onPress={() => goBind(over === 'expired' ? undefined : next)}>{t.confirmPhone}</Button> : <Button tone="soft" onPress={goHome}>{t.doneHome}</Button>}
      </View>
    </Frame>
  );
}
