/** One complaint: where it stands, the days that were promised, the answer and what can be done with it. */
import { useState } from 'react';
import { useDidShow, useRouter } from '@tarojs/taro';
import { View } from '@tarojs/components';
import type { SafetyCard } from '../../../../cloudfunctions/call/contract/safety';
import { CloudError } from '../../../cloud/error';
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { useSpeaker } from '../../../cloud/use-speaker';
import { Button } from '../../../components/button/button';
import { Card } from '../../../components/card/card';
import { Confirm } from '../../../components/confirm/confirm';
import { TextArea } from '../../../components/field/field';
import { Frame } from '../../../components/frame/frame';
import { Notice } from '../../../components/notice/notice';
import { Phone } from '../../../components/phone/phone';
import { Press } from '../../../components/press/press';
import { SafetyPage } from '../../../components/safety-page/safety-page';
import { Await } from '../../../components/state/state';
import { complaintText } from '../../../text/complaint';
import { categoryWords } from '../../../text/complaint-table';
import { useLanguage, useText } from '../../../text/language';
import { phoneWords } from '../../../text/phone';
import { dateWords, startOf, whenWords } from '../../../text/time';
import { complaint, goBind, safetyProps, viewUrl, type View as Shown } from '../door';
import { StateTag } from '../state-tag';
import { AnswerCard } from './answer';
import { More, type Kind } from './more';
import { Own } from './own';
import { asksRating, RateCard } from './rate';
import { Story } from './story';
import '../look.scss';

export default function ComplaintPage() {
  const t = useText(complaintText);
  useSpeaker();
  const number = useRouter().params['number'] ?? '';
  const load = useLoad(() => complaint.view({ number }), [number]);
  const [newer, setNewer] = useState<Shown>();
  const [adding, setAdding] = useState<Kind>();
  const [safety, setSafety] = useState<SafetyCard>();
  const [said, setSaid] = useState<{ tone: 'good' | 'warn'; words: string }>();
  const [times, setTimes] = useState(0);
  useDidShow(() => {
    if (times > 0 && !adding) {
      setNewer(undefined);
      void load.reload();
    }
    setTimes((before) => before + 1);
  });
  const view = newer ?? load.data;
  const done = (next: Shown, words?: string) => {
    setNewer(next);
    setAdding(undefined);
    setSaid(words === undefined ? undefined : { tone: 'good', words });
  };
  /** What could not be done: somebody was quicker, or the connection is gone. */
  const failed = async (error: unknown) => {
    if (!(error instanceof CloudError)) throw error;
    if (error.code === 'GONE' || error.code === 'CONFLICT') {
      setNewer(undefined);
      await load.reload();
      setSaid({ tone: 'warn', words: t.changed });
    } else setSaid({ tone: 'warn', words: error.message });
  };
  if (safety) return <SafetyPage {...safetyProps(safety)} onGoOn={() => setSafety(undefined)} goOn={t.backToComplaint} mayGoOn />;
  if (view && adding) {
    return <More kind={adding} number={view.number} onBack={() => setAdding(undefined)} onDone={({ safety: alarm, ...next }) => { done(next, adding === 'add' ? t.added : t.reopened); if (alarm) setSafety(alarm); }} />;
  }
  const hospital = view?.hospitalPhone ?? '';
  return (
    <Frame title={t.viewTitle} ward={hospital === '' ? undefined : { name: t.hospitalPhone, phone: hospital }}>
      {said && <Notice tone={said.tone}>{said.words}</Notice>}
      <Await
        load={{ ...load, data: view }} rows={6}
        failed={(error) => (error.code === 'UNAUTHENTICATED' ? <View className="complaint-stranger"><View>{t.stranger}</View><Button wide={false} onPress={() => goBind(viewUrl(number))}>{t.toBind}</Button></View> : error.code === 'FORBIDDEN' || error.code === 'INVALID_INPUT' ? <View className="complaint-stranger"><View>{t.notFound}</View><Button wide={false} tone="soft" onPress={() => goBind(viewUrl(number))}>{t.toBind}</Button></View> : undefined)}
      >
        {(shown) => <Body view={shown} onDone={done} onFailed={failed} onAdd={setAdding} />}
      </Await>
    </Frame>
  );
}

