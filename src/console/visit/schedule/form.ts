/** A schedule as it is typed: what was written stays as written until it is right, and every wrong place is named. */

/** One span of hours: a weekday's (1–7), or that of an exception (weekday 0). */
export interface SpanTyped { weekday: string; from: string; to: string; capacity: string }
/** `closed`: the day has no clinic, whatever its hours say. */
export interface SpecialTyped { day: string; closed: boolean; spans: readonly SpanTyped[]; note: string }
export interface Typed {
  departmentCode: string; practitioner: string; title: string; place: string; preparation: string; publishDays: string; active: boolean;
  weekly: readonly SpanTyped[]; exceptions: readonly SpecialTyped[];
}

interface Span { from: string; to: string; capacity: number }
export interface Ready {
  departmentCode: string; practitioner: string; title: string; place: string; preparation: string; publishDays: number; active: boolean;
  weekly: (Span & { weekday: number })[]; exceptions: { day: string; spans: Span[]; note: string }[];
}
export type FormProblem = 'needDepartment' | 'wrongPlace' | 'wrongPublish' | 'wrongTime' | 'wrongCapacity' | 'overlap' | 'wrongDay' | 'twiceDay';
/** By path: `place`, `weekly.0`, `exceptions.1`, `exceptions.1.spans.0`. */
export type FormProblems = Readonly<Record<string, FormProblem | undefined>>;

/** Half hours from 6:00 to 22:00: a slot lasts 30 minutes (product.md), and no clinic begins at night. */
export const halfHours: readonly string[] = Array.from({ length: 33 }, (_, n) => `${String(6 + Math.floor(n / 2)).padStart(2, '0')}:${n % 2 === 0 ? '00' : '30'}`);
/** The widest that a hospital may publish ahead, days. */
export const mostPublishDays = 90;
/** The most that the server takes in half an hour (visit contract). */
export const mostCapacity = 60;

const whole = (text: string, most: number): number | undefined => (/^\d{1,3}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= most ? Number(text) : undefined);
const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
const wrongSpan = (span: SpanTyped): FormProblem | undefined => {
  if (!halfHours.includes(span.from) || !halfHours.includes(span.to) || span.from >= span.to) return 'wrongTime';
  return whole(span.capacity, mostCapacity) === undefined ? 'wrongCapacity' : undefined;
};
const crosses = (a: SpanTyped, b: SpanTyped): boolean => a.weekday === b.weekday && a.from < b.to && b.from < a.to;
const spanOf = (span: SpanTyped): Span => ({ from: span.from, to: span.to, capacity: whole(span.capacity, mostCapacity) ?? 0 });

function checkSpans(spans: readonly SpanTyped[], path: string, problems: Record<string, FormProblem | undefined>): void {
  spans.forEach((span, n) => {
    const wrong = wrongSpan(span) ?? (spans.slice(0, n).some((other) => crosses(span, other)) ? 'overlap' : undefined);
    if (wrong) problems[`${path}.${n}`] = wrong;
  });
}

/** What was typed as the server takes it, or what is wrong with it. */
export function readForm(typed: Typed): { ready: Ready; problems?: undefined } | { ready?: undefined; problems: FormProblems } {
  const problems: Record<string, FormProblem | undefined> = {};
  const publishDays = whole(typed.publishDays, mostPublishDays);
  if (typed.departmentCode === '') problems['departmentCode'] = 'needDepartment';
  if (typed.place.trim() === '') problems['place'] = 'wrongPlace';
  if (publishDays === undefined) problems['publishDays'] = 'wrongPublish';
  checkSpans(typed.weekly, 'weekly', problems);
  typed.exceptions.forEach((special, n) => {
    if (!isDay(special.day)) problems[`exceptions.${n}`] = 'wrongDay';
    else if (typed.exceptions.slice(0, n).some((other) => other.day === special.day)) problems[`exceptions.${n}`] = 'twiceDay';
    if (!special.closed) {
      checkSpans(special.spans, `exceptions.${n}.spans`, problems);
      if (special.spans.length === 0) problems[`exceptions.${n}`] ??= 'wrongTime';
    }
  });
  if (publishDays === undefined || Object.keys(problems).length > 0) return { problems };
  const order = (a: Span & { weekday: number }, b: Span & { weekday: number }) => a.weekday - b.weekday || (a.from < b.from ? -1 : 1);
  return {
    ready: {
      departmentCode: typed.departmentCode, practitioner: typed.practitioner.trim(), title: typed.title.trim(), place: typed.place.trim(), preparation: typed.preparation.trim(), publishDays, active: typed.active,
      weekly: typed.weekly.map((span) => ({ weekday: Number(span.weekday), ...spanOf(span) })).sort(order),
      exceptions: typed.exceptions.map(({ day, closed, spans, note }) => ({ day, spans: closed ? [] : spans.map(spanOf), note: note.trim() })).sort((a, b) => (a.day < b.day ? -1 : 1)),
    },
  };
}

