/** Finding a place: what the order advises first, then any day. A place that was lost meanwhile is said, and the nearest other one is chosen. */
import { useRef, useState } from 'react';
import { useDidShow, useRouter } from '@tarojs/taro';
import { View } from '@tarojs/components';
import type { Place } from '../../../../cloudfunctions/visit/contract';
import { CloudError } from '../../../cloud/error';
import { useNow } from '../../../cloud/use-now';
import { useSpeaker } from '../../../cloud/use-speaker';
import { Button } from '../../../components/button/button';
import { Frame } from '../../../components/frame/frame';
import { Heading } from '../../../components/heading/heading';
import { Notice } from '../../../components/notice/notice';
import { Phone } from '../../../components/phone/phone';
import { Press } from '../../../components/press/press';
import { Await, Loading } from '../../../components/state/state';
import { useLanguage, useText } from '../../../text/language';
import { phoneWords } from '../../../text/phone';
import { patientOfRelation } from '../../../text/relation';
import { dayOf, rangeWords } from '../../../text/time';
import { visitText } from '../../../text/visit';
import { findText } from '../../../text/visit-find';
import { go, goService, plain, visitPage } from '../address';
import { Guarded } from '../gate';
import { useWork } from '../use-work';
import { visits } from '../visits';
import { nearest, refusalWords } from '../words';
import { Departments } from './departments';
import { openPlaces, Pick } from './pick';
import { Suggested } from './suggested';
import { useStart, useWeeks, type Start } from './use-find';
import '../visit.scss';

export default function Find() {
  const t = useText(findText);
  const shared = useText(visitText);
  const params = useRouter().params;
  useSpeaker();
  const patientId = plain(params['patientId']);
  const [replaces, setReplaces] = useState(plain(params['replaces']));
  const [department, setDepartment] = useState<string>();
  const load = useStart(patientId, replaces);
  const [returned, setReturned] = useState(0);
  // Back from the page that books: what was looked for may be booked by now.
  useDidShow(() => {
    if (returned > 0) void load.reload();
    setReturned((times) => times + 1);
  });
  const { data } = load;
  if (!data) return <Frame title={shared.title}><Guarded load={load} rows={5} next={visitPage('find', { patientId, replaces })}>{() => null}</Guarded></Frame>;
  const { clinics, moved } = data;
  const code = moved?.departmentCode ?? department ?? (clinics.departments.length === 1 ? clinics.departments[0]?.departmentCode : clinics.departments.find((one) => one.own)?.departmentCode);
  if (clinics.departments.length === 0) return <NoPlaces start={data} words={t.noClinic} />;
  const open = moved ? undefined : data.upcoming.find((one) => one.departmentCode === code && one.state === 'booked');
  if (open) return <Already start={data} code={code ?? ''} onMove={() => setReplaces(open.appointmentId)} onOther={setDepartment} />;
  return <Search key={code ?? ''} start={data} code={code} onDepartment={setDepartment} />;
}

/** One booking per department: it is changed, not doubled. */
function Already({ start, code, onMove, onOther }: { start: Start; code: string; onMove(): void; onOther(code: string): void }) {
  const t = useText(findText);
  const shared = useText(visitText);
  const { language } = useLanguage();
  const now = useNow();
  const [other, setOther] = useState(false);
  const { clinics, upcoming } = start;
  const visit = upcoming.find((one) => one.departmentCode === code);
  if (other) return <ChooseDepartment start={start} value="" onBack={() => setOther(false)} onChosen={onOther} />;
  return (
    <Frame title={shared.title} footer={visit?.canChange ? <View className="visit-next"><Button onPress={onMove}>{shared.change}</Button></View> : undefined} ward={clinics.phone ? { name: shared.hospital, phone: clinics.phone } : undefined}>
      <View className="visit-body">
        <Heading turn="already" large>{t.already(visit?.departmentName ?? '')}</Heading>
        {visit && <View className="visit-advice">{rangeWords(visit.start, visit.end, now, language)}</View>}
        {visit && !visit.canChange && <View className="visit-hint">{shared.late}</View>}
        {clinics.departments.length > 1 && <View className="visit-turn"><Press className="visit-link" onPress={() => setOther(true)}>{t.otherDepartment}</Press></View>}
      </View>
    </Frame>
  );
}

