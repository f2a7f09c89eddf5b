/** The questions one after another: back always works, nothing waits for the network but the last press. */
import { useEffect, useState } from 'react';
import { View } from '@tarojs/components';
import type { api as noticeApi } from '../../../../cloudfunctions/notice/contract';
import type { Opened, Submitted } from '../../../../cloudfunctions/survey/contract';
import { isAnswered, progressOf } from '../../../../cloudfunctions/survey/rules/flow';
import { cloud } from '../../../cloud/cloud';
import { CloudError } from '../../../cloud/error';
import { canSubscribe, requestSubscribeMessage } from '../../../cloud/wechat';
import { Button } from '../../../components/button/button';
import { ConsentAsk, type Decision } from '../../../components/consent-ask/consent-ask';
import { Frame } from '../../../components/frame/frame';
import { Notice } from '../../../components/notice/notice';
import { Press } from '../../../components/press/press';
import { Progress } from '../../../components/progress/progress';
import { Reading } from '../../../components/reading/reading';
import { Saved } from '../../../components/saved/saved';
import { Failed, Loading } from '../../../components/state/state';
import { consentsText } from '../../../text/account';
import { problemWords } from '../../../text/error';
import { useLanguage, useText } from '../../../text/language';
import { surveyText } from '../../../text/survey';
import { SoonCall } from './done';
import { Question } from './question';
import { Review } from './review';
import type { Consent } from './use-consent';
import type { Sheet } from './use-sheet';
import { openItem, untouched, type Way } from './use-way';

const notice = cloud<typeof noticeApi>('notice', { reads: ['templates'] });

interface Props {
  opened: Opened;
  sheet: Sheet;
  way: Way;
  consent: Consent;
  about: string;
  /** An alarm stands although the reader goes on. */
  reminder?: () => void;
  onOther(): void;
  onPrivacy(): void;
  onDone(result: Submitted): void;
  /** The whole questionnaire was declined. */
  onStopped(words: string): void;
}

/** Ids to ask for when the reader sends; none where nobody can be asked. */
function useTemplates(): readonly string[] {
  const [templates, setTemplates] = useState<readonly string[]>([]);
  useEffect(() => {
    if (!canSubscribe()) return;
    notice.templates({}).then((known) => setTemplates(known.templates.map((one) => one.templateId)), () => undefined);
  }, []);
  return templates;
}

/** What was tapped in WeChat's sheet counts for later messages only; if it cannot be told, an SMS comes instead. */
function report(answers: Awaited<ReturnType<typeof requestSubscribeMessage>>): void {
  const results = Object.entries(answers).flatMap(([templateId, result]) => (result === 'failed' ? [] : [{ templateId, result }]));
  if (results.length > 0) notice.grant({ results }).catch(() => undefined);
}

