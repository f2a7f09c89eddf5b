/** The conversation with customer service: what was said, how things stand, and where to write. */
import { Fragment, useCallback, useEffect, useRef, useState } from 'react';
import Taro, { useDidShow, usePageScroll, useRouter } from '@tarojs/taro';
import { View } from '@tarojs/components';
import type { Safety } from '../../../../cloudfunctions/message/contract';
import { useLetters } from '../../../cloud/use-letters';
import { useNow } from '../../../cloud/use-now';
import { useSpeaker } from '../../../cloud/use-speaker';
import { said } from '../../../components/aria/aria';
import { Button } from '../../../components/button/button';
import { Card } from '../../../components/card/card';
import { Emergency } from '../../../components/emergency/emergency';
import { Frame } from '../../../components/frame/frame';
import { Notice } from '../../../components/notice/notice';
import { Press } from '../../../components/press/press';
import { SafetyPage } from '../../../components/safety-page/safety-page';
import { Await } from '../../../components/state/state';
import { useLanguage, useText } from '../../../text/language';
import { messageText } from '../../../text/message';
import { whenWords } from '../../../text/time';
import { Bubble, PendingBubble } from './bubble';
import { Composer } from './composer';
import { Intro, Rate, Said, Standing } from './standing';
import { useThread, type Thread } from './use-thread';
import './index.scss';

/** After so long a pause the time is said again, ms. */
const pause = 10 * 60_000;
/** The page is read near its end: new messages may move it. Px. */
const nearEnd = 160;

const markOf = ({ level, words }: Safety): string => `${level} ${words.map((word) => word.zh).join()}`;
const goBind = () => { void Taro.navigateTo({ url: '/pages/account/bind/index' }); };

export default function ThreadPage() {
  const t = useText(messageText);
  useSpeaker();
  const [patientId] = useState(decodeURIComponent(useRouter().params['patientId'] ?? '') || ((Taro.getStorageSync('suifang.patient') as string) || ''));
  // Opened without a name: the first page knows for whom.
  useEffect(() => { if (patientId === '') void Taro.reLaunch({ url: '/pages/home/index' }); }, [patientId]);
  const [looked, setLooked] = useState('');
  const thread = useThread(patientId, () => setLooked(''));
  const { load, live } = thread;
  const safety = live?.safety ?? null;
  const phones = load.data?.phones;
  const ward = phones && (phones.ward ? { name: t.wardPhone, phone: phones.ward } : phones.hospital ? { name: t.hospitalPhone, phone: phones.hospital } : undefined);
  if (safety && looked !== markOf(safety)) {
    const { wardPhone, hospitalPhone, ...rest } = safety;
    return <SafetyPage {...rest} phones={{ ward: wardPhone, hospital: hospitalPhone }} goOn={t.goOn} mayGoOn onGoOn={() => setLooked(markOf(safety))} />;
  }
  if (!live) {
    return (
      <Frame title={t.title} ward={ward}>
        <Await load={load} rows={6} failed={(error) => (error.code === 'UNAUTHENTICATED' ? <Card tone="accent" title={t.signIn}><View className="thread-gap">{t.signInWords}</View><Button onPress={goBind}>{t.confirmPhone}</Button></Card> : undefined)}>{() => null}</Await>
      </Frame>
    );
  }
  return <Talk patientId={patientId} thread={thread} ward={ward} reminder={safety ? () => setLooked('') : undefined} />;
}

interface TalkProps { patientId: string; thread: Thread; ward: { name: string; phone: string } | undefined; reminder: (() => void) | undefined }

