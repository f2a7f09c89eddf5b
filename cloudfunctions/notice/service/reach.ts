/** "能否通知到": how a patient can be told in writing, asked before somebody relies on it. */
import type { Ports, StayRecord } from '../service';
import { targetsOf } from '../rules';
import { mobilesOf, openNumber, stayFacts } from './facts';

/** The first channel that `targetsOf` would take for a letter, `none` where a person must be rung. */
export function createReach(ports: Ports) {
  return async function reach({ patientId, encounterId }: { patientId: string; encounterId: string }, now: number): Promise<'wechat' | 'sms' | 'none'> {
    const none: StayRecord[] = [];
    const [[patient], [stay], recipients] = await Promise.all([ports.patients.getMany([patientId]), encounterId ? ports.stays.getMany([encounterId]) : none, ports.people.recipientsOf([patientId], now)]);
    if (!patient || patient.death !== 'no') return 'none';
    const who = recipients.get(patientId) ?? [];
    const credits = who.length > 0 && ports.templateIds.reply ? await ports.credits.left(who.map(({ openid }) => openid), 'reply') : new Map<string, number>();
    const targets = targetsOf({
      purpose: 'service', tried: [], patient, stay: stayFacts(stay), recipients: who, credits, mobile: mobilesOf(patient, (sealed, field) => openNumber(ports, sealed, field)),
      keyOfOpenid: (openid) => openid,
    });
    return targets[0]?.channel ?? 'none';
  };
}
