/** One call on one page: who, what was said before, what to say, the questions, the number, how it ended. */
import { useEffect, useRef, useState } from 'react';
import { serverNow } from '../../../cloud/cloud';
import { CloudError } from '../../../cloud/error';
import { useStaff } from '../../../cloud/staff';
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { Button } from '../../../components/button/button';
import { mayRegister } from '../../../components/complaint-dialog/client';
import { ComplaintDialog } from '../../../components/complaint-dialog/complaint-dialog';
import { ConsoleFrame } from '../../../components/console-frame/console-frame';
import { addressOf } from '../../../components/console-frame/go';
import { usePlaces } from '../../../components/console-frame/places';
import { DirectoryLookup } from '../../../components/directory-lookup/directory-lookup';
import { useKeys } from '../../../components/kbd/use-keys';
import { Panel } from '../../../components/panel/panel';
import { Await } from '../../../components/state/state';
import { Tag } from '../../../components/tag/tag';
import { useNarrow } from '../../../components/use-narrow/use-narrow';
import { focusBooker } from '../../../components/visit-booker/visit-booker';
import { callProblemText, screenText } from '../../../text/call-screen';
import { tellText } from '../../../text/call-tell';
import { lookupText } from '../../../text/directory';
import { problemWords } from '../../../text/error';
import { useLanguage, useText } from '../../../text/language';
import { shellText } from '../../../text/shell';
import { call, mayTake, mayTakeNext, refusalWords, takeNext, visit, worklistPage, type Card, type Consequence, type OutcomeKey } from '../desk';
import { dropDraft, readDraft, readHeld, writeDraft, type Dialled } from '../held';
import { personWords } from '../row-words';
import { Story } from '../person';
import { Ask } from './ask';
import { Book } from './book';
import { CardHead } from './card-head';
import { Dial, type Silent } from './dial';
import { Facts } from './facts';
import { focusSpecials, Guide } from './guide';
import { Matter } from './matter';
import { Leave } from './leave';
import { focusOutcomes, Outcomes, type Ending, type TalkTag } from './outcomes';
import { Over } from './over';
import { Result, type Noted } from './result';
import { doneSteps } from './steps';
import { Top } from './top';
import { useAsking } from './use-asking';
import { useClaim } from './use-claim';
import { useSheet } from './use-sheet';

type Pane = 'guide' | 'ask' | 'call';
const panes: readonly Pane[] = ['guide', 'ask', 'call'];

/** What a special situation says about the talk, and the outcome that it leads to. */
const tagOfSpecial: Readonly<Record<string, TalkTag | undefined>> = { angry: 'emotional', professional: 'professional', adverse_reaction: 'adverse_reaction', dispute: 'dispute', contact_answers: 'told_by_family' };
const outcomeOfSpecial: Readonly<Record<string, OutcomeKey | undefined>> = { wrong_number: 'wrong_number', deceased: 'deceased', inconvenient: 'call_back' };

