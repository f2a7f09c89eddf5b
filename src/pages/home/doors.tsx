/** The four plain doors, each with what stands behind it now. After a death only those that stay open. */
import Taro from '@tarojs/taro';
import { View } from '@tarojs/components';
import type { HomePatient } from '../../../cloudfunctions/followup/contract';
import { useNow } from '../../cloud/use-now';
import { Press } from '../../components/press/press';
import { homeText } from '../../text/home';
import { useLanguage, useText } from '../../text/language';
import { whenWords } from '../../text/time';

export function Doors({ patient }: { patient: HomePatient }) {
  const t = useText(homeText);
  const { language } = useLanguage();
  const now = useNow();
  const { steps, answered, visit, messages, complaints, closed } = patient;
  const waiting = messages.by > now ? t.messagesWaiting(whenWords(messages.by, now, language)) : t.messagesSoon;
  const doors = [
    { title: t.surveys, words: steps.length > 0 ? t.surveysWaiting(steps.length) : t.surveysDone(answered), page: 'survey/list', open: !closed },
    { title: t.visits, words: visit ? whenWords(visit.start, now, language) : t.visitsNone, page: 'visit/mine', open: !closed },
    { title: t.messages, words: messages.unread > 0 ? t.messagesUnread(messages.unread) : messages.waiting ? waiting : t.messagesNone, page: 'message/thread', open: true },
    { title: t.complaints, words: complaints.length > 0 ? t.complaintsOpen(complaints.length) : t.complaintsNone, page: 'complaint/mine', open: true },
  ].filter(({ open }) => open);
  return (
    <View className="home-doors">
      {doors.map(({ title, words, page }) => (
        <Press key={page} className="home-door" onPress={() => { void Taro.navigateTo({ url: `/pages/${page}/index?patientId=${encodeURIComponent(patient.patientId)}` }); }}>
          <View className="home-door-title">{title}</View>
          <View className="s-muted">{words}</View>
        </Press>
      ))}
    </View>
  );
}
