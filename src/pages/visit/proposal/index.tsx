/** A closed clinic offers another time: yes, another one, or not at all. Also from the link of an SMS, without signing in. */
import { useState } from 'react';
import { useRouter } from '@tarojs/taro';
import { View } from '@tarojs/components';
import type { api as visitApi, Appointment } from '../../../../cloudfunctions/visit/contract';
import type { Output } from '../../../cloud/cloud';
import type { CloudError } from '../../../cloud/error';
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { useSpeaker } from '../../../cloud/use-speaker';
import { Button } from '../../../components/button/button';
import { Card } from '../../../components/card/card';
import { Confirm } from '../../../components/confirm/confirm';
import { Frame } from '../../../components/frame/frame';
import { Heading } from '../../../components/heading/heading';
import { Notice } from '../../../components/notice/notice';
import { Reading } from '../../../components/reading/reading';
import { useLanguage, useText } from '../../../text/language';
import { rangeWords, whenWords } from '../../../text/time';
import { visitText } from '../../../text/visit';
import { proposalText } from '../../../text/visit-proposal';
import { AddCalendar } from '../add-calendar';
import { go, goBind, goHome, goInstead, plain, visitPage } from '../address';
import { Fact, VisitFacts } from '../facts';
import { Guarded, Refusal } from '../gate';
import { useReminders } from '../reminders';
import { useWork } from '../use-work';
import { account, visits } from '../visits';
import { doctorWords, refusalWords, remindWords } from '../words';
import '../visit.scss';

type Proposal = Output<typeof visitApi, 'proposal'>;

export default function ProposalPage() {
  const shared = useText(visitText);
  const params = useRouter().params;
  const [token] = useState(() => plain(params['t']) || undefined);
  const appointmentId = plain(params['appointmentId']) || undefined;
  useSpeaker(token);
  const load = useLoad(() => visits.proposal(token === undefined && appointmentId !== undefined ? { appointmentId } : {}), [token, appointmentId]);
  const line = useLoad(async () => (await account.hospital({})).phone, []);
  const [answered, setAnswered] = useState<Appointment>();
  const phone = load.data?.appointment.phone || line.data;
  const ward = phone ? { name: shared.hospital, phone } : undefined;
  if (answered) return <Answered visit={answered} byLink={token !== undefined} ward={ward} />;
  if (!load.data) {
    const next = visitPage('proposal', { appointmentId: appointmentId ?? '' });
    return <Frame title={shared.title} ward={ward}>{token !== undefined && load.error && !load.loading && !load.error.passing ? <BadLink error={load.error} /> : <Guarded load={load} next={next}>{() => null}</Guarded>}</Frame>;
  }
  return <Offer proposal={load.data} byLink={token !== undefined} ward={ward} onAnswered={setAnswered} onReload={() => { void load.reload(); }} />;
}

/** A link that is over can be replaced by a confirmed number; a torn one is opened whole, or the hospital rung. */
function BadLink({ error }: { error: CloudError }) {
  const t = useText(proposalText);
  return error.code === 'GONE' ? <Refusal title={t.linkOver} words={t.linkOverWords} next="" /> : <Refusal title={t.linkWrong} words={t.linkWrongWords} />;
}

interface Props { proposal: Proposal; byLink: boolean; ward?: { name: string; phone: string }; onAnswered(visit: Appointment): void; onReload(): void }

