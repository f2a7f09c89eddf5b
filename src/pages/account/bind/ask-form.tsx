/**
 * Asking a patient whose record does not carry my number: their number, who I am to them, their month of birth, one question a screen. What comes after is the same whether or not
 * there is such a patient.
 */
import { useState } from 'react';
import Taro from '@tarojs/taro';
import { View } from '@tarojs/components';
import type { api } from '../../../../cloudfunctions/account/contract';
import type { Relation } from '../../../../cloudfunctions/kit/contract';
import { cloud } from '../../../cloud/cloud';
import { CloudError } from '../../../cloud/error';
import { useNow } from '../../../cloud/use-now';
import { BirthMonth } from '../../../components/birth-month/birth-month';
import { Button } from '../../../components/button/button';
import { Choices } from '../../../components/choices/choices';
import { TextField } from '../../../components/field/field';
import { Heading } from '../../../components/heading/heading';
import { askText, bindText, monthText } from '../../../text/account';
import { problemWords } from '../../../text/error';
import { useLanguage, useText } from '../../../text/language';
import { relationText } from '../../../text/relation';
import { shellText } from '../../../text/shell';
import { whenWords } from '../../../text/time';
import { familyRelations } from './bind-form';
import { HospitalCall } from './hospital-call';
import { Problem } from './problem';

const account = cloud<typeof api>('account');
const mobile = /^1[3-9]\d{9}$/;

type Step = 'phone' | 'relation' | 'month' | 'sent';

export function AskForm({ hospitalPhone, onBack }: { hospitalPhone: string; onBack(): void }) {
  const t = useText(askText);
  const b = useText(bindText);
  const m = useText(monthText);
  const shell = useText(shellText);
  const relations = useText(relationText);
  const { language } = useLanguage();
  const now = useNow();
  const [step, setStep] = useState<Step>('phone');
  const [phone, setPhone] = useState('');
  const [relation, setRelation] = useState<Relation>();
  const [written, setWritten] = useState('');
  const [month, setMonth] = useState<string>();
  const [pressed, setPressed] = useState(false);
  const [error, setError] = useState<CloudError>();
  const [busy, setBusy] = useState(false);

  const changed = () => {
    setPressed(false);
    setError(undefined);
  };
  const go = (to: Step) => {
    changed();
    setStep(to);
  };
  const ask = async () => {
    if (month === undefined || relation === undefined) return setPressed(true);
    setBusy(true);
    setError(undefined);
    try {
      await account.askToRepresent({ patientPhone: phone, relation, birthMonth: month });
      go('sent');
    } catch (caught) {
      if (!(caught instanceof CloudError)) throw caught;
      setError(caught);
      if (caught.problemAt('patientPhone') !== undefined) setStep('phone');
      else if (caught.problemAt('relation') !== undefined) setStep('relation');
    } finally {
      setBusy(false);
    }
  };

  if (step === 'sent') {
    return (
      <View className="bind-body">
        <Heading turn="ask-sent" large>{t.sentTitle}</Heading>
        <View className="bind-words">{t.sentWords}</View>
        <View className="bind-words">{t.sentTell}</View>
        <Button onPress={() => { void Taro.reLaunch({ url: '/pages/home/index' }); }}>{b.goHome}</Button>
        <View className="bind-words bind-gap">{t.sentCall}</View>
        <HospitalCall phone={hospitalPhone} />
      </View>
    );
  }
  if (step === 'phone') {
    const wrong = error?.problemAt('patientPhone') ?? (pressed && !mobile.test(phone) ? (phone === '' ? 'required' : 'format') : undefined);
    return (
      <View className="bind-body">
        <Heading turn="ask-phone" large>{t.title}</Heading>
        <View className="bind-words">{t.words}</View>
        <TextField
          label={t.phone} kind="digits" value={phone} limit={11} hint={t.phoneHint} problem={wrong === undefined ? undefined : problemWords(wrong, language)}
          onChange={(text) => { setPhone(text.replace(/\D/g, '')); changed(); }}
        />
        <Button onPress={() => { if (mobile.test(phone)) go('relation'); else setPressed(true); }}>{b.next}</Button>
        <Button tone="plain" onPress={onBack}>{shell.back}</Button>
      </View>
    );
  }
  if (step === 'relation') {
    return (
      <View className="bind-body">
        <Heading turn="ask-relation" large>{b.relationTitle}</Heading>
        <View className="bind-choices">
          <Choices
            label={b.relationTitle} value={relation === undefined ? [] : [relation]} options={familyRelations.map((one) => ({ value: one, label: relations[one] }))}
            onChange={([one]) => { setRelation(familyRelations.find((each) => each === one)); changed(); }}
          />
          <Problem words={error?.problemAt('relation') !== undefined || (pressed && relation === undefined) ? b.choose : undefined} />
        </View>
        <Button onPress={() => { if (relation !== undefined) go('month'); else setPressed(true); }}>{b.next}</Button>
        <Button tone="plain" onPress={() => go('phone')}>{shell.back}</Button>
      </View>
    );
  }
  const wrongMonth = error?.problemAt('birthMonth') !== undefined || (pressed && month === undefined) ? m.wrong : undefined;
  const failed = error && wrongMonth === undefined ? (error.code === 'TOO_MANY' && error.retryAt !== undefined ? t.tooMany(whenWords(error.retryAt, now, language)) : error.message) : undefined;
  return (
    <View className="bind-body">
      <Heading turn="ask-month" large>{b.monthTitle}</Heading>
      <View className="bind-words">{t.monthWords}</View>
      <BirthMonth written={written} problem={wrongMonth} disabled={busy} onWrite={(text, read) => { setWritten(text); setMonth(read); changed(); }} />
      <Problem words={failed} />
      <View className="bind-buttons">
        <Button busy={busy} onPress={() => { void ask(); }}>{t.send}</Button>
        <Button tone="plain" disabled={busy} onPress={() => go('relation')}>{shell.back}</Button>
      </View>
    </View>
  );
}
