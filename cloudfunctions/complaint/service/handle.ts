/** What officers, directors, leads (where an officer is concerned), offices and wards do with a complaint. Each decision is a compare-and-set; a second click is the same decision. */
import type { Staff } from '../../kit/caller';
import { AppError, forbidden, invalid } from '../../kit/errors';
import type { z } from '../../kit/contract';
import type { api } from '../contract';
import { answerProblems } from '../rules/answer';
import { extendedClock, extensionProblem } from '../rules/clock';
import { codesOf } from '../rules/sight';
import { answerOf, isOpen, isRunning, nextCheck, silence } from '../rules/stand';
import type { Complaint, StoredContribution } from '../store';
import { belonging } from './file';
import { accepted, reopened, told } from './person';
import { alter, event, factsOf, officerConcerned, openFor, readerOf, type Change, type Ports } from './ports';
import { isWritten, settleSoon } from './settle';

type In<K extends keyof (typeof api)['operations']> = z.output<(typeof api)['operations'][K]['input']>;
type Changed = { number: string; state: Complaint['state']; rev: number };
const changed = ({ number, state, rev }: Complaint): Changed => ({ number, state, rev });

/** Decides about a complaint that this colleague may decide about, as it stands at that moment: whoever was accused meanwhile decides no more. */
async function decide(ports: Ports, staff: Staff, number: string, now: number, rule: (c: Complaint) => Change | null): Promise<Changed> {
  const { complaint } = await openFor(ports, staff, number, 'decide');
  const c = await alter(ports, complaint, now, (one) => {
    if (factsOf(one).accusedStaff.includes(staff.staffId)) throw forbidden();
    return rule(one);
  });
  await told(ports, c, now);
  return changed(c);
}

const mustRun = (c: Complaint): void => {
  if (!isRunning(c.state)) throw new AppError('GONE', 'not running', { reason: c.state === 'answered' ? 'answered' : 'over' });
};

/** To which offices, what they may open, how severe. */
export const dispatch = (ports: Ports, staff: Staff, { number, offices, note, share, severity }: In<'dispatch'>, now: number): Promise<Changed> =>
  decide(ports, staff, number, now, (c) => {
    mustRun(c);
    const unique = [...new Set(offices)];
    const unknown = share.findIndex((fileId) => !c.evidence.some((one) => one.fileId === fileId));
    if (unknown >= 0) throw invalid(`share.${unknown}`, 'unknown');
    const evidence = c.evidence.map((one) => ({ ...one, shared: one.shared || share.includes(one.fileId) }));
    const same = unique.join() === c.offices.join() && evidence.every((one, n) => one.shared === c.evidence[n]!.shared) && (severity ?? c.severity) === c.severity;
    if (same && note === '') return null;
    return {
      set: { offices: unique, office: unique[0]!, evidence, ...(severity && { severity }) },
      events: [event(c, now, 'dispatched', { by: 'hospital', staff }, { offices: unique }), ...(note ? [event(c, now, 'note', { by: 'hospital', staff }, { words: note, public: false })] : [])],
    };
  });

/** One officer handles it; `over` takes it from a colleague. */
export const take = (ports: Ports, staff: Staff, { number, over }: In<'take'>, now: number): Promise<Changed> =>
  decide(ports, staff, number, now, (c) => {
    mustRun(c);
    if (c.takenBy === staff.staffId) return null;
    if (c.takenBy !== '' && !over) throw new AppError('CONFLICT', 'a colleague handles it', { reason: 'taken' });
    return { set: { takenBy: staff.staffId, takenName: staff.name, state: 'handling' }, events: [event(c, now, 'taken', { by: 'hospital', staff }, { public: c.takenBy === '' })] };
  });