export function Questions({ opened, sheet, way, consent, about, reminder, onOther, onPrivacy, onDone, onStopped }: Props) {
  const t = useText(surveyText);
  const c = useText(consentsText);
  const { language } = useLanguage();
  const templates = useTemplates();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<CloudError>();
  const [decision, setDecision] = useState<Decision>();
  const [undecided, setUndecided] = useState(false);
  const [asking, setAsking] = useState(false);
  const [fixing, setFixing] = useState(false);
  const [pressed, setPressed] = useState(0);
  const { questionnaire } = opened;
  const { answers, setting } = sheet;
  const { screen, screens, at, missing } = way;
  const [arrived] = useState(screen?.group);
  const last = at === screens.length - 1;
  const asksSurvey = (index: number) => screens[index]?.items[0]?.purpose === 'survey';
  // Asked before the first such question, also by whoever resumes in the middle of them.
  const mustAsk = setting.survey && (consent.state === undefined || consent.ask);
  const consenting = asking || (screen !== undefined && asksSurvey(at) && mustAsk);
  const submitting = !screen ? missing.length === 0 : last && !consenting;

  const work = async (job: () => Promise<void>) => {
    setBusy(true);
    setFailure(undefined);
    try {
      await job();
    } catch (caught) {
      if (!(caught instanceof CloudError)) throw caught;
      setFailure(caught);
    } finally {
      setBusy(false);
    }
  };

  const submit = () => {
    if (missing.length > 0) return way.go({ is: 'review' });
    // WeChat shows its sheet only as the first thing that a tap does.
    if (templates.length > 0) void requestSubscribeMessage(templates).then(report);
    void work(async () => {
      if (!(await sheet.flush())) return;
      try {
        onDone(await sheet.submit());
      } catch (caught) {
        if (caught instanceof CloudError && caught.code === 'INVALID_INPUT') {
          await sheet.reopen();
          way.go({ is: 'review' });
        } else throw caught;
      }
    });
  };

  const next = () => {
    if (!screen) return submit();
    const given = sheet.latest();
    const open = openItem(screen, given, opened.withheld);
    if (open) {
      setPressed((times) => times + 1);
      return sheet.setProblem(open.item.linkId, open.skippable ? 'choose_or_skip' : 'choose');
    }
    for (const item of untouched(screen, given)) sheet.give(item.linkId, null);
    void sheet.flush();
    forward();
  };
  const forward = () => {
    if (fixing) {
      setFixing(false);
      return way.go({ is: 'review' });
    }
    if (last) return submit();
    if (asksSurvey(at + 1) && mustAsk) return setAsking(true);
    const following = screens[at + 1];
    if (following) way.go({ is: 'question', group: following.group });
  };
  const skip = () => {
    if (!screen) return;
    for (const item of screen.items) sheet.give(item.linkId, null);
    forward();
  };
  const back = () => {
    if (asking) return setAsking(false);
    const before = screens[screen ? at - (consenting ? firstOf(at) : 1) : screens.length - 1];
    if (before) way.go({ is: 'question', group: before.group });
  };
  /** How far back the last question lies that needs no such consent. */
  const firstOf = (index: number): number => {
    let steps = 1;
    while (index - steps >= 0 && asksSurvey(index - steps)) steps += 1;
    return steps;
  };

  const decide = () => (decision === undefined ? setUndecided(true) : void work(async () => {
    const followed = asking ? screens[at + 1] : screen;
    if (decision === 'agree') await consent.agree();
    else if (decision === 'decline') {
      const declined = await consent.decline();
      const rest = screens.some((one) => one.items.some((item) => item.purpose !== 'survey' && item.group !== 'who'));
      if (!rest) return onStopped(declined?.text.withdrawn ?? '');
      // Where the no is the patient's, the server leaves these questions out; a family member's no passes over them.
      if ((await sheet.reopen())?.setting.survey) for (const one of screens) for (const item of one.items) if (item.purpose === 'survey') sheet.give(item.linkId, null);
      sheet.leaveOutSurvey();
      const after = screens.slice(asking ? at + 1 : at).find((one) => one.items[0]?.purpose !== 'survey');
      setAsking(false);
      return after ? way.go({ is: 'question', group: after.group }) : way.go({ is: 'review' });
    }
    setAsking(false);
    if (followed) way.go({ is: 'question', group: followed.group });
  }));

  const progress = progressOf(questionnaire, answers, setting, screen?.items[0]?.linkId ?? null);
  const canSkip = screen !== undefined && !consenting && screen.items.every((item) => answers[item.linkId] === undefined && (!item.required || item.skippable === true));
  const hints = screen?.items.some((item) => item.linkId === sheet.hinted?.linkId) ? sheet.hinted?.hints ?? [] : [];
  const words = (problem: string | undefined) => (problem === undefined ? undefined : problemWords(problem, language, { choose: t.choose, choose_or_skip: t.chooseOrSkip, required: t.choose }));
  const footer = (
    <>
      {(at > 0 || consenting || !screen) && <View className="answer-back"><Button tone="soft" disabled={busy} onPress={back}>{t.back}</Button></View>}
      {consenting
        ? <View className="answer-next"><Button busy={busy} onPress={decide}>{t.next}</Button></View>
        : (screen !== undefined || missing.length === 0) && <View className="answer-next"><Button busy={busy} onPress={next}>{submitting && !fixing ? t.submit : t.next}</Button></View>}
    </>
  );

  return (
    <Frame title={t.title} footer={footer} saysOffline={sheet.saving === 'unsaved'}>
      {reminder && <Notice tone="warn" action={{ words: t.look, onPress: reminder }}>{t.reminder}</Notice>}
      {sheet.saving === 'unsaved' && <Notice tone="warn" action={{ words: t.sendAgain, onPress: () => { void sheet.flush(); } }}>{t.unsent}</Notice>}
      {failure && <Notice tone="warn">{submitting ? `${t.notSubmitted}${failure.message}` : failure.reason === 'text_changed' ? c.changed : failure.message}</Notice>}
      {opened.resume === 'shown' && screen?.group === arrived && at > 0 && <View className="answer-resumed s-muted">{t.resumed}</View>}
      {at === 0 && screen && !consenting && <Intro opened={opened} about={about} />}
      {screen && !consenting && <Progress at={progress.share} of={1} words={t.progress(progress.at, progress.of, progress.minutesLeft)} aside={<Saved state={sheet.saving === 'unsaved' ? 'idle' : sheet.saving} />} />}
      {consenting && (
        <View className="answer-body">
          <View className="s-muted">{t.consentSection}</View>
          {consent.state ? <ConsentAsk text={consent.state.text} value={decision} problem={undecided && decision === undefined ? t.choose : undefined} disabled={busy} onChange={setDecision} />
            : consent.error ? <Failed error={consent.error} onRetry={() => { void consent.load(); }} /> : <Loading />}
        </View>
      )}
      {screen && !consenting && (
        <View className="answer-body">
          {screen.items.map((item, index) => (
            <View key={item.linkId}>
              <Question
                item={item} first={index === 0} value={answers[item.linkId]} withheld={opened.withheld.includes(item.linkId)} problem={words(sheet.problems[item.linkId])} pressed={pressed}
                likely={item.linkId === 'who' ? opened.likelyWho : null} staff={opened.staff} onGive={(value, when) => sheet.give(item.linkId, value, when)} onDone={() => { void sheet.flush(); }}
              />
              {sheet.concern?.linkId === item.linkId && isAnswered(answers[item.linkId]) && (
                <View className="answer-concern">
                  {sheet.concern.safety.advice.map((advice) => <View key={advice.zh}>{advice[language]}</View>)}
                  <SoonCall safety={sheet.concern.safety} />
                </View>
              )}
            </View>
          ))}
          {hints.includes('booking') && <View className="answer-concern">{t.hintBooking}</View>}
          {hints.some((hint) => hint !== 'booking') && <View className="answer-concern">{t.hintOther}</View>}
          {last && templates.length > 0 && <View className="answer-help">{t.submitHint}</View>}
          <View className="answer-doors">
            {canSkip ? <Press className="answer-link" onPress={skip}>{t.skip}</Press> : at === 0 ? <Press className="answer-link answer-link-quiet" onPress={onPrivacy}>{t.privacy}</Press> : <View />}
            <Press className="answer-link answer-link-quiet" onPress={onOther}>{t.others}</Press>
          </View>
        </View>
      )}
      {!screen && <Review missing={questionnaire.item.filter((item) => missing.includes(item.linkId))} onGo={(linkId) => { setFixing(true); way.goTo(linkId); }} />}
    </Frame>
  );
}

/** The first screen says from whom, for whom and how long; nothing more comes before the first question. */
function Intro({ opened, about }: { opened: Opened; about: string }) {
  const t = useText(surveyText);
  return (
    <View className="answer-intro">
      <View className="answer-whose">
        <View className="answer-name">{t.forWhom(opened.name)}</View>
        <View className="s-muted">{about}</View>
      </View>
      <Reading />
    </View>
  );
}
