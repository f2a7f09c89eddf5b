/** The standard answers: searched, edited, approved, retired; and the short ready texts. */
import type { Staff } from '../../kit/caller';
import { conflict, contended, forbidden, invalid } from '../../kit/errors';
import { ageOn, dayOf } from '../../kit/calendar';
import type { z } from '../../kit/contract';
import type { api, Canned } from '../contract';
import type { Fit, StandardAnswer } from '../contract/answer';
import canned from '../data/canned.json';
import { inScope } from '../rules/access';
import { closing, edited, expiry, fitOf, insertOf, orderFor, retired, reviewed, sampleAnswers, unusable, type AnswerBody, type AnswerFacts, type StayTags } from '../rules/answer';
import { indexAnswers, searchAnswers } from '../rules/search';
import { addressOf } from '../rules/thread';
import type { Ports } from './ports';
import { mine } from './view';

/** The operations on standard answers and ready texts. */
export interface AnswerService {
  answers(staff: Staff, input: { text?: string; threadId?: string }, now: number): Promise<z.infer<(typeof api.operations)['answers']['output']>>;
  saveAnswer(staff: Staff, input: AnswerBody & { answerId?: string; rev: number }, now: number): Promise<{ answer: StandardAnswer }>;
  reviewAnswer(staff: Staff, input: { answerId: string; version: number; reviewedBy: string; reviewerTitle: string; expiresOn: string }, now: number): Promise<{ answer: StandardAnswer }>;
  retireAnswer(staff: Staff, answerId: string, now: number): Promise<{ answer: StandardAnswer }>;
  canned(staff: Staff, threadId: string, now: number): Promise<{ canned: Canned[] }>;
  /** The sample of thirty, where there is none yet. */
  seed(now: number): Promise<number>;
}

/** What a page of the thread gives to look for: the last words of the patient's side. */
const lastWords = 3;
/** Suggested at once. */
const suggested = 8;