/** The department as a screen of its own; nothing is decided before "next". */
function ChooseDepartment({ start, value, onBack, onChosen }: { start: Start; value: string; onBack?: () => void; onChosen(code: string): void }) {
  const t = useText(findText);
  const shared = useText(visitText);
  const [chosen, setChosen] = useState(value);
  const [pressed, setPressed] = useState(false);
  const footer = (
    <>
      {onBack && <View className="visit-back"><Button tone="soft" onPress={onBack}>{t.back}</Button></View>}
      <View className="visit-next"><Button onPress={() => { if (chosen === '') setPressed(true); else onChosen(chosen); }}>{t.next}</Button></View>
    </>
  );
  return <Frame title={shared.title} footer={footer}><Departments clinics={start.clinics} value={chosen} problem={pressed && chosen === ''} onChange={setChosen} /></Frame>;
}

/** Nothing can be chosen here: whom to ring, and whom to ask. */
function NoPlaces({ start, words, title, onOther }: { start: Start; words: string; title?: string; onOther?: () => void }) {
  const t = useText(findText);
  const shared = useText(visitText);
  const { phone } = start.clinics;
  return (
    <Frame title={shared.title}>
      <View className="visit-body">
        {title !== undefined && <Heading turn={title} large>{title}</Heading>}
        <View className="visit-hint">{words}</View>
        <View className="visit-ways">
          {phone !== '' && <Phone number={phone} label={`${shared.hospital} ${phone}`} className="s-button s-button-primary s-button-wide visit-number">{`${shared.hospital} ${phoneWords(phone)}`}</Phone>}
          <Button tone="soft" onPress={() => goService(start.patientId)}>{t.askService}</Button>
          {onOther && <Button tone="soft" onPress={onOther}>{t.otherDepartment}</Button>}
        </View>
      </View>
    </Frame>
  );
}

type Screen = 'suggested' | 'pick' | 'department';

function Search({ start, code, onDepartment }: { start: Start; code: string | undefined; onDepartment(code: string): void }) {
  const [choosing, setChoosing] = useState(code === undefined);
  if (choosing || code === undefined) {
    return <ChooseDepartment start={start} value={code ?? ''} onBack={code === undefined ? undefined : () => setChoosing(false)} onChosen={(chosen) => { setChoosing(false); onDepartment(chosen); }} />;
  }
  return <Places start={start} code={code} onOther={start.moved === undefined && start.clinics.departments.length > 1 ? () => setChoosing(true) : undefined} />;
}

