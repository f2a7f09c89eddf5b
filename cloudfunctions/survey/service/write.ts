/** Saving answers: the one way in, for the patient's side and for the nurse. */
import { dayOf, minute } from '../../kit/calendar';
import { AppError } from '../../kit/errors';
import type { Hand, Level, Safety, Saved, Text, Value } from '../contract';
import { isLockedForNurse } from '../rules/access';
import type { DefinedItem } from '../rules/definition';
import { adviceFor, callbackSpan, mustRaise, rank, reactTo, type Reaction } from '../rules/flag';
import { answerProblem, respondentOf, tidy, visibleItems } from '../rules/flow';
import type { Mode, Response, StoredAnswer, StoredFlag, Writing } from '../store';
import { definitionFor, settingOf, submitted, valuesOf, type Ports } from './ports';

export interface Given { linkId: string; value: Value | null }
export interface Writer { actor: string; hand: Hand; mode: Mode }

/** Pauses longer than this are not time spent on answering. */
const longestPause = 2 * minute;
/** How often a write that met another device's is tried again. */
const tries = 8;

/** `raise`: keys of flags whose call must be made now. */
interface Planned { writing: Writing; sealed: Given[]; raise: string[]; reactions: Reaction[]; first: boolean }

/** Checks and turns answers into one change of this version of the sheet. Throws INVALID_INPUT with the place of each problem. */
export function planWriting(response: Response, given: readonly Given[], writer: Writer, now: number): Planned {
  const phone = writer.mode === 'phone';
  const definition = definitionFor(response);
  const offered = new Map(definition.item.filter((i) => i.only !== (phone ? 'web' : 'phone') && (i.purpose === 'care' || response.survey)).map((i) => [i.linkId, i]));
  const fields: { path: string; problem: string }[] = [];
  const accepted: { item: DefinedItem; value: Value | null }[] = [];
  given.forEach(({ linkId, value }, index) => {
    const item = offered.get(linkId);
    const tidied = tidy(value);
    const problem = item ? answerProblem(item, tidied) : null;
    if (!item) fields.push({ path: `answers.${index}.linkId`, problem: 'unknown' });
    else if (problem) fields.push({ path: `answers.${index}.value`, problem });
    else accepted.push({ item, value: tidied });
  });
  if (fields.length > 0) throw new AppError('INVALID_INPUT', 'an answer cannot be taken', { fields });
  if (phone && accepted.some(({ item, value }) => isLockedForNurse(item, response.items[item.linkId]) && !same(response.items[item.linkId]!.value, value))) {
    throw new AppError('CONFLICT', 'the patient gave this answer', { reason: 'patients_own' });
  }

  const who = accepted.find(({ item }) => item.linkId === 'who')?.value ?? response.items['who']?.value;
  const hand: Hand = phone ? 'nurse' : who === 'self' ? 'patient' : typeof who === 'string' ? 'proxy' : writer.hand;
  const pause = now - response.activeAt;
  const planned: Planned = {
    writing: { items: {}, flags: {}, owed: 0, seconds: Math.max(0, Math.min(pause, longestPause)) / 1000, activeAt: now, touched: phone ? null : { touchedAt: now, mode: writer.mode } },
    sealed: [], raise: [], reactions: [], first: Object.keys(response.items).length === 0,
  };
  for (const { item, value } of accepted) {
    const previous = response.items[item.linkId];
    const reaction = reactTo(item, value);
    planned.reactions.push(reaction);
    addFlags(planned, response, item.linkId, reaction, phone, now);
    if (item.seenBy === 'sealed') {
      planned.sealed.push({ linkId: item.linkId, value });
      // A trace of the branch below would tell the answer above it.
      if (item.enableWhen) continue;
    }
    if (phone && previous && isLockedForNurse(item, previous)) continue;
    planned.writing.items[item.linkId] = { answer: answerOf(item, value, previous, { actor: writer.actor, hand }, reaction, now), previousAt: previous?.at ?? null };
  }
  return planned;
}

const same = (a: Value | null, b: Value | null): boolean => JSON.stringify(a) === JSON.stringify(b);

