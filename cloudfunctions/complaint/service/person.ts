/** What a complainant does: the draft, their complaints, new facts, the last word on the answer, the rating. */
import type { Person } from '../../kit/caller';
import { AppError, invalid } from '../../kit/errors';
import type { z } from '../../kit/contract';
import { maskPhone } from '../../kit/mask';
import type { SafetyCard } from '../../call/contract/safety';
import { ComplaintDraft, type api, type ComplaintView } from '../contract';
import { clocksOf, internalDays, legalDays } from '../rules/clock';
import { answerOf, mayOf, nextCheck } from '../rules/stand';
import { maskFacts } from '../rules/veil';
import { readWords, worse } from '../rules/word';
import type { Complaint } from '../store';
import { belonging } from './file';
import { draftId, guard, stayFor } from './filing';
import { alter, event, factsOf, officerConcerned, openOwn, ownerKeyOf, type Change, type Ports } from './ports';
import { replyCallId, settle, settleSoon } from './settle';
import { mineOf, viewOf } from './show';

type In<K extends keyof (typeof api)['operations']> = z.output<(typeof api)['operations'][K]['input']>;

/** What the form begins with. */
export async function readDraft(ports: Ports, person: Person, { patientId }: In<'draft'>) {
  const stay = patientId ? await stayFor(ports, person, patientId) : null;
  const [found, departments, hospital, own] = await Promise.all([ports.drafts.get(draftId(person, patientId)), ports.departments(), ports.hospital(), ports.people.get(person.personId)]);
  return {
    draft: found ? ComplaintDraft.parse(JSON.parse(ports.cipher.open(found.sealed, 'complaint_draft'))) : null, savedAt: found?.savedAt ?? 0,
    stay: stay && { encounterId: stay._id, departmentCode: stay.departmentCode, departmentName: stay.departmentName, dischargeDay: stay.dischargeDay },
    departments: departments.map(({ code, name }) => ({ code, name })), phone: own?.phoneSealed ? maskPhone(ports.cipher.open(own.phoneSealed, 'person.phone')) : '', hospitalPhone: hospital.phone, internalDays, legalDays,
  };
}

/** Sealed; null forgets it. */
export async function saveDraft(ports: Ports, person: Person, { patientId, draft }: In<'saveDraft'>, now: number): Promise<{ savedAt: number }> {
  if (patientId) await stayFor(ports, person, patientId);
  const id = draftId(person, patientId);
  if (draft === null) await ports.drafts.remove(id);
  else await ports.drafts.set({ _id: id, sealed: ports.cipher.seal(JSON.stringify(draft), 'complaint_draft'), savedAt: now });
  return { savedAt: draft === null ? 0 : now };
}

/** Their own, also those registered by staff under their confirmed number. */
export async function listMine(ports: Ports, person: Person, now: number) {
  const own = await ports.people.get(person.personId);
  return { complaints: (await ports.complaints.ofOwner(ownerKeyOf(ports, person.personId), own?.phoneHash ?? '')).map((c) => mineOf(c, now)) };
}

/** Reading an answer is being told. */
export async function view(ports: Ports, person: Person, { number }: In<'view'>, now: number): Promise<ComplaintView> {
  const found = await openOwn(ports, person, number);
  const answer = answerOf(found);
  if (found.state !== 'answered' || !answer || answer.readAt > 0) return viewOf(ports, found, now);
  const c = await alter(ports, found, now, (one) => {
    const current = answerOf(one);
    if (one.state !== 'answered' || !current || current.readAt > 0) return null;
    const answers = one.answers.map((a) => (a === current ? { ...a, readAt: now, toldAt: a.toldAt || now } : a));
    return { set: { answers, nextCheck: nextCheck({ ...one, answers }) } };
  });
  if (answer.toldAt === 0) await ports.calls.withdrawIds([replyCallId(c)], 'answered', now);
  return viewOf(ports, c, now);
}

/** Takes the person out of what somebody unknown says; the words of others stay as they are. */
async function bareFor(ports: Ports, person: Person, c: Complaint): Promise<(text: string) => string> {
  if (!c.anonymous) return (text) => text;
  const [patients, own] = await Promise.all([ports.patients.getMany(person.represents.map(({ patientId }) => patientId)), ports.people.get(person.personId)]);
  const known = { names: patients.flatMap(({ name, motherName, contactName }) => [name, motherName, contactName]), phones: own?.phoneSealed ? [ports.cipher.open(own.phoneSealed, 'person.phone')] : [], ids: patients.flatMap(({ _id, patientNo }) => [_id, patientNo]) };
  return (text) => maskFacts(text, known);
}

