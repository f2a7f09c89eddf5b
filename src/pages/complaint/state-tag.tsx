/** Where a complaint stands, in words. */
import type { ComplaintState } from '../../../cloudfunctions/complaint/contract';
import { Tag, type Tone } from '../../components/tag/tag';
import { complaintText } from '../../text/complaint';
import { useText } from '../../text/language';

const tones: Readonly<Record<ComplaintState, Tone>> = { received: 'info', dispatched: 'info', handling: 'info', answered: 'action', closed: 'plain', withdrawn: 'plain' };

export function StateTag({ state, over = false }: { state: ComplaintState; over?: boolean }) {
  const t = useText(complaintText);
  return <Tag tone={over && tones[state] === 'info' ? 'warn' : tones[state]}>{t.states[state]}</Tag>;
}