function answerOf(item: DefinedItem, value: Value | null, previous: StoredAnswer | undefined, by: { actor: string; hand: Hand }, reaction: Reaction, now: number): StoredAnswer {
  const sealed = item.seenBy === 'sealed' && value !== null;
  const replaced = previous && !previous.sealed && previous.by !== by.actor && !same(previous.value, value);
  const was = [...(previous?.was ?? []), ...(replaced ? [{ value: previous.value, by: previous.by, hand: previous.hand, at: previous.at }] : [])].slice(-20);
  return { value: sealed ? null : value, by: by.actor, hand: by.hand, at: Math.max(now, (previous?.at ?? 0) + 1), sealed, special: reaction.special, was };
}

function addFlags(planned: Planned, response: Response, linkId: string, reaction: Reaction, phone: boolean, now: number): void {
  const put = (key: string, flag: Pick<StoredFlag, 'level' | 'keys' | 'words' | 'advice' | 'callback'>): void => {
    const owedAlready = response.flags[key]?.callId === '';
    const keys = [...new Set([...(response.flags[key]?.keys ?? []), ...flag.keys])];
    planned.writing.flags[key] = { ...flag, keys, item: linkId, at: now, callId: '', ringBy: 0, who: '', recantedAt: 0 };
    if (!owedAlready) planned.writing.owed += 1;
    planned.raise.push(key);
  };
  const top = reaction.raised[0]?.level;
  for (const { level, keys: own, words, advice } of reaction.raised) {
    // One alarm for one answer: what is lesser goes along with what is greater.
    if (level === 'today' && (top === 'emergency' || top === 'crisis')) continue;
    const keys = level === top && level !== 'concern' ? reaction.raised.filter((r) => r.level === level || r.level === 'today').flatMap((r) => r.keys) : own;
    const soFar = Object.values({ ...response.flags, ...planned.writing.flags }).filter((f) => f.callback === '');
    // What a nurse hears on the phone she deals with herself, unless it is for a doctor today or for 120.
    if (phone && level === 'concern') continue;
    if (mustRaise(level, keys, soFar, now)) put(`${linkId}-${level}`, { level, keys, words: words.filter((w) => w.zh !== ''), advice, callback: '' });
  }
  const wish = reaction.callback;
  if (wish && !phone && !response.flags[`${linkId}-callback`]) put(`${linkId}-callback`, { level: 'concern', keys: wish.keys, words: [], advice: [], callback: wish.part });
}

/** Raises one flag and notes its call; leaves it owed to the timer when that fails. */
export async function raiseFlag(ports: Ports, response: Response, key: string, now: number): Promise<StoredFlag> {
  const flag = response.flags[key]!;
  const { stepId, encounterId, patientId, departmentCode, dischargeDay } = response;
  const of = { stepId, encounterId, patientId, departmentCode, dischargeDay, items: flag.keys };
  const raised = flag.callback ? await ports.calls.callback({ ...of, ...callbackSpan(flag.callback, flag.at) }, now) : await ports.calls.raise({ ...of, level: flag.level }, now);
  await ports.responses.raised(stepId, key, raised);
  return { ...flag, ...raised };
}

/** Writes the answers, whoever else writes at the same time; raises what they set off before answering. */
export async function writeAnswers(ports: Ports, response: Response, given: readonly Given[], writer: Writer, now: number): Promise<Saved> {
  let current: Response | null = response;
  let written: Response | null = null;
  let planned: Planned | null = null;
  for (let attempt = 1; !written || !planned; attempt += 1) {
    if (!current || current.state === 'submitted') throw submitted();
    if (attempt > tries) throw new AppError('UNAVAILABLE', 'too many devices at one sheet');
    planned = planWriting(current, given, writer, now);
    if (planned.sealed.length > 0) await seal(ports, current, planned.sealed, now);
    written = await ports.responses.write(response.stepId, planned.writing);
    if (!written) current = await ports.responses.get(response.stepId);
  }
  const flags = new Map<string, StoredFlag>(Object.entries(written.flags));
  for (const key of planned.raise) {
    try {
      flags.set(key, await raiseFlag(ports, written, key, now));
    } catch (error) {
      ports.report({ what: 'flag not raised yet', id: written._id, error });
    }
  }
  if (planned.first && writer.mode !== 'phone') await ports.followup.started(written.stepId, now).catch((error: unknown) => ports.report({ what: 'start not told', id: written._id, error }));
  const raised = planned.reactions.flatMap((r) => r.raised).filter((r) => writer.mode !== 'phone' || r.level !== 'concern');
  return { savedAt: now, safety: await safetyFor(ports, written, raised, flags), hints: [...new Set(planned.reactions.flatMap((r) => r.hints))] };
}

