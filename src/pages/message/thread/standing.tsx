/** How things stand, told honestly: who is there, by when there is an answer, what to do when it cannot wait; and after closing, one question. */
import { useState } from 'react';
import { View } from '@tarojs/components';
import type { CloudError } from '../../../cloud/error';
import { useNow } from '../../../cloud/use-now';
import { said } from '../../../components/aria/aria';
import { Card } from '../../../components/card/card';
import { Faces } from '../../../components/faces/faces';
import { useLanguage, useText } from '../../../text/language';
import { messageText } from '../../../text/message';
import { whenWords } from '../../../text/time';
import type { Live } from './use-thread';

export function Standing({ live: { thread, staffed } }: { live: Live }) {
  const t = useText(messageText);
  const { language } = useLanguage();
  const now = useNow(30_000);
  const when = (at: number) => whenWords(at, now, language);
  const there = staffed.now ? t.staffedNow : t.offHours(when(staffed.nextAt));
  const waiting = () => {
    if (thread.urgent !== '') return [t.urgentWaits];
    if (thread.late || thread.by <= now) return [t.late];
    return [thread.withDepartment ? t.withDepartment : t.arrived, ...(staffed.now ? [] : [there]), t.byWaiting(when(thread.by))];
  };
  return <Said words={thread.waitingSince > 0 ? waiting() : thread.state === 'closed' ? [t.closed] : [there, t.byNew(when(thread.by))]} />;
}

/** A few short sentences under the messages, each on a line of its own. */
export function Said({ words, warn = false }: { words: readonly string[]; warn?: boolean }) {
  return <View className={`thread-standing${warn ? ' thread-standing-warn' : ''}`} {...said({ role: 'status', live: 'polite' })}>{words.map((one) => <View key={one}>{one}</View>)}</View>;
}

/** The first screen of somebody who has not written yet. */
export function Intro() {
  const t = useText(messageText);
  return <Card title={t.intro}><View>{t.introWords}</View><View className="s-muted thread-gap">{t.notEmergency}</View></Card>;
}

const scores = [5, 4, 3, 2, 1] as const;

export function Rate({ rated, onRate }: { rated: number | undefined; onRate(score: number): Promise<CloudError | undefined> }) {
  const t = useText(messageText);
  const [chosen, setChosen] = useState(rated);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const rate = async (score: number) => {
    setChosen(score);
    setBusy(true);
    const error = await onRate(score);
    setBusy(false);
    setFailed(error !== undefined);
    if (error) setChosen(rated);
  };
  return (
    <Card title={t.rateTitle}>
      <Faces label={t.rateTitle} options={scores.map((score) => ({ value: String(score), label: t.scores[score] }))} value={chosen === undefined ? undefined : String(chosen)} disabled={busy} onChange={(value) => { void rate(Number(value)); }} />
      <View className={failed ? 's-field-problem' : 's-muted'} {...said({ role: 'status', live: 'polite' })}>{failed ? t.rateFailed : rated === undefined ? '' : `${t.rateThanks}${t.rateAgain}`}</View>
    </Card>
  );
}
