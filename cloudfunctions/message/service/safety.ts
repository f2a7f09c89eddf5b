/** The safety page of a conversation: what to do now, who rings, by when, and the numbers to ring oneself. */
import { day } from '../../kit/calendar';
import { adviceFor } from '../../survey/rules/flag';
import type { Safety, Urgent } from '../contract';
import type { Sight } from '../rules/access';
import { dueOf } from '../rules/clock';
import { freshFor, type Alarm, type Danger } from '../rules/danger';
import type { Message, Thread } from '../store/thread';
import type { CallState, Ports } from './ports';

async function safetyOf(ports: Ports, thread: Thread, said: { level: Danger; words: readonly string[]; advice: readonly string[] }, alarm: Pick<Alarm, 'ringBy' | 'who'> | undefined, state: CallState | undefined): Promise<Safety> {
  const [stay, hospital, [patient]] = await Promise.all([ports.stayFacts(thread), ports.hospital(), ports.patients.getMany([thread.patientId])]);
  // Nobody rings the number of somebody who has died: no number is promised.
  const lives = patient?.death === 'no';
  return {
    level: said.level, words: said.words.map((word) => ({ zh: word, en: word })), advice: adviceFor(said.level, said.advice), ringBy: alarm ? alarm.ringBy : null, who: alarm?.who ?? '', phoneMasked: lives ? stay?.phoneMasked ?? '' : '', otherwise: lives ? stay?.contact ?? null : null,
    wardPhone: stay && !stay.sensitive ? stay.wardPhone || hospital.phone : hospital.phone, hospitalPhone: hospital.phone, acknowledged: state?.taken ?? false,
  };
}

/** For what was just written: the alarm it raised, or the one under way that covers it. Null when nothing calls for it. */
export async function safetyAfter(ports: Ports, thread: Thread, message: Message, now: number): Promise<Safety | null> {
  if (message.level === '') return null;
  const alarm = thread.alarms.findLast((a) => a.n === message.n) ?? thread.alarms.findLast((a) => a.at > message.at - freshFor && a.n < message.n);
  const state = alarm && (await ports.calls.states([alarm.callId], now)).get(alarm.callId);
  return safetyOf(ports, thread, { level: message.level, words: message.phrases, advice: message.advice }, alarm, state);
}

/** Whoever asks, and what they may see. */
export interface Asking { sight: Sight; personId: string }
/** The last danger was written, and raising its alarm was cut off. */
const isCutOff = (thread: Thread): boolean => thread.urgent !== '' && thread.alarms.every((a) => a.at < thread.urgentAt);

/** How urgent the conversation is to this reader, and by when they are owed an answer: family who see only their own words know only of a danger that they told themselves. */
export function urgencyFor(thread: Thread, { sight, personId }: Asking, now: number): { urgent: Urgent; due: number } {
  const told = sight === 'all' || thread.alarms.some((a) => a.at > now - day && a.personId === personId) || (isCutOff(thread) && thread.askerId === personId);
  if (thread.urgent === '' || told || thread.waitingSince === 0) return { urgent: told ? thread.urgent : '', due: thread.due };
  return { urgent: '', due: dueOf({ since: thread.waitingSince }).due };
}

/** For who comes back to the page: a danger of the last day whose call is not over. Family who see only their own words see only their own danger. */
export async function standingSafety(ports: Ports, thread: Thread, who: Asking, now: number): Promise<Safety | null> {
  if (thread.urgentAt === 0 && thread.alarms.length === 0) return null;
  const alarm = thread.alarms.findLast((a) => a.at > now - day && (who.sight === 'all' || a.personId === who.personId));
  if (!alarm) {
    // The alarm was cut off; the timer raises it. Until then the page sends them to 120 and the ward.
    const cut = isCutOff(thread) && thread.urgentAt > now - day && (who.sight === 'all' || thread.askerId === who.personId);
    return cut && thread.urgent !== '' ? safetyOf(ports, thread, { level: thread.urgent, words: [], advice: [] }, undefined, undefined) : null;
  }
  const state = (await ports.calls.states([alarm.callId], now)).get(alarm.callId);
  return state?.open ? safetyOf(ports, thread, { level: alarm.level, words: alarm.words, advice: alarm.advice }, alarm, state) : null;
}
