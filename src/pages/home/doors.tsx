/** The plain doors. Only what can be opened is shown. */
import Taro from '@tarojs/taro';
import { View } from '@tarojs/components';
import type { HomePatient } from '../../../cloudfunctions/followup/contract';
import { Press } from '../../components/press/press';
import { homeText } from '../../text/home';
import { useText } from '../../text/language';

export function Doors({ patient }: { patient: HomePatient }) {
  const t = useText(homeText);
  const patientId = encodeURIComponent(patient.patientId);
  const doors = [
    { title: t.surveys, words: patient.steps.length > 0 ? t.surveysWaiting(patient.steps.length) : t.surveysDone(patient.answered), url: `/pages/survey/list/index?patientId=${patientId}` },
    { title: t.family, words: t.familyWords, url: `/pages/account/family/index?patientId=${patientId}` },
    { title: t.consents, words: t.consentsWords, url: `/pages/account/consents/index?patientId=${patientId}` },
  ];
  return (
    <View className="home-doors">
      {doors.map(({ title, words, url }) => (
        <Press key={url} className="home-door" onPress={() => { void Taro.navigateTo({ url }); }}>
          <View className="home-door-title">{title}</View>
          <View className="s-muted">{words}</View>
        </Press>
      ))}
    </View>
  );
}
