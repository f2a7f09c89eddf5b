/** The platform's cron: seven fields (second minute hour day month weekday year), UTC+8; a day and a weekday that are both named mean either. */
import { Cron } from 'croner';

const parse = (expression: string): Cron => new Cron(expression, { timezone: 'Asia/Shanghai', mode: '7-part', domAndDow: false });

/** What is wrong with an expression, or undefined. */
export function checkCron(expression: string): string | undefined {
  const fields = expression.trim().split(/\s+/).length;
  if (fields !== 7) return `seven fields are needed (second minute hour day month weekday year), not ${fields}`;
  try {
    parse(expression);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A schedule: the next instant after `ms` (UTC), or undefined when the years have run out. The expression has been checked. */
export function readCron(expression: string): (ms: number) => number | undefined {
  const cron = parse(expression);
  return (ms) => cron.nextRun(new Date(ms))?.getTime();
}
