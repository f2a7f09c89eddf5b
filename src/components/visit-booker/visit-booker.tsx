/**
 * A patient's return visits, as staff see and book them: in a call, beside a conversation, beside the stay. What is booked comes first; otherwise the places, those of the
 * order's window before the others. A place is held for five minutes while one talks.
 */
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useNow } from '../../cloud/use-now';
import { useLanguage, useText } from '../../text/language';
import { bookerText } from '../../text/visit-booker';
import { stopwatch, whenWords } from '../../text/time';
import { whoWords } from '../../text/who';
import { Button } from '../button/button';
import { Confirm } from '../confirm/confirm';
import { Kbd } from '../kbd/kbd';
import { Notice } from '../notice/notice';
import { Await, Empty } from '../state/state';
import { CancelDialog } from './cancel-dialog';
import { Existing } from './existing';
import { Places } from './places';
import { useBooker, type Booker, type Hold, type Safety, type Visit } from './use-booker';
import { doctorWords, movedTo, visitWhen, whereWords } from './words';
import './visit-booker.scss';

interface Props {
  patientId: string;
  /** May book, change and cancel: lead, nurse, agent, ward, and in a call only who holds it. */
  edits: boolean;
  /** Shows what is booked and waits to be asked for places: beside other things, where booking is not what one came for. */
  quiet?: boolean;
  /** Where the keyboard goes on when this is done, and the words for it. */
  leave?: { words: string; go(): void };
  /** A place is being held, or not any more. */
  onHold?(held: boolean): void;
  /** Something was booked, changed or cancelled. */
  onChanged?(): void;
}

/** Where the keyboard begins: at what is held, at the way on, at the best place, at what is booked. */
const begins = '.booker-held button, .booker-done button, [data-place]:not(:disabled), .booker-visits button';

/** Puts the keyboard into the booker, now or as soon as it is open. */
export function focusBooker(): void {
  const box = document.querySelector<HTMLElement>('.booker');
  (box?.querySelector<HTMLElement>(begins) ?? box)?.focus();
}

const writes = (target: EventTarget): boolean => target instanceof HTMLElement && /^(input|select|textarea)$/i.test(target.tagName);

export function VisitBooker({ patientId, edits, quiet = false, leave, onHold, onChanged }: Props) {
  const t = useText(bookerText);
  const { language } = useLanguage();
  const now = useNow();
  const box = useRef<HTMLDivElement>(null);
  const booker = useBooker(patientId, edits, quiet, language, onChanged);
  const [cancelling, setCancelling] = useState<Visit>();
  const { hold, mine, done } = booker;

  const isHeld = hold !== undefined;
  useEffect(() => { onHold?.(isHeld); }, [isHeld]);
  const first = () => box.current?.querySelector<HTMLElement>(begins);
  // Whoever came by keyboard goes on by keyboard: onto the places when they are there, onto the button that books when one is held, onto the way back when it is booked.
  const stage = [mine.data && booker.clinics.data && 'open', booker.picking && booker.places.data && 'places', hold?.appointmentId, done?.appointmentId, booker.busy === ''].join(' ');
  const inside = useRef(false);
  useEffect(() => {
    if (document.activeElement === box.current || (inside.current && !box.current?.contains(document.activeElement))) first()?.focus();
    else if (inside.current && hold) box.current?.querySelector<HTMLElement>('.booker-held button')?.focus();
  }, [stage]);

  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || writes(event.target) || event.defaultPrevented) return;
    const all = Array.from(box.current?.querySelectorAll<HTMLButtonElement>('[data-place]:not(:disabled)') ?? []);
    const to = movedTo(event.key, all.findIndex((one) => one === document.activeElement), all.length);
    if (event.key === 'Escape') {
      if (hold) booker.release();
      else if (booker.replacing || (quiet && booker.picking)) booker.begin(undefined);
      else leave?.go();
    } else if (/^[0-9-]$/.test(event.key)) {
      if (!hold) all.find((one) => one.querySelector('.booker-place-key')?.textContent === event.key)?.click();
    } else if (to !== undefined && all.length > 0) all[to]?.focus();
    else return;
    // These keys mean something else on the page around.
    event.preventDefault();
  };
  return (
    <div ref={box} className="booker" role="group" aria-label={t.title} tabIndex={-1} onKeyDown={onKey} onFocus={() => { inside.current = true; }} onBlur={(event) => { if (event.relatedTarget !== null) inside.current = box.current?.contains(event.relatedTarget) ?? false; }}>
      {booker.said && <Notice tone={booker.said.tone}>{booker.said.words}</Notice>}
      {booker.safety && <Worse safety={booker.safety} now={now} />}
      <Await load={booker.clinics} rows={3}>
        {(clinics) => (
          <Await load={mine} rows={2}>
            {({ upcoming, past }) => (
              <>
                {done && !booker.picking && <Done visit={done} now={now} leave={leave} />}
                <Existing upcoming={booker.replacing || hold ? [] : upcoming} past={booker.picking ? [] : past} edits={edits} busy={booker.busy} onChange={booker.begin} onCancel={setCancelling} onAccept={booker.accept} />
                {booker.another && !hold && <div className="booker-line"><Button tone="soft" small wide={false} onPress={() => booker.begin(undefined)}>{t.notNow}</Button></div>}
                {booker.replacing && <div className="booker-line booker-asked"><span className="s-grow">{t.changing(whenWords(booker.replacing.start, now, language))}</span><Button tone="soft" small wide={false} onPress={() => booker.begin(undefined)}>{t.keep}</Button></div>}
                {hold && <Held booker={booker} hold={hold} />}
                {booker.picking && !hold && <Await load={booker.places} rows={4}>{(places) => places && <Places booker={booker} places={places} />}</Await>}
                {clinics.departments.length === 0 && edits && <Empty words={t.noClinics} />}
                {!booker.picking && upcoming.length === 0 && !hold && !done && (quiet || !edits) && <div className="s-muted">{t.nothing}</div>}
                {edits && !booker.picking && !hold && clinics.departments.some(({ departmentCode }) => !upcoming.some((visit) => visit.departmentCode === departmentCode)) && <div><Button tone="soft" small wide={false} onPress={() => booker.begin('another')}>{upcoming.length === 0 ? t.bookHere : t.another}</Button></div>}
              </>
            )}
          </Await>
        )}
      </Await>
      <Confirm
        open={booker.exception !== undefined} title={booker.exception?.why === 'too_early' ? t.overrideEarly : t.overrideTitle} confirm={t.overrideDo} cancel={t.overrideBack}
        onConfirm={() => booker.exception?.go()} onCancel={booker.dropException}
      >{t.overrideWords}</Confirm>
      <CancelDialog
        open={cancelling !== undefined} visit={cancelling ? `${visitWhen(cancelling, now, language)} · ${whereWords(cancelling, language)}` : ''} canChange={cancelling === undefined || (cancelling.canChange && (now <= cancelling.changeUntil || cancelling.proposal !== null))}
        onCancel={async (reason, note, override) => {
          if (cancelling) await booker.cancel(cancelling, reason, note, override);
          setCancelling(undefined);
          // The button that asked is gone with the visit: the keyboard stays here.
          setTimeout(() => box.current?.focus(), 0);
        }}
        onClose={() => setCancelling(undefined)}
      />
    </div>
  );
}