function Places({ start, code, onOther }: { start: Start; code: string; onOther?: () => void }) {
  const t = useText(findText);
  const shared = useText(visitText);
  const relations = useText(patientOfRelation);
  const { language } = useLanguage();
  const now = useNow();
  const { patientId, whom, clinics, moved } = start;
  const weeks = useWeeks(patientId, code);
  const [screen, setScreen] = useState<Exclude<Screen, 'department'>>();
  const [on, setOn] = useState('');
  const [slotId, setSlotId] = useState<string>();
  const [lost, setLost] = useState<string>();
  const [pressed, setPressed] = useState(false);
  const work = useWork();
  const [returned, setReturned] = useState(0);
  const { load } = weeks;
  // Back from the page that books: the place was given back, others may have gone.
  useDidShow(() => {
    if (returned > 0) void load.reload();
    setReturned((times) => times + 1);
  });
  const department = clinics.departments.find((one) => one.departmentCode === code);
  const data = load.data;
  const all = data?.days.flatMap((day) => openPlaces(day, '')) ?? [];
  const { first, suggested } = weeks;
  const at = screen ?? (suggested.length > 0 ? 'suggested' : 'pick');
  // The best one is chosen beforehand; on the strip nothing is, since nobody has looked yet.
  const value = slotId ?? (at === 'suggested' ? suggested[0]?.slotId : undefined) ?? '';
  const placeOf = (id: string) => [...all, ...suggested].find((place) => place.slotId === id);
  const chosen = placeOf(value);
  // Two presses may come before the page is drawn again.
  const latest = useRef(value);
  latest.current = value;
  if (data && all.length === 0 && data.nextFree === null && data.from <= data.today) return <NoPlaces start={start} title={t.emptyTitle} words={t.emptyWords} onOther={onOther} />;

  const choose = (id: string) => {
    latest.current = id;
    setSlotId(id);
    setLost(undefined);
    work.clear();
  };
  const offerNext = async (gone: Place) => {
    const fresh = await visits.places({ patientId, departmentCode: code, from: data?.from, days: 14 });
    await load.reload();
    const next = nearest(fresh.days.flatMap((day) => openPlaces(day, '')), gone);
    setScreen('pick');
    setOn(next ? dayOf(next.start) : '');
    setSlotId(next?.slotId ?? '');
    setLost(next ? t.lostNext(rangeWords(next.start, next.end, now, language)) : t.lost);
    if (next) weeks.turnTo(dayOf(next.start));
  };
  const next = () => {
    const taken = placeOf(latest.current);
    if (!taken) return setPressed(true);
    void work.run(async () => {
      try {
        const held = await visits.hold({ patientId, slotId: taken.slotId, ...(moved && { replaces: moved.appointmentId }) });
        setLost(undefined);
        go(visitPage('confirm', { appointmentId: held.appointmentId }));
      } catch (caught) {
        if (!(caught instanceof CloudError) || (caught.reason !== 'full' && caught.reason !== 'closed')) throw caught;
        await offerNext(taken);
      }
    });
  };
  const footer = data && (
    <>
      {at === 'pick' && suggested.length > 0 && <View className="visit-back"><Button tone="soft" disabled={work.busy} onPress={() => { setScreen('suggested'); setSlotId(undefined); setPressed(false); setLost(undefined); }}>{t.back}</Button></View>}
      <View className="visit-next"><Button busy={work.busy} onPress={next}>{t.next}</Button></View>
    </>
  );
  return (
    <Frame title={shared.title} footer={footer || undefined} saysOffline={work.failure?.passing}>
      {lost !== undefined && <Notice tone="warn">{lost}</Notice>}
      {work.failure && <Notice tone="warn" action={work.failure.reason === 'active_exists' ? { words: shared.mineTitle, onPress: () => go(visitPage('mine', { patientId })) } : undefined}>{work.failure.passing ? t.keptChoice : refusalWords(work.failure, shared)}</Notice>}
      {moved && <Notice>{t.changing(rangeWords(moved.start, moved.end, now, language))}</Notice>}
      <View className="visit-head">
        <View className="visit-grow">
          <View className="visit-department">{department?.departmentName}</View>
          {whom && <View className="s-muted">{whom.as === 'patient' ? t.forMyself(whom.name) : t.forWhom(relations[whom.relation], whom.name)}</View>}
        </View>
        {onOther && <Press className="visit-link" onPress={onOther}>{t.otherDepartment}</Press>}
      </View>
      {!data && <Await load={load} rows={5}>{() => <Loading />}</Await>}
      {first && at === 'suggested' && <Suggested places={first} suggested={suggested} value={value} problem={pressed && !chosen} onChange={choose} />}
      {data && at === 'pick' && <Pick weeks={weeks} on={on} value={value} problem={pressed && !chosen} doctors={department?.doctors ?? []} onDay={setOn} onChange={choose} />}
      {data && (
        <View className="visit-more">
          {at === 'suggested' && <Button tone="soft" onPress={() => { setScreen('pick'); setSlotId(''); setOn(''); setPressed(false); }}>{t.suggestOther}</Button>}
          <View className="visit-out"><View className="s-muted">{t.wayOut}</View><Press className="visit-link" onPress={() => goService(patientId)}>{t.askService}</Press></View>
        </View>
      )}
    </Frame>
  );
}
