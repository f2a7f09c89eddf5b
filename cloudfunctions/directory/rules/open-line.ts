/** A week of opening spans in lines; small, since the mini-program shows them too. */
import type { OpenSpan } from '../contract';

const dayName = (weekday: number): string => `周${'一二三四五六日'[weekday - 1]!}`;

/** By day and time. */
export const sortSpans = (spans: readonly OpenSpan[]): OpenSpan[] => [...spans].sort((a, b) => a.weekday - b.weekday || (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));

/** One line per group of days with the same times: days, then times. */
export interface OpenLine { days: number[]; times: { from: string; to: string }[] }
export function openLines(weekly: readonly OpenSpan[]): OpenLine[] {
  const lines: (OpenLine & { key: string })[] = [];
  for (const weekday of [1, 2, 3, 4, 5, 6, 7]) {
    const times = sortSpans(weekly.filter((span) => span.weekday === weekday)).map(({ from, to }) => ({ from, to }));
    if (times.length === 0) continue;
    const key = JSON.stringify(times);
    const same = lines.find((line) => line.key === key);
    if (same) same.days.push(weekday);
    else lines.push({ key, days: [weekday], times });
  }
  return lines.map(({ days: on, times }) => ({ days: on, times }));
}

/** 周一至周五; 周一、周三、周五; 每天. */
export function daysWords(on: readonly number[]): string {
  if (on.length === 7) return '每天';
  const runs: number[][] = [];
  for (const day of on) {
    const run = runs.at(-1);
    if (run && run.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  return runs.flatMap((run) => (run.length > 2 ? [`${dayName(run[0]!)}至${dayName(run.at(-1)!)}`] : run.map(dayName))).join('、');
}