async function seal(ports: Ports, response: Response, given: readonly Given[], now: number): Promise<void> {
  const known = await ports.reports.get(response.stepId);
  const of = (linkId: string, before: string): string => { const g = given.find((x) => x.linkId === linkId); return g ? String(g.value ?? '') : before; };
  await ports.reports.put({
    stepId: response.stepId, encounterId: response.encounterId, departmentCode: response.departmentCode, relation: respondentOf(valuesOf(response)).relation,
    answer: of('integrity', known?.answer ?? ''), text: of('integrity_text', known?.text ?? ''),
  }, dayOf(now), now);
}

/** The safety page for what was just said; null when nothing calls for one. The highest level speaks; its flag tells who rings and when. */
async function safetyFor(ports: Ports, response: Response, raised: readonly { level: Level; keys: string[]; words: Text[]; advice: string[] }[], flags: ReadonlyMap<string, StoredFlag>): Promise<Safety | null> {
  const spoken = raised.map((r) => ({ ...r, words: r.words.filter((w) => w.zh !== '') })).filter((r) => r.words.length > 0).sort((a, b) => rank(b.level) - rank(a.level));
  const top = spoken[0];
  if (!top) return null;
  const fitting = [...flags.values()].filter((f) => f.callback === '' && rank(f.level) >= rank(top.level)).sort((a, b) => Number(b.callId !== '') - Number(a.callId !== '') || Number(b.level === top.level) - Number(a.level === top.level) || b.at - a.at);
  return safetyOf(ports, response, { level: top.level, words: spoken.filter((s) => s.level === top.level).flatMap((s) => s.words), advice: top.advice }, fitting[0]);
}

export async function safetyOf(ports: Ports, response: Response, said: { level: Level; words: Text[]; advice: string[] }, flag: StoredFlag | undefined): Promise<Safety> {
  const [stay, hospital] = await Promise.all([ports.stays.of(response), ports.hospital()]);
  return {
    level: said.level, words: said.words, advice: adviceFor(said.level, said.advice), ringBy: flag?.callId ? flag.ringBy : null, who: flag?.who ?? '', phoneMasked: stay?.phoneMasked ?? '', otherwise: stay?.contact ?? null,
    wardPhone: stay && !stay.sensitive ? stay.wardPhone || hospital.phone : hospital.phone, acknowledged: false,
  };
}

/** A flag of the last day that was not taken back: whoever comes again sees the safety page first. */
export async function standingSafety(ports: Ports, response: Response, now: number): Promise<Safety | null> {
  const flag = Object.values(response.flags)
    .filter((f) => f.callback === '' && rank(f.level) >= rank('today') && f.recantedAt === 0 && f.at > now - 24 * 60 * minute)
    .sort((a, b) => rank(b.level) - rank(a.level) || b.at - a.at)[0];
  if (!flag) return null;
  const [safety, acknowledged] = await Promise.all([safetyOf(ports, response, flag, flag), flag.callId !== '' && ports.calls.taken(flag.callId, now)]);
  return { ...safety, acknowledged };
}

/** What would be submitted: the visible answers, whether they were given in writing or by phone. */
export function visibleAnswers(response: Response): { items: Record<string, StoredAnswer>; sealedDone: string[] } {
  const either = definitionFor(response).item.map((item) => ({ ...item, only: undefined }));
  const items = Object.fromEntries(visibleItems(either, valuesOf(response), settingOf(response, 'web')).flatMap((i) => (response.items[i.linkId] ? [[i.linkId, response.items[i.linkId]!]] : [])));
  return { items, sealedDone: Object.keys(items).filter((linkId) => items[linkId]!.sealed) };
}
