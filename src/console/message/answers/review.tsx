/** The approval of one version: by whom, with which title, until when. */
import { useState, type FormEvent } from 'react';
import { serverNow } from '../../../cloud/cloud';
import { CloudError } from '../../../cloud/error';
import { Button } from '../../../components/button/button';
import { TextField } from '../../../components/field/field';
import { Notice } from '../../../components/notice/notice';
import { DayField } from '../../../components/select/select';
import { useText } from '../../../text/language';
import { answersText } from '../../../text/message-console';
import { dayOf } from '../../../text/time';
import { message, type Answer } from '../desk';

const day = 86_400_000;
/** As in the contract: at most two years ahead. */
const most = 730 * day;

interface Props { answerId: string; version: number; onReviewed(answer: Answer): void; onConflict(): void }

export function Review({ answerId, version, onReviewed, onConflict }: Props) {
  const t = useText(answersText);
  const [reviewedBy, setReviewedBy] = useState('');
  const [reviewerTitle, setReviewerTitle] = useState('');
  const [expiresOn, setExpiresOn] = useState(() => dayOf(serverNow() + 365 * day));
  const [pressed, setPressed] = useState(false);
  const [failed, setFailed] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    setPressed(true);
    if (reviewedBy.trim() === '' || reviewerTitle.trim() === '') return;
    if (expiresOn === '') return setFailed(t.expiresWrong);
    setBusy(true);
    setFailed(undefined);
    try {
      onReviewed((await message.reviewAnswer({ answerId, version, reviewedBy: reviewedBy.trim(), reviewerTitle: reviewerTitle.trim(), expiresOn })).answer);
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      if (error.code === 'CONFLICT') onConflict();
      setFailed(error.code === 'CONFLICT' ? t.gone : error.problemAt('expiresOn') !== undefined ? t.expiresWrong : error.message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="answers-review" noValidate onSubmit={(event) => { void submit(event); }}>
      <h3 className="answers-review-title">{t.reviewTitle(version)}</h3>
      <div className="s-muted">{t.reviewWords}</div>
      <TextField label={t.reviewer} value={reviewedBy} limit={40} problem={pressed && reviewedBy.trim() === '' ? t.required : undefined} onChange={setReviewedBy} />
      <TextField label={t.reviewerTitle} hint={t.reviewerTitleHint} value={reviewerTitle} limit={40} problem={pressed && reviewerTitle.trim() === '' ? t.required : undefined} onChange={setReviewerTitle} />
      <DayField label={t.expiresOn} value={expiresOn} min={dayOf(serverNow() + day)} max={dayOf(serverNow() + most)} onChange={(value) => { setExpiresOn(value); setFailed(undefined); }} />
      <div className="s-muted answers-gap">{t.expiresHint}</div>
      {failed !== undefined && <Notice tone="danger">{failed}</Notice>}
      <Button wide={false} busy={busy} onPress={() => { void submit(); }}>{t.review}</Button>
    </form>
  );
}
