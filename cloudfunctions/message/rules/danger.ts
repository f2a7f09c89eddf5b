/** What a message says beside its words: is somebody in danger, has somebody died, does it concern few eyes. Suggestions for people, never a diagnosis. */
import { minute } from '../../kit/calendar';
import { rank } from '../../survey/rules/flag';
import { screenText, type Special } from '../../survey/rules/screen';
import type { Urgent } from '../contract';

/** What the words tell. */
export interface Reading {
  level: Urgent;
  /** The phrases that spoke for the level, and all groups that spoke (`R1-01`, `S-07`). */
  phrases: string[]; groups: string[];
  /** Keys of what to do until somebody comes (survey/data/safety.json). */
  advice: string[];
  marks: Special[];
}
/** A level that somebody must be rung for. */
export type Danger = Exclude<Urgent, ''>;
const isDanger = (level: string | null): level is Danger => level === 'today' || level === 'crisis' || level === 'emergency';

/** Reads a message before anything is stored or told. The highest level speaks; what is lesser than the same day is left to the agent who reads it anyway. */
export function readMessage(text: string): Reading {
  const matches = screenText(text);
  const level = matches.map((m) => m.level).filter(isDanger).sort((a, b) => rank(b) - rank(a))[0] ?? '';
  const top = matches.filter((m) => m.level === level);
  return {
    level, phrases: level ? unique(top.map((m) => m.phrase)) : [], groups: unique(matches.map((m) => m.id)), advice: level ? unique(top.flatMap((m) => m.advice ?? [])) : [],
    marks: unique(matches.flatMap((m) => m.special ?? [])),
  };
}
const unique = <T>(items: readonly T[]): T[] => [...new Set(items)];

/** The help button says nothing but that help is needed. */
export const helpReading: Reading = { level: 'emergency', phrases: [], groups: ['help'], advice: [], marks: [] };

/** An alarm of the thread: which message raised which call. */
export interface Alarm { n: number; level: Danger; at: number; callId: string; ringBy: number; who: string; whoKey: string; words: string[]; advice: string[]; personId: string }

/** As long as the person on duty has to acknowledge (product: 15 min), the same danger said again is the same alarm. */
export const freshFor = 15 * minute;

/**
 * The alarm that covers a danger written now, or undefined: then it is raised. An alarm covers what is not worse, while it is fresh and its call is open; an emergency does not cover a crisis, nor a
 * crisis an emergency: they need different people.
 */
export function coveringAlarm(level: Danger, alarms: readonly Alarm[], openCalls: ReadonlySet<string>, now: number): Alarm | undefined {
  return alarms.findLast((a) => (a.level === level || (level === 'today' && rank(a.level) > rank('today'))) && a.at > now - freshFor && openCalls.has(a.callId));
}

/** The higher of two. */
export const worse = (a: Urgent, b: Urgent): Urgent => (a === '' ? b : b === '' ? a : rank(a) >= rank(b) ? a : b);