export function Screen({ callId }: { callId: string }) {
  const t = useText(screenText);
  const shell = useText(shellText);
  const tells = useText(tellText);
  const lookup = useText(lookupText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const narrow = useNarrow();
  const places = usePlaces();
  const claim = useClaim(callId);
  const holding = claim.phase === 'held';
  const load = useLoad(() => call.card({ callId }), [callId, claim.claimToken]);
  const card = load.data;
  const sheet = useSheet(callId, holding && card?.mine === true, card?.asks === true && mayTakeNext(me?.role), claim.answering);
  const steps = card?.script.steps ?? [];
  const submitted = sheet.sheet?.state === 'submitted';
  const asking = useAsking(sheet, steps, !holding || submitted);

  const [pane, setPane] = useState<Pane>('ask');
  const [special, setSpecial] = useState('');
  const [dialled, setDialled] = useState<Dialled | undefined>(() => { const held = readHeld(); return held?.callId === callId ? held.dialled : undefined; });
  const [fresh, setFresh] = useState<Consequence[]>();
  const [busy, setBusy] = useState('');
  const [refusal, setRefusal] = useState<string>();
  const [chosen, setChosen] = useState<OutcomeKey>();
  const [problem, setProblem] = useState<string>();
  const [written, setWritten] = useState(() => { const { note, tags } = readDraft(callId); return { note, tags: tags as TalkTag[] }; });
  const [noted, setNoted] = useState<Noted>();
  const [said, setSaid] = useState<string>();
  const [leaving, setLeaving] = useState('');
  const [complaint, setComplaint] = useState<{ open: boolean; number: string }>({ open: false, number: '' });
  const [booking, setBooking] = useState(false);
  const [looking, setLooking] = useState(false);
  /** The answer to a complaint stands there, and what was said to it is not noted yet. */
  const [telling, setTelling] = useState(false);
  const started = useRef(false);

  const { reload } = load;
  useEffect(() => { setFresh(undefined); }, [card]);
  // Whether it may be rung changes with the patient's own answers and with the clock.
  useEffect(() => { if (claim.answering > 0) void reload(); }, [claim.answering, reload]);
  // A hold that had run out was renewed: now the full name may be shown again.
  const renewed = holding && claim.leaseUntil > 0 && card?.mine === false;
  useEffect(() => { if (renewed) void reload(); }, [renewed, claim.leaseUntil, reload]);
  const minute = useNow();
  useEffect(() => { if (holding && !dialled) void reload(); }, [minute, holding, dialled, reload]);
  useEffect(() => {
    if (started.current || !sheet.sheet || !holding) return;
    started.current = true;
    // On a phone the focus would only scroll the head of the page away.
    if (!narrow && document.activeElement === document.body) asking.focus();
  });
  useEffect(() => { if (card?.mine && holding) claim.remember({ name: card.name }); }, [card?.name]);

  const consequences = fresh ?? card?.consequences ?? [];
  const last = card?.attempts.at(-1);
  const rungBefore = last?.outcome === '' && consequences.some((one) => one.outcome === 'no_answer' && one.available) ? { to: last.to, at: last.at } : undefined;
  const open = holding ? (dialled ?? rungBefore) : undefined;
  const mayNext = mayTakeNext(me?.role);

  const write = (change: Partial<typeof written>) => {
    setWritten((before) => ({ ...before, ...change }));
    writeDraft(callId, change);
  };
  const attempt = async (mark: string, act: () => Promise<void>, refused: (error: CloudError) => void) => {
    if (busy !== '') return;
    setBusy(mark);
    try {
      await act();
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      refused(error);
    } finally {
      setBusy('');
    }
  };

  const dial = (to: Dialled['to'], previous?: Silent) => void attempt('dial', async () => {
    setRefusal(undefined);
    const reply = await call.dial({ callId, claimToken: claim.claimToken, to, ...(previous && { previous }) });
    const next = { to: reply.to, phone: reply.phone, at: reply.at };
    setDialled(next);
    claim.remember({ dialled: next });
    claim.extend(reply.leaseUntil);
    void reload();
    setFresh(reply.consequences);
    if (!narrow) asking.focus();
  }, (error) => {
    setRefusal(error.reason || error.retryAt ? t.dialRefused(refusalWords(error, serverNow(), language)) : error.message);
    void reload();
  });

  const wrongWith = (error: CloudError): string => {
    const field = error.fields[0];
    if (error.code === 'INVALID_INPUT' && error.fields.some(({ path }) => path !== 'outcome' && path !== 'note' && path !== 'at')) return t.missing(error.fields.length);
    if (field?.path === 'at') return problemWords(field.problem, language, callProblemText[language]);
    if (field?.path === 'note') return t.noteNeeded;
    if (field?.path === 'outcome') return field.problem === 'questionnaire_incomplete' ? t.missing(sheet.missing.length) : field.problem === 'dial_first' ? t.dialFirst : error.message;
    return error.reason ? refusalWords(error, serverNow(), language) : error.message;
  };
  const end = ({ outcome, at }: Ending) => void attempt('outcome', async () => {
    setProblem(undefined);
    const late = claim.phase !== 'held';
    if (!late && !(await sheet.flush())) {
      setProblem(shell.unsaved);
      return;
    }
    if (outcome === 'reached' && !late && telling) {
      setProblem(tells.first);
      return;
    }
    // Somebody who was reached and still stands in a closed clinic would come for nothing.
    if (outcome === 'reached' && card?.kind === 'closure' && !late && (await visit.get({ appointmentId: card.stepId })).appointment.state === 'booked') {
      setProblem(t.visitOpen);
      return;
    }
    if (outcome === 'reached' && card?.kind === 'followup' && !late && !submitted && (await sheet.submit()).outcome === 'not_me') {
      setProblem(t.someoneElse);
      setChosen('wrong_number');
      return;
    }
    const reply = await call.outcome({ callId, claimToken: claim.claimToken, outcome, note: written.note.trim(), tags: written.tags, ...(at !== undefined && { at }) });
    dropDraft(callId);
    claim.finish();
    setDialled(undefined);
    setChosen(undefined);
    setNoted(reply);
  }, (error) => {
    setProblem(wrongWith(error));
    if (error.code === 'INVALID_INPUT' && sheet.missing[0]) asking.toStep(asking.step);
  });
  const undo = () => void attempt('undo', async () => {
    const { claimToken } = await call.undoOutcome({ callId });
    setNoted(undefined);
    setSaid(undefined);
    claim.continueWith(claimToken, card?.name ?? '');
  }, (error) => setSaid(refusalWords(error, serverNow(), language)));
  const next = () => void attempt('next', async () => {
    setSaid(await takeNext('team', serverNow, language));
    const held = readHeld();
    if (held?.callId !== callId || held.claimToken === claim.claimToken) return;
    // The next one is the same person again, by another number: the address stays, the call begins anew.
    setNoted(undefined);
    setSpecial('');
    setComplaint({ open: false, number: '' });
    setProblem(undefined);
    setRefusal(undefined);
    setWritten({ note: '', tags: [] });
    setBooking(false);
    started.current = false;
    claim.continueWith(held.claimToken, '');
  }, (error) => setSaid(error.message));
  const take = () => void attempt('take', () => claim.take(card?.name ?? ''), (error) => setSaid(refusalWords(error, serverNow(), language)));
  const chooseSpecial = (key: string) => {
    setSpecial(key);
    if (narrow && key !== '') setPane('ask');
    const tag = tagOfSpecial[key];
    if (tag && !written.tags.includes(tag)) write({ tags: [...written.tags, tag] });
  };
  // A call about a visit is about nothing else: the visit stands open from the beginning.
  const aboutVisit = card?.kind === 'closure' || card?.kind === 'missed';
  const book = () => {
    setPane('ask');
    setSpecial('');
    setBooking(true);
    setTimeout(focusBooker, 0);
  };
  const afterBooking = () => {
    setBooking(false);
    if (sheet.sheet) asking.focus();
    else focusOutcomes();
  };
  const record = (outcome: OutcomeKey) => {
    setPane('call');
    setChosen(outcome);
  };

  const over = noted !== undefined || claim.phase === 'withdrawn' || claim.phase === 'lost' || claim.phase === 'done';
  const canTake = claim.phase === 'free' && mayTake(me?.role) && card !== undefined && (card.state === 'waiting' || card.mine);
  useKeys(over ? { ...(mayNext && { n: next }), ...(noted && { u: undo }) } : holding ? {
    F2: () => { setPane('guide'); setTimeout(focusSpecials, 0); },
    F4: () => { const to = card?.preferred; if (to && !open) dial(to); },
    ...(card && card.patientId !== '' && { F6: book }),
    F8: () => { setPane('call'); setTimeout(focusOutcomes, 0); },
    Escape: () => { if (special !== '') asking.focus(); setSpecial(''); },
    ArrowDown: () => asking.move(1), ArrowUp: () => asking.move(-1),
    ...Object.fromEntries(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '-'].map((key) => [key, () => asking.press(key)])),
  } : { ...(canTake && { Enter: take }) });

  const complained = (number: string) => {
    setComplaint({ open: false, number });
    if (!written.tags.includes('complaint')) write({ tags: [...written.tags, 'complaint'] });
  };

  // Who is on the line is who complains, most of the time.
  const spoke = open?.to === 'patient' ? 'self' : open && card?.numbers.find(({ to }) => to === open.to)?.relation;
  const endingFor = outcomeOfSpecial[special];
  const outcomes = (late: boolean, shown: readonly Consequence[], of: Card) => (
    <Outcomes
      card={of} consequences={shown} missing={sheet.missing.length} chosen={chosen} note={written.note} tags={written.tags} busy={busy === 'outcome'} problem={problem} late={late}
      onChoose={(outcome) => { setProblem(undefined); setChosen(outcome); }} onNote={(note) => write({ note })} onTags={(tags) => write({ tags })} onEnd={end}
      onMissing={() => { setChosen(undefined); if (narrow) setPane('ask'); asking.toMissing(); }}
    />
  );

  return (
    <ConsoleFrame
      name={shell.center} places={places} at={worklistPage} title={card ? `${card.name} ${personWords(card, language)}` : t.title}
      beside={card && <CardHead card={card} />}
      actions={<>{card && <Button tone="soft" wide={false} small onPress={() => setLooking(true)}>{lookup.open}</Button>}{card && mayRegister(me?.role) && (complaint.number === ''
        ? <Button tone="soft" wide={false} small onPress={() => setComplaint({ open: true, number: '' })}>{t.complaint}</Button>
        : <Tag>{t.complaintDone(complaint.number)}</Tag>)}{holding && (
        <>
          <Top since={open?.at ?? 0} saving={sheet.saving} leaseUntil={claim.leaseUntil} offline={claim.offline} />
          <Button tone="soft" wide={false} small onPress={() => setLeaving(addressOf(worklistPage))}>{t.leave}</Button>
        </>
      )}</>}
    >
      <Await load={load} rows={8}>
        {(shown) => (
          <>
            {claim.phase !== 'held' && !noted && <Over phase={claim.phase} reason={claim.reason} card={shown} said={said} busy={busy} canTake={canTake} mayNext={mayNext} onTake={take} onNext={next} />}
            {noted && <Result noted={noted} kind={shown.kind} said={said} busy={busy === 'next'} undoing={busy === 'undo'} mayNext={mayNext} onNext={next} onUndo={undo} />}
            {narrow && !noted && (
              <div className="call-panes" role="tablist" aria-label={t.panes}>
                {panes.map((one) => <button key={one} type="button" role="tab" aria-selected={one === pane} className={`call-pane-tab${one === pane ? ' call-pane-on' : ''}`} onClick={() => setPane(one)}>{{ guide: t.paneGuide, ask: shown.kind === 'followup' || sheet.sheet ? t.paneAsk : t.paneMatter, call: t.paneCall }[one]}</button>)}
              </div>
            )}
            {!noted && (
              <div className={`call-grid call-show-${pane}`}>
                <div className="call-left">
                  <Guide card={shown} step={booking ? 'revisit' : asking.step} done={doneSteps(shown.script.steps, asking.items, asking.values)} special={special} onStep={(key) => { setSpecial(''); if (narrow) setPane('ask'); asking.toStep(key); }} onSpecial={chooseSpecial} onBook={holding && shown.patientId !== '' ? book : undefined} />
                  {shown.dischargeDay !== '' && <Facts card={shown} />}
                </div>
                <div className="call-middle">
                  <Ask
                    card={shown} matter={<Matter card={shown} holding={holding} reads={mayNext} onTelling={setTelling} onTold={() => { setProblem(undefined); void reload(); }} />} book={holding && <Book patientId={shown.patientId} open={booking || aboutVisit || asking.step === 'revisit'} holding={holding} leave={sheet.sheet ? t.backToSteps : t.outcomes} onLeave={afterBooking} onChanged={() => { setProblem(undefined); void reload(); }} />} saying={booking && shown.script.steps.some(({ key }) => key === 'revisit') ? 'revisit' : undefined} sheet={sheet} asking={asking} special={special} still={!holding || submitted}
                    onOutcome={endingFor && holding ? () => record(endingFor) : undefined} onBack={() => { setSpecial(''); asking.focus(); }}
                  />
                </div>
                <div className="call-right">
                  {holding && <Dial card={shown} dialled={dialled} open={open} answering={claim.answering} disabled={claim.offline} busy={busy === 'dial'} refusal={refusal} onDial={dial} />}
                  {holding && outcomes(false, consequences, shown)}
                  {claim.phase === 'withdrawn' && outcomes(true, consequences.filter(({ outcome }) => ['reached', 'refused', 'deceased', 'wrong_number'].includes(outcome)), shown)}
                  <Panel><Story card={shown} /></Panel>
                </div>
              </div>
            )}
          </>
        )}
      </Await>
      <ComplaintDialog open={complaint.open} callId={callId} by={spoke} onDone={complained} onCancel={() => setComplaint({ open: false, number: '' })} />
      <DirectoryLookup open={looking} onClose={() => setLooking(false)} />
      <Leave claim={claim} ends={card?.endsWhenLeft === true} rung={open !== undefined} unsaved={sheet.unsaved} to={leaving} onTo={setLeaving} />
    </ConsoleFrame>
  );
}
