/** Opening hours of a week in words: 周一至周五 8:00–11:30、14:00–17:30. */
import { daysWords, openLines } from '../../cloudfunctions/directory/rules/open-line';
import type { Language } from './wording';

const english = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const plain = (time: string): string => time.replace(/^0/, '');

function englishDays(days: readonly number[]): string {
  if (days.length === 7) return 'Every day';
  const runs: number[][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run && run.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  return runs.map((run) => (run.length > 2 ? `${english[run[0]! - 1]}–${english[run.at(-1)! - 1]}` : run.map((day) => english[day - 1]).join(', '))).join(', ');
}

/** One line for each group of days with the same times; none where nothing is known. */
export function hoursLines(weekly: readonly { weekday: number; from: string; to: string }[], language: Language): string[] {
  return openLines(weekly).map(({ days, times }) => {
    const all = times.map(({ from, to }) => (from === '00:00' && to === '23:59' ? (language === 'zh' ? '全天' : 'all day') : `${plain(from)}–${plain(to)}`)).join(language === 'zh' ? '、' : ', ');
    return `${language === 'zh' ? daysWords(days) : englishDays(days)} ${all}`;
  });
}
