/** What waits for an answer; else thanks; and what comes next. */
import Taro from '@tarojs/taro';
import { View } from '@tarojs/components';
import type { HomePatient } from '../../../cloudfunctions/followup/contract';
import { useNow } from '../../cloud/use-now';
import { Card } from '../../components/card/card';
import { SurveyCard } from '../../components/survey-card/survey-card';
import { homeText } from '../../text/home';
import { useLanguage, useText } from '../../text/language';
import { whenWords } from '../../text/time';

export function Waiting({ patient }: { patient: HomePatient }) {
  const t = useText(homeText);
  const { language } = useLanguage();
  const now = useNow();
  const { steps, nextInvitation, answered, patientId } = patient;
  const open = (stepId: string) => { void Taro.navigateTo({ url: `/pages/survey/answer/index?stepId=${encodeURIComponent(stepId)}&patientId=${encodeURIComponent(patientId)}` }); };
  return (
    <>
      {steps.map((step, index) => <SurveyCard key={step.stepId} step={step} first={index === 0} onOpen={() => open(step.stepId)} />)}
      {steps.length === 0 && <Card title={answered > 0 ? t.thanksTitle : t.emptyTitle}><View>{answered > 0 ? t.thanks(answered) : t.empty}</View></Card>}
      {nextInvitation && (
        <Card>
          <View className="s-muted">{t.next}</View>
          <View className="home-next">{whenWords(nextInvitation.at, now, language)}</View>
          <View className="s-muted">{nextInvitation.title[language]}</View>
        </Card>
      )}
    </>
  );
}
