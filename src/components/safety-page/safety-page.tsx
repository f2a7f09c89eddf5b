/**
 * The safety page: what was said, what to do at once, whom to ring, and who rings by when. Told as it is, also when something did not work. Every door that hears of
 * danger shows this one page at once.
 */
import { useState } from 'react';
import { View } from '@tarojs/components';
import type { Relation } from '../../../cloudfunctions/kit/contract';
import type { Level, Text } from '../../../cloudfunctions/survey/contract';
import type { CloudError } from '../../cloud/error';
import { useNow } from '../../cloud/use-now';
import { useLanguage, useText } from '../../text/language';
import { phoneWords } from '../../text/phone';
import { relationText } from '../../text/relation';
import { safetyText } from '../../text/safety';
import { whenWords } from '../../text/time';
import { whoWords } from '../../text/who';
import { said } from '../aria/aria';
import { Button } from '../button/button';
import { Card } from '../card/card';
import { Confirm } from '../confirm/confirm';
import { Frame } from '../frame/frame';
import { Heading } from '../heading/heading';
import { Notice } from '../notice/notice';
import { Phone } from '../phone/phone';
import { Press } from '../press/press';
import { Tag } from '../tag/tag';
import './safety-page.scss';

export interface SafetyPageProps {
  level: Level;
  /** What the person said, where it can be repeated to them. */
  words?: readonly Text[];
  /** What to do until someone comes. */
  advice?: readonly Text[];
  /** Who rings: a masked name, or a role in Chinese (`值班护士`), which is said in the reader's language. */
  who: string;
  /** Before this instant; null when nobody could be told yet. */
  ringBy: number | null;
  /** The number that will be rung, masked. */
  phoneMasked?: string;
  /** Whom they ring when that fails. */
  otherwise?: Relation | null;
  /** A person has taken it on; undefined where that is not known here. */
  acknowledged?: boolean;
  /** The ward's line, and the hospital's where no ward's is known; '' is none. */
  phones: { ward?: string; hospital?: string };
  /** Undefined while there is nothing to take back. */
  onRecant?(): Promise<CloudError | undefined>;
  onGoOn?(): void;
  /** The words of the way on, where it leads to something else than questions. */
  goOn?: string;
  /** The way on is always open: nothing has to be filled in there. */
  mayGoOn?: boolean;
}

export function SafetyPage(props: SafetyPageProps) {
  const { level, ringBy, acknowledged = false, phones, onRecant, onGoOn, goOn, mayGoOn = false } = props;
  const t = useText(safetyText);
  const now = useNow(15_000);
  const ward = phones.ward || phones.hospital;
  // Somebody whose chest hurts does not fill in forms; once a person has taken over, or the time is past, the questions may go on.
  const open = mayGoOn || level !== 'emergency' || acknowledged || (ringBy !== null && now > ringBy);
  return (
    <Frame title={t.title} back={false} footer={null}>
      <Said {...props} />
      <View className="s-safety-numbers">
        {level === 'crisis' && <Number tone="primary" number="12356" words={t.call12356} hint={t.call12356Words} />}
        {level !== 'today' && <Number tone={level === 'crisis' ? 'soft' : 'danger'} number="120" words={t.call120} />}
        {level === 'crisis' && <Number tone="soft" number="110" words={t.call110} />}
        {ward && <Number tone="soft" number={ward} words={`${phones.ward ? t.ward : t.hospital} ${phoneWords(ward)}`} />}
        {level === 'today' && <Number tone="soft" number="120" words={t.call120} />}
      </View>
      <Advice {...props} />
      <Arranged {...props} now={now} />
      <View className="s-safety-after">
        {onGoOn && open && <Button tone={level === 'today' ? 'primary' : 'soft'} onPress={onGoOn}>{goOn ?? (level === 'crisis' ? t.goOnLater : t.goOn)}</Button>}
        {onRecant && level !== 'crisis' && <Recant onRecant={onRecant} />}
      </View>
    </Frame>
  );
}

function Said({ level, words = [] }: SafetyPageProps) {
  const t = useText(safetyText);
  const { language } = useLanguage();
  // "有", "变差" answer a question that is not on this page.
  const telling = words.filter((word) => word.zh.length > (level === 'today' ? 2 : 0));
  const told = telling.map((word) => word[language]).join(language === 'en' ? ', ' : '、');
  const title = level === 'crisis' ? t.crisisTitle : told ? t.told(told) : level === 'today' ? t.toldToday : t.toldPlain;
  return (
    <View {...said({ role: 'alert', live: 'assertive' })}>
      <Card tone={level === 'emergency' ? 'danger' : level === 'crisis' ? 'accent' : 'warn'}>
        <View className={`s-safety-said s-safety-said-${level}`}><Heading turn={title} large>{title}</Heading></View>
        {level === 'emergency' && <View className="s-safety-lead">{t.emergency}<View className="s-safety-strong">{t.doNotWait}</View></View>}
        {level === 'today' && <View className="s-safety-lead">{t.today}</View>}
      </Card>
    </View>
  );
}

/** A number to ring, as large as a button. */
function Number({ tone, number, words, hint }: { tone: 'primary' | 'soft' | 'danger'; number: string; words: string; hint?: string }) {
  return (
    <Phone number={number} label={words} className={`s-button s-button-${tone} s-button-wide s-safety-number${tone === 'soft' ? '' : ' s-safety-number-first'}`}>
      {words}{hint !== undefined && <View className="s-safety-number-hint">{hint}</View>}
    </Phone>
  );
}

function Advice({ level, advice = [] }: SafetyPageProps) {
  const t = useText(safetyText);
  const { language } = useLanguage();
  if (advice.length === 0) return null;
  return <Card title={level === 'crisis' ? undefined : level === 'emergency' ? t.meanwhile : t.todo}>{advice.map((text) => <View key={text.zh} className="s-safety-advice">{text[language]}</View>)}</Card>;
}

/** Who rings by when, and whether they have seen it. */
function Arranged({ level, ringBy, who, phoneMasked = '', otherwise = null, acknowledged = false, now }: SafetyPageProps & { now: number }) {
  const t = useText(safetyText);
  const relations = useText(relationText);
  const { language } = useLanguage();
  const soft = level === 'today';
  if (ringBy === null) return <Card tone="warn"><View {...said({ role: 'status', live: 'polite' })}>{soft ? t.unnotifiedToday : t.unnotified}</View></Card>;
  const late = !acknowledged && now > ringBy;
  return (
    <Card title={t.notified} aside={<Tag tone={acknowledged ? 'action' : 'warn'}>{acknowledged ? t.taken : t.waiting}</Tag>}>
      <View {...said({ role: 'status', live: 'polite' })}>
        {late ? <View className="s-safety-strong">{soft ? t.lateToday : t.late}</View> : <View>{t.rings(whoWords(who, language) || t.someone, whenWords(ringBy, now, language), phoneWords(phoneMasked))}</View>}
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
    <View className="s-safety-recant">
      {error && <Notice tone="warn">{error.message}</Notice>}
      <View className="s-muted">{t.fine}</View>
      <Press className="s-safety-link" onPress={() => setOpen(true)}>{t.recant}</Press>
      <Confirm open={open} title={t.recantTitle} confirm={t.recantYes} busy={busy} onConfirm={() => { void confirm(); }} onCancel={() => setOpen(false)}>{t.recantWords}</Confirm>
    </View>
  );
}
