/** Something was answered before: whoever proves the month of birth goes on from there, everybody else begins at the first question. */
import { View } from '@tarojs/components';
import type { api } from '../../../../cloudfunctions/account/contract';
import { cloud } from '../../../cloud/cloud';
import { BirthMonth } from '../../../components/birth-month/birth-month';
import { useMonth } from '../../../components/birth-month/use-month';
import { Button } from '../../../components/button/button';
import { Frame } from '../../../components/frame/frame';
import { Heading } from '../../../components/heading/heading';
import { useText } from '../../../text/language';
import { surveyText } from '../../../text/survey';

const account = cloud<typeof api>('account');

interface Props { name: string; about: string; onProven(token: string): Promise<void>; onAfresh(): void }

export function ResumeView({ name, about, onProven, onAfresh }: Props) {
  const t = useText(surveyText);
  const { field, unsaid, busy, submit } = useMonth(async (birthMonth) => onProven((await account.verifyLink({ birthMonth })).token));
  return (
    <Frame title={t.title} footer={<Button busy={busy} onPress={() => { void submit(); }}>{t.resumeGo}</Button>}>
      <View className="answer-body">
        <View className="s-muted">{`${t.forWhom(name)} · ${about}`}</View>
        <Heading turn="resume" large>{t.resumeTitle}</Heading>
        <View className="answer-lead answer-gap">{t.resumeWords}</View>
        <BirthMonth {...field} problem={field.problem ?? unsaid?.message} />
        <Button tone="plain" disabled={busy} onPress={onAfresh}>{t.afresh}</Button>
      </View>
    </Frame>
  );
}
