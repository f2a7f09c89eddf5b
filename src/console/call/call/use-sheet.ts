/**
 * The questionnaire on the nurse's screen. Every answer is kept in the window at once, sent to the server as soon as it may be, and sent again until it is there: a lost connection, a reload
 * or a session that ended lose nothing. Branching is the domain's own (survey/rules/flow).
 */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Answers, Item, Value, api as surveyApi } from '../../../../cloudfunctions/survey/contract';
import { answerProblem, isAnswered, missingItems, visibleItems } from '../../../../cloudfunctions/survey/rules/flow';
import { cloud, type Output } from '../../../cloud/cloud';
import { CloudError } from '../../../cloud/error';
import { useLoad, type Load } from '../../../cloud/use-load';
import type { Saving } from '../../../components/saved/saved';
import { readDraft, writeDraft } from '../held';

const survey = cloud<typeof surveyApi>('survey', { reads: ['openForCall'] });

export type CallSheet = Output<typeof surveyApi, 'openForCall'>;
export type Safety = NonNullable<Output<typeof surveyApi, 'saveForCall'>['safety']>;
export type Hint = Output<typeof surveyApi, 'saveForCall'>['hints'][number];
export type Submitted = Output<typeof surveyApi, 'submitForCall'>;
export interface Consent { talk: boolean; recording: boolean }

/** Typing pauses this long before it is sent, ms. */
const typingPause = 700;
/** Pauses before an unsent answer is tried again, ms; the last one repeats. */
const retryPauses = [1000, 2000, 5000, 10_000];

export interface SheetState {
  load: Load<CallSheet | undefined>;
  sheet: CallSheet | undefined;
  values: Answers;
  items: Item[];
  consent: { talk: boolean | null; recording: boolean | null };
  /** What is wrong with an answer, by linkId; stable keys. */
  problems: Readonly<Record<string, string>>;
  saving: Saving;
  /** Something typed is not on the server yet. */
  unsaved: boolean;
  /** `items`: what was answered in the same breath. */
  safety: (Safety & { items: readonly string[] }) | undefined;
  hints: readonly Hint[];
  missing: readonly string[];
  /** `typing`: wait until the hand rests. Returns the items that are asked with this answer. */
  answer(item: Item, value: Value | null, typing?: boolean): Item[];
  giveConsent(consent: Consent): void;
  /** Sends what is unsent; true when everything is on the server. */
  flush(): Promise<boolean>;
  /** Sends the sheet in; rejects with CloudError. INVALID_INPUT also marks what is missing. */
  submit(): Promise<Submitted>;
  dismissSafety(): void;
}

const valuesOf = (sheet: CallSheet | undefined): Answers => Object.fromEntries((sheet?.answers ?? []).map(({ linkId, value }) => [linkId, value]));

