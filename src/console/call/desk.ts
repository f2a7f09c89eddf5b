/** Taking calls: the same for the list and for the call's own page. */
import type { api as callApi } from '../../../cloudfunctions/call/contract';
import type { api as visitApi } from '../../../cloudfunctions/visit/contract';
import type { ComplaintApi } from '../../../cloudfunctions/complaint/contract';
import type { api as messageApi } from '../../../cloudfunctions/message/contract';
import type { z } from '../../../cloudfunctions/kit/contract';
import type { RingWhy } from '../../../cloudfunctions/call/contract';
import { cloud, type Input, type Output } from '../../cloud/cloud';
import { CloudError } from '../../cloud/error';
import { go } from '../../components/console-frame/go';
import { callText, ringText } from '../../text/call';
import { whenWords } from '../../text/time';
import type { Language } from '../../text/wording';
import { forgetSkipped, readSkipped, writeHeld } from './held';

export const call = cloud<typeof callApi>('call', { reads: ['worklist', 'counts', 'card'] });
/** The visit that a call is about. */
export const visit = cloud<typeof visitApi>('visit', { reads: ['get'] });
/** A call may be about a conversation: it is read here and answered in the inbox. */
export const message = cloud<typeof messageApi>('message', { reads: ['thread', 'raised'] });
/** Or about the answer to a complaint: it is read out here, and what was said to it goes back to the officer. */
export const complaint = cloud<ComplaintApi>('complaint', { reads: ['answerToTell'] });

export type Row = Output<typeof callApi, 'worklist'>['rows'][number];
export type Line = Output<typeof messageApi, 'thread'>['messages'][number];
export type SaidByPhone = Input<ComplaintApi, 'reportTold'>['said'];
export type Alarmed = Output<ComplaintApi, 'reportTold'>['safety'];
export type Card = Output<typeof callApi, 'card'>;
export type Claim = Output<typeof callApi, 'claim'>;
export type Consequence = Card['consequences'][number];
export type OutcomeKey = Consequence['outcome'];
export type View = NonNullable<Input<typeof callApi, 'worklist'>['view']>;
type Why = z.output<typeof RingWhy>;

export const worklistPage = 'call/worklist/index';
export const callPage = 'call/call/index';
export const inboxPage = 'message/inbox/index';
/** Roles that may take calls of every kind; a ward takes its own red flags and concerns, one by one. */
export const mayTakeNext = (role: string | undefined): boolean => role === 'nurse' || role === 'lead';
export const mayTake = (role: string | undefined): boolean => mayTakeNext(role) || role === 'ward';

/** A claim is in hand: remember it and open the call. */
export function openCall({ callId, claimToken }: Pick<Claim, 'callId' | 'claimToken'>, name = ''): void {
  writeHeld({ callId, claimToken, name });
  go(callPage, { call: callId });
}

/** Takes the next person who may be rung and opens the call; otherwise why nobody can be, in words. Those passed over come again when nobody else is left. */
export async function takeNext(view: View, now: () => number, language: Language): Promise<string | undefined> {
  const skipped = readSkipped();
  let reply = await call.claimNext({ view, skip: skipped });
  if (!reply.claim && skipped.length > 0) {
    forgetSkipped();
    reply = await call.claimNext({ view, skip: [] });
  }
  if (reply.claim) {
    openCall(reply.claim);
    return undefined;
  }
  const t = callText[language];
  if (reply.why === 'closed' || reply.why === 'ok') return t.nobodyLeft;
  const why = t.nobody(ringText[language][reply.why]('', '', ''));
  return reply.from > 0 ? `${why}${language === 'zh' ? '，' : '; '}${t.nobodyFrom(whenWords(reply.from, now(), language))}` : why;
}

/** Why this one was not to be had: the server's reason as a nurse would say it, or the general sentence. */
export function refusalWords(error: CloudError, now: number, language: Language): string {
  const rings: Readonly<Record<string, ((from: string, by: string, at: string) => string) | undefined>> = ringText[language];
  const known = rings[(error.reason ?? '') as Why];
  return known ? known(error.retryAt === undefined ? '' : whenWords(error.retryAt, now, language), '', '') : error.message;
}
