/** One thread: who it is, what was said, what can be done, and where to write. */
import { useEffect, useState } from 'react';
import { CloudError } from '../../../cloud/error';
import { useStaff } from '../../../cloud/staff';
import { useNow } from '../../../cloud/use-now';
import { Button } from '../../../components/button/button';
import { ComplaintDialog } from '../../../components/complaint-dialog/complaint-dialog';
import { Confirm } from '../../../components/confirm/confirm';
import { DirectoryLookup } from '../../../components/directory-lookup/directory-lookup';
import { Kbd } from '../../../components/kbd/kbd';
import { useKeys } from '../../../components/kbd/use-keys';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { Await, Empty } from '../../../components/state/state';
import { lookupText } from '../../../text/directory';
import { useLanguage, useText } from '../../../text/language';
import { inboxText } from '../../../text/message-console';
import { shellText } from '../../../text/shell';
import { whenWords } from '../../../text/time';
import { may, message, type Answer, type Colleagues } from '../desk';
import { Composer } from './composer';
import type { Mode } from './draft';
import { HandDialog } from './hand-dialog';
import { Head, UrgentBar } from './head';
import { Lines } from './lines';
import { useTalk } from './use-talk';

interface Props {
  threadId: string;
  colleagues: Colleagues | undefined;
  given: { answer: Answer } | undefined;
  /** The answer stands in the reply. */
  onTaken(): void;
  answersOpen: boolean;
  onAnswers(): void;
  /** Booking a return visit beside the thread. */
  onBook(): void;
  /** On a phone. */
  onBack?: () => void;
  /** Something changed that the list shows too. */
  onChanged(): void;
  onLast(lastN: number): void;
}

