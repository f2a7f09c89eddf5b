/** One visit: when, where, what to bring, into the calendar, another time, or giving it up. */
import { useState } from 'react';
import { useDidShow, useRouter } from '@tarojs/taro';
import { View } from '@tarojs/components';
import type { SafetyCard } from '../../../../cloudfunctions/call/contract/safety';
import type { Appointment } from '../../../../cloudfunctions/visit/contract';
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { useSpeaker } from '../../../cloud/use-speaker';
import { Button } from '../../../components/button/button';
import { Card } from '../../../components/card/card';
import { Frame } from '../../../components/frame/frame';
import { Heading } from '../../../components/heading/heading';
import { SafetyPage } from '../../../components/safety-page/safety-page';
import { useLanguage, useText } from '../../../text/language';
import { rangeWords } from '../../../text/time';
import { visitText } from '../../../text/visit';
import { AddCalendar } from '../add-calendar';
import { go, goInstead, plain, visitPage } from '../address';
import { Fact, VisitFacts } from '../facts';
import { Guarded } from '../gate';
import { asks, StateTag } from '../state-tag';
import { visits } from '../visits';
import { leftWords, ringer } from '../words';
import { Cancel } from './cancel';
import '../visit.scss';

export default function Detail() {
  const t = useText(visitText);
  useSpeaker();
  const params = useRouter().params;
  const appointmentId = plain(params['appointmentId']);
  const load = useLoad(() => visits.get({ appointmentId }), [appointmentId]);
  const [shown, setShown] = useState(0);
  useDidShow(() => {
    if (shown > 0) void load.reload();
    setShown((times) => times + 1);
  });
  const [cancelling, setCancelling] = useState(params['to'] === 'cancel');
  const [ended, setEnded] = useState<{ visit: Appointment; safety: SafetyCard | null }>();
  const visit = load.data?.appointment;
  const [helping, setHelping] = useState(params['to'] === 'help');
  const standing = helping ? load.data?.safety : undefined;
  const safety = ended?.safety ?? standing;
  if (safety) {
    const { level, ringBy, wardPhone, hospitalPhone } = safety;
    const onGoOn = ended ? () => goInstead(visitPage('mine', { patientId: ended.visit.patientId })) : () => setHelping(false);
    return (
      <SafetyPage
        level={level} who={ringer(safety)} ringBy={ringBy} acknowledged={standing?.acknowledged} phones={{ ward: wardPhone, hospital: hospitalPhone }} words={[{ zh: visitText.zh.reasons.worse, en: visitText.en.toldWorse }]}
        mayGoOn goOn={ended ? t.safetyGoOn : t.safetyBack} onGoOn={onGoOn}
      />
    );
  }
  if (ended) return <Cancelled visit={ended.visit} />;
  if (visit && cancelling && visit.state === 'booked') return <Cancel visit={visit} onKeep={() => setCancelling(false)} onDone={(after, safety) => setEnded({ visit: after, safety })} />;
  return (
    <Frame title={t.title} ward={visit?.phone ? { name: visit.sensitive ? t.hospital : t.ward, phone: visit.phone } : undefined}>
      <Guarded load={load} rows={5} next={visitPage('detail', { appointmentId })}>{(one) => <Shown visit={one.appointment} onHelp={one.safety ? () => setHelping(true) : undefined} onCancel={() => setCancelling(true)} />}</Guarded>
    </Frame>
  );
}

function Shown({ visit, onHelp, onCancel }: { visit: Appointment; /** The danger that was told is not over: what to do can be read again. */ onHelp?(): void; onCancel(): void }) {
  const t = useText(visitText);
  const { language } = useLanguage();
  const now = useNow(30_000);
  const { appointmentId, patientId, state, cancel, replacedBy, start, end } = visit;
  const coming = state === 'booked' && now < end;
  const moved = cancel?.reason === 'changed' && replacedBy !== '';
  return (
    <>
      {onHelp && <Card tone="warn" title={t.helpTitle}><View className="visit-words">{t.helpWords}</View><Button onPress={onHelp}>{t.helpOpen}</Button></Card>}
      <Card tone={coming ? 'accent' : 'plain'} title={coming ? leftWords(start, end, now, t) : t.title} aside={<StateTag visit={visit} />}>
        <Fact label={t.when} strong>{rangeWords(start, end, now, language)}</Fact>
        {state === 'arrived' && <View className="visit-hint">{t.arrivedWords}</View>}
        {state === 'noshow' && <View className="visit-hint">{t.missedWords}</View>}
        {cancel && <View className="visit-hint">{t.cancelledBy(t.reasons[cancel.reason])}</View>}
        <VisitFacts visit={visit} />
        {!visit.inWindow && coming && <Fact label={t.advice}>{t.outside}</Fact>}
      </Card>
      {asks(visit) && <View className="visit-more"><Button onPress={() => go(visitPage('proposal', { appointmentId }))}>{t.open}</Button></View>}
      {coming && !asks(visit) && (
        <View className="visit-more">
          <AddCalendar visit={visit} />
          {visit.canChange ? <Button tone="soft" onPress={() => go(visitPage('find', { patientId, replaces: appointmentId }))}>{t.change}</Button> : <View className="visit-hint">{t.late}</View>}
          <Button tone="plain" onPress={onCancel}>{t.cancel}</Button>
        </View>
      )}
      {moved && <View className="visit-more"><Button tone="soft" onPress={() => goInstead(visitPage('detail', { appointmentId: replacedBy }))}>{t.changedTo}</Button></View>}
      {!coming && !moved && state !== 'arrived' && <View className="visit-more"><Button onPress={() => go(visitPage('find', { patientId }))}>{state === 'fulfilled' ? t.bookAnother : t.rebook}</Button></View>}
    </>
  );
}

function Cancelled({ visit }: { visit: Appointment }) {
  const t = useText(visitText);
  return (
    <Frame title={t.title} back={false} footer={<View className="visit-next"><Button onPress={() => goInstead(visitPage('mine', { patientId: visit.patientId }))}>{t.toMine}</Button></View>}>
      <View className="visit-thanks"><Heading turn="cancelled" large>{t.cancelledTitle}</Heading><View className="visit-lead">{t.cancelledNext}</View></View>
      <View className="visit-after"><Button tone="soft" onPress={() => goInstead(visitPage('find', { patientId: visit.patientId }))}>{t.rebook}</Button></View>
    </Frame>
  );
}