function Talk({ patientId, thread, ward, reminder }: TalkProps) {
  const t = useText(messageText);
  const { language } = useLanguage();
  const now = useNow();
  const letters = useLetters('reply');
  const [given, setGiven] = useState<{ words: string }>();
  const { pending, trouble, fetching } = thread;
  const { live } = thread;
  const messages = live?.messages ?? [];
  const scroll = useScroll(messages.at(-1)?.n ?? 0, [...pending.map(({ key, state }) => `${key} ${state}`), letters.may ? 'letters' : ''].join());
  // Back from the help page: a browser has forgotten where the page stood.
  useDidShow(scroll.toEnd);
  usePageScroll(({ scrollTop }) => {
    scroll.moved(scrollTop);
    if (scrollTop < 40 && scroll.settled() && live?.more && !fetching) void older();
  });
  const older = async () => {
    const first = messages[0]?.n;
    await thread.older();
    // What was read stays where it was.
    if (first !== undefined) setTimeout(() => { Taro.pageScrollTo({ selector: `#m-${first}`, offsetTop: -80, duration: 0 }).catch(() => undefined); }, 0);
  };
  if (!live) return null;
  const unsent = pending.some(({ state }) => state !== 'sending');
  const lastSeen = messages.findLast(({ from, n }) => (from === 'patient' || from === 'family') && n <= live.thread.readByStaff)?.n;
  const answered = messages.some(({ from, n }) => (from === 'staff' || from === 'department') && n > (lastSeen ?? 0));
  const footer = (
    <View className="thread-foot">
      {reminder && <View className="thread-reminder"><Notice tone="warn" action={{ words: t.look, onPress: reminder }}>{t.reminder}</Notice></View>}
      {scroll.below && <Press className="thread-below" onPress={scroll.toEnd}>{t.newBelow}</Press>}
      <Composer patientId={patientId} given={given} onSend={thread.write} />
      <Emergency ward={ward} />
    </View>
  );
  return (
    <Frame title={t.title} footer={footer} saysOffline={unsent}>
      <View className="thread-help">
        <View className="s-grow">{t.helpDoor}</View>
        <Press className="thread-link" onPress={() => { void Taro.navigateTo({ url: `/pages/message/help/index?patientId=${encodeURIComponent(patientId)}` }); }}>{t.helpGo}</Press>
      </View>
      {live.thread.state === 'none' && pending.length === 0 && <Intro />}
      {live.more && <View className="thread-older"><Button tone="plain" wide={false} busy={fetching} onPress={() => { void older(); }}>{t.older}</Button></View>}
      <View className="thread-list" {...said({ role: 'list', label: t.title, live: 'polite' })}>
        {messages.map((one, at) => (
          <Fragment key={one.n}>
            {one.at - (messages[at - 1]?.at ?? 0) > pause && <View className="thread-time">{whenWords(one.at, now, language)}</View>}
            <Bubble one={one} seen={one.n === lastSeen && !answered} onStale={() => { void thread.refreshPictures(one.n); }} />
          </Fragment>
        ))}
        {pending.map((one) => <PendingBubble key={one.key} one={one} onRetry={() => thread.retry(one.key)} onTakeBack={() => setGiven({ words: thread.takeBack(one.key) })} />)}
      </View>
      {unsent ? <Said words={[t.unsentNotice]} warn /> : trouble ? <Said words={[t.trouble]} /> : <Standing live={live} />}
      {letters.may && live.thread.waitingSince > 0 && live.thread.urgent === '' && !unsent && (
        <View className="thread-letters">{letters.agreed ? <View className="s-muted">{t.willRemind}</View> : <Press className="thread-link" onPress={letters.ask}>{t.remindMe}</Press>}</View>
      )}
      {live.thread.mayRate && <Rate key={live.thread.closedAt} rated={live.thread.rating?.score} onRate={thread.rate} />}
    </Frame>
  );
}

/** The page opens at its end, follows new messages while its end is in sight, and otherwise says that there are new ones. */
function useScroll(last: number, waiting: string) {
  const top = useRef(0);
  const deepest = useRef(0);
  const opened = useRef(false);
  const [below, setBelow] = useState(false);
  const toEnd = useCallback(() => {
    setBelow(false);
    // After the new lines are drawn.
    setTimeout(() => { Taro.pageScrollTo({ scrollTop: 1_000_000, duration: 0 }).catch(() => undefined); }, 0);
  }, []);
  const own = useRef(waiting);
  useEffect(() => {
    const wrote = waiting !== own.current && waiting !== '';
    own.current = waiting;
    if (!opened.current || wrote || deepest.current - top.current < nearEnd) toEnd();
    else if (last > 0) setBelow(true);
    if (last > 0) opened.current = true;
  }, [last, waiting, toEnd]);
  return {
    below, toEnd,
    settled: () => opened.current && deepest.current > 0,
    moved(scrollTop: number) {
      top.current = scrollTop;
      deepest.current = Math.max(deepest.current, scrollTop);
      if (deepest.current - scrollTop < nearEnd) setBelow(false);
    },
  };
}
