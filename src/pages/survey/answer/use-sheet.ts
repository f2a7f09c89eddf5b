/** One sheet on this page: what was opened, what is answered, what the server has, and the safety page that an answer set off. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Answers, Hint, Opened, Safety, Setting, Submitted, Value, api } from '../../../../cloudfunctions/survey/contract';
import { cloud, serverNow, session } from '../../../cloud/cloud';
import { CloudError } from '../../../cloud/error';
import { useOnline } from '../../../cloud/online';
import { keepProof, proofOf } from '../../../cloud/proof';
import { alarmLasts, shelfKey } from '../../../cloud/shelf';
import { remember } from '../../../cloud/tab';
import { keepOnShelf, readShelf } from '../../../cloud/use-shelf';
import { useShown } from '../../../cloud/use-shown';
import { useSpeaker } from '../../../cloud/use-speaker';
import type { Saving } from '../../../components/saved/saved';
import type { Address } from './address';
import { createSender, type Sender } from './sender';

const survey = cloud<typeof api>('survey', { reads: ['open'] });
/** A text is sent when its writer pauses this long, ms: a half sentence may say the opposite of the whole. */
const pause = 2_500;
/** How often a waiting safety page asks whether somebody has taken it on, ms. */
const askAgain = 20_000;

export interface Sheet {
  opened?: Opened;
  error?: CloudError;
  loading: boolean;
  answers: Answers;
  /** The same as of this moment: two presses may come before the page is drawn again. */
  latest(): Answers;
  setting: Setting;
  saving: Saving;
  problems: Readonly<Record<string, string>>;
  /** Doors that the last answer opens, and which it was. */
  hinted: { linkId: string; hints: readonly Hint[] } | null;
  /** The standing alarm, newest word on it. */
  alarm: Safety | null;
  /** A gentle word beside the question that caused it: a nurse rings within a day. */
  concern: { safety: Safety; linkId: string } | null;
  stepId?: string;
  reopen(): Promise<Opened | undefined>;
  /** `soon`: while somebody still types. */
  give(linkId: string, value: Value | null, when?: 'now' | 'soon'): void;
  flush(): Promise<boolean>;
  setProblem(linkId: string, problem: string | undefined): void;
  /** Satisfaction is not asked on this page any more. */
  leaveOutSurvey(): void;
  submit(): Promise<Submitted>;
  tellDeath(): ReturnType<typeof survey.tellDeath>;
  recant(): Promise<void>;
  /** The proof of birth month, for this tab. */
  prove(verified: string): Promise<Opened | undefined>;
}

/** What was given on this page stays to be seen on it, also where the server shows it to nobody again. */
const known = (before: Answers, { withheld, answers }: Opened): Answers => Object.fromEntries(withheld.flatMap((linkId) => (answers[linkId] === null && before[linkId] !== undefined ? [[linkId, before[linkId]]] : [])));