function Offer({ proposal, byLink, ward, onAnswered, onReload }: Props) {
  const t = useText(proposalText);
  const shared = useText(visitText);
  const { language } = useLanguage();
  const now = useNow(30_000);
  const reminders = useReminders();
  const work = useWork();
  const [leaving, setLeaving] = useState(false);
  const { appointment, offered, until, state } = proposal;
  const { appointmentId, patientId } = appointment;
  const asked = byLink ? {} : { appointmentId };
  const open = appointment.state === 'booked' && (state === 'offered' || state === 'silent' || state === 'none');

  const answer = (word: 'accept' | 'cancel') => void work.run(async () => {
    const { appointment: after } = await visits.answerProposal({ ...asked, answer: word });
    setLeaving(false);
    onAnswered(after);
  }, (error) => {
    setLeaving(false);
    // The kept place went meanwhile: what stands now is shown.
    if (error.reason === 'place_gone' || error.reason === 'over') onReload();
    return false;
  });
  const another = () => {
    const find = visitPage('find', { patientId, replaces: appointmentId });
    if (byLink) goBind(find);
    else go(find);
  };
  const accept = () => {
    if (!byLink) reminders.ask();
    answer('accept');
  };

  const title = !open ? closedTitle(proposal, t, shared.changedTitle) : offered ? shared.proposalTitle : state === 'silent' ? t.silentTitle : shared.proposalNone;
  const footer = open && (offered
    ? <View className="visit-next"><Button busy={work.busy} onPress={accept}>{t.accept}</Button></View>
    : <View className="visit-next"><Button onPress={another}>{t.another}</Button></View>);
  return (
    <Frame title={shared.title} footer={footer || undefined} ward={ward} saysOffline={work.failure?.passing}>
      {work.failure && <Notice tone="warn">{refusalWords(work.failure, shared)}</Notice>}
      <View className="visit-head"><View className="visit-grow">{t.proposalFor(appointment.name)}</View><Reading /></View>
      <View className="visit-body"><Heading turn={title} large>{title}</Heading></View>
      <Card tone={open ? 'accent' : 'plain'}>
        {open && <Fact label={t.oldTime}><View className="visit-struck">{rangeWords(appointment.start, appointment.end, now, language)}</View></Fact>}
        {offered && state !== 'declined' && (
          <>
            <Fact label={t.newTime} strong>{rangeWords(offered.start, offered.end, now, language)}</Fact>
            {(appointment.departmentName !== '' || offered.practitioner !== '') && <Fact label={shared.where}>{[appointment.departmentName, doctorWords(offered, shared), appointment.proposal?.place ?? ''].filter((word) => word !== '').join(' · ')}</Fact>}
          </>
        )}
        {open && !offered && <View>{state === 'silent' ? t.silentWords : t.proposalNoneWords}</View>}
        {!open && <View>{state === 'declined' ? (appointment.replacedBy === '' ? t.declinedWords : t.otherTaken) : remindWords(appointment, proposal.reminders, shared)}</View>}
      </Card>
      {open && offered && <View className="visit-pad s-muted">{state === 'silent' || until <= now ? t.silentWords : t.proposalUntil(whenWords(until, now, language))}</View>}
      {open && (
        <View className="visit-more">
          {offered && <Button tone="soft" disabled={work.busy} onPress={another}>{t.another}</Button>}
          {byLink && <View className="s-muted">{t.anotherByPhone}</View>}
          <Button tone="plain" disabled={work.busy} onPress={() => setLeaving(true)}>{t.notComing}</Button>
        </View>
      )}
      {!open && !byLink && <View className="visit-more"><Button onPress={() => goInstead(visitPage('mine', { patientId }))}>{shared.toMine}</Button></View>}
      <Confirm open={leaving} title={t.notComingTitle} confirm={t.notComingYes} cancel={t.notComingNo} busy={work.busy} onConfirm={() => answer('cancel')} onCancel={() => setLeaving(false)}>{t.notComingWords}</Confirm>
    </Frame>
  );
}

function closedTitle({ state, appointment }: Proposal, t: (typeof proposalText)['zh'], changed: string): string {
  if (state === 'accepted') return t.acceptedTitle;
  return state === 'declined' && appointment.replacedBy !== '' ? changed : t.declinedTitle;
}

/** What the answer made of it. */
function Answered({ visit, byLink, ward }: { visit: Appointment; byLink: boolean; ward?: { name: string; phone: string } }) {
  const t = useText(proposalText);
  const shared = useText(visitText);
  const { language } = useLanguage();
  const now = useNow();
  const booked = visit.state === 'booked';
  return (
    <Frame title={shared.title} back={false} ward={ward} footer={byLink ? undefined : <View className="visit-next"><Button onPress={() => goInstead(visitPage('mine', { patientId: visit.patientId }))}>{shared.toMine}</Button></View>}>
      <View className="visit-thanks">
        {booked && <View className="visit-tick" />}
        <Heading turn="answered" large>{booked ? t.acceptedTitle : t.declinedTitle}</Heading>
        {!booked && <View className="visit-lead">{t.declinedWords}</View>}
      </View>
      {booked && (
        <Card tone="accent">
          <Fact label={shared.when} strong>{rangeWords(visit.start, visit.end, now, language)}</Fact>
          <VisitFacts visit={visit} />
          <View className="visit-quiet"><AddCalendar visit={visit} /></View>
        </Card>
      )}
      <View className="visit-after">{byLink ? <View className="s-muted">{t.closePage}</View> : <Button tone="plain" onPress={goHome}>{shared.goHome}</Button>}</View>
    </Frame>
  );
}
