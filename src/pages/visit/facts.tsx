/** A visit as rows of one label and its words, read one after another. */
import type { ReactNode } from 'react';
import { View } from '@tarojs/components';
import type { Appointment } from '../../../cloudfunctions/visit/contract';
import { useText } from '../../text/language';
import { visitText } from '../../text/visit';
import { doctorWords } from './words';

export function Fact({ label, children, strong = false }: { label: string; children: ReactNode; strong?: boolean }) {
  return (
    <View className="visit-fact">
      <View className="visit-fact-label">{label}</View>
      <View className={strong ? 'visit-fact-strong' : ''}>{children}</View>
    </View>
  );
}

/** Whom, where, what to bring. */
export function VisitFacts({ visit }: { visit: Appointment }) {
  const t = useText(visitText);
  const whom = visit.departmentName === '' ? '' : `${visit.departmentName} · ${doctorWords(visit, t)}`;
  return (
    <>
      <Fact label={t.whom}>{visit.name}</Fact>
      {(whom !== '' || visit.place !== '') && <Fact label={t.where}><View>{whom}</View><View>{visit.place}</View></Fact>}
      <Fact label={t.preparation}>{visit.preparation || t.noPreparation}</Fact>
    </>
  );
}
