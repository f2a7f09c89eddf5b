/** What a member of staff does with a patient's visits: choose, hold, book, change, cancel, and make an exception where the rule says two hours. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { api as visitApi } from '../../../cloudfunctions/visit/contract';
import { cloud, serverNow, type Input, type Output } from '../../cloud/cloud';
import { CloudError } from '../../cloud/error';
import { useLoad, type Load } from '../../cloud/use-load';
import { whenWords } from '../../text/time';
import { bookerText } from '../../text/visit-booker';
import type { Language } from '../../text/wording';
import { visitWhen } from './words';

const visit = cloud<typeof visitApi>('visit', { reads: ['clinics', 'places', 'mine'] });

export type Visit = Output<typeof visitApi, 'get'>['appointment'];
export type Clinics = Output<typeof visitApi, 'clinics'>;
export type Places = Output<typeof visitApi, 'places'>;
export type Place = Places['days'][number]['slots'][number];
export type Hold = Output<typeof visitApi, 'hold'>;
export type Safety = NonNullable<Output<typeof visitApi, 'cancel'>['safety']>;
export type Reason = Input<typeof visitApi, 'cancel'>['reason'];
export interface Said { tone: 'good' | 'info' | 'warn'; words: string }

/** The rule that an exception would set aside, and what would be done then. */
interface Exception { why: 'too_late' | 'too_early'; go(): void }

export interface Booker {
  clinics: Load<Clinics>;
  mine: Load<Output<typeof visitApi, 'mine'>>;
  places: Load<Places | undefined>;
  department: string; schedule: string;
  /** The visit whose time is being changed. */
  replacing: Visit | undefined;
  /** One asked for places beside what is booked already. */
  another: boolean;
  /** Places are to be chosen now. */
  picking: boolean;
  hold: Hold | undefined;
  /** Which button is at work: `hold`, `book`, `cancel`, … */
  busy: string;
  said: Said | undefined;
  /** What has just been booked. */
  done: Visit | undefined;
  safety: Safety | undefined;
  exception: Exception | undefined;
  chooseDepartment(code: string): void;
  chooseSchedule(id: string): void;
  lookFrom(day: string | undefined): void;
  pick(place: Pick<Place, 'slotId' | 'tooSoon'>): void;
  release(): void;
  book(): void;
  /** Begins to change a visit, or to book in one more department; `undefined` ends it. */
  begin(what: Visit | 'another' | undefined): void;
  accept(of: Visit): void;
  /** Rejects with CloudError, so that the dialog keeps what was written. */
  cancel(of: Visit, reason: Reason, note: string, override: boolean): Promise<void>;
  dropException(): void;
  holdOver(): void;
}

const reasonOf = (error: CloudError): string => error.reason ?? '';