export function Talk({ threadId, colleagues, given, onTaken, answersOpen, onAnswers, onBook, onBack, onChanged, onLast }: Props) {
  const t = useText(inboxText);
  const shell = useText(shellText);
  const lookup = useText(lookupText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const talk = useTalk(threadId);
  const now = useNow();
  const [busy, setBusy] = useState('');
  const [said, setSaid] = useState<{ tone: 'good' | 'warn'; words: string }>();
  const [asking, setAsking] = useState<'hand' | 'close' | 'complain'>();
  const [looking, setLooking] = useState(false);
  const [choosing, setChoosing] = useState<readonly number[]>();
  const { view } = talk;
  const thread = view?.thread;
  const desk = may.desk(me?.role);
  const last = view?.messages.at(-1)?.n ?? 0;
  useEffect(() => { if (last > 0) onLast(last); }, [last]);

  const attempt = async (mark: string, act: () => Promise<string | undefined>) => {
    if (busy !== '') return;
    setBusy(mark);
    setSaid(undefined);
    try {
      const words = await act();
      if (words !== undefined) setSaid({ tone: 'good', words });
      onChanged();
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      if (error.reason === 'waiting') setAsking('close');
      else setSaid({ tone: 'warn', words: error.reason === 'urgent' ? t.closeUrgent : error.reason === 'handed' ? t.closeHanded : error.code === 'CONFLICT' ? t.taken : error.message });
      talk.look();
    } finally {
      setBusy('');
    }
  };
  const assign = (staffId: string) => void attempt('assign', async () => {
    talk.take((await message.assign({ threadId, staffId, from: thread?.assignee ?? '' })).thread);
    return undefined;
  });
  const close = (force: boolean) => void attempt('close', async () => {
    setAsking(undefined);
    talk.take((await message.close({ threadId, force })).thread);
    return t.closedDone;
  });
  const reopen = () => void attempt('close', async () => { talk.take((await message.reopenThread({ threadId })).thread); return undefined; });
  const acknowledge = () => void attempt('acknowledge', async () => { talk.take((await message.acknowledge({ threadId })).thread); return undefined; });
  const hand = async (departmentCode: string, question: string) => {
    const { thread: next } = await message.hand({ threadId, departmentCode, question });
    talk.take(next);
    setAsking(undefined);
    setSaid({ tone: 'good', words: t.handedDone(next.handedToName) });
    onChanged();
  };
  const mayTake = desk && thread !== undefined && thread.state === 'open' && thread.assignee !== me?.staffId;
  useKeys({
    ...(mayTake && me && { m: () => assign(me.staffId) }),
    ...(thread?.may.close && thread.state === 'open' && { c: () => close(false) }),
    ...(thread && { r: () => document.querySelector<HTMLElement>('[data-writer]')?.focus() }),
    ...(may.answers(me?.role) && { s: onAnswers }),
    ...(thread?.may.acknowledge && { a: acknowledge }),
  });
  const modes: Mode[] = [...(thread?.may.reply ? ['reply' as const] : []), ...(thread?.may.handBack ? ['back' as const] : []), ...(may.note(me?.role) ? ['note' as const] : [])];
  const ward = me?.role === 'ward';
  // What was said stays with those who may read it.
  if (talk.gone) {
    return (
      <Panel flush>
        {onBack && <div className="inbox-back"><Button tone="soft" small wide={false} onPress={onBack}>{t.back}</Button></div>}
        {said && <Notice tone={said.tone}>{said.words}</Notice>}
        <Empty words={t.gone} />
      </Panel>
    );
  }
  return (
    <Panel flush>
      <div className="inbox-talk">
        {onBack && <div className="inbox-back"><Button tone="soft" small wide={false} onPress={onBack}>{t.back}</Button></div>}
        <Await load={{ ...talk.load, data: view, error: view ? undefined : talk.load.error }} rows={8}>
          {({ thread: shown, messages, more, here, staffed }) => (
            <>
              <Head thread={shown} />
              {here.length > 0 && <Notice tone="info">{t.here(here.map(({ name }) => name).join('、'))}</Notice>}
              {shown.urgent !== '' && shown.acknowledgedBy === '' && shown.may.acknowledge && <UrgentBar thread={shown} busy={busy === 'acknowledge'} onAcknowledge={acknowledge} />}
              {desk && (
                <div className="inbox-actions">
                  {mayTake && me && <Button small wide={false} busy={busy === 'assign'} onPress={() => assign(me.staffId)}>{t.take}<Kbd>M</Kbd></Button>}
                  {shown.state === 'open' && (
                    <label className="s-filter-label">{t.assign}
                      <select className="s-filter-input" value={shown.assignee} aria-label={t.assignTo} onChange={(event) => assign(event.target.value)}>
                        <option value="">{shown.assignee === '' ? t.nobody : t.giveBack}</option>
                        {shown.assignee !== '' && !colleagues?.colleagues.some(({ staffId }) => staffId === shown.assignee) && <option value={shown.assignee}>{shown.assigneeName}</option>}
                        {colleagues?.colleagues.map(({ staffId, name }) => <option key={staffId} value={staffId}>{staffId === me?.staffId ? `${name}（${t.mine}）` : name}</option>)}
                      </select>
                    </label>
                  )}
                  {shown.may.hand && <Button tone="soft" small wide={false} onPress={() => setAsking('hand')}>{t.hand}</Button>}
                  {may.answers(me?.role) && <Button tone="soft" small wide={false} label={t.answers} onPress={onAnswers}>{t.answers}<Kbd>S</Kbd></Button>}
                  <Button tone="soft" small wide={false} onPress={() => setLooking(true)}>{lookup.open}</Button>
                  <Button tone="soft" small wide={false} onPress={onBook}>{t.book}</Button>
                  <Button tone="soft" small wide={false} onPress={() => { setSaid(undefined); setChoosing(choosing ? undefined : []); }}>{t.complain}</Button>
                  {shown.state === 'open' && shown.may.close && <Button tone="soft" small wide={false} busy={busy === 'close'} onPress={() => close(false)}>{t.close}<Kbd>C</Kbd></Button>}
                  {shown.state === 'closed' && <Button tone="soft" small wide={false} busy={busy === 'close'} onPress={reopen}>{t.reopen}</Button>}
                </div>
              )}
              {said && <Notice tone={said.tone}>{said.words}</Notice>}
              {talk.trouble && <Notice tone="warn" action={{ words: shell.retry, onPress: talk.look }}>{t.trouble}</Notice>}
              <Lines
                messages={messages} more={more} thread={shown} choosing={choosing} now={now} onOlder={() => { void talk.older(); }} onStale={(n) => { void talk.refreshPictures(n); }}
                onChoose={(n) => setChoosing((before) => before && (before.includes(n) ? before.filter((one) => one !== n) : [...before, n]))}
              />
              {choosing && (
                <div className="inbox-choosing" role="status">
                  <span className="s-grow">{choosing.length === 0 ? t.chooseFirst : t.chosen(choosing.length)}</span>
                  <Button small wide={false} disabled={choosing.length === 0} onPress={() => setAsking('complain')}>{t.chooseDone}</Button>
                  <Button tone="soft" small wide={false} onPress={() => setChoosing(undefined)}>{t.chooseCancel}</Button>
                </div>
              )}
              {!staffed.now && desk && <div className="s-muted inbox-pad">{t.offHours(whenWords(staffed.nextAt, now, language))}</div>}
              {modes.length > 0 ? <Composer thread={shown} talk={talk} modes={modes} given={given} onTaken={onTaken} onDone={(words) => { setSaid({ tone: 'good', words }); onChanged(); }} /> : <div className="s-muted inbox-pad">{t.readOnly}</div>}
              {!ward && !answersOpen && <div className="s-muted inbox-keys" aria-hidden="true">{t.keySend}</div>}
            </>
          )}
        </Await>
      </div>
      <DirectoryLookup open={looking} onClose={() => setLooking(false)} />
      <HandDialog open={asking === 'hand'} departments={colleagues?.departments ?? []} begin={thread?.departmentCode ?? ''} onHand={hand} onCancel={() => setAsking(undefined)} />
      <ComplaintDialog
        open={asking === 'complain'} threadId={threadId} ns={[...(choosing ?? [])].sort((a, b) => a - b)} onCancel={() => setAsking(undefined)}
        onDone={(number) => { setAsking(undefined); setChoosing(undefined); setSaid({ tone: 'good', words: t.complained(number) }); talk.look(); onChanged(); }}
      />
      <Confirm open={asking === 'close'} title={t.closeWaiting} confirm={t.closeAnyway} busy={busy === 'close'} onConfirm={() => close(true)} onCancel={() => setAsking(undefined)}>{t.closeWaitingWords}</Confirm>
    </Panel>
  );
}