/** The place that is kept while one talks, and how long. */
function Held({ booker, hold }: { booker: Booker; hold: Hold }) {
  const t = useText(bookerText);
  const { language } = useLanguage();
  const now = useNow(1000);
  const left = hold.heldUntil - now;
  const over = left <= 0 && booker.busy === '';
  const { holdOver } = booker;
  useEffect(() => { if (over) holdOver(); }, [over]);
  return (
    <section className="booker-held" aria-label={t.holding}>
      <div className="booker-visit-head"><b>{visitWhen(hold.slot, now, language)}</b><span className="booker-clock" role="timer">{t.held(stopwatch(left))}</span></div>
      <div>{[hold.departmentName, doctorWords(hold.slot, language), hold.place].filter((word) => word !== '').join(' · ')}</div>
      {hold.preparation !== '' && <div className="s-muted">{t.prepare(hold.preparation)}</div>}
      <div className="booker-line">
        <Button wide={false} busy={booker.busy === 'book'} onPress={booker.book}>{booker.replacing ? t.change : t.book}<Kbd>Enter</Kbd></Button>
        <Button tone="soft" wide={false} disabled={booker.busy !== ''} onPress={booker.release}>{t.release}<Kbd>Esc</Kbd></Button>
      </div>
    </section>
  );
}

/** What to tell the patient, and the way on. */
function Done({ visit, now, leave }: { visit: Visit; now: number; leave: Props['leave'] }): ReactNode {
  const t = useText(bookerText);
  const { language } = useLanguage();
  const comma = language === 'zh' ? '，' : ', ';
  return (
    <div className="booker-done">
      <p className="booker-say">{t.say(visitWhen(visit, now, language), visit.place === '' ? '' : `${comma}${visit.place}`)}</p>
      {leave && <Button small wide={false} onPress={leave.go}>{leave.words}</Button>}
    </div>
  );
}

/** Cancelled because it got worse: what to say to the patient now, who rings, by when. */
function Worse({ safety, now }: { safety: Safety; now: number }) {
  const t = useText(bookerText);
  const { language } = useLanguage();
  const advice = { emergency: t.safetyEmergency, crisis: t.safetyCrisis, today: t.safetyToday }[safety.level];
  const who = whoWords(safety.who, language);
  return <Notice tone="danger">{advice}{t.stop}{safety.ringBy === null ? t.safetyNobody : t.safety(who, whenWords(safety.ringBy, now, language))}</Notice>;
}
