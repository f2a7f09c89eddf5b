/** What matters today from all four doors, the most pressing first: one of them asks, the others only tell. Else thanks. */
import type { ReactNode } from 'react';
import Taro from '@tarojs/taro';
import { View } from '@tarojs/components';
import type { HomePatient } from '../../../cloudfunctions/followup/contract';
import { useNow } from '../../cloud/use-now';
import { Button } from '../../components/button/button';
import { Card } from '../../components/card/card';
import { SurveyCard } from '../../components/survey-card/survey-card';
import { homeText } from '../../text/home';
import { useLanguage, useText } from '../../text/language';
import { rangeWords, whenWords } from '../../text/time';

/** `first`: the one thing of this screen. */
type Item = (first: boolean) => ReactNode;

export function Today({ patient }: { patient: HomePatient }) {
  const t = useText(homeText);
  const { language } = useLanguage();
  const now = useNow();
  const { steps, answered, visit, worse, messages, complaints, closed } = patient;
  const go = (page: string, query: string) => () => { void Taro.navigateTo({ url: `/pages/${page}/index?${query}&patientId=${encodeURIComponent(patient.patientId)}` }); };
  const card = (key: string, title: string, words: string, button: string, open: () => void): Item => (first) => (
    <Card key={key} tone={first ? 'accent' : 'plain'} title={title}>
      <View className="home-words">{words}</View>
      <Button tone={first ? 'primary' : 'soft'} onPress={open}>{button}</Button>
    </Card>
  );
  const items: Item[] = [
    ...(messages.urgent ? [card('urgent', t.alarmTitle, t.alarm, t.alarmOpen, go('message/thread', 'from=home'))] : []),
    ...(worse !== undefined ? [card('worse', t.alarmTitle, t.alarm, t.alarmOpen, go('visit/detail', `appointmentId=${encodeURIComponent(worse)}&to=help`))] : []),
    ...(visit?.proposal ? [card('proposal', t.proposalTitle, t.proposal(whenWords(visit.start, now, language)), t.proposalOpen, go('visit/proposal', `appointmentId=${encodeURIComponent(visit.appointmentId)}`))] : []),
    ...steps.map((step): Item => (first) => <SurveyCard key={step.stepId} step={step} first={first} onOpen={go('survey/answer', `stepId=${encodeURIComponent(step.stepId)}`)} />),
    ...(messages.unread > 0 ? [card('unread', t.unreadTitle(messages.unread), t.unread, t.unreadOpen, go('message/thread', 'from=home'))] : []),
    ...complaints.filter((one) => one.answered).map((one) => card(one.number, t.answeredTitle, t.answered(one.number), t.answeredOpen, go('complaint/view', `number=${encodeURIComponent(one.number)}`))),
  ];
  return (
    <>
      {items.map((item, index) => item(index === 0))}
      {closed && items.length === 0 && <Card title={t.closedTitle}><View>{t.closed}</View></Card>}
      {!closed && items.length === 0 && !visit && <Card title={answered > 0 ? t.thanksTitle : t.emptyTitle}><View>{answered > 0 ? t.thanks(answered) : t.empty}</View></Card>}
      {visit && !visit.proposal && (
        <Card title={t.visitTitle}>
          <View className="home-next">{rangeWords(visit.start, visit.end, now, language)}</View>
          <View className="s-muted home-words">{[visit.departmentName, visit.practitioner, visit.place].filter((word) => word !== '').join(' · ')}</View>
          <Button tone="soft" onPress={go('visit/detail', `appointmentId=${encodeURIComponent(visit.appointmentId)}`)}>{t.visitOpen}</Button>
        </Card>
      )}
    </>
  );
}

/** When the hospital asks again: nothing to do about it today, so it stands below the doors. */
export function Next({ patient: { nextInvitation } }: { patient: HomePatient }) {
  const t = useText(homeText);
  const { language } = useLanguage();
  const now = useNow();
  if (!nextInvitation) return null;
  return (
    <Card>
      <View className="s-muted">{t.next}</View>
      <View className="home-next">{whenWords(nextInvitation.at, now, language)}</View>
      <View className="s-muted">{nextInvitation.title[language]}</View>
    </Card>
  );
}
