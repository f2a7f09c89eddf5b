/** What other domains ask of conversations: the home page, the timeline, letters about replies, a message that becomes a complaint. */
import type { Relation } from '../../kit/contract';
import { byId } from '../../kit/database';
import { forbidden } from '../../kit/errors';
import type { Staff } from '../../kit/caller';
import type { LetterOwner } from '../../notice/contract/letter';
import { maySee, sightOf, staffMaySee, hiddenFrom } from '../rules/access';
import { threadId } from '../store/thread';
import { changeThread, type Ports } from './ports';
import { urgencyFor } from './safety';
import { hasDied, line, replyCallId, ringWithin } from './write';

/** What the home page says of a conversation. `by`: an answer is promised until then, 0 when nobody waits. */
export interface HomeMessages { unread: number; lastAt: number; waiting: boolean; by: number; urgent: boolean }
/** A line of the timeline; kinds `message.asked`, `message.help`, `message.replied`, `message.handed`, `message.handed_back`, `message.closed`, `message.reopened`, `message.unanswered`, `message.rated`. */
export interface MessageFact { at: number; kind: string; by: string; params: Record<string, string | number> }
/** What a complaint takes over of a conversation. */
export interface ComplaintSource { patientId: string; encounterId: string; departmentCode: string; text: string; personId: string; relation: Relation; images: { imageId: string; fileId: string }[] }

/** Asked by the home page, the timeline, the outbox and complaints. A letter's `n` is the number of the reply; it is true no more when it is `read`, or its person `removed`. */
export interface HouseService extends LetterOwner {
  home(patientIds: readonly string[], personId: string, now: number): Promise<ReadonlyMap<string, HomeMessages>>;
  facts(patientId: string): Promise<MessageFact[]>;
  /** The words of these messages (of one person, the first one's), unedited, for a complaint without retyping. FORBIDDEN for who may not see the thread. */
  forComplaint(threadId: string, ns: readonly number[], staff: Staff): Promise<ComplaintSource>;
  /** A line for staff that a complaint was made of it. */
  becameComplaint(threadId: string, number: string, staff: Staff, now: number): Promise<void>;
}

/** The answers, from the same records as the operations. */
export function createHouseService(ports: Ports): HouseService {
  return {
    async home(patientIds, personId, now) {
      const threads = await ports.threads.getMany(patientIds.map(threadId));
      const found = new Map<string, HomeMessages>();
      for (const thread of threads) {
        if (thread.lastN === 0) continue;
        const [who] = await ports.people.standing(thread.patientId, [personId], now);
        if (!who) continue;
        const sight = sightOf(who, !thread.sensitive || who.as === 'patient' || (await familySees(ports, thread.patientId, who.guardian)));
        const seen = thread.seen[personId] ?? 0;
        const { urgent, due } = urgencyFor(thread, { sight, personId }, now);
        found.set(thread.patientId, {
          unread: thread.replies.filter((r) => r.n > seen && maySee(sight, personId, r.audience)).length, lastAt: thread.lastAt, waiting: thread.waitingSince > 0, by: due, urgent: urgent !== '',
        });
      }
      return found;
    },
    async facts(patientId) {
      const id = threadId(patientId);
      const [thread, messages] = await Promise.all([ports.threads.get(id), ports.threads.messages(id, { limit: 200, forPatients: false })]);
      const facts = messages.flatMap((m): MessageFact[] => {
        if (m.kind === 'help') return [{ at: m.at, kind: 'message.help', by: '', params: { n: m.n } }];
        if (m.kind === 'text' && (m.from === 'patient' || m.from === 'family')) return [{ at: m.at, kind: 'message.asked', by: '', params: { n: m.n, relation: m.relation ?? 'other', ...(m.level && { level: m.level }) } }];
        if (m.kind === 'text') return [{ at: m.at, kind: 'message.replied', by: m.staffId, params: { n: m.n, as: m.replyKind ?? 'information' } }];
        return m.kind === 'system' && ['handed', 'handed_back', 'closed', 'reopened', 'unanswered'].includes(m.event) ? [{ at: m.at, kind: `message.${m.event}`, by: m.staffId, params: m.text ? { of: m.text } : {} }] : [];
      });
      const ratings = thread ? [...thread.ratings, ...(thread.rating ? [thread.rating] : [])] : [];
      return [...facts, ...ratings.map((r) => ({ at: r.at, kind: 'message.rated', by: '', params: { score: r.score } }))].sort((a, b) => a.at - b.at);
    },
    async stillTrue(letters, now) {
      const threads = byId(await ports.threads.getMany([...new Set(letters.map((l) => l.about))]));
      const untrue = new Map<string, string>();
      for (const letter of letters) {
        const thread = threads.get(letter.about);
        const asker = thread?.askerId ?? '';
        if (!thread) untrue.set(letter.noticeId, 'unknown');
        else if ((thread.seen[asker] ?? 0) >= letter.n) untrue.set(letter.noticeId, 'read');
        else if (asker !== '' && (await ports.people.standing(thread.patientId, [asker], now)).length === 0) untrue.set(letter.noticeId, 'removed');
      }
      return untrue;
    },
    // A nurse rings, unless it has been read.
    async handed(letter, now) {
      const thread = await ports.threads.get(letter.about);
      if (!thread) return;
      const reply = thread.replies.find((r) => r.n === letter.n);
      if (reply && Object.entries(thread.seen).some(([person, n]) => n >= letter.n && (person === thread.askerId || reply.audience === 'patient'))) return;
      const { _id, encounterId, patientId, departmentCode, dischargeDay, elderly } = thread;
      if (await hasDied(ports, patientId)) return;
      const id = replyCallId(_id, letter.n);
      await ports.calls.queue([{ id, stepId: _id, encounterId, patientId, departmentCode, dischargeDay, reason: 'reply_undelivered', dueAt: now + ringWithin, elderly }], now);
      await changeThread(ports, _id, (t) => (t.calls.includes(id) ? null : { change: { calls: [...t.calls, id].slice(-20), updatedAt: now } }));
    },
    async forComplaint(id, ns, staff) {
      const thread = await ports.threads.get(id);
      if (!thread || !staffMaySee(staff, thread)) throw forbidden();
      const asked = (await ports.threads.byNumbers(thread.patientId, [...new Set(ns)])).filter((m) => (m.from === 'patient' || m.from === 'family') && !hiddenFrom(staff.role, m.special)).sort((a, b) => a.n - b.n);
      const [first] = asked;
      if (!first) throw forbidden();
      const own = asked.filter((m) => m.personId === first.personId);
      return { patientId: thread.patientId, encounterId: thread.encounterId, departmentCode: thread.departmentCode, text: own.map((m) => m.text).filter((t) => t !== '').join('\n'), personId: first.personId, relation: first.relation ?? 'other', images: own.flatMap((m) => m.images) };
    },
    async becameComplaint(id, number, staff, now) {
      const thread = await ports.threads.get(id);
      if (thread && staffMaySee(staff, thread)) await line(ports, thread, 'complaint', { staffId: staff.staffId, text: number }, now);
    },
  };
}

async function familySees(ports: Ports, patientId: string, guardian: boolean): Promise<boolean> {
  const [[patient], stay] = await Promise.all([ports.patients.getMany([patientId]), ports.stays.latest(patientId)]);
  return !stay?.sensitive || (guardian ? stay.cleared : patient?.allowFamilySensitive ?? false);
}
