/** Writing the answer: what its outcome needs stands beside the button, and the letter is shown as the complainant reads it. */
import { useState } from 'react';
import type { AnswerChannel, ComplaintOutcome, NotHandledReason } from '../../../../cloudfunctions/complaint/contract';
import { answerProblems, needs } from '../../../../cloudfunctions/complaint/rules/answer';
import { recall, remember } from '../../../cloud/tab';
import { Attach } from '../../../components/attach/attach';
import { useAttach } from '../../../components/attach/use-attach';
import { Button } from '../../../components/button/button';
import { Choices } from '../../../components/choices/choices';
import { Confirm } from '../../../components/confirm/confirm';
import { TextArea } from '../../../components/field/field';
import { Panel } from '../../../components/panel/panel';
import { Select } from '../../../components/select/select';
import { complaintText } from '../../../text/complaint';
import { detailText } from '../../../text/complaint-console';
import { useLanguage, useText } from '../../../text/language';
import { complaint, fileTypes, mostBytes, mostFiles, placeOf } from '../desk';
import type { Part } from './index';

const outcomes: readonly ComplaintOutcome[] = ['on_the_spot', 'upheld', 'partly', 'not_upheld', 'unverifiable', 'not_handled', 'guided', 'transferred'];
const reasons: readonly NotHandledReason[] = ['litigation', 'authority', 'no_facts', 'criminal', 'outside'];
const channels: readonly AnswerChannel[] = ['app', 'phone', 'visit', 'letter', 'hotline'];

interface Written { outcome: ComplaintOutcome | ''; text: string; measures: string; proof: string; reason: NotHandledReason | ''; channel: AnswerChannel | '' }
const empty: Written = { outcome: '', text: '', measures: '', proof: '', reason: '', channel: '' };

export function AnswerForm({ detail, act, busy }: Part) {
  const t = useText(detailText);
  const { language } = useLanguage();
  const shelf = `complaint-answer.${detail.number}.${detail.round}`;
  const [written, setWritten] = useState<Written>(() => {
    const kept = recall(shelf);
    return kept === undefined ? empty : { ...empty, ...(JSON.parse(kept) as Partial<Written>) };
  });
  const [asking, setAsking] = useState(false);
  const attaching = useAttach({ most: mostFiles, mostBytes, types: fileTypes, place: placeOf });
  const change = (part: Partial<Written>) => {
    const next = { ...written, ...part };
    setWritten(next);
    remember(shelf, JSON.stringify(next));
  };
  const { outcome, text, measures, proof, reason } = written;
  // Whoever filed in the app reads it there; a mobile number gets a message.
  const inApp = detail.person?.inApp ?? (detail.anonymous && detail.source === 'app');
  const readable = inApp || detail.anonymous || /^1/.test(detail.person?.phone ?? '');
  const channel: AnswerChannel = written.channel === '' ? (inApp ? 'app' : 'phone') : written.channel;
  const needed = outcome === '' ? [] : needs(outcome);
  const files = attaching.sent.map(({ fileId }) => fileId);
  // In the order of the form.
  const names = { notHandledReason: t.notHandledReason, text: t.answerShort, measures: t.measuresShort, proof: t.proofShort };
  const lacking = answerProblems({ outcome: outcome === '' ? 'on_the_spot' : outcome, text, measures, proof, files, notHandledReason: outcome === 'not_handled' && reason !== '' ? reason : null }).map(({ path }) => path);
  const missing = [
    ...(outcome === '' ? [t.outcome] : []),
    ...Object.entries(names).filter(([path]) => lacking.includes(path)).map(([, name]) => name),
    ...(attaching.busy ? [t.evidence] : []),
  ];
  const send = async () => {
    setAsking(false);
    if (outcome === '') return;
    const good = await act(t.answered, () => complaint.answer({
      number: detail.number, outcome, text: text.trim(), measures: needed.includes('measures') ? measures.trim() : '', proof: proof.trim(), files, channel, notHandledReason: outcome === 'not_handled' && reason !== '' ? reason : null,
    }));
    if (good) remember(shelf, undefined);
  };
  return (
    <Panel title={t.answerTitle} aside={<span className="s-muted">{t.draftKept}</span>}>
      <div className="s-field"><div className="s-field-label">{t.outcome}</div><Choices label={t.outcome} layout="chips" options={outcomes.map((one) => ({ value: one, label: t.outcomes[one] }))} value={outcome === '' ? [] : [outcome]} onChange={([one]) => change({ outcome: outcomes.find((known) => known === one) ?? '' })} />{outcome !== '' && <div className="s-muted">{t.outcomeHelp[outcome]}</div>}</div>
      {outcome === 'not_handled' && <div className="s-field"><div className="s-field-label">{t.notHandledReason}</div><Choices label={t.notHandledReason} layout="chips" options={reasons.map((one) => ({ value: one, label: t.reasons[one] }))} value={reason === '' ? [] : [reason]} onChange={([one]) => change({ reason: reasons.find((known) => known === one) ?? '' })} /></div>}
      <TextArea label={t.answerText} rows={5} limit={4000} hint={t.answerHint} value={text} onChange={(value) => change({ text: value })} />
      {needed.includes('measures') && <TextArea label={t.measures} rows={2} limit={1000} hint={t.measuresHint} value={measures} onChange={(value) => change({ measures: value })} />}
      <TextArea label={t.proof} rows={2} limit={1000} hint={t.proofHint} value={proof} onChange={(value) => change({ proof: value })} />
      <Attach attaching={attaching} documents small disabled={busy} />
      <Select label={t.channel} value={channel} options={channels.filter((one) => one !== 'app' || readable).map((one) => ({ value: one, label: t.channels[one] }))} onChange={(value) => change({ channel: channels.find((known) => known === value) ?? '' })} />
      {outcome !== '' && <Letter outcome={outcome} text={text} measures={needed.includes('measures') ? measures : ''} reason={outcome === 'not_handled' ? reason : ''} />}
      <div className="detail-buttons">
        <Button wide={false} busy={busy} disabled={missing.length > 0} onPress={() => setAsking(true)}>{t.answerDo}</Button>
        {missing.length > 0 && <span className="detail-warn" role="status">{t.missing(missing.join(t.missingJoin))}</span>}
      </div>
      <Confirm open={asking} title={t.answerTitleAsk} confirm={t.answerDo} busy={busy} onConfirm={() => { void send(); }} onCancel={() => setAsking(false)}>{t.answerAsk}{language === 'en' ? ' ' : ''}{t.channelAsk(t.channels[channel])}</Confirm>
    </Panel>
  );
}

/** As it stands on the complainant's page. */
function Letter({ outcome, text, measures, reason }: { outcome: ComplaintOutcome; text: string; measures: string; reason: NotHandledReason | '' }) {
  const t = useText(detailText);
  const c = useText(complaintText);
  return (
    <section className="detail-letter" aria-label={t.preview}>
      <div className="s-muted">{t.preview}</div>
      <b>{c.outcomes[outcome]}</b>
      {reason !== '' && <div>{c.notHandled[reason]}</div>}
      <div className="detail-own">{text}</div>
      {measures !== '' && <><div className="s-muted">{c.measures}</div><div className="detail-own">{measures}</div></>}
      <div className="s-muted">{t.previewBy}</div>
    </section>
  );
}
