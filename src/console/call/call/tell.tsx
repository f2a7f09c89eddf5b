/** An answer to a complaint that nothing written carried: read out as it stands, and what was said to it noted beneath. Nobody else's name stands in it. */
import { useEffect, useState } from 'react';
import { CloudError } from '../../../cloud/error';
import { recall, remember } from '../../../cloud/tab';
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { Button } from '../../../components/button/button';
import { Choices } from '../../../components/choices/choices';
import { TextArea } from '../../../components/field/field';
import { Notice } from '../../../components/notice/notice';
import { Await, Empty } from '../../../components/state/state';
import { tellText } from '../../../text/call-tell';
import { complaintText } from '../../../text/complaint';
import { registerText } from '../../../text/complaint-console';
import { useLanguage, useText } from '../../../text/language';
import { relationText } from '../../../text/relation';
import { whenWords } from '../../../text/time';
import { whoWords } from '../../../text/who';
import { complaint, type Alarmed, type SaidByPhone } from '../desk';

interface Props { callId: string; /** Something is to be noted before the call can be closed as reached. */ onOpen(open: boolean): void; onNoted(): void }

const ways: readonly SaidByPhone[] = ['accepted', 'not_accepted', 'call_back', 'none'];
const needsWords = (said: SaidByPhone | undefined): boolean => said === 'not_accepted' || said === 'call_back';

export function Tell({ callId, onOpen, onNoted }: Props) {
  const t = useText(tellText);
  const c = useText(complaintText);
  const r = useText(registerText);
  const relations = useText(relationText);
  const { language } = useLanguage();
  const now = useNow();
  const load = useLoad(() => complaint.answerToTell({ callId }), [callId]);
  const shelf = `call-tell.${callId}`;
  const [said, setSaid] = useState<SaidByPhone>();
  const [words, setWords] = useState(() => recall(shelf) ?? '');
  const [problem, setProblem] = useState<string>();
  const [failed, setFailed] = useState<string>();
  const [alarm, setAlarm] = useState<Alarmed>(null);
  const [busy, setBusy] = useState(false);
  const noted = load.data?.said ?? null;
  const open = load.data !== undefined && noted === null;
  useEffect(() => {
    onOpen(open);
    return () => onOpen(false);
  }, [open]);

  const note = async () => {
    if (busy || said === undefined) return;
    setFailed(undefined);
    if (needsWords(said) && words.trim() === '') {
      setProblem(t.wordsNeeded);
      return;
    }
    setBusy(true);
    try {
      const { safety } = await complaint.reportTold({ callId, said, words: words.trim() });
      remember(shelf, undefined);
      setAlarm(safety);
      await load.reload();
      onNoted();
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setFailed(error.reason === 'told' ? t.notedElse : error.reason === 'over' ? t.over : error.code === 'FORBIDDEN' ? t.notYours : t.notSaved);
      if (error.reason === 'told' || error.reason === 'over') await load.reload();
    } finally {
      setBusy(false);
    }
  };

  return (
    <section className="call-talk call-tell" aria-label={t.title}>
      <h2 className="call-book-title">{t.title}</h2>
      <Await load={load} rows={4} failed={(error) => (error.code === 'FORBIDDEN' ? <Empty words={t.notYours} /> : error.reason === 'over' ? <Empty words={t.over} /> : null)}>
        {({ number, receivedAt, relation, outcome, notHandledReason, text, measures, silentDays, reopenDays, hospitalPhone }) => (
          <>
            <div className="s-muted">{number} · {t.received(whenWords(receivedAt, now, language))} · {relation === null ? t.whoseUnknown : t.whose(relations[relation])}</div>
            <div className="call-tell-words">
              <p><b>{t.outcome}</b> {c.outcomes[outcome]}</p>
              {notHandledReason !== null && <p><b>{t.reason}</b> {c.notHandled[notHandledReason]}</p>}
              <p className="call-talk-words">{text}</p>
              {measures !== '' && <p className="call-talk-words"><b>{t.measures}</b> {measures}</p>}
            </div>
            <div className="s-muted">{t.ways}</div>
            <div className="call-tell-words"><p>{t.waysWords(silentDays, reopenDays)}{hospitalPhone !== '' && t.waysPhone(hospitalPhone)}</p></div>
            {alarm && <Notice tone="danger">{alarm.ringBy === null ? r.doneAlarmNobody : r.doneAlarm(whoWords(alarm.who, language), whenWords(alarm.ringBy, now, language))}</Notice>}
            {noted !== null ? <Notice tone="good">{t.noted(t.said[noted])}</Notice> : (
              <div className="call-tell-form">
                <div className="s-field"><div className="s-field-label">{t.ask}</div><Choices label={t.ask} layout="chips" disabled={busy} options={ways.map((way) => ({ value: way, label: t.said[way] }))} value={said === undefined ? [] : [said]} onChange={([way]) => { setSaid(ways.find((one) => one === way)); setProblem(undefined); }} /></div>
                {said !== undefined && (
                  <>
                    <div className="s-muted">{t.does[said]}</div>
                    <TextArea label={t.words} rows={3} limit={1000} hint={needsWords(said) ? t.wordsHint : t.wordsMay} value={words} problem={problem} onChange={(value) => { setWords(value); remember(shelf, value); setProblem(undefined); }} />
                    <Button small wide={false} busy={busy} onPress={() => { void note(); }}>{t.note}</Button>
                  </>
                )}
                {failed !== undefined && <Notice tone="danger">{failed}</Notice>}
              </div>
            )}
          </>
        )}
      </Await>
    </section>
  );
}
