/** How fast one person may write in one thread: generous for people who tell their troubles line by line, hard for scripts. */
import { day, minute } from '../../kit/calendar';

/** So many within a span, which begins with the first of them. */
export interface PaceLimit { name: string; most: number; span: number }

/** 20 messages in 5 minutes and 200 a day, per person and thread (product default). */
export const pace: readonly PaceLimit[] = [{ name: 'minutes', most: 20, span: 5 * minute }, { name: 'day', most: 200, span: day }];
/** Words of danger: three times as many, counted apart (product default): nobody in danger is stopped by what they wrote before. */
export const dangerPace: readonly PaceLimit[] = pace.map(({ name, most, span }) => ({ name: `danger-${name}`, most: 3 * most, span }));
