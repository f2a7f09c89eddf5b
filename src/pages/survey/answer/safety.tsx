/** The safety page: what was said, what to do at once, whom to ring, and who rings by when. Told as it is, also when something did not work. */
import { useState } from 'react';
import { View } from '@tarojs/components';
import type { Safety } from '../../../../cloudfunctions/survey/contract';
import type { CloudError } from '../../../cloud/error';
import { useNow } from '../../../cloud/use-now';
import { said } from '../../../components/aria/aria';
import { Button } from '../../../components/button/button';
import { Card } from '../../../components/card/card';
import { Confirm } from '../../../components/confirm/confirm';
import { Frame } from '../../../components/frame/frame';
import { Heading } from '../../../components/heading/heading';
import { Notice } from '../../../components/notice/notice';
import { Phone } from '../../../components/phone/phone';
import { Press } from '../../../components/press/press';
import { Tag } from '../../../components/tag/tag';
import { useLanguage, useText } from '../../../text/language';
import { phoneWords } from '../../../text/phone';
import { relationText } from '../../../text/relation';
import { safetyText } from '../../../text/survey';
import { whenWords } from '../../../text/time';
import { whoWords } from '../../../text/who';

interface Props {
  safety: Safety;
  /** The hospital's line, where no ward's is known. */
  hospitalPhone: string;
  /** Undefined while the server cannot be reached: nothing to take back yet. */
  onRecant?(): Promise<CloudError | undefined>;
  onGoOn?(): void;
}

export function SafetyView({ safety, hospitalPhone, onRecant, onGoOn }: Props) {
  const t = useText(safetyText);
  const now = useNow(15_000);
  const { level, ringBy, acknowledged } = safety;
  const ward = safety.wardPhone || hospitalPhone;
  // Somebody whose chest hurts does not fill in forms; once a person has taken over, or the time is past, the questions may go on.
  const mayGoOn = level !== 'emergency' || acknowledged || (ringBy !== null && now > ringBy);
  return (
    <Frame title={t.title} back={false} footer={null}>
      <Said safety={safety} />
      <View className="answer-numbers">
        {level === 'crisis' && <Number tone="primary" number="12356" words={t.call12356} hint={t.call12356Words} />}
        {level !== 'today' && <Number tone={level === 'crisis' ? 'soft' : 'danger'} number="120" words={t.call120} />}
        {level === 'crisis' && <Number tone="soft" number="110" words={t.call110} />}
        {ward && <Number tone="soft" number={ward} words={`${t.ward} ${phoneWords(ward)}`} />}
        {level === 'today' && <Number tone="soft" number="120" words={t.call120} />}
      </View>
      <Advice safety={safety} />
      <Arranged safety={safety} now={now} />
      <View className="answer-after">
        {onGoOn && mayGoOn && <Button tone={level === 'today' ? 'primary' : 'soft'} onPress={onGoOn}>{level === 'crisis' ? t.goOnLater : t.goOn}</Button>}
        {onRecant && level !== 'crisis' && <Recant onRecant={onRecant} />}
      </View>
    </Frame>
  );
}

function Said({ safety: { level, words } }: { safety: Safety }) {
  const t = useText(safetyText);
  const { language } = useLanguage();
  // "有", "变差" answer a question that is not on this page.
  const telling = words.filter((word) => word.zh.length > (level === 'today' ? 2 : 0));
  const told = telling.map((word) => word[language]).join(language === 'en' ? ', ' : '、');
  const title = level === 'crisis' ? t.crisisTitle : told ? t.told(told) : level === 'today' ? t.toldToday : t.toldPlain;
  return (
    <View {...said({ role: 'alert', live: 'assertive' })}>
      <Card tone={level === 'emergency' ? 'danger' : level === 'crisis' ? 'accent' : 'warn'}>
        <View className={`answer-said answer-said-${level}`}><Heading turn={title} large>{title}</Heading></View>
        {level === 'emergency' && <View className="answer-lead">{t.emergency}<View className="answer-strong">{t.doNotWait}</View></View>}
        {level === 'today' && <View className="answer-lead">{t.today}</View>}
      </Card>
    </View>
  );
}

/** A number to ring, as large as a button. */
function Number({ tone, number, words, hint }: { tone: 'primary' | 'soft' | 'danger'; number: string; words: string; hint?: string }) {
  return (
    <Phone number={number} label={words} className={`s-button s-button-${tone} s-button-wide answer-number${tone === 'soft' ? '' : ' answer-number-first'}`}>
      {words}{hint !== undefined && <View className="answer-number-hint">{hint}</View>}
    </Phone>
  );
}

function Advice({ safety: { level, advice } }: { safety: Safety }) {
  const t = useText(safetyText);
  const { language } = useLanguage();
  if (advice.length === 0) return null;
  return <Card title={level === 'crisis' ? undefined : level === 'emergency' ? t.meanwhile : t.todo}>{advice.map((text) => <View key={text.zh} className="answer-advice">{text[language]}</View>)}</Card>;
}

/** Who rings by when, and whether they have seen it. */
function Arranged({ safety, now }: { safety: Safety; now: number }) {
  const t = useText(safetyText);
  const relations = useText(relationText);
  const { language } = useLanguage();
  const { level, ringBy, who, phoneMasked, otherwise, acknowledged } = safety;
  const soft = level === 'today';
  if (ringBy === null) return <Card tone="warn"><View {...said({ role: 'status', live: 'polite' })}>{soft ? t.unnotifiedToday : t.unnotified}</View></Card>;
  const late = !acknowledged && now > ringBy;
  return (
    <Card title={t.notified} aside={<Tag tone={acknowledged ? 'action' : 'warn'}>{acknowledged ? t.taken : t.waiting}</Tag>}>
      <View {...said({ role: 'status', live: 'polite' })}>
        {late ? <View className="answer-strong">{soft ? t.lateToday : t.late}</View> : <View>{t.rings(whoWords(who, language) || t.someone, whenWords(ringBy, now, language), phoneWords(phoneMasked))}</View>}
        {otherwise !== null && !late && <View className="s-muted">{t.otherwise(relations[otherwise])}</View>}
      </View>
    </Card>
  );
}

function Recant({ onRecant }: { onRecant(): Promise<CloudError | undefined> }) {
  const t = useText(safetyText);
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CloudError>();
  const confirm = async () => {
    setBusy(true);
    const failed = await onRecant();
    setBusy(false);
    setError(failed);
    setOpen(false);
  };
  return (
    <View className="answer-recant">
      {error && <Notice tone="warn">{error.message}</Notice>}
      <View className="s-muted">{t.fine}</View>
      <Press className="answer-link" onPress={() => setOpen(true)}>{t.recant}</Press>
      <Confirm open={open} title={t.recantTitle} confirm={t.recantYes} busy={busy} onConfirm={() => { void confirm(); }} onCancel={() => setOpen(false)}>{t.recantWords}</Confirm>
    </View>
  );
}
