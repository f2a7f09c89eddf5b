/** Questionnaires of one patient: what waits, what comes, how many were answered. */
import { useState } from 'react';
import Taro, { useDidShow, useRouter } from '@tarojs/taro';
import { View } from '@tarojs/components';
import type { api } from '../../../../cloudfunctions/followup/contract';
import { cloud } from '../../../cloud/cloud';
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { useSpeaker } from '../../../cloud/use-speaker';
import { Button } from '../../../components/button/button';
import { Card } from '../../../components/card/card';
import { Frame } from '../../../components/frame/frame';
import { Await, Empty } from '../../../components/state/state';
import { SurveyCard } from '../../../components/survey-card/survey-card';
import { homeText } from '../../../text/home';
import { useLanguage, useText } from '../../../text/language';
import { surveyText } from '../../../text/survey';
import { whenWords } from '../../../text/time';
import { goBind } from '../answer/done';
import './index.scss';

const followup = cloud<typeof api>('followup', { reads: ['home'] });

export default function SurveyList() {
  const t = useText(surveyText);
  const h = useText(homeText);
  const { language } = useLanguage();
  const now = useNow();
  useSpeaker();
  const patientId = decodeURIComponent(useRouter().params['patientId'] ?? '');
  const load = useLoad(() => followup.home({}), []);
  const [shown, setShown] = useState(0);
  useDidShow(() => {
    if (shown > 0) void load.reload();
    setShown((times) => times + 1);
  });
  const patient = load.data?.patients.find((one) => one.patientId === patientId) ?? load.data?.patients[0];
  return (
    <Frame title={t.listTitle} ward={patient?.wardPhone ? { name: patient.departmentName ? h.ward(patient.departmentName) : h.centre, phone: patient.wardPhone } : undefined}>
      <Await load={load} failed={(error) => (error.code === 'UNAUTHENTICATED' ? <Button wide={false} onPress={() => goBind()}>{t.confirmPhone}</Button> : undefined)}>
        {() => (
          <>
            {(!patient || (patient.steps.length === 0 && !patient.nextInvitation)) && <Empty words={t.listEmpty} />}
            {patient?.steps.map((step, index) => (
              <SurveyCard
                key={step.stepId} step={step} first={index === 0}
                onOpen={() => { void Taro.navigateTo({ url: `/pages/survey/answer/index?stepId=${encodeURIComponent(step.stepId)}&patientId=${encodeURIComponent(patient.patientId)}` }); }}
              />
            ))}
            {patient?.nextInvitation && <Card title={t.listNext}><View>{t.listNextWords(patient.nextInvitation.title[language], whenWords(patient.nextInvitation.at, now, language))}</View></Card>}
            {patient && patient.answered > 0 && <View className="list-words s-muted">{t.listDone(patient.answered)}</View>}
          </>
        )}
      </Await>
    </Frame>
  );
}
