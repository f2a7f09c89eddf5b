/** A made-up conversation as the server would show it to a patient's page. For pages without a server behind them. */
import type { Opened, PersonMessage, PersonThread, Safety } from '../../cloudfunctions/message/contract';
import { chestPain, now } from './patient';
import type { CloudCall } from './weapp';

const hour = 3_600_000;
export const patientId = 'pat:wang';

export const line = (n: number, more: Partial<PersonMessage> = {}): PersonMessage => ({ n, key: '', from: 'patient', kind: 'text', mine: true, name: '王*英', relation: 'self', text: '', images: [], event: '', at: now - hour + n * 60_000, ...more });
export const threadOf = (more: Partial<PersonThread> = {}): PersonThread => ({ state: 'open', waitingSince: 0, by: now + 4 * hour, late: false, withDepartment: false, urgent: '', lastN: 0, readByStaff: 0, closedAt: 0, rating: null, mayRate: false, ...more });
export const openedThread = (messages: PersonMessage[], thread: Partial<PersonThread> = {}, more: Partial<Opened> = {}): Opened => ({
  thread: threadOf({ lastN: messages.at(-1)?.n ?? 0, ...thread }), messages, more: false, staffed: { now: true, nextAt: now }, safety: null, phones: { ward: '09438220402', hospital: '09438220000' }, patient: '王*英', me: { as: 'patient', relation: 'self' }, ...more,
});
export const danger: Safety = { ...chestPain, hospitalPhone: '09438220000' };

/** Plays the message function: what was opened is what `since` goes on from; what is sent is kept once per key. */
export function playMessages(opened: Opened, other: Record<string, (call: CloudCall) => unknown> = {}) {
  const kept = new Map<string, PersonMessage>();
  const news: PersonMessage[] = [];
  let last = opened.thread.lastN;
  let changed: Partial<PersonThread> = {};
  const threadNow = (): PersonThread => ({ ...opened.thread, ...changed, ...(kept.size > 0 && { state: 'open', waitingSince: now }), lastN: last });
  return {
    /** Staff write. */
    arrive(more: Partial<PersonMessage>) { news.push(line((last += 1), { mine: false, from: 'staff', name: '客服·王', relation: null, at: now, ...more })); },
    kept,
    /** The thread becomes another one; from now on every answer says so. */
    change(more: Partial<PersonThread>): PersonThread { changed = { ...changed, ...more }; return threadNow(); },
    cloud(call: CloudCall): unknown {
      const own = other[`${call.fn}.${call.action}`];
      if (own) return own(call);
      const input = call.input as { key?: string; text?: string; after?: number };
      switch (`${call.fn}.${call.action}`) {
        case 'message.open': return opened;
        case 'message.since': return { thread: threadNow(), messages: news.filter(({ n }) => n > (input.after ?? 0)), staffed: opened.staffed, safety: opened.safety };
        case 'message.send': {
          const key = input.key ?? '';
          const message = kept.get(key) ?? line((last += 1), { key, text: input.text ?? '', at: now });
          kept.set(key, message);
          return { message, thread: threadNow(), safety: null, note: { key: 'staffed', by: now + 4 * hour, nextAt: now } };
        }
        case 'notice.templates': return { templates: [{ kind: 'reply', templateId: 'T7' }] };
        default: return {};
      }
    },
  };
}