/** The facts of an office or a ward, for the officer. */
export async function contribute(ports: Ports, staff: Staff, { number, text, files, code }: In<'contribute'>, now: number): Promise<Changed> {
  const { complaint, sight } = await openFor(ports, staff, number);
  const mine = sight === 'all' ? ['relations'] : codesOf(readerOf(staff), factsOf(complaint));
  if (code === undefined && mine.length > 1) throw invalid('code', 'required');
  const from = code ?? mine[0];
  if (from === undefined || !mine.includes(from)) throw invalid('code', 'option');
  const found = await belonging(ports, files, staff.staffId, 'staff', now, number);
  const c = await alter(ports, complaint, now, (one) => {
    mustRun(one);
    if (factsOf(one).accusedStaff.includes(staff.staffId)) throw forbidden();
    if (one.contributions.some((known) => known.staffId === staff.staffId && known.code === from && known.text === text)) return null;
    const entry: StoredContribution = { code: from, staffId: staff.staffId, name: staff.name, text, files: found, at: now };
    return { set: { contributions: [...one.contributions, entry] }, events: [event(one, now, 'contributed', { by: 'hospital', staff }, { offices: [from], public: false })] };
  });
  await ports.files.attach(files, number);
  return changed(c);
}

/** Ten working days instead of five: by decision, with a reason, before the five are over. */
export const extend = (ports: Ports, staff: Staff, { number, offices, reason }: In<'extend'>, now: number): Promise<Changed> =>
  decide(ports, staff, number, now, (c) => {
    const unique = [...new Set(offices)];
    const own = c.extension?.round === c.round ? c.extension : null;
    if (own && own.by === staff.staffId && own.reason === reason) return null;
    const problem = extensionProblem({ extended: own !== null, answered: !isRunning(c.state), legal: c.legal }, unique, now);
    if (problem === 'too_few') throw invalid('offices', 'too_few');
    if (problem) throw new AppError('GONE', 'cannot be extended', { reason: problem });
    const legal = extendedClock(c.roundAt, c.legal);
    const all = [...new Set([...c.offices, ...unique])];
    return {
      set: { legal, offices: all, extension: { at: now, by: staff.staffId, reason, offices: unique, round: c.round }, nextCheck: nextCheck({ ...c, legal }), settleDue: settleSoon(now) },
      events: [event(c, now, 'extended', { by: 'hospital', staff }, { words: reason, offices: unique, day: legal.day })],
    };
  });

/** The answer of this round, with what its outcome must say. */
export async function answer(ports: Ports, staff: Staff, input: In<'answer'>, now: number): Promise<Changed> {
  const { number, outcome, text, measures, channel, notHandledReason, files } = input;
  await openFor(ports, staff, number, 'decide');
  const problems = answerProblems(input);
  if (problems.length > 0) throw new AppError('INVALID_INPUT', 'the answer lacks something', { fields: problems });
  const evidence = await belonging(ports, files, staff.staffId, 'staff', now, number);
  const result = await decide(ports, staff, number, now, (c) => {
    const known = answerOf(c);
    if (known && c.state === 'answered' && known.by === staff.staffId && known.text === text && known.outcome === outcome) return null;
    mustRun(c);
    if (c.takenBy !== '' && c.takenBy !== staff.staffId) throw new AppError('CONFLICT', 'a colleague handles it', { reason: 'taken' });
    if (channel === 'app' && !isWritten(ports, c) && !c.patientId && !c.anonymous) throw invalid('channel', 'option');
    // By telephone, at the counter, by letter, by the hotline: told as it was given. In writing here: when somebody can read it. Of somebody unknown nobody can be told.
    const toldAt = channel !== 'app' || isWritten(ports, c) || c.anonymous ? now : 0;
    const proof = input.proof || evidence.map(({ name }) => name).join('、');
    const answers = [...c.answers, { round: c.round, outcome, text, measures, proof, channel, notHandledReason, at: now, by: staff.staffId, byName: staff.name, toldAt, readAt: 0 }];
    const set = { state: 'answered' as const, answers, takenBy: staff.staffId, takenName: staff.name, evidence: [...c.evidence, ...evidence], settleDue: settleSoon(now), verdict: 'none' as const };
    return { set: { ...set, nextCheck: nextCheck({ ...c, ...set }) }, events: [event(c, now, 'answered', { by: 'hospital', staff })] };
  });
  await ports.files.attach(files, number);
  return result;
}

