/** The agents' side: inbox, one thread, replies, notes, and who does what next. */
import type { Staff } from '../../kit/caller';
import type { z } from '../../kit/contract';
import { conflict, forbidden, invalid } from '../../kit/errors';
import type { api, ImageType, ReplyKind, StaffMessage, ThreadDetail, ThreadView, UploadPlace, View } from '../contract';
import { hiddenFrom, inScope, isDesk } from '../rules/access';
import { holdsAnswer, unusable } from '../rules/answer';
import { addWorkingTime, handedDue, stuckAfter } from '../rules/clock';
import { agentName, calm, closeProblem, nobodyWaits, withStuck } from '../rules/thread';
import type { Message, Thread } from '../store/thread';
import { staffed } from './person';
import { addresses, placeFor, takePictures } from './picture';
import { changeThread, type Ports } from './ports';
import { detailOf, idOf, messagesFor, mine, rowsOf } from './view';
import { append, calmed, endAfterDeath, finish, keyOf, line } from './write';

type Out<A extends keyof typeof api.operations> = z.infer<(typeof api.operations)[A]['output']>;
type Changed = { thread: ThreadDetail };
/** The operations of the contract's second half. */
export interface StaffService {
  inbox(staff: Staff, view: View, cursor: string, now: number): Promise<Out<'inbox'>>;
  counts(staff: Staff, now: number): Promise<Out<'counts'>>;
  thread(staff: Staff, input: { threadId?: string; ofPatient?: string; after?: number; before?: number }, now: number): Promise<ThreadView>;
  raised(staff: Staff, callId: string, now: number): Promise<Out<'raised'>>;
  reply(staff: Staff, input: { threadId: string; key: string; text: string; images: readonly string[]; replyKind: ReplyKind; answerId?: string; seenN?: number }, now: number): Promise<{ message: StaffMessage; thread: ThreadDetail }>;
  note(staff: Staff, input: { threadId: string; key: string; text: string }, now: number): Promise<{ message: StaffMessage }>;
  assign(staff: Staff, input: { threadId: string; staffId: string; from: string }, now: number): Promise<Changed>;
  colleagues(staff: Staff): Promise<Out<'colleagues'>>;
  hand(staff: Staff, input: { threadId: string; departmentCode: string; question: string }, now: number): Promise<Changed>;
  handBack(staff: Staff, input: { threadId: string; text: string }, now: number): Promise<Changed>;
  close(staff: Staff, id: string, force: boolean, now: number): Promise<Changed>;
  reopenThread(staff: Staff, id: string, now: number): Promise<Changed>;
  acknowledge(staff: Staff, id: string, now: number): Promise<Changed>;
  staffUpload(staff: Staff, input: { threadId: string; type: ImageType; size: number }, now: number): Promise<UploadPlace>;
  staffPictures(staff: Staff, id: string, n: number, now: number): Promise<Out<'staffPictures'>>;
}

const page = 30;
/** Counters end here: "99+". */
const countMost = 100;
const screen = 50;

