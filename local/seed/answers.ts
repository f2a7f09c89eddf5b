/** What synthetic patients do with the message on their phone: answer, begin and stop, report chest pain, or nothing. */
import type { Local } from '../index';
import { bearer, call } from './caller';

const well = [
  ['who', 'self'], ['recover', 'better'], ['red', ['none']], ['mood', 'good'], ['med_take', 'ontime'], ['med_adr', 'no'], ['wound', 'no'], ['know_revisit', 'known'],
  ['s_med', '5'], ['s_nur', '5'], ['s_log', '4'], ['s_all', '5'], ['nps', 9],
] as const;
const begun = well.slice(0, 3);
const daughter = [['who', 'child'], ['present', 'yes'], ...well.slice(1)] as const;
const chestPain = [['who', 'self'], ['recover', 'worse'], ['red', ['chest', 'breath']]] as const;

/** One in three answers well, one in ten begins and stops, one in ten is a daughter; `flag` says who reports chest pain. The rest stay silent. */
export async function answer(local: Local, link: string, n: number, flag: boolean): Promise<void> {
  const token = new URL(link).hash.match(/[?&]t=([^&]+)/)?.[1];
  if (!token) return;
  const kind = flag ? chestPain : n % 10 < 3 ? well : n % 10 === 4 ? begun : n % 10 === 6 ? daughter : undefined;
  if (!kind) return;
  const as = bearer(decodeURIComponent(token));
  await call(local, 'survey', 'open', {}, as);
  await call(local, 'survey', 'save', { answers: kind.map(([linkId, value]) => ({ linkId, value })) }, as);
  if (kind === well || kind === daughter) await call(local, 'survey', 'submit', {}, as);
}