/** How somebody without the app was told, and what they said. */
export const tellAnswered = (ports: Ports, staff: Staff, { number, channel, said, words }: In<'tellAnswered'>, now: number): Promise<Changed> =>
  decide(ports, staff, number, now, (c) => {
    const toldEvent = event(c, now, 'told', { by: 'hospital', staff }, { words: said === 'not_accepted' ? '' : words });
    const repeated = c.timeline.some((one) => one.kind === 'told' && one.staffId === staff.staffId && one.words === toldEvent.words && now - one.at < 60_000);
    if (repeated) return null;
    if (c.state !== 'answered') throw new AppError('GONE', 'not answered', { reason: 'not_answered' });
    if (said === 'accepted') return accepted(c, [toldEvent, event(c, now, 'accepted', { by: 'hospital', staff }), event(c, now, 'closed', { by: 'system' })], now);
    if (said === 'not_accepted') {
      if (words === '') throw invalid('words', 'required');
      return reopened(c, {}, [toldEvent, event({ round: c.round + 1 }, now, 'reopened', { by: 'hospital', staff }, { words })], now);
    }
    const answers = c.answers.map((a) => (a.round === c.round ? { ...a, toldAt: now, channel } : a));
    return { set: { answers, nextCheck: nextCheck({ ...c, answers }), settleDue: settleSoon(now) }, events: [toldEvent] };
  });

/** By silence: acceptance closes by itself. */
export const closedBySilence = (c: Complaint, now: number, who: Parameters<typeof event>[3]): Change => ({ set: { state: 'closed', open: 0, verdict: 'silent', closedAt: now, nextCheck: 0, settleDue: settleSoon(now) }, events: [event(c, now, 'closed_silent', who)] });

/** After the complainant's word, or their silence. */
export const close = (ports: Ports, staff: Staff, { number }: In<'close'>, now: number): Promise<Changed> =>
  decide(ports, staff, number, now, (c) => {
    if (c.state === 'closed') return null;
    if (c.state !== 'answered') throw new AppError('GONE', 'not answered', { reason: 'not_answered' });
    const { closes, at } = silence(c, now);
    if (at === 0) throw new AppError('CONFLICT', 'nobody told the complainant', { reason: 'untold' });
    if (!closes) throw new AppError('NOT_NOW', 'the complainant may still answer', { retryAt: at, reason: 'waiting' });
    return closedBySilence(c, now, { by: 'hospital', staff });
  });

/** Whom it is about: they see nothing of it from now on. */
export async function markAccused(ports: Ports, staff: Staff, { number, staffIds, notAccused }: In<'markAccused'>, now: number): Promise<Changed> {
  await openFor(ports, staff, number, 'decide');
  const colleagues = await ports.staff();
  const known = new Set(colleagues.map(({ staffId }) => staffId));
  for (const [path, ids] of [['staffIds', staffIds], ['notAccused', notAccused]] as const) {
    const wrong = ids.findIndex((id) => !known.has(id));
    if (wrong >= 0) throw invalid(`${path}.${wrong}`, 'unknown');
  }
  return decide(ports, staff, number, now, (c) => {
    if (!isOpen(c.state)) throw new AppError('GONE', 'it is over', { reason: 'over' });
    const accusedStaff = [...new Set(staffIds)];
    const cleared = [...new Set(notAccused)].filter((id) => !accusedStaff.includes(id));
    if (accusedStaff.join() === c.accusedStaff.join() && cleared.join() === c.notAccused.join()) return null;
    const officerAccused = officerConcerned(colleagues, { ...factsOf(c), accusedStaff, notAccused: cleared });
    // Whoever handled it and is accused handles it no more.
    const freed = accusedStaff.includes(c.takenBy);
    return {
      set: { accusedStaff, notAccused: cleared, officerAccused, ...(freed && { takenBy: '', takenName: '', ...(c.state === 'handling' && { state: 'dispatched' as const }) }) },
      events: [event(c, now, 'accused', { by: 'hospital', staff }, { public: false })],
    };
  });
}

/** A dispute that no word list saw. */
export const raiseWarning = (ports: Ports, staff: Staff, { number, level, note }: In<'raiseWarning'>, now: number): Promise<Changed> =>
  decide(ports, staff, number, now, (c) => {
    if (!isOpen(c.state)) throw new AppError('GONE', 'it is over', { reason: 'over' });
    if (c.warning === level) return null;
    return { set: { warning: level, settleDue: settleSoon(now) }, events: [event(c, now, `warning_${level || 'none'}`, { by: 'hospital', staff }, { words: note, public: false })] };
  });
