/** Who may act for a patient: the patient sees requests first, then everybody, and decides; a family member sees themselves. */
import { useState } from 'react';
import Taro, { useRouter } from '@tarojs/taro';
import { View } from '@tarojs/components';
import type { api, Representative } from '../../../../cloudfunctions/account/contract';
import { cloud, serverNow } from '../../../cloud/cloud';
import { CloudError } from '../../../cloud/error';
import { useLoad } from '../../../cloud/use-load';
import { useSpeaker } from '../../../cloud/use-speaker';
import { Button } from '../../../components/button/button';
import { Card } from '../../../components/card/card';
import { Choices } from '../../../components/choices/choices';
import { Confirm } from '../../../components/confirm/confirm';
import { Frame } from '../../../components/frame/frame';
import { Notice } from '../../../components/notice/notice';
import { Await } from '../../../components/state/state';
import { Tag } from '../../../components/tag/tag';
import { familyText } from '../../../text/account';
import { homeText } from '../../../text/home';
import { useLanguage, useText } from '../../../text/language';
import { phoneWords } from '../../../text/phone';
import { relationText } from '../../../text/relation';
import { whenWords } from '../../../text/time';
import './index.scss';

const account = cloud<typeof api>('account', { reads: ['hospital', 'representatives'] });
type Asked = { what: 'remove' | 'leave' | 'hear' | 'refuse'; who: Representative };

export default function Family() {
  const t = useText(familyText);
  const h = useText(homeText);
  useSpeaker();
  const patientId = decodeURIComponent(useRouter().params['patientId'] ?? '');
  const load = useLoad(async () => {
    const [hospital, family] = await Promise.all([account.hospital({}), account.representatives({ patientId })]);
    return { hospital, ...family };
  }, [patientId]);
  const [asked, setAsked] = useState<Asked>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CloudError>();
  const [gone, setGone] = useState(false);
  const run = async (work: () => Promise<unknown>, after: () => Promise<unknown> = load.reload) => {
    setBusy(true);
    setError(undefined);
    setGone(false);
    try {
      await work();
      await after();
    } catch (caught) {
      if (!(caught instanceof CloudError)) throw caught;
      setError(caught);
    } finally {
      setBusy(false);
      setAsked(undefined);
    }
  };
  const answer = (who: Representative, allow: boolean) => run(async () => {
    try {
      await account.answerRequest({ patientId, personId: who.personId, allow });
    } catch (caught) {
      // Answered on another device, or by somebody who decides with me: the list tells what became of it.
      if (!(caught instanceof CloudError) || caught.code !== 'FORBIDDEN') throw caught;
      setGone(true);
    }
  });
  const confirm = () => {
    if (!asked) return;
    const { what, who } = asked;
    if (what === 'refuse') return void answer(who, false);
    if (what === 'hear') return void run(() => account.allowHear({ patientId, personId: who.personId, allow: true }));
    if (what === 'remove') return void run(() => account.removeRepresentative({ patientId, personId: who.personId }));
    return void run(() => account.removeRepresentative({ patientId, personId: who.personId }), () => Taro.reLaunch({ url: '/pages/home/index' }));
  };
  const words = asked && { remove: [t.removeTitle, t.removeWords, t.remove], leave: [t.leaveTitle, t.leaveWords, t.leave], hear: [t.hearTitle, t.hearWords, t.allowHear], refuse: [t.refuseTitle, t.refuseWords, t.refuse] }[asked.what];
  const phone = load.data?.hospital.phone;
  return (
    <Frame title={t.title} ward={phone ? { name: h.centre, phone } : undefined}>
      {error && <Notice tone="warn">{error.message}</Notice>}
      {gone && <Notice>{t.requestGone}</Notice>}
      <Await
        load={load} rows={4}
        failed={(failure) => (failure.code === 'UNAUTHENTICATED' || failure.code === 'FORBIDDEN' ? <Button wide={false} onPress={() => { void Taro.navigateTo({ url: '/pages/account/bind/index' }); }}>{h.confirm}</Button> : undefined)}
      >
        {({ representatives, mayManage, familySensitive, smsSensitive }) => (
          <>
            {mayManage && representatives.filter((one) => one.state === 'asked').map((one, index) => (
              <Request key={one.personId} who={one} first={index === 0} busy={busy} onAllow={() => { void answer(one, true); }} onRefuse={() => setAsked({ what: 'refuse', who: one })} />
            ))}
            <View className="family-words">{mayManage ? t.words : t.selfWords}</View>
            {representatives.filter((one) => one.state !== 'asked').map((one) => (
              <Person
                key={one.personId} who={one} mayManage={mayManage} busy={busy} onAsk={(what) => setAsked({ what, who: one })}
                onForbid={() => { void run(() => account.allowHear({ patientId, personId: one.personId, allow: false })); }}
                onRestore={() => { void run(() => account.restoreRepresentative({ patientId, personId: one.personId })); }}
              />
            ))}
            {mayManage && representatives.every((one) => one.me) && <View className="family-words s-muted">{t.onlyYou}</View>}
            {mayManage && (
              <Sensitive family={familySensitive} sms={smsSensitive} busy={busy} onChange={(choice) => { void run(() => account.allowSensitive({ patientId, ...choice })); }} />
            )}
          </>
        )}
      </Await>
      <Confirm open={asked !== undefined} title={words?.[0] ?? ''} confirm={words?.[2]} danger={asked?.what === 'remove'} busy={busy} onConfirm={confirm} onCancel={() => setAsked(undefined)}>{words?.[1]}</Confirm>
    </Frame>
  );
}

