/** One standard answer: what is in use, what waits for review, who approved it until when, what it was before. */
import { useEffect, useState } from 'react';
import { CloudError } from '../../../cloud/error';
import { useStaff } from '../../../cloud/staff';
import { useNow } from '../../../cloud/use-now';
import { Button } from '../../../components/button/button';
import { Confirm } from '../../../components/confirm/confirm';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { Tag } from '../../../components/tag/tag';
import { useLanguage, useText } from '../../../text/language';
import { answersText, categoryText } from '../../../text/message-console';
import { shellText } from '../../../text/shell';
import { dayWords } from '../../../text/time';
import { may, message, type Answer, type Departments } from '../desk';
import { AnswerForm } from './form';
import { Review } from './review';
import { ForWhom } from './tags';

interface Props { answer: Answer | undefined; adding: boolean; closing: string; departments: Departments; onBack?: () => void; onChanged(answer: Answer): void; onReread(): void; onLeave(): void }

export function Detail({ answer, adding, closing, departments, onBack, onChanged, onReread, onLeave }: Props) {
  const t = useText(answersText);
  const shell = useText(shellText);
  const names = useText(categoryText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const now = useNow();
  const [editing, setEditing] = useState(adding);
  const [retiring, setRetiring] = useState(false);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ tone: 'good' | 'warn'; words: string }>();
  useEffect(() => { setEditing(adding); }, [adding]);
  const edits = may.edit(me?.role);
  const by = (who: string) => (who === 'sample' ? t.sample : who);
  const day = (at: number) => dayWords(at, now, language);
  const retire = async () => {
    if (!answer) return;
    setBusy(true);
    try {
      onChanged((await message.retireAnswer({ answerId: answer.answerId })).answer);
      setSaid({ tone: 'good', words: t.retireDone });
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setSaid({ tone: 'warn', words: error.code === 'CONFLICT' ? t.changed : error.message });
      onReread();
    } finally {
      setBusy(false);
      setRetiring(false);
    }
  };
  const back = onBack && <Button tone="soft" small wide={false} onPress={onBack}>{shell.back}</Button>;
  if (editing) {
    return (
      <Panel title={answer?.question ?? t.add}>
        {back}
        <AnswerForm
          known={answer} closing={closing} departments={departments} onConflict={onReread} onCancel={() => { setEditing(false); if (adding) onLeave(); }}
          onSaved={(saved) => { setEditing(false); setSaid({ tone: 'good', words: t.saved(saved.draft?.version ?? saved.version) }); onChanged(saved); }}
        />
      </Panel>
    );
  }
  if (!answer) return null;
  const waiting = answer.draft?.version ?? (answer.state === 'draft' ? answer.version : undefined);
  const why = { '': '', draft: t.unreviewed, expired: t.expiredWords, retired: t.retiredWords }[answer.unusable];
  return (
    <Panel>
      {back}
      <h2 className="answers-title">{answer.question}</h2>
      {said && <Notice tone={said.tone}>{said.words}</Notice>}
      <div className="answers-tags">
        <Tag tone="plain">{answer.answerId.replace(/^answer:/, '')}</Tag><Tag tone="plain">{names[answer.category]}</Tag><Tag tone={answer.unusable === '' ? 'action' : 'warn'}>{answer.unusable === '' ? t.inUse(answer.version) : why}</Tag>
        <Tag tone={answer.direct ? 'action' : 'plain'}>{answer.direct ? t.sure : t.needsWard}</Tag>
      </div>
      <div className="answers-words">{answer.insert}</div>
      {answer.reviewedAt > 0 && <div className="s-muted">{t.reviewed(answer.reviewedBy, answer.reviewerTitle, day(answer.reviewedAt))} · {t.expires(day(answer.expiresAt))}</div>}
      {answer.editedBy !== '' && <div className="s-muted">{t.editedBy(by(answer.editedBy), day(answer.editedAt))}</div>}
      <dl className="answers-facts">
        <dt>{t.forWhom}</dt><dd><ForWhom answer={answer} departments={departments} /></dd>
        {answer.keywords.length > 0 && <><dt>{t.keywords}</dt><dd>{answer.keywords.join('、')}</dd></>}
        {answer.escalateWhen !== '' && <><dt>{t.escalateWhen}</dt><dd>{answer.escalateWhen}</dd></>}
        {answer.route !== '' && <><dt>{t.route}</dt><dd>{answer.route}</dd></>}
      </dl>
      {answer.draft && <div className="answers-draft"><b>{t.waiting(answer.draft.version)}</b><div>{answer.draft.question}</div><div className="s-muted">{t.forWhom}：<ForWhom answer={answer.draft} departments={departments} /></div><div className="answers-words">{answer.draft.answer}{answer.draft.clinical && <span className="s-muted"> {closing}</span>}</div><div className="s-muted">{t.editedBy(by(answer.draft.editedBy), day(answer.draft.editedAt))}</div></div>}
      {edits ? (
        <>
          <div className="answers-foot">
            <Button wide={false} tone="soft" onPress={() => { setSaid(undefined); setEditing(true); }}>{t.edit}</Button>
            {answer.state !== 'retired' && <Button wide={false} tone="soft" onPress={() => setRetiring(true)}>{t.retire}</Button>}
          </div>
          {waiting !== undefined && <Review key={waiting} answerId={answer.answerId} version={waiting} onConflict={onReread} onReviewed={(next) => { setSaid({ tone: 'good', words: t.reviewDone(waiting) }); onChanged(next); }} />}
        </>
      ) : <div className="s-muted answers-gap">{t.readOnly}</div>}
      {answer.history.length > 0 && (
        <details className="answers-history"><summary>{t.history}</summary>
          <ul>{answer.history.map((one) => <li key={`${one.version} ${one.at}`}><b>{t.version(one.version)}</b> · {t.editedBy(by(one.by), day(one.at))}<div className="answers-words">{one.answer}</div></li>)}</ul>
        </details>
      )}
      <Confirm open={retiring} danger title={t.retireTitle} confirm={t.retire} busy={busy} onConfirm={() => { void retire(); }} onCancel={() => setRetiring(false)}>{t.retireWords}</Confirm>
    </Panel>
  );
}
