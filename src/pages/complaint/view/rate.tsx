/** One question after the end, answered by the complainant alone; it may be changed for some hours. */
import { useState } from 'react';
import { View } from '@tarojs/components';
import { said } from '../../../components/aria/aria';
import { Button } from '../../../components/button/button';
import { Card } from '../../../components/card/card';
import { Faces } from '../../../components/faces/faces';
import { TextArea } from '../../../components/field/field';
import { useNow } from '../../../cloud/use-now';
import { complaintText } from '../../../text/complaint';
import { useLanguage, useText } from '../../../text/language';
import { whenWords } from '../../../text/time';
import { Press } from '../../../components/press/press';
import { complaint, type View as Shown } from '../door';

/** A rating may be changed this long, ms (contract: 12 h). */
const changeable = 12 * 3_600_000;
/** Is there something to rate that was not rated yet? A rating that is too old to be changed was about an earlier round. */
export const asksRating = ({ rating, may }: Shown, now: number): boolean => may.rate && (rating === null || now >= rating.at + changeable);

const scores = ['5', '4', '3', '2', '1'] as const;

interface Props { view: Shown; onDone(next: Shown, words?: string): void; onFailed(error: unknown): Promise<void> }

export function RateCard({ view, onDone, onFailed }: Props) {
  const { number, may } = view;
  const t = useText(complaintText);
  const { language } = useLanguage();
  const now = useNow();
  const rating = asksRating(view, now) ? null : view.rating;
  const [changing, setChanging] = useState(false);
  const [score, setScore] = useState(rating === null ? undefined : String(rating.score));
  const [comment, setComment] = useState(rating?.comment ?? '');
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const send = async () => {
    setMissing(score === undefined);
    if (score === undefined) return;
    setBusy(true);
    try {
      onDone(await complaint.rate({ number, score: Number(score), comment: comment.trim() }));
      setChanging(false);
    } catch (error) {
      await onFailed(error);
    } finally {
      setBusy(false);
    }
  };
  if (rating && !changing) {
    return (
      <Card>
        <View {...said({ role: 'status', live: 'polite' })}>{t.rated(t.rate[rating.score] ?? '')}</View>
        {may.rate && <View className="complaint-line"><View className="s-muted s-grow">{t.rateChange(whenWords(rating.at + changeable, now, language))}</View><Press className="complaint-link" onPress={() => setChanging(true)}>{t.rateAgain}</Press></View>}
      </Card>
    );
  }
  return (
    <Card tone="accent" title={t.rateTitle}>
      <View className="s-muted">{t.rateWords}</View>
      <View className="complaint-gap complaint-faces"><Faces label={t.rateTitle} options={scores.map((value) => ({ value, label: t.rate[value] ?? '' }))} value={score} disabled={busy} onChange={(value) => { setScore(value); setMissing(false); }} /></View>
      {missing && <View className="s-field-problem" {...said({ role: 'alert', live: 'assertive' })}>{t.rateMissing}</View>}
      {score !== undefined && <View className="complaint-gap"><TextArea label={t.rateComment} rows={2} limit={500} value={comment} disabled={busy} onChange={setComment} /></View>}
      <View className="complaint-buttons"><Button busy={busy} onPress={() => { void send(); }}>{t.rateSend}</Button></View>
    </Card>
  );
}