/** Which threads a colleague may see, is decided in `mine`. */
export function createStaffService(ports: Ports): StaffService {
  const listing = (staff: Staff, view: View, now: number) => ({ view, staffId: staff.staffId, departments: staff.departments, ward: staff.role === 'ward', now });
  const changed = async (staff: Staff, thread: Thread, now: number): Promise<Changed> => ({ thread: await detailOf(ports, thread, staff, now) });
  const present = (thread: Thread | null): Thread => { if (!thread) throw forbidden(); return thread; };

  /** An unassigned thread becomes whose answer it has. */
  async function take(thread: Thread, staff: Staff, now: number): Promise<Thread> {
    if (thread.assignee !== '') return thread;
    return present(await changeThread(ports, thread._id, (t) => (t.assignee !== '' ? null : { change: withStuck({ ...pick(t), assignee: staff.staffId, assigneeName: staff.name, assignedAt: now }), entry: { at: now, by: staff.staffId, what: 'took' } })));
  }
  const pick = ({ assignee, assigneeName, assignedAt, waitingSince, stuckAt }: Thread) => ({ assignee, assigneeName, assignedAt, waitingSince, stuckAt });

  async function answerFor(input: { text: string; answerId?: string }, now: number): Promise<{ answerId: string; answerVersion: number }> {
    if (!input.answerId) return { answerId: '', answerVersion: 0 };
    const answer = await ports.desk.answer(input.answerId);
    if (!answer) throw invalid('answerId', 'unknown');
    const why = unusable(answer, now);
    if (why !== '') throw conflict(`answer_${why}`, 'this answer may not be used');
    if (!holdsAnswer(input.text, answer)) throw invalid('text', 'answer_changed');
    return { answerId: answer.answerId, answerVersion: answer.version };
  }

  return {
    async inbox(staff, view, cursor, now) {
      const threads = await ports.threads.page(listing(staff, view, now), cursor, page);
      return { rows: await rowsOf(ports, threads, staff, now), next: threads.length === page ? threads.at(-1)!.sortKey : '' };
    },
    async counts(staff, now) {
      const of = (view: View): Promise<number> => (staff.role === 'ward' && view !== 'department' ? Promise.resolve(0) : ports.threads.count(listing(staff, view, now), countMost));
      const [own, unassigned, waiting, overdue, urgent, department] = await Promise.all([of('mine'), of('unassigned'), of('waiting'), of('overdue'), of('urgent'), of('department')]);
      return { mine: own, unassigned, waiting, overdue, urgent, department };
    },
    async thread(staff, input, now) {
      let thread = await mine(ports, staff, idOf(input));
      const light = input.after !== undefined;
      const limit = light ? 200 : screen;
      const skip = light && thread.lastN <= input.after!;
      const [messages, here] = await Promise.all([
        skip ? [] : ports.threads.messages(thread._id, { after: input.after, before: input.before, limit, forPatients: false }), ports.desk.here(thread._id, { staffId: staff.staffId, name: staff.name }, now),
      ]);
      if (isDesk(staff.role) && thread.lastPatientN > thread.readByStaff && input.before === undefined) {
        await ports.threads.sawStaff(thread._id, thread.lastN);
        thread = { ...thread, readByStaff: Math.max(thread.readByStaff, thread.lastN) };
      }
      thread = await calmed(ports, thread, now);
      return { thread: await detailOf(ports, thread, staff, now, light), messages: await messagesFor(ports, messages, staff, now), more: !light && messages.length === limit, here, staffed: staffed(now) };
    },
    async raised(staff, callId, now) {
      const flag = await ports.calls.redFlag(callId);
      if (!flag?.open || !inScope(staff, flag.departmentCode)) throw forbidden();
      const thread = flag.about.startsWith('thread:') ? await ports.threads.get(flag.about) : null;
      if (!thread) return { messages: [] };
      const ns = flag.items.flatMap((item) => { const [, n] = /^message:(\d+)$/.exec(item) ?? []; return n === undefined ? [] : [Number(n)]; });
      await ports.audit.record({ caller: staff, action: 'message.raised', subject: thread._id, now });
      const said = (await ports.threads.byNumbers(thread.patientId, ns)).sort((a, b) => a.n - b.n);
      return { messages: await messagesFor(ports, said, staff, now) };
    },
    async reply(staff, input, now) {
      const thread = await mine(ports, staff, input.threadId);
      const known = await ports.threads.byKey(thread._id, keyOf(staff.staffId, input.key));
      const message = known ?? (await write(thread));
      const after = await take(await finish(ports, message, now), staff, now);
      const [shown] = await messagesFor(ports, [message], staff, now);
      return { message: shown!, thread: await detailOf(ports, after, staff, now) };

      async function write(of: Thread): Promise<Message> {
        const text = input.text.trim();
        if (text === '' && input.images.length === 0) throw invalid('text', 'required');
        if (of.state === 'closed') throw conflict('closed', 'open it again first');
        if (input.replyKind === 'ward_answer' && of.wardAnswerN === 0) throw conflict('no_ward_answer', 'the department has not answered');
        const answer = await answerFor({ text, answerId: input.answerId }, now);
        const images = await takePictures(ports, { threadId: of._id, by: staff.staffId, key: input.key }, input.images);
        const department = input.replyKind === 'ward_answer' ? (await ports.threads.byNumbers(of.patientId, [of.wardAnswerN]))[0]?.name ?? of.departmentName : '';
        return (await append(ports, {
          threadId: of._id, patientId: of.patientId, key: keyOf(staff.staffId, input.key), from: department ? 'department' : 'staff', kind: 'text', staffId: staff.staffId, name: department || agentName(staff.name), text, images, replyKind: input.replyKind, ...answer,
          to: of.askerId, seenN: input.seenN ?? -1, at: now,
        }, of.lastN, now)).message;
      }
    },
    async note(staff, input, now) {
      const thread = await mine(ports, staff, input.threadId);
      const { message } = await append(ports, { threadId: thread._id, patientId: thread.patientId, key: keyOf(staff.staffId, input.key), from: 'staff', kind: 'note', staffId: staff.staffId, name: staff.name, text: input.text.trim(), at: now }, thread.lastN, now);
      await finish(ports, message, now);
      const [shown] = await messagesFor(ports, [message], staff, now);
      return { message: shown! };
    },
    async assign(staff, input, now) {
      const thread = await mine(ports, staff, input.threadId);
      const to = input.staffId === '' ? null : (await ports.staff()).find((c) => c.staffId === input.staffId && isDesk(c.role) && inScope(c, thread.departmentCode));
      if (to === undefined) throw invalid('staffId', 'unknown');
      const after = present(await changeThread(ports, thread._id, (t) => {
        if (t.assignee === input.staffId) return null;
        if (t.assignee !== input.from) throw conflict('moved', 'somebody else has it by now');
        return { change: { ...withStuck({ ...pick(t), assignee: input.staffId, assigneeName: to?.name ?? '', assignedAt: to ? now : 0 }), updatedAt: now }, entry: { at: now, by: staff.staffId, what: `assigned:${input.staffId}` } };
      }));
      const told = thread.assignee === input.staffId ? after : await line(ports, after, to ? 'assigned' : 'unassigned', { staffId: staff.staffId, text: to?.name ?? '' }, now);
      return changed(staff, told, now);
    },
    async colleagues(staff) {
      const [all, departments] = await Promise.all([ports.staff(), ports.departments()]);
      return {
        colleagues: all.filter((c) => isDesk(c.role) && (staff.departments === 'all' || c.departments === 'all' || c.departments.some((code) => staff.departments.includes(code)))).map(({ staffId, name, role }) => ({ staffId, name, role })),
        departments: departments.map(({ code, name }) => ({ departmentCode: code, departmentName: name })),
      };
    },
    async hand(staff, input, now) {
      const seen = await mine(ports, staff, input.threadId);
      const department = (await ports.departments()).find((d) => d.code === input.departmentCode);
      if (!department) throw invalid('departmentCode', 'unknown');
      const after = present(await changeThread(ports, seen._id, (t) => {
        if (t.state === 'closed') throw conflict('closed', 'open it again first');
        // Handed by the same colleague to the same department: the question was cut off, or is sent again.
        if (t.desk === 'department' && t.handedTo === department.code && t.handedBy === staff.staffId) return null;
        if (t.desk === 'department') throw conflict('handed', 'it lies with a department already');
        return {
          change: { desk: 'department', handedTo: department.code, handedToName: department.name, handedBy: staff.staffId, handedAt: now, handedDue: handedDue(now, t.urgent),
            // The agent waits for the department: no sign of them is no absence.
            stuckAt: 0, updatedAt: now,
          },
          entry: { at: now, by: staff.staffId, what: `handed:${department.code}` },
        };
      }));
      const of = { threadId: after._id, patientId: after.patientId, staffId: staff.staffId };
      const asked = await append(ports, { ...of, key: `hand-${after.handedAt}`, from: 'staff', kind: 'handed', name: staff.name, text: input.question.trim(), at: now }, after.lastN, now);
      await finish(ports, asked.message, now);
      const said = await append(ports, { ...of, key: `handed-${after.handedAt}`, from: 'system', kind: 'system', event: 'handed', text: department.name, at: now }, asked.message.n, now);
      return changed(staff, await take(await finish(ports, said.message, now), staff, now), now);
    },
    async handBack(staff, input, now) {
      const thread = await mine(ports, staff, input.threadId);
      if (thread.desk !== 'department') throw conflict('not_handed', 'it does not lie with a department');
      const text = input.text.trim();
      const { message } = await append(ports, { threadId: thread._id, patientId: thread.patientId, key: `back-${thread.handedAt}`, from: 'department', kind: 'answer', staffId: staff.staffId, name: thread.handedToName, text, at: now }, thread.lastN, now);
      if (message.text !== text) throw conflict('not_handed', 'a colleague has answered already');
      await finish(ports, message, now);
      const after = present(await changeThread(ports, thread._id, (t) => (t.handedAt !== thread.handedAt || t.desk !== 'department' ? null : {
        change: { desk: 'service', handedTo: '', handedToName: '', handedBy: '', handedAt: 0, handedDue: 0, ...(t.assignee !== '' && t.waitingSince > 0 && { stuckAt: addWorkingTime(now, stuckAfter) }), updatedAt: now },
        entry: { at: now, by: staff.staffId, what: 'handed_back' },
      })));
      // The ward no longer has it, and sees how it left it.
      return changed(staff, await line(ports, after, 'handed_back', { staffId: staff.staffId, text: thread.handedToName }, now), now);
    },
    async close(staff, id, force, now) {
      const seen = await mine(ports, staff, id);
      if (seen.state === 'closed') return changed(staff, seen, now);
      const taken = seen.callId !== '' && ((await ports.calls.states([seen.callId], now)).get(seen.callId)?.taken ?? true);
      const calls: string[] = [];
      const after = present(await changeThread(ports, id, (t) => {
        if (t.state === 'closed') return null;
        const problem = closeProblem(t, taken, force);
        if (problem !== '') throw conflict(problem, 'cannot be closed now');
        calls.splice(0, calls.length, ...t.calls);
        return { change: { state: 'closed', closedAt: now, closedBy: staff.staffId, ...nobodyWaits, urgent: '', urgentAt: 0, calls: [], rating: null, ...(t.rating && { ratings: [...t.ratings, t.rating].slice(-20) }), updatedAt: now }, entry: { at: now, by: staff.staffId, what: 'closed' } };
      }));
      if (after.urgent === '') await endAfterDeath(ports, after, now);
      if (calls.length > 0) await ports.calls.withdrawIds(calls, 'closed', now, staff.staffId);
      return changed(staff, await line(ports, after, 'closed', { staffId: staff.staffId }, now), now);
    },
    async reopenThread(staff, id, now) {
      const seen = await mine(ports, staff, id);
      if (seen.state === 'open') return changed(staff, seen, now);
      const after = present(await changeThread(ports, id, (t) => (t.state === 'open' ? null : {
        change: { state: 'open', closedAt: 0, closedBy: '', reopened: t.reopened + 1, rating: null, ...(t.rating && { ratings: [...t.ratings, t.rating].slice(-20) }), updatedAt: now }, entry: { at: now, by: staff.staffId, what: 'reopened' },
      })));
      return changed(staff, await line(ports, after, 'reopened', { staffId: staff.staffId }, now), now);
    },
    async acknowledge(staff, id, now) {
      const seen = await mine(ports, staff, id);
      if (seen.urgent === '' || seen.callId === '') throw conflict('not_urgent', 'nothing urgent here');
      const first = await ports.calls.acknowledge(seen.callId, { staffId: staff.staffId, name: staff.name }, now);
      const after = present(await changeThread(ports, id, (t) => {
        const next = calm(t, true);
        const owner = isDesk(staff.role) && t.assignee === '' ? withStuck({ ...pick(t), assignee: staff.staffId, assigneeName: staff.name, assignedAt: now }) : {};
        return { change: { urgent: next.urgent, urgentAt: next.urgentAt, ...owner, updatedAt: now }, entry: { at: now, by: staff.staffId, what: 'acknowledged' } };
      }));
      if (after.urgent === '') await endAfterDeath(ports, after, now);
      return changed(staff, first ? await line(ports, after, 'acknowledged', { staffId: staff.staffId, text: staff.name }, now) : after, now);
    },
    async staffUpload(staff, { threadId, type, size }, now) {
      const thread = await mine(ports, staff, threadId);
      return placeFor(ports, { threadId, patientId: thread.patientId, by: staff.staffId, type, size }, now);
    },
    async staffPictures(staff, id, n, now) {
      const thread = await mine(ports, staff, id);
      const [message] = await ports.threads.byNumbers(thread.patientId, [n]);
      if (!message || hiddenFrom(staff.role, message.special)) throw forbidden();
      return { images: await addresses(ports, message.images, now) };
    },
  };
}