export function useSheet(address: Address): Sheet {
  const { token, stepId: asked } = address;
  const [speaker, setSpeaker] = useState(() => (token === undefined ? undefined : proofOf(token) ?? token));
  useSpeaker(speaker);
  const key = shelfKey(address);
  const [opened, setOpened] = useState<Opened>();
  const [error, setError] = useState<CloudError>();
  const [loading, setLoading] = useState(true);
  const [answers, setAnswers] = useState<Answers>(() => readShelf()[key]?.pending ?? {});
  const newest = useRef(answers);
  const show = useCallback((next: Answers) => {
    newest.current = next;
    setAnswers(next);
  }, []);
  const [saving, setSaving] = useState<Saving>('idle');
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [hinted, setHinted] = useState<Sheet['hinted']>(null);
  const [alarm, setAlarmState] = useState<Safety | null>(() => readShelf()[key]?.alarm ?? null);
  const [concern, setConcern] = useState<Sheet['concern']>(null);
  const [withoutSurvey, setWithoutSurvey] = useState(false);
  const shown = useShown();
  const online = useOnline();
  const step = opened?.stepId ?? asked;
  const ref = useRef({ step, token, asked });
  ref.current = { step, token, asked };
  const input = useCallback(() => (ref.current.asked === undefined ? {} : { stepId: ref.current.asked }), []);

  const setAlarm = useCallback((next: Safety | null) => {
    setAlarmState(next);
    keepOnShelf(key, { stepId: ref.current.step ?? '', alarm: next, alarmAt: next ? serverNow() : 0 });
    if (ref.current.token !== undefined) remember('link', next ? ref.current.token : undefined);
  }, [key]);

  // What is not sent lives on the shelf; the page's own copy serves where the device keeps nothing.
  const pending = useRef<Answers>(readShelf()[key]?.pending ?? {});
  const hear = useRef<Parameters<typeof createSender>[0]['tell']>(() => undefined);
  const sender = useMemo((): Sender => createSender({
    read: () => pending.current,
    write: (next) => {
      pending.current = next;
      keepOnShelf(key, { stepId: ref.current.step ?? '', pending: next });
    },
    send: (given) => survey.save({ ...input(), answers: given }),
    later: (milliseconds, run) => {
      const timer = setTimeout(run, milliseconds);
      return () => clearTimeout(timer);
    },
    tell: (event) => hear.current(event),
  }), [key, input]);
  hear.current = (event) => {
    if (event.is === 'saving') setSaving('saving');
    if (event.is === 'unsaved') setSaving('unsaved');
    if (event.is === 'refused') {
      setSaving('idle');
      setProblems((before) => ({ ...before, ...event.problems }));
    }
    if (event.is === 'over') setError(event.error);
    if (event.is === 'saved') {
      setSaving(Object.keys(pending.current).length > 0 ? 'saving' : 'saved');
      const { safety, hints } = event.saved;
      const linkId = event.linkIds[event.linkIds.length - 1] ?? '';
      if (hints.length > 0) setHinted({ linkId, hints });
      if (safety?.level === 'concern') setConcern({ safety, linkId });
      else if (safety) setAlarm(safety);
    }
  };
  useEffect(() => () => sender.stop(), [sender]);
  useEffect(() => {
    if (opened && shown && online) void sender.flush();
  }, [opened, shown, online, sender]);

  const speak = useCallback((as: string | undefined) => {
    session.useLink(as);
    setSpeaker(as);
  }, []);
  const open = useCallback(async (): Promise<Opened> => {
    const { token: link } = ref.current;
    try {
      return await survey.open(input());
    } catch (caught) {
      const proofIsOver = caught instanceof CloudError && caught.code === 'UNAUTHENTICATED' && link !== undefined && proofOf(link) !== undefined;
      if (!proofIsOver) throw caught;
      // The link itself may still be good.
      keepProof(link, undefined);
      speak(link);
      return survey.open(input());
    }
  }, [input, speak]);
  const reopen = useCallback(async () => {
    setLoading(true);
    try {
      const next = await open();
      setError(undefined);
      setOpened(next);
      show({ ...next.answers, ...known(newest.current, next), ...pending.current });
      if (next.safety) setAlarm(next.safety);
      else if ((readShelf()[key]?.alarmAt ?? 0) <= serverNow() - alarmLasts) setAlarmState(null);
      return next;
    } catch (caught) {
      if (!(caught instanceof CloudError)) throw caught;
      setError(caught);
      return undefined;
    } finally {
      setLoading(false);
    }
  }, [open, setAlarm, show, key]);
  useEffect(() => { void reopen(); }, [reopen]);

  // A safety page in sight asks whether somebody has taken it on.
  const watching = alarm !== null && !alarm.acknowledged && shown && opened !== undefined;
  useEffect(() => {
    if (!watching) return;
    const timer = setInterval(() => {
      survey.open(input()).then((next) => { if (next.safety) setAlarm(next.safety); }, () => undefined);
    }, askAgain);
    return () => clearInterval(timer);
  }, [watching, input, setAlarm]);

  const typing = useRef<ReturnType<typeof setTimeout>>(undefined);
  const give: Sheet['give'] = (linkId, value, when = 'now') => {
    show({ ...newest.current, [linkId]: value });
    setProblems(({ [linkId]: _gone, ...rest }) => rest);
    if (concern?.linkId === linkId) setConcern(null);
    if (hinted?.linkId === linkId) setHinted(null);
    sender.give(linkId, value, when === 'soon');
    clearTimeout(typing.current);
    if (when === 'now') void sender.flush();
    else typing.current = setTimeout(() => { void sender.flush(); }, pause);
  };

  return {
    opened, error, loading, answers, saving, problems, hinted, alarm, concern, stepId: step,
    setting: { mode: opened?.setting.mode ?? 'web', survey: opened?.setting.survey === true && !withoutSurvey },
    latest: () => newest.current, reopen, give,
    flush: () => { clearTimeout(typing.current); return sender.flush(); },
    setProblem: (linkId, problem) => setProblems(({ [linkId]: _gone, ...rest }) => (problem === undefined ? rest : { ...rest, [linkId]: problem })),
    leaveOutSurvey: () => setWithoutSurvey(true),
    async submit() {
      const result = await survey.submit(input());
      sender.stop();
      keepOnShelf(key, { pending: {} });
      if (result.safety && result.safety.level !== 'concern') setAlarm(result.safety);
      return result;
    },
    tellDeath: () => survey.tellDeath(input()),
    async recant() {
      await survey.recant(input());
      setAlarm(null);
    },
    async prove(verified) {
      if (token !== undefined) keepProof(token, verified);
      speak(verified);
      return reopen();
    },
  };
}
