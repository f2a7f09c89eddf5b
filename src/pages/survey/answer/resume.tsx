/** Something was answered before: whoever proves the month of birth goes on from there, everybody else begins at the first question. */
import { useState } from 'react';
import { View } from '@tarojs/components';
import type { api } from '../../../../cloudfunctions/account/contract';
import { birthMonthTries } from '../../../../cloudfunctions/account/rules/session';
import { cloud } from '../../../cloud/cloud';
import { CloudError } from '../../../cloud/error';
import { useNow } from '../../../cloud/use-now';
import { BirthMonth } from '../../../components/birth-month/birth-month';
import { Button } from '../../../components/button/button';
import { Frame } from '../../../components/frame/frame';
import { Heading } from '../../../components/heading/heading';
import { bindText, monthText } from '../../../text/account';
import { useLanguage, useText } from '../../../text/language';
import { surveyText } from '../../../text/survey';
import { whenWords } from '../../../text/time';

const account = cloud<typeof api>('account');

interface Props { name: string; about: string; onProven(token: string): Promise<void>; onAfresh(): void }

export function ResumeView({ name, about, onProven, onAfresh }: Props) {
  const t = useText(surveyText);
  const b = useText(bindText);
  const m = useText(monthText);
  const { language } = useLanguage();
  const now = useNow();
  const [written, setWritten] = useState('');
  const [month, setMonth] = useState<string>();
  const [wrong, setWrong] = useState(0);
  const [error, setError] = useState<CloudError>();
  const [unread, setUnread] = useState(false);
  const [busy, setBusy] = useState(false);
  const problem = unread ? m.wrong : error === undefined ? undefined
    : error.code === 'WRONG_SECRET' ? b.triesLeft(Math.max(1, birthMonthTries.tries - wrong))
      : error.code === 'TOO_MANY' && error.retryAt !== undefined ? b.monthLocked(whenWords(error.retryAt, now, language)) : error.message;
  const prove = async () => {
    setUnread(month === undefined);
    if (month === undefined) return;
    setBusy(true);
    try {
      const { token } = await account.verifyLink({ birthMonth: month });
      await onProven(token);
    } catch (caught) {
      if (!(caught instanceof CloudError)) throw caught;
      setError(caught);
      if (caught.code === 'WRONG_SECRET') setWrong((times) => times + 1);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Frame title={t.title} footer={<Button busy={busy} onPress={() => { void prove(); }}>{t.resumeGo}</Button>}>
      <View className="answer-body">
        <View className="s-muted">{`${t.forWhom(name)} · ${about}`}</View>
        <Heading turn="resume" large>{t.resumeTitle}</Heading>
        <View className="answer-lead answer-gap">{t.resumeWords}</View>
        <BirthMonth written={written} problem={problem} disabled={busy} onWrite={(text, read) => { setWritten(text); setMonth(read); setError(undefined); setUnread(false); }} />
        <Button tone="plain" disabled={busy} onPress={onAfresh}>{t.afresh}</Button>
      </View>
    </Frame>
  );
}
