/** A clock of a complaint in working days: how many are left, in words; the colour only repeats them. */
import { clockState } from '../../../cloudfunctions/complaint/rules/clock';
import { addDays } from '../../../cloudfunctions/kit/calendar';
import { Tag, type Tone } from '../../components/tag/tag';
import { deskText } from '../../text/complaint-console';
import { useText } from '../../text/language';
import { dayOf } from '../../text/time';
import type { Clock, Row } from './desk';
import { workdaysBetween } from './workdays';

const tones: Readonly<Record<Row['legalState'], Tone>> = { in_time: 'action', soon: 'warn', over: 'danger', met: 'plain' };

/** `running`: it is not answered yet. `now` in ms UTC. */
export function ClockTag({ clock, state: told, running, now }: { clock: Clock; state: Row['legalState']; running: boolean; now: number }) {
  const t = useText(deskText);
  const today = dayOf(now);
  // A page may stand open over the end of a day: what runs is judged by the minute, as the server does.
  const state = running ? clockState(clock, 0, now) : told;
  const left = workdaysBetween(today, clock.day);
  const words = !running ? (state === 'over' ? t.late : t.met)
    : state === 'over' ? t.over(workdaysBetween(clock.day, today))
      : clock.day === today ? t.lastDay : clock.day === addDays(today, 1) ? t.nextDay : t.left(left);
  return <Tag tone={!running && state !== 'over' ? 'plain' : tones[state]}>{words}</Tag>;
}