/** Answers are few (thirty to a few hundred): they are read whole. */
export function createAnswerService(ports: Ports): AnswerService {
  const shown = (a: AnswerFacts, now: number): StandardAnswer => ({ ...a, insert: insertOf(a), unusable: unusable(a, now) });
  const seed = async (now: number): Promise<number> => ((await ports.desk.answer('Q01')) ? 0 : ports.desk.addMissingAnswers(sampleAnswers(now)));
  async function all(now: number): Promise<AnswerFacts[]> {
    const known = await ports.desk.answers();
    if (known.length > 0) return known;
    await seed(now);
    return ports.desk.answers();
  }
  async function one(answerId: string): Promise<AnswerFacts> {
    const known = await ports.desk.answer(answerId);
    if (!known) throw forbidden();
    return known;
  }
  async function put(next: AnswerFacts, rev: number, now: number): Promise<{ answer: StandardAnswer }> {
    if (!(await ports.desk.changeAnswer(next, rev))) throw conflict('changed');
    return { answer: shown(next, now) };
  }

  /** What the caller may be helped by: no diagnosis that the patient is not to learn (an inserted answer would tell), none of a sensitive stay, none from outside their departments. */
  async function stayFor(staff: Staff, patientId: string): Promise<StayTags> {
    const [stay, [patient]] = await Promise.all([ports.stays.latest(patientId), ports.patients.getMany([patientId])]);
    if (!stay) return { departmentCode: '', dxCode: '', dx: '' };
    const hidden = stay.sensitive || (patient?.unaware ?? true) || !inScope(staff, stay.departmentCode);
    return { departmentCode: stay.departmentCode, dxCode: hidden ? '' : stay.dxCode, dx: hidden ? '' : stay.dx };
  }

  return {
    seed,
    async answers(staff, input, now) {
      const list = await all(now);
      const byId = new Map(list.map((a) => [a.answerId, a]));
      const departments = (await ports.departments()).map(({ code, name }) => ({ departmentCode: code, departmentName: name }));
      const thread = input.threadId === undefined ? null : await mine(ports, staff, input.threadId);
      const stay = thread && (await stayFor(staff, thread.patientId));
      const fits = new Map(stay ? list.map((a): [string, Fit] => [a.answerId, fitOf(a, stay)]) : []);
      const told = (a: AnswerFacts) => ({ ...shown(a, now), fit: fits.get(a.answerId) ?? null });
      let text = input.text ?? '';
      if (input.text === undefined && thread) {
        const messages = await ports.threads.messages(thread._id, { limit: 20, forPatients: true });
        text = messages.filter((m) => m.from === 'patient' || m.from === 'family').slice(-lastWords).map((m) => m.text).join('。');
      } else if (input.text === undefined) return { answers: list.map(told), closing, departments };
      const found = orderFor(searchAnswers(indexAnswers(list.filter((a) => a.state !== 'retired')), text, list.length), fits).slice(0, suggested);
      return { answers: found.map(({ answerId }) => told(byId.get(answerId)!)), closing, departments };
    },
    async saveAnswer(staff, { answerId, rev, ...given }, now) {
      const body = { ...given, departments: [...new Set(given.departments)], diseases: [...new Set(given.diseases)] };
      const codes = new Set((await ports.departments()).map(({ code }) => code));
      const unknown = given.departments.findIndex((code) => !codes.has(code));
      if (unknown >= 0) throw invalid(`departments.${unknown}`, 'unknown');
      if (answerId !== undefined) {
        const known = await one(answerId);
        if (known.rev !== rev) throw conflict('changed');
        return put(edited(known, body, staff.name, now), rev, now);
      }
      const list = await all(now);
      for (let n = Math.max(0, ...list.map((a) => Number(a.answerId.slice(1)) || 0)) + 1, tries = 0; tries < 50; n += 1, tries += 1) {
        const fresh: AnswerFacts = {
          ...body, answerId: `Q${String(n).padStart(2, '0')}`, version: 1, state: 'draft', reviewedBy: '', reviewerTitle: '', reviewedAt: 0, expiresAt: 0, editedBy: staff.name, editedAt: now, draft: null, history: [], rev: 1,
        };
        if (await ports.desk.addAnswer(fresh)) return { answer: shown(fresh, now) };
      }
      throw contended();
    },
    async reviewAnswer(_staff, { answerId, version, reviewedBy, reviewerTitle, expiresOn }, now) {
      const expiresAt = expiry(expiresOn, now);
      if (expiresAt === null) throw invalid('expiresOn', 'wrong');
      const known = await one(answerId);
      const next = reviewed(known, version, { reviewedBy: reviewedBy.trim(), reviewerTitle: reviewerTitle.trim(), expiresAt }, now);
      if (!next) throw conflict('changed', 'this version waits for no review');
      return put(next, known.rev, now);
    },
    async retireAnswer(staff, answerId, now) {
      const known = await one(answerId);
      return known.state === 'retired' ? { answer: shown(known, now) } : put(retired(known, staff.name, now), known.rev, now);
    },
    async canned(staff, threadId, now) {
      const thread = await mine(ports, staff, threadId);
      const [patient] = await ports.patients.getMany([thread.patientId]);
      const [asker] = thread.askerId ? await ports.people.standing(thread.patientId, [thread.askerId], now) : [];
      // Family is not called by the patient's name.
      const address = patient && asker?.as !== 'family' ? addressOf(patient.name, patient.sex, patient.birthDate ? ageOn(patient.birthDate, dayOf(now)) : 99) : '您好';
      const fill = (text: string): string => text.replaceAll('{姓名称呼}，您好', address === '您好' ? '您好' : `${address}，您好`).replaceAll('{姓名称呼}', address).replaceAll('{科室}', thread.sensitive ? '科室' : thread.departmentName);
      return { canned: canned.canned.map((c) => ({ cannedId: c.cannedId, title: c.title, replyKind: c.replyKind as Canned['replyKind'], text: fill(c.text) })) };
    },
  };
}
