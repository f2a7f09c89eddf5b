/** Confirming a mobile number: by WeChat's own button where there is one, or by a code in an SMS. */
import { useState } from 'react';
import { View } from '@tarojs/components';
import type { api } from '../../../../cloudfunctions/account/contract';
import { codeRule } from '../../../../cloudfunctions/account/rules/session';
import { cloud, session } from '../../../cloud/cloud';
import { CloudError } from '../../../cloud/error';
import { useNow } from '../../../cloud/use-now';
import { phoneComponent } from '../../../cloud/wechat';
import { Button } from '../../../components/button/button';
import { TextField } from '../../../components/field/field';
import { Heading } from '../../../components/heading/heading';
import { Notice } from '../../../components/notice/notice';
import { PhoneButton } from '../../../components/phone-button/phone-button';
import { bindText } from '../../../text/account';
import { problemWords } from '../../../text/error';
import { useLanguage, useText } from '../../../text/language';
import { phoneWords } from '../../../text/phone';
import { whenWords } from '../../../text/time';

const account = cloud<typeof api>('account');
const mobile = /^1[3-9]\d{9}$/;

type Job = 'send' | 'verify' | 'wechat';

export function PhoneForm({ onConfirmed }: { onConfirmed(): Promise<void> }) {
  const t = useText(bindText);
  const { language } = useLanguage();
  const now = useNow(1000);
  const [phone, setPhone] = useState('');
  const [code, setCode] = useState('');
  /** Where the code went, and from when on another may be sent. */
  const [sent, setSent] = useState<{ to: string; resendAt: number }>();
  const [wrong, setWrong] = useState(0);
  const [failed, setFailed] = useState<{ job: Job; error?: CloudError; problem?: string }>();
  const [busy, setBusy] = useState<Job>();

  const run = async (job: Job, work: () => Promise<void>) => {
    setBusy(job);
    setFailed(undefined);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      if (error.code === 'WRONG_SECRET') setWrong((times) => times + 1);
      setFailed({ job, error });
    } finally {
      setBusy(undefined);
    }
  };
  const send = () => {
    if (!mobile.test(phone)) return setFailed({ job: 'send', problem: 'format' });
    return void run('send', async () => {
      const { resendAt } = await account.sendCode({ phone });
      setSent({ to: phone, resendAt });
      setCode('');
      setWrong(0);
    });
  };
  const verify = () => {
    if (!/^\d{6}$/.test(code)) return setFailed({ job: 'verify', problem: code === '' ? 'required' : 'format' });
    return void run('verify', async () => {
      const { token } = await account.verifyCode({ phone: sent?.to ?? phone, code });
      if (token) session.signIn(token);
      await onConfirmed();
    });
  };
  const byWechat = (wechatCode: string) => void run('wechat', async () => {
    await account.wechatPhone({ code: wechatCode });
    await onConfirmed();
  });

  const words = (job: Job): string | undefined => {
    if (failed?.job !== job) return undefined;
    const { error, problem } = failed;
    if (problem !== undefined) return problemWords(problem, language);
    if (!error) return undefined;
    const { reason, retryAt } = error;
    const when = retryAt === undefined ? '' : whenWords(retryAt, now, language);
    if (reason === 'code') return wrong >= codeRule.tries ? t.codeOver : t.triesLeft(Math.max(1, codeRule.tries - wrong));
    const known: Record<string, string> = {
      code_expired: t.codeOver, code_tries: t.codeLocked(when), code_resend: t.resendLater(when), code_number: t.numberUsedUp, code_address: t.addressUsedUp, sms: t.smsFailed, phone_code: t.phoneCodeOver,
    };
    if (reason !== undefined && known[reason] !== undefined) return known[reason];
    const wrongPhone = error.problemAt('phone');
    return wrongPhone === undefined ? error.message : problemWords(wrongPhone, language, { unreachable: t.unreachable, mainland_only: t.mainlandOnly });
  };

  const wait = sent ? Math.ceil((sent.resendAt - now) / 1000) : 0;
  const component = phoneComponent();
  return (
    <View className="bind-body">
      <Heading turn={sent ? 'code' : 'phone'} large>{t.phoneTitle}</Heading>
      <View className="bind-words">{t.phoneWords}</View>
      {words('wechat') && <Notice tone="warn">{words('wechat')}</Notice>}
      {component !== 'none' && !sent && <><PhoneButton words={t.wechatPhone} busy={busy === 'wechat'} onCode={byWechat} /><View className="bind-or">{t.orSms}</View></>}
      <TextField
        label={t.phone} kind="digits" value={phone} limit={11} hint={t.phoneHint} problem={words('send')} disabled={busy !== undefined || sent !== undefined} autoComplete="tel"
        onChange={(text) => { setPhone(text.replace(/\D/g, '')); setFailed(undefined); }}
      />
      {!sent && <Button tone={component === 'none' ? 'primary' : 'soft'} busy={busy === 'send'} onPress={send}>{t.sendCode}</Button>}
      {sent && (
        <>
          <TextField
            label={t.code} kind="digits" value={code} limit={6} hint={t.codeHint(phoneWords(sent.to))} problem={words('verify')} disabled={busy === 'verify'} autoComplete="one-time-code"
            onChange={(text) => { setCode(text.replace(/\D/g, '')); setFailed(undefined); }}
          />
          <Button busy={busy === 'verify'} onPress={verify}>{t.next}</Button>
          <View className="bind-pair">
            <Button tone="plain" disabled={wait > 0 || busy !== undefined} onPress={send}>{wait > 0 ? t.resendIn(wait) : t.resend}</Button>
            <Button tone="plain" disabled={busy !== undefined} onPress={() => { setSent(undefined); setFailed(undefined); }}>{t.changePhone}</Button>
          </View>
        </>
      )}
    </View>
  );
}