export function useBooker(patientId: string, edits: boolean, quiet: boolean, language: Language, onChanged: (() => void) | undefined): Booker {
  const t = bookerText[language];
  const [version, setVersion] = useState(0);
  const [department, setDepartment] = useState('');
  const [schedule, setSchedule] = useState('');
  const [from, setFrom] = useState<string>();
  const [replacing, setReplacing] = useState<Visit>();
  const [another, setAnother] = useState(false);
  const [hold, setHold] = useState<Hold>();
  const [excepted, setExcepted] = useState(false);
  const [busy, setBusy] = useState('');
  const [said, setSaid] = useState<Said>();
  const [done, setDone] = useState<Visit>();
  const [safety, setSafety] = useState<Safety>();
  const [exception, setException] = useState<Exception>();

  const clinics = useLoad(() => visit.clinics({ patientId }), [patientId]);
  const mine = useLoad(() => visit.mine({ patientId }), [patientId, version]);
  const known = clinics.data?.departments ?? [];
  const code = known.some(({ departmentCode }) => departmentCode === department) ? department : (known.find(({ own }) => own) ?? known[0])?.departmentCode ?? '';
  const picking = edits && code !== '' && mine.data !== undefined && (replacing !== undefined || another || (!quiet && mine.data.upcoming.length === 0));
  const places = useLoad(async () => (picking ? visit.places({ patientId, departmentCode: code, ...(schedule !== '' && { scheduleId: schedule }), ...(from !== undefined && { from }) }) : undefined), [patientId, picking, code, schedule, from, version]);

  // A place that nobody wants any more is free again at once, not after five minutes.
  const holding = useRef<Hold>();
  holding.current = hold;
  useEffect(() => () => { if (holding.current) visit.release({ appointmentId: holding.current.appointmentId }).catch(() => undefined); }, [patientId]);

  const refresh = useCallback(() => setVersion((before) => before + 1), []);
  const changed = () => {
    refresh();
    onChanged?.();
  };
  const wordsOf = (error: CloudError): string => {
    const reason = reasonOf(error);
    if (reason === 'full' || reason === 'closed' || reason === 'place_gone') return t.lost;
    if (reason === 'active_exists') return t.activeExists;
    if (reason === 'hold_over') return t.heldOver;
    if (reason === 'over') return t.gone;
    if (reason === 'deceased') return t.ended;
    return error.message;
  };
  /** One thing at a time; what the server refuses is said, what it refuses for want of time is asked about. */
  const attempt = async (mark: string, act: (override: boolean) => Promise<void>, override: boolean, refused?: (error: CloudError) => Promise<boolean>) => {
    if (busy !== '') return;
    setBusy(mark);
    setSaid(undefined);
    setException(undefined);
    try {
      await act(override);
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      const reason = reasonOf(error);
      if ((reason === 'too_late' || reason === 'too_early') && !override) setException({ why: reason, go: () => { void attempt(mark, act, true, refused); } });
      else if (!(await refused?.(error))) setSaid({ tone: 'warn', words: wordsOf(error) });
    } finally {
      setBusy('');
    }
  };

  const pick = (place: Pick<Place, 'slotId' | 'tooSoon'>) => {
    const act = async (override: boolean) => {
      const reply = await visit.hold({ patientId, slotId: place.slotId, ...(replacing && { replaces: replacing.appointmentId }), ...(override && { override }) });
      setDone(undefined);
      setExcepted(override);
      setHold(reply);
    };
    const refused = async (error: CloudError): Promise<boolean> => {
      const lost = reasonOf(error) === 'full' || reasonOf(error) === 'closed';
      if (!lost) {
        if (reasonOf(error) === 'active_exists' || reasonOf(error) === 'over') refresh();
        return false;
      }
      // The next best is named at once, and stands first in the list.
      const fresh = await visit.places({ patientId, departmentCode: code, ...(schedule !== '' && { scheduleId: schedule }), ...(from !== undefined && { from }) }).catch(() => undefined);
      const next = fresh?.days.flatMap(({ slots }) => slots).find(({ slotId }) => slotId === fresh.suggested[0]);
      refresh();
      setSaid({ tone: 'warn', words: next ? t.lostNext(whenWords(next.start, serverNow(), language)) : t.lost });
      return true;
    };
    if (place.tooSoon) setException({ why: 'too_late', go: () => { void attempt('hold', act, true, refused); } });
    else void attempt('hold', act, false, refused);
  };
  const drop = () => {
    setHold(undefined);
    setExcepted(false);
  };

  return {
    clinics, mine, places, department: code, schedule, replacing, another, picking, hold, busy, said, done, safety, exception, pick,
    chooseDepartment(next) {
      setDepartment(next);
      setSchedule('');
      setFrom(undefined);
    },
    chooseSchedule(id) {
      setSchedule(id);
      setFrom(undefined);
    },
    lookFrom: setFrom,
    release() {
      if (!hold) return;
      const { appointmentId } = hold;
      drop();
      void attempt('release', async () => {
        await visit.release({ appointmentId });
        refresh();
      }, false);
    },
    book() {
      if (!hold) return;
      const { appointmentId } = hold;
      void attempt('book', async () => {
        const { appointment } = await visit.book({ appointmentId });
        drop();
        setDone(appointment);
        setSaid({ tone: 'good', words: replacing ? t.changed : t.booked });
        setReplacing(undefined);
        setAnother(false);
        setFrom(undefined);
        changed();
      }, excepted, async (error) => {
        if (!error.passing) {
          drop();
          refresh();
        }
        return false;
      });
    },
    begin(what) {
      setSaid(undefined);
      setDone(undefined);
      setSafety(undefined);
      setFrom(undefined);
      setAnother(what === 'another');
      setReplacing(what === 'another' ? undefined : what);
      if (what !== undefined && what !== 'another') {
        setDepartment(what.departmentCode);
        setSchedule('');
      }
      if (what === 'another') {
        const taken = new Set(mine.data?.upcoming.map(({ departmentCode }) => departmentCode));
        setDepartment(known.find(({ departmentCode }) => !taken.has(departmentCode))?.departmentCode ?? '');
        setSchedule('');
      }
    },
    accept(of) {
      void attempt('accept', async () => {
        const { appointment } = await visit.answerProposal({ appointmentId: of.appointmentId, answer: 'accept' });
        setDone(appointment);
        setSaid({ tone: 'good', words: `${t.accepted}${language === 'zh' ? '：' : ': '}${visitWhen(appointment, serverNow(), language)}` });
        changed();
      }, false, async () => {
        refresh();
        return false;
      });
    },
    async cancel(of, reason, note, override) {
      const reply = await visit.cancel({ appointmentId: of.appointmentId, reason, ...(note !== '' && { note }), ...(override && { override }) });
      setDone(undefined);
      setSaid({ tone: 'info', words: t.cancelled });
      setSafety(reply.safety ?? undefined);
      changed();
    },
    dropException: () => setException(undefined),
    holdOver() {
      drop();
      setSaid({ tone: 'warn', words: t.heldOver });
      refresh();
    },
  };
}