/** Not yet family: what they say of themselves, and what agreeing means. */
function Request({ who, first, busy, onAllow, onRefuse }: { who: Representative; first: boolean; busy: boolean; onAllow(): void; onRefuse(): void }) {
  const t = useText(familyText);
  const relations = useText(relationText);
  const { language } = useLanguage();
  return (
    <Card tone="accent" title={t.request}>
      <View>{t.requestWho(relations[who.relation], phoneWords(who.phone))}</View>
      <View className="s-muted">{t.requestAt(whenWords(who.since, serverNow(), language))}</View>
      <View className="family-hear">{t.requestWords}</View>
      <View className="family-buttons">
        <Button tone={first ? 'primary' : 'soft'} disabled={busy} onPress={onAllow}>{t.allow}</Button>
        <Button tone="soft" disabled={busy} onPress={onRefuse}>{t.refuse}</Button>
      </View>
    </Card>
  );
}

interface PersonProps { who: Representative; mayManage: boolean; busy: boolean; onAsk(what: Asked['what']): void; onForbid(): void; onRestore(): void }

function Person({ who, mayManage, busy, onAsk, onForbid, onRestore }: PersonProps) {
  const t = useText(familyText);
  const relations = useText(relationText);
  const { language } = useLanguage();
  const active = who.state === 'active';
  const family = who.relation !== 'self';
  return (
    <Card title={relations[who.relation]} aside={<>{who.me && <Tag>{t.me}</Tag>}{who.guardian && <Tag tone="info">{t.guardian}</Tag>}{!active && <Tag tone="plain">{who.removedBy === 'self' ? t.removedBySelf : t.removed}</Tag>}</>}>
      <View className="s-muted">{`${phoneWords(who.phone)} · ${who.wechat ? t.wechat : t.browser} · ${t.since(whenWords(who.since, serverNow(), language))}`}</View>
      {active && family && <View className="family-hear">{who.mayHear ? t.mayHear : t.mayNotHear}</View>}
      {(mayManage ? !who.me && (active || who.removedBy === 'patient') : who.me && active) && <View className="family-buttons">
        {mayManage && active && family && !who.me && (who.mayHear
          ? <Button tone="soft" disabled={busy} onPress={onForbid}>{t.forbidHear}</Button>
          : <Button tone="soft" disabled={busy} onPress={() => onAsk('hear')}>{t.allowHear}</Button>)}
        {mayManage && active && !who.me && <Button tone="soft" disabled={busy} onPress={() => onAsk('remove')}>{t.remove}</Button>}
        {mayManage && !active && who.removedBy === 'patient' && <Button tone="soft" disabled={busy} onPress={onRestore}>{t.restore}</Button>}
        {who.me && active && family && <Button tone="soft" disabled={busy} onPress={() => onAsk('leave')}>{t.leave}</Button>}
      </View>}
    </Card>
  );
}

function Sensitive({ family, sms, busy, onChange }: { family: boolean; sms: boolean; busy: boolean; onChange(choice: { family: boolean; sms: boolean }): void }) {
  const t = useText(familyText);
  const options = [{ value: 'yes', label: t.yes }, { value: 'no', label: t.no }];
  return (
    <Card title={t.sensitiveTitle}>
      <View>{t.sensitiveWords}</View>
      <View className="family-choice">
        <View className="family-question">{t.sensitiveFamily}</View>
        <Choices label={t.sensitiveFamily} options={options} value={[family ? 'yes' : 'no']} disabled={busy} onChange={([one]) => onChange({ family: one === 'yes', sms })} />
      </View>
      <View className="family-choice">
        <View className="family-question">{t.sensitiveSms}</View>
        <Choices label={t.sensitiveSms} options={options} value={[sms ? 'yes' : 'no']} disabled={busy} onChange={([one]) => onChange({ family, sms: one === 'yes' })} />
        <View className="s-muted">{t.sensitiveSmsWords}</View>
      </View>
    </Card>
  );
}
