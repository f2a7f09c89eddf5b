/** What a questionnaire cannot know: the wrong person, enough of it, a death. One door away from every question, and never before anybody's eyes unasked. */
import { useState } from 'react';
import { View } from '@tarojs/components';
import type { CloudError } from '../../../cloud/error';
import { Button } from '../../../components/button/button';
import { Confirm } from '../../../components/confirm/confirm';
import { Frame } from '../../../components/frame/frame';
import { Heading } from '../../../components/heading/heading';
import { Notice } from '../../../components/notice/notice';
import { Press } from '../../../components/press/press';
import { useText } from '../../../text/language';
import { surveyText } from '../../../text/survey';

interface Props {
  onBack(): void;
  onNotMe(): void;
  onStop(): void;
  /** Resolves to what went wrong. */
  onDeath(): Promise<CloudError | undefined>;
}

export function OtherView({ onBack, onNotMe, onStop, onDeath }: Props) {
  const t = useText(surveyText);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CloudError>();
  const tell = async () => {
    setBusy(true);
    setError(await onDeath());
    setBusy(false);
    setAsking(false);
  };
  return (
    <Frame title={t.title} back={false} footer={<Button tone="soft" onPress={onBack}>{t.backToQuestions}</Button>}>
      {error && <Notice tone="warn">{error.message}</Notice>}
      <View className="answer-body">
        <Heading turn="other" large>{t.otherTitle}</Heading>
        <View className="answer-lead answer-gap">{t.otherWords}</View>
        <Row title={t.notMe} words={t.notMeWords} onPress={onNotMe} />
        <Row title={t.stop} words={t.stopWords} onPress={onStop} />
        <Row title={t.died} words={t.diedWords} onPress={() => setAsking(true)} />
      </View>
      <Confirm open={asking} title={t.diedTitle} confirm={t.diedYes} cancel={t.diedBack} busy={busy} onConfirm={() => { void tell(); }} onCancel={() => setAsking(false)}>{t.diedConfirm}</Confirm>
    </Frame>
  );
}

function Row({ title, words, onPress }: { title: string; words: string; onPress(): void }) {
  return (
    <Press className="answer-row" onPress={onPress}>
      <View className="s-grow"><View className="answer-row-title">{title}</View><View className="s-muted">{words}</View></View>
    </Press>
  );
}
