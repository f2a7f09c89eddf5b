/** Where a visit stands, in a word. */
import type { Appointment } from '../../../cloudfunctions/visit/contract';
import { Tag, type Tone } from '../../components/tag/tag';
import { useText } from '../../text/language';
import { visitText } from '../../text/visit';

/** The closed clinic waits for a word. */
export const asks = ({ proposal, state }: Appointment): boolean => state === 'booked' && proposal !== null && ['offered', 'silent', 'none'].includes(proposal.state);

const tones: Record<Appointment['state'], Tone> = { pending: 'plain', booked: 'info', arrived: 'action', fulfilled: 'action', noshow: 'warn', cancelled: 'plain', expired: 'plain' };

export function StateTag({ visit }: { visit: Appointment }) {
  const t = useText(visitText);
  if (asks(visit)) return <Tag tone="warn">{t.state.proposal}</Tag>;
  return <Tag tone={tones[visit.state]}>{visit.cancel?.reason === 'changed' ? t.state.changed : t.state[visit.state]}</Tag>;
}
