/** 我的授权: each purpose by itself; stopping is one press, as giving is. Also opened with a link from an SMS. */
import { useState } from 'react';
import Taro, { useRouter } from '@tarojs/taro';
import { View } from '@tarojs/components';
import type { api, ConsentState } from '../../../../cloudfunctions/account/contract';
import { cloud, serverNow } from '../../../cloud/cloud';
import { CloudError } from '../../../cloud/error';
import { proofOf } from '../../../cloud/proof';
import { useLoad } from '../../../cloud/use-load';
import { useSpeaker } from '../../../cloud/use-speaker';
import { Button } from '../../../components/button/button';
import { Card } from '../../../components/card/card';
import { Details } from '../../../components/details/details';
import { Frame } from '../../../components/frame/frame';
import { Notice } from '../../../components/notice/notice';
import { Phone } from '../../../components/phone/phone';
import { Await } from '../../../components/state/state';
import { Tag } from '../../../components/tag/tag';
import { consentsText } from '../../../text/account';
import { homeText } from '../../../text/home';
import { useLanguage, useText } from '../../../text/language';
import { phoneWords } from '../../../text/phone';
import { dayWords, whenWords } from '../../../text/time';
import './index.scss';

const account = cloud<typeof api>('account', { reads: ['consents', 'hospital', 'me'] });

export default function Consents() {
  const t = useText(consentsText);
  const h = useText(homeText);
  const { language } = useLanguage();
  const locale = language === 'en' ? 'en' : 'zh-CN';
  const params = useRouter().params;
  const token = params['t'] === undefined ? undefined : decodeURIComponent(params['t']);
  const patientId = params['patientId'] === undefined ? undefined : decodeURIComponent(params['patientId']);
  useSpeaker(token === undefined ? undefined : proofOf(token) ?? token);
  const load = useLoad(async () => {
    const [me, hospital, { consents }] = await Promise.all([account.me({}), account.hospital({}), account.consents({ ...(patientId !== undefined && { patientId }), locale })]);
    return { me, hospital, consents };
  }, [locale]);
  const [changed, setChanged] = useState<ConsentState[]>();
  const [stopped, setStopped] = useState<string>();
  const [busy, setBusy] = useState<string>();
  const [error, setError] = useState<CloudError>();
  const change = async (state: ConsentState, to: 'give' | 'stop') => {
    const { purpose, text } = state;
    const whose = patientId !== undefined ? { patientId } : {};
    setBusy(purpose);
    setError(undefined);
    try {
      const { consents } = to === 'give'
        ? await account.giveConsent({ ...whose, purpose, version: text.version, locale: text.locale, hash: text.hash })
        : await account.withdrawConsent({ ...whose, purpose, locale });
      setChanged(consents);
      setStopped(to === 'stop' ? consents.find((one) => one.purpose === purpose)?.text.withdrawn : undefined);
    } catch (caught) {
      if (!(caught instanceof CloudError)) throw caught;
      setError(caught);
      if (caught.code === 'CONFLICT') {
        setChanged(undefined);
        await load.reload();
      }
    } finally {
      setBusy(undefined);
    }
  };
  const hospital = load.data?.hospital;
  return (
    <Frame title={t.title} ward={hospital?.phone ? { name: h.centre, phone: hospital.phone } : undefined}>
      {error && <Notice tone="warn">{error.reason === 'text_changed' ? t.changed : error.message}</Notice>}
      {stopped !== undefined && stopped !== '' && <Notice tone="good">{stopped}</Notice>}
      <Await
        load={load} rows={5}
        failed={(failure) => (failure.code === 'UNAUTHENTICATED' || failure.code === 'FORBIDDEN' ? <Button wide={false} onPress={() => { void Taro.navigateTo({ url: '/pages/account/bind/index' }); }}>{h.confirm}</Button> : undefined)}
      >
        {({ me, consents }) => {
          const represented = me.kind === 'person' ? me.represents.find((one) => one.patientId === patientId) ?? me.represents[0] : undefined;
          const right = hospital?.privacyContact;
          return (
            <>
              <View className="consents-words">
                {represented && <View className="s-muted">{t.forWhom(represented.name)}</View>}
                <View>{represented?.as === 'family' ? t.familyWords : t.words}</View>
              </View>
              {(changed ?? consents).map((state) => <Purpose key={state.purpose} state={state} busy={busy === state.purpose} onChange={(to) => { void change(state, to); }} />)}
              {right?.phone && (
                <Card title={t.rights}>
                  <View className="consents-gap">{t.rightsWords(right.name)}</View>
                  <Phone number={right.phone} label={`${right.name} ${right.phone}`} className="s-button s-button-soft s-button-wide consents-call">{`${right.name} ${phoneWords(right.phone)}`}</Phone>
                </Card>
              )}
            </>
          );
        }}
      </Await>
    </Frame>
  );
}

function Purpose({ state, busy, onChange }: { state: ConsentState; busy: boolean; onChange(to: 'give' | 'stop'): void }) {
  const t = useText(consentsText);
  const { language } = useLanguage();
  const { text } = state;
  const now = serverNow();
  const decided = state.state !== 'none' && state.at > 0;
  return (
    <Card title={text.title} aside={<Tag tone={state.state === 'given' ? 'action' : state.state === 'withdrawn' ? 'warn' : 'plain'}>{t.states[state.state]}</Tag>}>
      <View>{text.lead}</View>
      {decided && <View className="s-muted">{`${t.at(whenWords(state.at, now, language))}${state.by === '' ? '' : ` · ${t.by[state.by]}`}`}</View>}
      {state.state === 'given' && state.mayAsk && <View className="consents-new">{t.newText}</View>}
      <Details more={t.more} less={t.less} sections={text.sections} />
      {state.state === 'withdrawn' && !state.mayAsk && state.askAgainAt > 0 && <View className="s-muted">{t.rests(dayWords(state.askAgainAt, now, language))}</View>}
      <View className="consents-buttons">
        {state.state === 'none' && <Button tone="soft" busy={busy} onPress={() => onChange('give')}>{text.agree}</Button>}
        {state.state === 'none' && <Button tone="soft" busy={busy} onPress={() => onChange('stop')}>{text.decline}</Button>}
        {state.state === 'given' && state.mayAsk && <Button tone="soft" busy={busy} onPress={() => onChange('give')}>{text.agree}</Button>}
        {state.state === 'given' && <Button tone="soft" busy={busy} onPress={() => onChange('stop')}>{t.stop}</Button>}
        {state.state === 'withdrawn' && (state.mayGive ? <Button tone="soft" busy={busy} onPress={() => onChange('give')}>{t.again}</Button> : <View className="s-muted">{t.notYours}</View>)}
      </View>
    </Card>
  );
}
