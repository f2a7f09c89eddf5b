/** A visit as rows of one label and its words, read one after another. */
import type { ReactNode } from 'react';
import { View } from '@tarojs/components';
import type { Appointment } from '../../../cloudfunctions/visit/contract';
import { useText } from '../../text/language';
import { visitText } from '../../text/visit';
import { whereWords } from './words';

export function Fact({ label, children, strong = false }: { label: string; children: ReactNode; strong?: boolean }) {
  return (
    <View className="visit-fact">
      <View className="visit-fact-label">{label}</View>
      <View className={strong ? 'visit-fact-strong' : ''}>{children}</View>
    </View>
  );
}

/** Whom, where, what to bring. */
export function VisitFacts({ visit, hidden = [] }: { visit: Appointment; hidden?: readonly 'whom'[] }) {
  const t = useText(visitText);
  const where = whereWords(visit, t);
  return (
    <>
      {!hidden.includes('whom') && <Fact label={t.whom}>{visit.name}</Fact>}
      {where !== '' && <Fact label={t.where}>{where}</Fact>}
      <Fact label={t.preparation}>{visit.preparation || t.noPreparation}</Fact>
    </>
  );
}