/** A schedule that stands, as a form; `undefined`: a new one. */
export function formOf(schedule: Ready | undefined, departmentCode: string): Typed {
  if (!schedule) return { departmentCode, practitioner: '', title: '', place: '', preparation: '', publishDays: '28', active: true, weekly: [], exceptions: [] };
  const typed = (span: Span, weekday: number): SpanTyped => ({ weekday: String(weekday), from: span.from, to: span.to, capacity: String(span.capacity) });
  return {
    departmentCode: schedule.departmentCode, practitioner: schedule.practitioner, title: schedule.title, place: schedule.place, preparation: schedule.preparation,
    publishDays: String(schedule.publishDays), active: schedule.active,
    weekly: schedule.weekly.map((span) => typed(span, span.weekday)),
    exceptions: schedule.exceptions.map(({ day, spans, note }) => ({ day, closed: spans.length === 0, spans: spans.map((span) => typed(span, 0)), note })),
  };
}

/** The next line that a person would most likely write: the same hours on the next weekday, or the afternoon after a morning. */
export function nextSpan(spans: readonly SpanTyped[], weekly: boolean): SpanTyped {
  const last = spans.at(-1);
  if (!last) return { weekday: weekly ? '1' : '0', from: '08:00', to: '12:00', capacity: '4' };
  if (!weekly) return { ...last, from: '14:00', to: '17:00' };
  const weekday = Number(last.weekday);
  return last.to <= '12:30' && weekday <= 5 && !spans.some((span) => span.weekday === last.weekday && span.from >= '12:00')
    ? { ...last, from: '14:00', to: '17:00' }
    : { ...last, weekday: String(weekday % 7 + 1), from: spans.find((span) => span.weekday === last.weekday)?.from ?? last.from, to: spans.find((span) => span.weekday === last.weekday)?.to ?? last.to };
}

/** The week in as few words as it needs: weekdays with the same hours stand together. */
export function weekLines(weekly: readonly (Span & { weekday: number })[]): { weekdays: number[]; hours: string }[] {
  const hoursOf = (weekday: number): string => weekly.filter((span) => span.weekday === weekday).map(({ from, to }) => `${from}–${to}`).join(' ');
  const lines: { weekdays: number[]; hours: string }[] = [];
  for (const weekday of [...new Set(weekly.map((span) => span.weekday))].sort((a, b) => a - b)) {
    const same = lines.find(({ hours }) => hours === hoursOf(weekday));
    if (same) same.weekdays.push(weekday);
    else lines.push({ weekdays: [weekday], hours: hoursOf(weekday) });
  }
  return lines;
}

/** Places in a week without holidays, for the list. */
export function placesPerWeek(weekly: readonly Span[]): number {
  const minutes = (time: string): number => { const [h = 0, m = 0] = time.split(':').map(Number); return h * 60 + m; };
  return weekly.reduce((sum, span) => sum + Math.max(0, Math.floor((minutes(span.to) - minutes(span.from)) / 30)) * span.capacity, 0);
}
