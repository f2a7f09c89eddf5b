/** My visits: the next one on top with how long it is, what can be done with it, and the earlier ones. */
import { useState } from 'react';
import { useDidShow, useRouter } from '@tarojs/taro';
import { View } from '@tarojs/components';
import type { Appointment } from '../../../../cloudfunctions/visit/contract';
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { useSpeaker } from '../../../cloud/use-speaker';
import { Button } from '../../../components/button/button';
import { Card } from '../../../components/card/card';
import { Frame } from '../../../components/frame/frame';
import { Press } from '../../../components/press/press';
import { useLanguage, useText } from '../../../text/language';
import { rangeWords } from '../../../text/time';
import { visitText } from '../../../text/visit';
import { go, plain, visitPage } from '../address';
import { Fact, VisitFacts } from '../facts';
import { Guarded } from '../gate';
import { asks, StateTag } from '../state-tag';
import { account, readWho, visits } from '../visits';
import { leftWords, whereWords } from '../words';
import { Reminding } from './reminding';
import '../visit.scss';

export default function Mine() {
  const t = useText(visitText);
  useSpeaker();
  const asked = plain(useRouter().params['patientId']);
  const load = useLoad(async () => {
    const patientId = asked || (await readWho('')).patientId;
    const { upcoming, past, reminders } = await visits.mine({ patientId });
    const known = upcoming[0] ?? past[0];
    const phone = known ? known.phone : (await account.hospital({})).phone;
    return { patientId, upcoming, past, reminders, ward: phone ? { name: known && !known.sensitive ? t.ward : t.hospital, phone } : undefined };
  }, [asked]);
  const [shown, setShown] = useState(0);
  useDidShow(() => {
    if (shown > 0) void load.reload();
    setShown((times) => times + 1);
  });
  return (
    <Frame title={t.mineTitle} ward={load.data?.ward}>
      <Guarded load={load} next={visitPage('mine', { patientId: asked })}>
        {({ patientId, upcoming: [next, ...others], past, reminders }) => (
          <>
            {next ? <Next visit={next} /> : <Nothing patientId={patientId} missed={past[0]?.state === 'noshow'} />}
            {others.length > 0 && <Card title={t.others}>{others.map((visit) => <Row key={visit.appointmentId} visit={visit} />)}</Card>}
            {next && <View className="visit-more"><Button tone="soft" onPress={() => go(visitPage('find', { patientId }))}>{t.bookAnother}</Button></View>}
            {next && <Reminding patientId={patientId} reminders={reminders} quiet={[next, ...others].some((one) => one.sensitive)} />}
            {past.length > 0 && <Card title={t.past}>{past.map((visit) => <Row key={visit.appointmentId} visit={visit} />)}</Card>}
          </>
        )}
      </Guarded>
    </Frame>
  );
}

function Nothing({ patientId, missed }: { patientId: string; missed: boolean }) {
  const t = useText(visitText);
  return (
    <Card tone="accent" title={missed ? t.missedTitle : t.none}>
      <View className="visit-words">{missed ? t.missedWords : t.noneWords}</View>
      <Button onPress={() => go(visitPage('find', { patientId }))}>{t.bookOne}</Button>
    </Card>
  );
}

function Next({ visit }: { visit: Appointment }) {
  const t = useText(visitText);
  const { language } = useLanguage();
  const now = useNow(30_000);
  const { appointmentId, patientId, state } = visit;
  const open = (page: 'detail' | 'proposal', more: Record<string, string> = {}) => go(visitPage(page, { appointmentId, ...more }));
  if (asks(visit)) {
    return (
      <Card tone="warn" title={visit.proposal?.state === 'none' ? t.proposalNone : t.proposalTitle}>
        <View className="visit-words">{rangeWords(visit.start, visit.end, now, language)}</View>
        <Button onPress={() => open('proposal')}>{t.open}</Button>
      </Card>
    );
  }
  return (
    <Card tone="accent" title={t.nextVisit} aside={<StateTag visit={visit} />}>
      <View className="visit-left">{leftWords(visit.start, visit.end, now, t)}</View>
      <Fact label={t.when} strong>{rangeWords(visit.start, visit.end, now, language)}</Fact>
      <VisitFacts visit={visit} />
      {state === 'arrived' && <View className="visit-hint">{t.arrivedWords}</View>}
      {state === 'booked' && !visit.canChange && now < visit.end && <View className="visit-hint">{t.late}</View>}
      <View className="visit-pair">
        <View className="visit-grow"><Button onPress={() => open('detail')}>{t.detail}</Button></View>
        {visit.canChange && <View className="visit-grow"><Button tone="soft" onPress={() => go(visitPage('find', { patientId, replaces: appointmentId }))}>{t.change}</Button></View>}
      </View>
      {state === 'booked' && now < visit.end && <View className="visit-quiet"><Button tone="plain" onPress={() => open('detail', { to: 'cancel' })}>{t.cancel}</Button></View>}
    </Card>
  );
}

function Row({ visit }: { visit: Appointment }) {
  const t = useText(visitText);
  const { language } = useLanguage();
  const now = useNow();
  return (
    <Press className="visit-row" onPress={() => go(visitPage(asks(visit) ? 'proposal' : 'detail', { appointmentId: visit.appointmentId }))}>
      <View className="visit-grow">
        <View className="visit-row-title">{rangeWords(visit.start, visit.end, now, language)}</View>
        <View className="s-muted">{whereWords(visit, t)}</View>
      </View>
      <StateTag visit={visit} />
    </Press>
  );
}
