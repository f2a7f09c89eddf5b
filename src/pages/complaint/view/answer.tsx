/** The hospital's answer as it was given, and what the complainant may do with it. */
import { useState } from 'react';
import { View } from '@tarojs/components';
import { Button } from '../../../components/button/button';
import { Card } from '../../../components/card/card';
import { Confirm } from '../../../components/confirm/confirm';
import { useNow } from '../../../cloud/use-now';
import { complaintText } from '../../../text/complaint';
import { useLanguage, useText } from '../../../text/language';
import { dateWords, whenWords } from '../../../text/time';
import type { View as Shown } from '../door';

/** `current`: no newer round is being handled. */
interface Props { answer: Shown['answers'][number]; current: boolean; may: Shown['may']; onAccept(): Promise<void>; onReopen(): void }

export function AnswerCard({ answer, current, may, onAccept, onReopen }: Props) {
  const t = useText(complaintText);
  const { language } = useLanguage();
  const now = useNow();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const accept = async () => {
    setBusy(true);
    await onAccept();
    setBusy(false);
    setAsking(false);
  };
  return (
    <Card tone={current && may.accept ? 'accent' : 'plain'} title={current ? t.answerTitle : t.answerBefore}>
      <View className="complaint-strong">{t.outcomes[answer.outcome]}</View>
      {answer.notHandledReason && <View>{`${t.reason}：${t.notHandled[answer.notHandledReason]}`}</View>}
      <View className="complaint-gap complaint-own">{answer.text}</View>
      {answer.measures !== '' && <View className="complaint-gap"><View className="complaint-fact-name">{t.measures}</View><View className="complaint-own">{answer.measures}</View></View>}
      <View className="s-muted complaint-gap">{t.answerAt(whenWords(answer.at, now, language))}</View>
      {current && (may.accept || may.reopen) && (
        <View className="complaint-buttons">
          {may.accept && <Button onPress={() => setAsking(true)}>{t.accept}</Button>}
          {may.reopen && <Button tone="soft" onPress={onReopen}>{t.reopen}</Button>}
          {may.accept && <View className="s-muted">{t.silent(dateWords(answer.silentAfter, language))}</View>}
        </View>
      )}
      <Confirm open={asking} title={t.acceptTitle} confirm={t.acceptYes} busy={busy} onConfirm={() => { void accept(); }} onCancel={() => setAsking(false)}>{t.acceptWords}</Confirm>
    </Card>
  );
}
