/** Answering one questionnaire: by the link of an SMS without signing in, or from WeChat's message and the first page. */
import { useRef, useState, type MutableRefObject } from 'react';
import Taro, { useRouter } from '@tarojs/taro';
import type { Opened, Submitted, Text } from '../../../../cloudfunctions/survey/contract';
import { CloudError } from '../../../cloud/error';
import type { Ward } from '../../../components/emergency/emergency';
import { Frame } from '../../../components/frame/frame';
import { Failed, Loading } from '../../../components/state/state';
import { useText } from '../../../text/language';
import { safetyText } from '../../../text/safety';
import { surveyText } from '../../../text/survey';
import { pageOf, readAddress, type Address } from './address';
import { CondolenceView, overKey, OverView, StoppedView, ThanksView } from './done';
import { OtherView } from './other';
import { Questions } from './questions';
import { ResumeView } from './resume';
import { SafetyView } from './safety';
import { useConsent } from './use-consent';
import { useSheet, type Sheet } from './use-sheet';
import { useWay, type Place } from './use-way';
import './index.scss';

type End = { is: 'done'; result: Submitted } | { is: 'stopped'; words: string } | { is: 'condolence'; words: Text; hospital: string; phone: string };

/** One alarm as told apart from the next: what was said, and how urgent it is. */
const alarmMark = (sheet: Sheet): string => (sheet.alarm ? `${sheet.alarm.level} ${sheet.alarm.words.map((word) => word.zh).join()}` : '');

export default function Answer() {
  const [address] = useState(readAddress(useRouter().params));
  const t = useText(surveyText);
  const s = useText(safetyText);
  const sheet = useSheet(address);
  const [looked, setLooked] = useState('');
  const [end, setEnd] = useState<End>();
  const [afresh, setAfresh] = useState(false);
  const place = useRef<Place>();
  const { opened, error } = sheet;
  const ward = wardOf(opened, s.ward, t.hospitalPhone);

  if (end?.is === 'condolence') return <CondolenceView words={end.words} hospital={end.hospital} phone={end.phone} />;
  if (sheet.alarm && looked !== alarmMark(sheet)) {
    return (
      <SafetyView
        safety={sheet.alarm} hospitalPhone={opened?.hospitalPhone ?? ''} onGoOn={() => setLooked(alarmMark(sheet))}
        onRecant={opened && (() => sheet.recant().then(() => undefined, failure))}
      />
    );
  }
  if (end?.is === 'done') return <ThanksView result={end.result} byLink={address.token !== undefined} ward={ward} />;
  if (end?.is === 'stopped') return <StoppedView title={t.over.opted_out.title} words={end.words} ward={ward} />;
  const over = error && overKey(error, address.stepId !== undefined);
  if (error && over) return <OverView error={error} over={over} next={pageOf(address)} ward={ward} />;
  if (!opened) return <Frame title={t.title} ward={ward}>{error && !sheet.loading ? <Failed error={error} onRetry={() => { void sheet.reopen(); }} /> : <Loading rows={5} />}</Frame>;
  if (opened.state === 'submitted') return <StoppedView title={t.over.submitted.title} words={t.over.submitted.words} ward={ward} />;
  if (opened.resume === 'verify' && !afresh) return <Resume sheet={sheet} opened={opened} onAfresh={() => setAfresh(true)} />;
  return <Answering address={address} sheet={sheet} opened={opened} place={place} onLook={sheet.alarm ? () => setLooked('') : undefined} onEnd={setEnd} />;
}

const failure = (caught: unknown): CloudError => {
  if (caught instanceof CloudError) return caught;
  throw caught;
};

/** The ward's line, or the hospital's where the ward must not be named. */
function wardOf(opened: Opened | undefined, ward: string, hospital: string): Ward | undefined {
  if (opened?.wardPhone) return { name: ward, phone: opened.wardPhone };
  return opened?.hospitalPhone ? { name: hospital, phone: opened.hospitalPhone } : undefined;
}

function useAbout(opened: Opened): string {
  return useText(surveyText).about(opened.hospital, opened.questionnaire.minutes);
}

function Resume({ sheet, opened, onAfresh }: { sheet: Sheet; opened: Opened; onAfresh(): void }) {
  return <ResumeView name={opened.name} about={useAbout(opened)} onProven={async (token) => { await sheet.prove(token); }} onAfresh={onAfresh} />;
}

interface AnsweringProps { address: Address; sheet: Sheet; opened: Opened; place: MutableRefObject<Place | undefined>; onLook?: () => void; onEnd(end: End): void }

function Answering({ address, sheet, opened, place, onLook, onEnd }: AnsweringProps) {
  const about = useAbout(opened);
  const [others, setOthers] = useState(false);
  const way = useWay(opened, sheet.answers, sheet.setting, place);
  const consent = useConsent(address, sheet.setting.survey && opened.questionnaire.item.some((item) => item.purpose === 'survey'));
  const toConsents = () => {
    const query = address.token !== undefined ? `t=${encodeURIComponent(address.token)}` : consent.patientId !== undefined ? `patientId=${encodeURIComponent(consent.patientId)}` : '';
    void Taro.navigateTo({ url: `/pages/account/consents/index?${query}` });
  };
  if (others) {
    return (
      <OtherView
        onBack={() => setOthers(false)} onStop={toConsents}
        onNotMe={() => { sheet.give('who', 'other'); way.goTo('who'); setOthers(false); }}
        onDeath={() => sheet.tellDeath().then(({ condolence, hospital, hospitalPhone }) => { onEnd({ is: 'condolence', words: condolence, hospital, phone: hospitalPhone }); return undefined; }, failure)}
      />
    );
  }
  return (
    <Questions
      opened={opened} sheet={sheet} way={way} consent={consent} about={about} reminder={onLook} onOther={() => setOthers(true)} onPrivacy={toConsents}
      onDone={(result) => onEnd({ is: 'done', result })} onStopped={(words) => onEnd({ is: 'stopped', words })}
    />
  );
}
