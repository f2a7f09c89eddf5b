/** What lies beside the threads: who has one open, pictures on their way, standard answers. */
import { defineCollection, replacing, type Collection, type Database } from '../../kit/database';
import type { AnswerFacts } from '../rules/answer';
import type { PaceLimit } from '../rules/pace';

/** A colleague who has a thread open. Renewed at most every ten seconds. */
export interface Presence { /** `presence:<threadId>:<staffId>` */ _id: string; threadId: string; staffId: string; name: string; at: number; until: number }
/** A picture: its place, whose it is, and the message it went with. */
export interface Picture {
  /** The id that pages name: 22 random characters and the ending. */
  _id: string; threadId: string; patientId: string; fileId: string; type: string; size: number;
  /** Person or colleague who may send it. */
  by: string; at: number;
  /** '' until sent; then the key of its message. */
  usedKey: string;
}
export interface AnswerRecord extends AnswerFacts { /** `answer:<Q01>` */ _id: string }

/** One document per thread and colleague. */
export const presenceCollection = defineCollection('presence', [{ name: 'thread', keys: [['threadId', 1], ['until', 1]] }, { name: 'until', keys: [['until', 1]] }]);
/** Uploaded and not sent yet is found by its age. */
export const pictureCollection = defineCollection('picture', [{ name: 'unused', keys: [['usedKey', 1], ['at', 1]] }, { name: 'by', keys: [['by', 1], ['at', 1]] }]);
/** How much one person wrote in one thread since a moment; forgotten when that is over. */
export interface Pace { /** `pace:<threadId>:<personId>:<span>` */ _id: string; count: number; until: number }
export const paceCollection = defineCollection('pace', [{ name: 'until', keys: [['until', 1]] }]);
/** Read whole. */
export const answerCollection = defineCollection('standard_answer', []);

/** A page that asks every 3 s is here for 20 s after its last question; a new row at most every 10 s. */
const presentFor = 20_000;
const renewAfter = 10_000;

/** Who is here, pictures, standard answers. */
export interface DeskStore {
  /** Who has it open, the caller's own renewed. */
  here(threadId: string, who: { staffId: string; name: string }, now: number): Promise<{ staffId: string; name: string }[]>;
  lastHere(threadId: string, staffId: string): Promise<number>;
  addPicture(picture: Picture): Promise<void>;
  pictures(ids: readonly string[]): Promise<Picture[]>;
  /** Those asked for since, at most `most`. */
  countPictures(by: string, since: number, most: number): Promise<number>;
  /** Takes it for a message; true also when that message has it already. */
  usePicture(id: string, by: string, key: string): Promise<boolean>;
  unusedPictures(before: number, limit: number): Promise<Picture[]>;
  removePicture(id: string): Promise<void>;
  cleanPresence(before: number): Promise<number>;
  /** Counts one more; null when that is allowed, else when it is again. Each step is one conditional update: however many come at once, exactly `most` are let in until the span is over. */
  count(of: { threadId: string; personId: string }, limit: PaceLimit, now: number): Promise<number | null>;
  cleanPace(before: number): Promise<number>;
  answers(): Promise<AnswerFacts[]>;
  answer(answerId: string): Promise<AnswerFacts | null>;
  /** False when the id exists. */
  addAnswer(answer: AnswerFacts): Promise<boolean>;
  addMissingAnswers(answers: readonly AnswerFacts[]): Promise<number>;
  /** Replaces it while it is still at `rev`; false when somebody was before. */
  changeAnswer(answer: AnswerFacts, rev: number): Promise<boolean>;
}

const tagsOf = ({ departments, diseases }: Partial<Pick<AnswerFacts, 'departments' | 'diseases'>>) => ({ departments: departments ?? [], diseases: diseases ?? [] });

/** Opening sends nothing. */
export function openDeskStore(database: Database): DeskStore {
  const presences: Collection<Presence> = database.collection<Presence>(presenceCollection);
  const pictures: Collection<Picture> = database.collection<Picture>(pictureCollection);
  const paces: Collection<Pace> = database.collection<Pace>(paceCollection);
  const answers: Collection<AnswerRecord> = database.collection<AnswerRecord>(answerCollection);
  const { command } = database;
  const presenceId = (threadId: string, staffId: string): string => `presence:${threadId}:${staffId}`;
  // Those written before answers had tags are for everybody.
  const bare = ({ _id, ...answer }: AnswerRecord): AnswerFacts => ({ ...answer, ...tagsOf(answer), draft: answer.draft && { ...answer.draft, ...tagsOf(answer.draft) } });
  const answerId = (id: string): string => `answer:${id}`;
  return {
    async here(threadId, who, now) {
      const found = await presences.find({ threadId, until: command.gt(now) }, { limit: 50 });
      const mine = found.find((p) => p.staffId === who.staffId);
      if (!mine || mine.at <= now - renewAfter) await presences.set({ _id: presenceId(threadId, who.staffId), threadId, ...who, at: now, until: now + presentFor });
      return found.filter((p) => p.staffId !== who.staffId).map(({ staffId, name }) => ({ staffId, name }));
    },
    lastHere: async (threadId, staffId) => (await presences.get(presenceId(threadId, staffId)))?.at ?? 0,
    addPicture: async (picture) => void (await pictures.insert(picture)),
    pictures: (ids) => pictures.getMany(ids),
    countPictures: async (by, since, most) => (await pictures.find({ by, at: command.gt(since) }, { fields: ['_id'], limit: most })).length,
    async usePicture(id, by, key) {
      if ((await pictures.update({ _id: id, by, usedKey: '' }, { usedKey: key })) === 1) return true;
      // The same message once more: a change to what is there already counts as none.
      return (await pictures.get(id))?.usedKey === key;
    },
    unusedPictures: (before, limit) => pictures.find({ usedKey: '', at: command.lte(before) }, { sort: [['at', 'asc']], limit }),
    removePicture: async (id) => void (await pictures.remove({ _id: id, usedKey: '' })),
    async count({ threadId, personId }, { name, most, span }, now) {
      const _id = `pace:${threadId}:${personId}:${name}`;
      const more = async (): Promise<boolean> => (await paces.update({ _id, until: command.gt(now), count: command.lt(most) }, { count: command.inc(1) })) === 1;
      const anew = async (): Promise<boolean> => (await paces.update({ _id, until: command.lte(now) }, { count: 1, until: now + span })) === 1;
      if ((await more()) || (await anew()) || (await paces.insert({ _id, count: 1, until: now + span }))) return null;
      // Somebody began the span between our steps.
      return (await more()) ? null : (await paces.get(_id))?.until ?? now + span;
    },
    cleanPace: (before) => paces.remove({ until: command.lte(before) }),
    cleanPresence: (before) => presences.remove({ until: command.lte(before) }),
    answers: async () => (await answers.find({}, { sort: [['_id', 'asc']], limit: 1000 })).map(bare),
    answer: async (id) => { const found = await answers.get(answerId(id)); return found && bare(found); },
    addAnswer: (answer) => answers.insert({ ...answer, _id: answerId(answer.answerId) }),
    addMissingAnswers: (list) => answers.insertMissing(list.map((answer) => ({ ...answer, _id: answerId(answer.answerId) }))),
    async changeAnswer(answer, rev) {
      return (await answers.update({ _id: answerId(answer.answerId), rev }, replacing(command, { ...answer }))) === 1;
    },
  };
}