/** Files handed in later; their names tell no more than the words may. */
const handedIn = async (ports: Ports, person: Person, number: string, files: readonly string[], bare: (text: string) => string, now: number): Promise<Complaint['evidence']> =>
  (await belonging(ports, files, ownerKeyOf(ports, person.personId), 'complainant', now, number)).map((one) => ({ ...one, name: bare(one.name) }));
const without = (evidence: Complaint['evidence'], known: Complaint['evidence']): Complaint['evidence'] => evidence.filter((file) => !known.some(({ fileId }) => fileId === file.fileId));

/** New words, judged like the first: danger, dispute, restricted, an officer named. */
export async function read(ports: Ports, bare: (text: string) => string, c: Complaint, text: string, key: string, now: number): Promise<{ set: Change['set']; safety: SafetyCard | null; words: string }> {
  const reading = readWords(text, 0);
  const stay = c.encounterId ? await ports.stays.get(c.encounterId) : null;
  const { safety, owed } = await guard(ports, reading, { about: ports.cipher.derive(`complaint-safety:${c.key}:${key}`), patientId: c.patientId, stay }, now);
  const facts = factsOf(c);
  const words = bare(text);
  const found = reading.words.filter((one) => !c.words.some((known) => known.id === one.id));
  return {
    safety, words,
    set: {
      ...(owed && stay && { owed }), warning: worse(c.warning, reading.warning), restricted: c.restricted || reading.restricted, offices: [...new Set([...c.offices, ...reading.offices])], words: [...c.words, ...found],
      officerAccused: c.officerAccused || officerConcerned(await ports.staff(), { ...facts, said: `${facts.said}\n${text}` }),
    },
  };
}

/** New facts while it runs, read for danger like the first. */
export async function addEvidence(ports: Ports, person: Person, { number, text, files }: In<'addEvidence'>, now: number): Promise<ComplaintView & { safety: SafetyCard | null }> {
  const found = await openOwn(ports, person, number);
  if (text === '' && files.length === 0) throw invalid('text', 'required');
  const bare = await bareFor(ports, person, found);
  const evidence = await handedIn(ports, person, number, files, bare, now);
  const { set, safety, words } = await read(ports, bare, found, text, ports.cipher.hash(text), now);
  const c = await alter(ports, found, now, (one) => {
    if (!mayOf(one, now).addEvidence) throw new AppError('GONE', 'not open for new facts', { reason: one.state === 'answered' ? 'answered' : 'over' });
    const fresh = without(evidence, one.evidence);
    if (one.evidence.length + fresh.length > 30) throw invalid('files', 'too_long');
    // A second press of the same button says nothing new.
    if (fresh.length === 0 && one.timeline.some((event) => event.kind === 'evidence' && event.by === 'you' && event.words === words && event.round === one.round)) return null;
    // An office that the new words call in joins those who were chosen meanwhile, and the timeline names it.
    const offices = [...new Set([...one.offices, ...(set.offices ?? [])])];
    const joined = offices.length > one.offices.length ? [event(one, now, 'dispatched', { by: 'system' }, { offices })] : [];
    return { set: { ...set, offices, evidence: [...one.evidence, ...fresh], settleDue: settleSoon(now) }, events: [event(one, now, 'evidence', { by: 'you' }, { words }), ...joined] };
  });
  await ports.files.attach(files, number);
  await told(ports, c, now);
  return { ...(await viewOf(ports, c, now)), safety };
}

/** The answer is enough. */
export async function accept(ports: Ports, person: Person, { number }: In<'accept'>, now: number): Promise<ComplaintView> {
  const c = await alter(ports, await openOwn(ports, person, number), now, (one) => {
    if (one.state === 'closed' && one.verdict === 'accepted') return null;
    if (!mayOf(one, now).accept) throw new AppError('GONE', 'nothing to accept', { reason: 'not_answered' });
    return accepted(one, [event(one, now, 'accepted', { by: 'you' }), event(one, now, 'closed', { by: 'system' })], now);
  });
  await told(ports, c, now);
  return viewOf(ports, c, now);
}