/** `holding`: the call is ours now. `watch` grows when the patient writes meanwhile: the sheet is read again. */
export function useSheet(callId: string, holding: boolean, may: boolean, watch: number): SheetState {
  const wanted = holding && may;
  const readAt = useRef(0);
  /** What arrived on the server, and when by this window's stopwatch. */
  const sent = useRef(new Map<string, { value: Value | null; at: number }>());
  const load = useLoad(() => {
    readAt.current = performance.now();
    return wanted ? survey.openForCall({ callId }) : Promise.resolve(undefined);
  }, [callId, wanted, watch]);
  // Once read it stays: what the nurse sees does not vanish with the claim.
  const kept = useRef<CallSheet>();
  if (load.data) kept.current = load.data;
  const sheet = kept.current;

  const [typed, setTyped] = useState<Answers>(() => readDraft(callId).answers);
  const [consent, setConsent] = useState<Consent>();
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [saving, setSaving] = useState<Saving>('idle');
  const [safety, setSafety] = useState<Safety & { items: readonly string[] }>();
  const [hints, setHints] = useState<readonly Hint[]>([]);
  const unsent = useRef(new Map<string, Value | null>(Object.entries(typed)));
  const unsentConsent = useRef<Consent>();
  const running = useRef<Promise<boolean>>();
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const failures = useRef(0);
  const { reload } = load;

  // A reading knows what was sent before it began; what came later, or is still unsent, stands before it.
  useEffect(() => {
    if (!load.data) return;
    const later = [...sent.current].filter(([, { at }]) => at > readAt.current).map(([linkId, { value }]) => [linkId, value] as const);
    setTyped(Object.fromEntries([...later, ...unsent.current]));
  }, [load.data]);

  const keep = () => writeDraft(callId, { answers: Object.fromEntries(unsent.current) });
  const problem = (linkId: string, key: string | undefined) => setProblems((before) => {
    const { [linkId]: _gone, ...others } = before;
    return key === undefined ? others : { ...others, [linkId]: key };
  });
  const forget = (linkId: string) => {
    unsent.current.delete(linkId);
    setTyped((before) => { const { [linkId]: _gone, ...others } = before; return others; });
  };

  /** One failed batch; true when the rest can be tried at once. */
  const refused = useCallback(async (error: CloudError, batch: readonly [string, Value | null][]): Promise<boolean> => {
    if (error.code === 'INVALID_INPUT') {
      const wrong = error.fields.flatMap(({ path, problem: key }) => { const linkId = batch[Number(/^answers\.(\d+)\./.exec(path)?.[1])]?.[0]; return linkId === undefined ? [] : [{ linkId, key }]; });
      for (const { linkId, key } of wrong) {
        unsent.current.delete(linkId);
        problem(linkId, key);
      }
      return wrong.length > 0;
    }
    if (error.code === 'CONFLICT' && error.reason === 'patients_own') {
      // They rated it themselves meanwhile: their word stands.
      const newer = await survey.openForCall({ callId });
      const theirs = batch.map(([linkId]) => linkId).filter((linkId) => newer.locked.includes(linkId));
      theirs.forEach((linkId) => { forget(linkId); problem(linkId, 'patients_own'); });
      void reload();
      return theirs.length > 0;
    }
    return false;
  }, [callId, reload]);

  const send = useCallback(async (): Promise<boolean> => {
    while (unsent.current.size > 0 || unsentConsent.current) {
      const batch = [...unsent.current].slice(0, 60);
      const consented = unsentConsent.current;
      setSaving('saving');
      try {
        const reply = await survey.saveForCall({ callId, ...(batch.length > 0 && { answers: batch.map(([linkId, value]) => ({ linkId, value })) }), ...(consented && { consent: consented }) });
        for (const [linkId, value] of batch) {
          sent.current.set(linkId, { value, at: performance.now() });
          if (unsent.current.get(linkId) === value) unsent.current.delete(linkId);
        }
        if (unsentConsent.current === consented) unsentConsent.current = undefined;
        failures.current = 0;
        if (reply.safety) setSafety({ ...reply.safety, items: batch.map(([linkId]) => linkId) });
        if (reply.hints.length > 0) setHints((before) => [...new Set([...before, ...reply.hints])]);
      } catch (error) {
        if (!(error instanceof CloudError)) throw error;
        if (await refused(error, batch).catch(() => false)) continue;
        setSaving('unsaved');
        if (error.passing || error.code === 'INTERNAL') {
          clearTimeout(timer.current);
          timer.current = setTimeout(() => { void flush(); }, retryPauses[Math.min(failures.current, retryPauses.length - 1)]);
          failures.current += 1;
        }
        return false;
      } finally {
        keep();
      }
    }
    setSaving('saved');
    return true;
  }, [callId, refused]);

  const flush = useCallback((): Promise<boolean> => {
    clearTimeout(timer.current);
    running.current ??= send().finally(() => { running.current = undefined; });
    return running.current;
  }, [send]);

  // What was typed before a reload, or while the call was not ours.
  useEffect(() => { if (holding && unsent.current.size > 0) void flush(); }, [holding, flush]);
  useEffect(() => {
    const online = () => { if (unsent.current.size > 0) void flush(); };
    window.addEventListener('online', online);
    return () => {
      window.removeEventListener('online', online);
      clearTimeout(timer.current);
    };
  }, [flush]);

  const values = useMemo(() => ({ ...valuesOf(sheet), ...typed }), [sheet, typed]);
  const asked = (answers: Answers): Item[] => (sheet ? visibleItems(sheet.questionnaire.item, answers, sheet.setting) : []);

  return {
    load, sheet, values, problems, saving, safety, hints, flush,
    items: asked(values),
    consent: consent ?? sheet?.consent ?? { talk: null, recording: null },
    unsaved: saving === 'unsaved' || saving === 'saving',
    missing: sheet ? missingItems(sheet.questionnaire.item, values, sheet.setting) : [],
    answer(item, value, typing = false) {
      setTyped((before) => ({ ...before, [item.linkId]: value }));
      const wrong = answerProblem(item, value);
      problem(item.linkId, wrong ?? undefined);
      if (wrong) {
        // Not sent as it is; shown with what is wrong, and kept over a reload by nothing but the nurse.
        unsent.current.delete(item.linkId);
      } else {
        unsent.current.set(item.linkId, value);
        keep();
        clearTimeout(timer.current);
        if (typing) timer.current = setTimeout(() => { void flush(); }, typingPause);
        else void flush();
      }
      return asked({ ...values, [item.linkId]: value });
    },
    giveConsent(next) {
      setConsent(next);
      unsentConsent.current = next;
      void flush();
    },
    async submit() {
      await flush();
      try {
        const done = await survey.submitForCall({ callId });
        void reload();
        return done;
      } catch (error) {
        if (error instanceof CloudError && error.code === 'INVALID_INPUT') error.fields.forEach(({ path }) => problem(path, 'required'));
        throw error;
      }
    },
    dismissSafety: () => setSafety(undefined),
  };
}

/** How many of the questions that are asked have an answer, deliberate passes included. */
export const answeredOf = (items: readonly Item[], values: Answers): number => items.filter((item) => isAnswered(values[item.linkId]) || values[item.linkId] === null).length;
