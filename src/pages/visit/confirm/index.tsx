/** The place is kept for five minutes: what it is, for whom, what to bring, and one press that books it. */
import { useEffect, useRef, useState } from 'react';
import Taro, { useRouter } from '@tarojs/taro';
import { View } from '@tarojs/components';
import type { Appointment } from '../../../../cloudfunctions/visit/contract';
import { serverNow } from '../../../cloud/cloud';
import { CloudError } from '../../../cloud/error';
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { useSpeaker } from '../../../cloud/use-speaker';
import { Button } from '../../../components/button/button';
import { Card } from '../../../components/card/card';
import { Frame } from '../../../components/frame/frame';
import { Heading } from '../../../components/heading/heading';
import { Notice } from '../../../components/notice/notice';
import { useLanguage, useText } from '../../../text/language';
import { rangeWords } from '../../../text/time';
import { visitText } from '../../../text/visit';
import { goInstead, plain, visitPage } from '../address';
import { Fact, VisitFacts } from '../facts';
import { Guarded } from '../gate';
import { useReminders } from '../reminders';
import { useWork } from '../use-work';
import { visits } from '../visits';
import { refusalWords } from '../words';
import { Booked } from './booked';
import { Countdown } from './countdown';
import '../visit.scss';

export default function Confirm() {
  const t = useText(visitText);
  useSpeaker();
  const appointmentId = plain(useRouter().params['appointmentId']);
  const load = useLoad(async () => {
    const { appointment } = await visits.get({ appointmentId });
    const before = appointment.replaces === '' ? undefined : (await visits.get({ appointmentId: appointment.replaces })).appointment;
    return { appointment, before };
  }, [appointmentId]);
  const [booked, setBooked] = useState<Appointment>();
  const { data } = load;
  const held = useRef(true);
  const done = booked ?? (data && ['booked', 'arrived', 'fulfilled'].includes(data.appointment.state) ? data.appointment : undefined);
  held.current = done === undefined;
  // Going back gives the place to the next person at once; when that cannot be told, it ends by itself.
  useEffect(() => () => { if (held.current) visits.release({ appointmentId }).catch(() => undefined); }, [appointmentId]);
  if (done) return <Booked visit={done} changed={done.replaces !== ''} />;
  if (!data) return <Frame title={t.title}><Guarded load={load} rows={5} next={visitPage('confirm', { appointmentId })}>{() => null}</Guarded></Frame>;
  return <Held visit={data.appointment} before={data.before} onBooked={setBooked} />;
}

const back = (patientId: string, replaces: string): void => {
  if (Taro.getCurrentPages().length > 1) void Taro.navigateBack();
  else goInstead(visitPage('find', { patientId, replaces }));
};

function Held({ visit, before, onBooked }: { visit: Appointment; before: Appointment | undefined; onBooked(visit: Appointment): void }) {
  const t = useText(visitText);
  const { language } = useLanguage();
  const now = useNow(1000);
  const reminders = useReminders();
  const work = useWork();
  const [ended, setEnded] = useState(false);
  const [unsure, setUnsure] = useState(false);
  const left = visit.heldUntil - now;
  // A press that was under way when the time ran out is answered by the server, not by this clock.
  const over = ended || visit.state !== 'pending' || (left <= 0 && !work.busy && !unsure);
  const other = () => back(visit.patientId, visit.replaces);

  const book = () => {
    reminders.ask();
    void work.run(async () => {
      const { appointment } = await visits.book({ appointmentId: visit.appointmentId });
      onBooked(appointment);
    }, (error) => {
      setUnsure(error.code === 'TIMEOUT' || error.code === 'UNAVAILABLE');
      if (error.reason === 'hold_over') setEnded(true);
      return error.reason === 'hold_over';
    });
  };
  const again = () => void work.run(async () => {
    const next = await visits.hold({ patientId: visit.patientId, slotId: visit.slotId, ...(visit.replaces !== '' && { replaces: visit.replaces }) });
    goInstead(visitPage('confirm', { appointmentId: next.appointmentId }));
  });

  const footer = over
    ? <><View className="visit-back"><Button tone="soft" disabled={work.busy} onPress={other}>{t.otherTime}</Button></View><View className="visit-next"><Button busy={work.busy} onPress={again}>{t.holdAgain}</Button></View></>
    : <View className="visit-next"><Button busy={work.busy} onPress={book}>{visit.replaces === '' ? t.book : t.bookChange}</Button></View>;
  const failure = work.failure && (work.failure.passing && unsure ? t.maybeBooked : refusalWords(work.failure, t));
  return (
    <Frame title={t.title} footer={footer} saysOffline={work.failure?.passing}>
      {failure !== undefined && (
        <Notice tone="warn" action={work.failure?.reason === 'active_exists' ? { words: t.mineTitle, onPress: () => goInstead(visitPage('mine', { patientId: visit.patientId })) } : undefined}>{failure}</Notice>
      )}
      {!over && <Countdown left={Math.max(0, left)} />}
      <View className="visit-body">
        <Heading turn={over ? 'over' : 'held'} large>{over ? t.heldOver : t.confirmTitle}</Heading>
        {over && <View className="visit-hint">{t.heldOverWords}</View>}
      </View>
      <Card tone={over ? 'plain' : 'accent'}>
        <Fact label={t.when} strong>{rangeWords(visit.start, visit.end, now, language)}</Fact>
        {before && <Fact label={t.before}>{rangeWords(before.start, before.end, now, language)}</Fact>}
        <VisitFacts visit={visit} />
      </Card>
      {!over && !visit.inWindow && <View className="visit-hint visit-pad">{t.outside}</View>}
      {!over && reminders.able && <View className="visit-pad s-muted">{t.bookHint}</View>}
      {!over && <View className="visit-after"><Button tone="plain" disabled={work.busy} onPress={other}>{t.otherTime}</Button></View>}
    </Frame>
  );
}
