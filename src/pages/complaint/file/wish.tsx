/** Second step: what the person wishes for, and what shows it. */
import { View } from '@tarojs/components';
import type { Want } from '../../../../cloudfunctions/complaint/contract';
import { Attach } from '../../../components/attach/attach';
import type { Attaching } from '../../../components/attach/use-attach';
import { Choices } from '../../../components/choices/choices';
import { complaintText } from '../../../text/complaint';
import { useText } from '../../../text/language';
import type { Drafting } from './use-draft';

const wants: readonly Want[] = ['explain', 'apologise', 'correct', 'refund', 'compensate', 'other'];

export function Wish({ drafting: { draft, change }, attaching, problem }: { drafting: Drafting; attaching: Attaching; problem?: string }) {
  const t = useText(complaintText);
  return (
    <>
      <View className="complaint-section">
        <Choices
          label={t.wantTitle} multiple options={wants.map((want) => ({ value: want, label: t.wants[want] }))} value={draft.wants ?? []}
          onChange={(chosen) => change({ wants: wants.filter((want) => chosen.includes(want)) })}
        />
      </View>
      <View className="complaint-section">
        <View className="complaint-label">{t.evidence}<View className="s-muted">{t.evidenceWords}</View></View>
        <Attach attaching={attaching} documents />
        {problem !== undefined && <View className="s-field-problem">{problem}</View>}
      </View>
    </>
  );
}
