/** It is booked: when, where, what to bring, and that a reminder comes. */
import { View } from '@tarojs/components';
import type { Appointment } from '../../../../cloudfunctions/visit/contract';
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { Button } from '../../../components/button/button';
import { Card } from '../../../components/card/card';
import { Frame } from '../../../components/frame/frame';
import { Heading } from '../../../components/heading/heading';
import { useLanguage, useText } from '../../../text/language';
import { rangeWords } from '../../../text/time';
import { visitText } from '../../../text/visit';
import { AddCalendar } from '../add-calendar';
import { goHome, goInstead, visitPage } from '../address';
import { Fact, VisitFacts } from '../facts';
import { visits } from '../visits';
import { remindWords } from '../words';

export function Booked({ visit, changed }: { visit: Appointment; changed: boolean }) {
  const t = useText(visitText);
  const { language } = useLanguage();
  const now = useNow();
  const { data } = useLoad(() => visits.mine({ patientId: visit.patientId }), [visit.patientId]);
  return (
    <Frame title={t.title} back={false} footer={<View className="visit-next"><Button onPress={() => goInstead(visitPage('mine', { patientId: visit.patientId }))}>{t.see}</Button></View>}>
      <View className="visit-thanks">
        <View className="visit-tick" />
        <Heading turn="booked" large>{changed ? t.changedTitle : t.bookedTitle}</Heading>
      </View>
      <Card tone="accent">
        <Fact label={t.when} strong>{rangeWords(visit.start, visit.end, now, language)}</Fact>
        <VisitFacts visit={visit} />
      </Card>
      <Card title={t.bookedNext}>
        <View className="visit-list">
          <View>{t.comeEarly}</View>
          {data && <View>{remindWords(visit, data.reminders, t)}</View>}
          <AddCalendar visit={visit} />
        </View>
      </Card>
      <View className="visit-after"><Button tone="plain" onPress={goHome}>{t.goHome}</Button></View>
    </Frame>
  );
}