interface BodyProps { view: Shown; onDone(next: Shown, words?: string): void; onFailed(error: unknown): Promise<void>; onAdd(kind: Kind): void }

function Body({ view, onDone, onFailed, onAdd }: BodyProps) {
  const t = useText(complaintText);
  const { language } = useLanguage();
  const now = useNow();
  const { may, number } = view;
  const answer = view.answers.at(-1);
  const asks = asksRating(view, now);
  const waits = view.state === 'received' || view.state === 'dispatched' || view.state === 'handling';
  return (
    <>
      <Card title={categoryWords(view.category, language)} aside={<StateTag state={view.state} over={view.over} />}>
        <View className="complaint-number">{number}</View>
        <View className="s-muted">{t.mineFiled(whenWords(view.receivedAt, now, language))}</View>
      </Card>
      {waits && <Promised view={view} now={now} />}
      {asks && <RateCard view={view} onDone={onDone} onFailed={onFailed} />}
      {answer && <AnswerCard answer={answer} current={!waits} may={may} onAccept={() => complaint.accept({ number }).then((next) => onDone(next), onFailed)} onReopen={() => onAdd('reopen')} />}
      {view.rating && !asks && <RateCard view={view} onDone={onDone} onFailed={onFailed} />}
      <Story view={view} />
      <Own view={view} />
      {(may.addEvidence || may.withdraw) && (
        <View className="complaint-doors">
          {may.addEvidence && <Press className="complaint-link" onPress={() => onAdd('add')}>{t.add}</Press>}
          {may.withdraw && <Withdraw number={number} onDone={onDone} onFailed={onFailed} />}
        </View>
      )}
    </>
  );
}

function Promised({ view, now }: { view: Shown; now: number }) {
  const t = useText(complaintText);
  const { language } = useLanguage();
  const day = (on: string) => dateWords(on, language);
  const extension = view.timeline.filter(({ kind, round }) => kind === 'extended' && round === view.round).at(-1);
  if (view.over) {
    return (
      <Card tone="warn" title={t.dueLate(day(view.dueDay))}>
        <View>{t.late}</View>
        {view.hospitalPhone !== '' && <View className="complaint-buttons"><Phone number={view.hospitalPhone} label={t.ring} className="s-button s-button-soft s-button-wide">{`${t.ring} ${phoneWords(view.hospitalPhone)}`}</Phone></View>}
      </Card>
    );
  }
  const kept = startOf(view.promiseDay) + 86_400_000 > now;
  return (
    <Card tone="accent" title={t.promised}>
      {!view.extended && kept && <View>{t.promisedInternal(day(view.promiseDay))}</View>}
      {!view.extended && !kept && <View>{t.promiseMissed}</View>}
      <View className={view.extended || !kept ? 'complaint-strong' : undefined}>{view.extended ? t.promisedExtended(day(view.dueDay)) : t.promisedLegal(day(view.dueDay))}</View>
      {extension && <View className="complaint-gap">{`${t.extendedWhy}：${extension.words}`}</View>}
      <View className="s-muted complaint-gap">{t.calendar}</View>
    </Card>
  );
}

function Withdraw({ number, onDone, onFailed }: { number: string; onDone(next: Shown, words?: string): void; onFailed(error: unknown): Promise<void> }) {
  const t = useText(complaintText);
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const withdraw = async () => {
    setBusy(true);
    try {
      onDone(await complaint.withdraw({ number, reason: reason.trim() }), t.withdrawn);
    } catch (error) {
      await onFailed(error);
    } finally {
      setBusy(false);
      setOpen(false);
    }
  };
  return (
    <>
      <Press className="complaint-link" onPress={() => setOpen(true)}>{t.withdraw}</Press>
      <Confirm open={open} danger title={t.withdrawTitle} confirm={t.withdrawYes} cancel={t.withdrawKeep} busy={busy} onConfirm={() => { void withdraw(); }} onCancel={() => setOpen(false)}>
        {t.withdrawWords}
        <View className="complaint-gap"><TextArea label={t.withdrawReason} rows={2} limit={200} value={reason} onChange={setReason} /></View>
      </Confirm>
    </>
  );
}