/** The complainant is content: it is over. */
export const accepted = (c: Complaint, events: Change['events'], now: number): Change => ({
  set: { state: 'closed', open: 0, verdict: 'accepted', closedAt: now, nextCheck: 0, settleDue: settleSoon(now), answers: c.answers.map((a) => (a.round === c.round ? { ...a, toldAt: a.toldAt || now } : a)) }, events,
});

/** The next round: the same offices look at it again, both clocks begin anew. */
export function reopened(c: Complaint, more: Change['set'], events: NonNullable<Change['events']>, now: number): Change {
  const round = c.round + 1;
  const clocks = clocksOf(now);
  const offices = more.offices ?? c.offices;
  const set = { ...more, round, roundAt: now, state: 'dispatched' as const, open: 1 as const, ...clocks, verdict: 'reopened' as const, takenBy: '', takenName: '', closedAt: 0, escalated: 0 };
  return { set: { ...set, nextCheck: nextCheck({ ...c, ...set, warned: c.warned }), settleDue: settleSoon(now) }, events: [...events, event({ round }, now, 'dispatched', { by: 'system' }, { offices })] };
}

/** The answer is not enough: the next round. Once per key. */
export async function reopen(ports: Ports, person: Person, { number, key, text, files }: In<'reopen'>, now: number): Promise<ComplaintView & { safety: SafetyCard | null }> {
  const found = await openOwn(ports, person, number);
  const once = `reopen:${ports.cipher.hash(`${person.personId}:${key}`)}`;
  const bare = await bareFor(ports, person, found);
  const evidence = await handedIn(ports, person, number, files, bare, now);
  const { set, safety, words } = await read(ports, bare, found, text, key, now);
  const c = await alter(ports, found, now, (one) => {
    if (one.warned.includes(once)) return null;
    if (!mayOf(one, now).reopen) throw new AppError('GONE', 'not to be reopened', { reason: one.state === 'withdrawn' || one.state === 'closed' ? 'over' : 'not_answered' });
    const fresh = without(evidence, one.evidence);
    return reopened(one, { ...set, evidence: [...one.evidence, ...fresh], warned: [...one.warned, once] }, [event({ round: one.round + 1 }, now, 'reopened', { by: 'you' }, { words })], now);
  });
  await ports.files.attach(files, number);
  await told(ports, c, now);
  return { ...(await viewOf(ports, c, now)), safety };
}

/** They no longer want it. */
export async function withdraw(ports: Ports, person: Person, { number, reason }: In<'withdraw'>, now: number): Promise<ComplaintView> {
  const found = await openOwn(ports, person, number);
  const bare = await bareFor(ports, person, found);
  const c = await alter(ports, found, now, (one) => {
    if (one.state === 'withdrawn') return null;
    if (!mayOf(one, now).withdraw) throw new AppError('GONE', 'it is over', { reason: 'over' });
    return { set: { state: 'withdrawn', open: 0, closedAt: now, nextCheck: 0, settleDue: settleSoon(now) }, events: [event(one, now, 'withdrawn', { by: 'you' }, { words: bare(reason) })] };
  });
  await told(ports, c, now);
  return viewOf(ports, c, now);
}

/** By the complainant alone: no operation of staff writes a rating. */
export async function rate(ports: Ports, person: Person, { number, score, comment: said }: In<'rate'>, now: number): Promise<ComplaintView> {
  const found = await openOwn(ports, person, number);
  const comment = (await bareFor(ports, person, found))(said);
  const c = await alter(ports, found, now, (one) => {
    if (one.state !== 'closed') throw new AppError('GONE', 'not closed', { reason: 'not_closed' });
    const known = one.rating?.round === one.round ? one.rating : null;
    if (known && known.score === score && known.comment === comment) return null;
    if (!mayOf(one, now).rate) throw new AppError('GONE', 'rated already', { reason: 'rated' });
    // Changed within twelve hours of the first word, not of the last.
    return { set: { rating: { score, comment, at: known?.at ?? now, round: one.round } }, events: known ? [] : [event(one, now, 'rated', { by: 'you' })] };
  });
  return viewOf(ports, c, now);
}

/** Tells at once; the timer tells what this could not. */
export async function told(ports: Ports, c: Complaint, now: number): Promise<void> {
  if (c.settleDue > 0) await settle(ports, c, now).catch((error: unknown) => ports.report({ what: 'complaint not told yet', id: c._id, error }));
}
