/** Seven days in a row, and the half hours of the one that is chosen, morning and afternoon apart. */
import { useState } from 'react';
import { View } from '@tarojs/components';
import type { Place } from '../../../../cloudfunctions/visit/contract';
import { useNow } from '../../../cloud/use-now';
import { said } from '../../../components/aria/aria';
import { Button } from '../../../components/button/button';
import { Choices } from '../../../components/choices/choices';
import { Heading } from '../../../components/heading/heading';
import { Press } from '../../../components/press/press';
import { Await } from '../../../components/state/state';
import { useLanguage, useText } from '../../../text/language';
import { dateWords, dayWords, spanWords, startOf } from '../../../text/time';
import { visitText } from '../../../text/visit';
import { findText } from '../../../text/visit-find';
import type { Places } from '../visits';
import { doctorWords, fullDayWords, windowWords } from '../words';
import type { Weeks } from './use-find';

type Day = Places['days'][number];
const noon = 12 * 3_600_000;

/** Places that a patient can take. */
export const openPlaces = (day: Day, scheduleId: string): Place[] => day.slots.filter((slot) => slot.free > 0 && !slot.tooSoon && (scheduleId === '' || slot.scheduleId === scheduleId));

interface Props { weeks: Weeks; on: string; value: string; problem: boolean; doctors: readonly { scheduleId: string; practitioner: string; title: string }[]; onDay(day: string): void; onChange(slotId: string): void }

export function Pick({ weeks, on, value, problem, doctors, onDay, onChange }: Props) {
  const t = useText(findText);
  const shared = useText(visitText);
  const { language } = useLanguage();
  const now = useNow();
  const [doctor, setDoctor] = useState('');
  const { load, days, before, after, turnTo } = weeks;
  return (
    <View className="visit-body">
      <Heading turn="pick" large>{t.pickTitle}</Heading>
      <Await load={load}>
        {({ window, today, nextFree }) => {
          const chosen = days.find((day) => day.day === on) ?? days.find((day) => openPlaces(day, doctor).length > 0);
          const none = !days.some((day) => openPlaces(day, doctor).length > 0);
          return (
            <>
              {window && <View className="visit-advice">{windowWords(window, now, shared, language)}</View>}
              {doctors.length > 1 && (
                <View className="visit-doctors">
                  <Choices
                    label={t.whichDoctor} layout="chips" value={[doctor]} onChange={([one]) => setDoctor(one ?? '')}
                    options={[{ value: '', label: t.allDoctors }, ...doctors.map((one) => ({ value: one.scheduleId, label: doctorWords(one, shared) }))]}
                  />
                </View>
              )}
              {days[0] && <View className="visit-strip s-muted">{t.strip(dateWords(days[0].day, language), dateWords(days[days.length - 1]?.day ?? days[0].day, language))}</View>}
              <View className="visit-week" {...said({ role: 'group', label: t.pickTitle })}>
                {days.map((day) => <DayCell key={day.day} day={day} doctor={doctor} advised={window !== null && day.inWindow} on={chosen?.day === day.day} past={day.day < today} onPress={() => onDay(day.day)} />)}
              </View>
              {window && days.some((day) => day.inWindow) && days.some((day) => !day.inWindow) && <View className="s-muted">{t.stripAdvised}</View>}
              <View className="visit-turn">
                {before ? <Press className="visit-link" onPress={before}>{t.weekBefore}</Press> : <View />}
                {after && <Press className="visit-link" onPress={after}>{t.weekAfter}</Press>}
              </View>
              {none && <View className="visit-hint" {...said({ role: 'status', live: 'polite' })}>{nextFree === null ? t.weekNone : t.weekNoneUntil(dayWords(startOf(nextFree), now, language))}</View>}
              {none && nextFree !== null && <Button tone="soft" onPress={() => { turnTo(nextFree); onDay(nextFree); }}>{t.goThere}</Button>}
              {!none && problem && <View className="visit-problem" {...said({ role: 'alert', live: 'assertive' })}>{t.choose}</View>}
              {chosen && !none && <Times day={chosen} doctor={doctor} several={doctors.length > 1} value={value} onChange={onChange} />}
            </>
          );
        }}
      </Await>
    </View>
  );
}

interface CellProps { day: Day; doctor: string; advised: boolean; on: boolean; past: boolean; onPress(): void }

function DayCell({ day, doctor, advised, on, past, onPress }: CellProps) {
  const t = useText(findText);
  const { language } = useLanguage();
  const now = useNow();
  const open = openPlaces(day, doctor).length > 0;
  const why = past ? 'none' : day.closedWhy === '' && !open ? 'full' : day.closedWhy;
  const [short, long] = open ? [t.free, t.dayFree] : why === 'full' ? [t.full, t.dayFull] : why === 'holiday' ? [t.holiday, t.dayHoliday] : [t.closed, t.dayClosed];
  const weekday = t.weekdays[(new Date(`${day.day}T00:00:00Z`).getUTCDay() + 6) % 7];
  return (
    <Press
      className={`visit-day${on ? ' visit-day-on' : ''}${open ? '' : ' visit-day-shut'}${advised ? ' visit-day-advised' : ''}`} pressed={on}
      label={[fullDayWords(day.day, now, language), advised ? t.windowShort : '', long].filter((word) => word !== '').join(', ')} onPress={onPress}
    >
      <View className="visit-day-name">{weekday}</View>
      <View className="visit-day-number">{Number(day.day.slice(8))}</View>
      <View className="visit-day-state">{short}</View>
    </Press>
  );
}

interface TimesProps { day: Day; doctor: string; several: boolean; value: string; onChange(slotId: string): void }

function Times({ day, doctor, several, value, onChange }: TimesProps) {
  const t = useText(findText);
  const shared = useText(visitText);
  const { language } = useLanguage();
  const now = useNow();
  const open = openPlaces(day, doctor);
  const head = fullDayWords(day.day, now, language);
  const why = { '': t.dayFullWords, full: t.dayFullWords, holiday: t.dayHolidayWords, none: t.dayClosedWords, closed: t.dayClosedWords }[day.closedWhy];
  const halves = [open.filter((slot) => slot.start < startOf(day.day) + noon), open.filter((slot) => slot.start >= startOf(day.day) + noon)];
  return (
    <View>
      <View className="visit-daytitle" {...said({ role: 'heading', level: 3 })}>{head}</View>
      {open.length === 0 && <View className="visit-hint" {...said({ role: 'status', live: 'polite' })}>{why}</View>}
      {halves.map((half, index) => half.length > 0 && (
        <View key={index} className="visit-times">
          <Choices
            label={`${head} ${index === 0 ? t.morning : t.afternoon}`} layout="chips" value={[value]} onChange={([chosen]) => { if (chosen !== undefined) onChange(chosen); }}
            options={half.map((slot) => ({ value: slot.slotId, label: spanWords(slot.start, slot.end, language), hint: several && doctor === '' ? doctorWords(slot, shared) : t.leftPlaces(slot.free) }))}
          />
        </View>
      ))}
    </View>
  );
}
