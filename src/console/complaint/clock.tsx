/** A clock of a complaint in working days: how many are left, in words; the colour only repeats them. */
import { addDays } from '../../../cloudfunctions/kit/calendar';
import { Tag, type Tone } from '../../components/tag/tag';
import { deskText } from '../../text/complaint-console';
import { useText } from '../../text/language';
import { dayOf } from '../../text/time';
import type { Clock, Row } from './desk';
import { workdaysBetween } from './workdays';

const tones: Readonly<Record<Row['legalState'], Tone>> = { in_time: 'action', soon: 'warn', over: 'danger', met: 'plain' };

/** `running`: it is not answered yet. `now` in ms UTC. */
export function ClockTag({ clock, state, running, now }: { clock: Clock; state: Row['legalState']; running: boolean; now: number }) {
  const t = useText(deskText);
  const today = dayOf(now);
  const left = workdaysBetween(today, clock.day);
  const words = !running ? (state === 'over' ? t.late : t.met)
    : state === 'over' ? t.over(workdaysBetween(clock.day, today))
      : clock.day === today ? t.lastDay : clock.day === addDays(today, 1) ? t.nextDay : t.left(left);
  return <Tag tone={!running && state !== 'over' ? 'plain' : tones[state]}>{words}</Tag>;
}
