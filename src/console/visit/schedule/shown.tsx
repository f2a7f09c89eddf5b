/** One schedule to read: the week, the days that differ, where, how far ahead. */
import { Button } from '../../../components/button/button';
import { addressOf } from '../../../components/console-frame/go';
import { Panel } from '../../../components/panel/panel';
import { Tag } from '../../../components/tag/tag';
import { shortDay } from '../../../components/visit-booker/words';
import { useLanguage, useText } from '../../../text/language';
import { weekdayText } from '../../../text/visit-console';
import { scheduleText } from '../../../text/visit-schedule';
import type { Language } from '../../../text/wording';
import { closurePage, weekPage, type Schedule } from '../desk';
import { weekLines } from './form';

/** 周一、周三 08:30–11:30 14:00–16:30 */
export function weeklyWords(schedule: Pick<Schedule, 'weekly'>, days: Readonly<Record<number, string>>, language: Language): string {
  const zh = language === 'zh';
  return weekLines(schedule.weekly).map(({ weekdays, hours }) => `${weekdays.map((weekday) => days[weekday] ?? '').join(zh ? '、' : ', ')} ${hours}`).join(zh ? '；' : '; ');
}

export function Shown({ schedule, edits, onEdit }: { schedule: Schedule; edits: boolean; onEdit(): void }) {
  const t = useText(scheduleText);
  const days = useText(weekdayText);
  const { language } = useLanguage();
  const facts: readonly (readonly [string, string])[] = [[t.department, schedule.departmentName], [t.titleOf, schedule.title], [t.place, schedule.place], [t.preparation, schedule.preparation], [t.publish, t.ahead(schedule.publishDays)]];
  return (
    <Panel title={schedule.practitioner || t.general} aside={<Tag tone={schedule.active ? 'action' : 'plain'}>{schedule.active ? t.active : t.stopped}</Tag>}>
      <dl className="schedule-facts">{facts.filter(([, value]) => value !== '').map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      <h3 className="schedule-head">{t.weekly}</h3>
      {schedule.weekly.length === 0 ? <div className="s-muted">{t.weeklyEmpty}</div> : <ul className="schedule-lines">{schedule.weekly.map((span) => <li key={`${span.weekday} ${span.from}`}>{days[span.weekday as 1 | 2 | 3 | 4 | 5 | 6 | 7]} {span.from}–{span.to} <span className="s-muted">{t.perHalf(span.capacity)}</span></li>)}</ul>}
      <h3 className="schedule-head">{t.special}</h3>
      {schedule.exceptions.length === 0 ? <div className="s-muted">{t.specialEmpty}</div> : <ul className="schedule-lines">{schedule.exceptions.map((one) => <li key={one.day}>{shortDay(one.day, language)} {one.spans.length === 0 ? t.dayClosed : one.spans.map(({ from, to }) => `${from}–${to}`).join(', ')} <span className="s-muted">{one.note}</span></li>)}</ul>}
      <div className="visit-bar schedule-foot">
        {edits ? <Button wide={false} onPress={onEdit}>{t.edit}</Button> : <span className="s-muted">{t.readOnly}</span>}
        <a className="visit-link" href={addressOf(weekPage, { department: schedule.departmentCode, schedule: schedule.scheduleId })}>{t.toWeek}</a>
        {edits && <a className="visit-link" href={addressOf(closurePage, { department: schedule.departmentCode, new: '1', schedule: schedule.scheduleId })}>{t.toClosure}</a>}
      </div>
    </Panel>
  );
}
