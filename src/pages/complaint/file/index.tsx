/** Filing a complaint or a suggestion in three short steps; what was written is kept at each of them. */
import { useRef, useState } from 'react';
import Taro, { useRouter } from '@tarojs/taro';
import { View } from '@tarojs/components';
import { CloudError } from '../../../cloud/error';
import { serverNow } from '../../../cloud/cloud';
import { useSpeaker } from '../../../cloud/use-speaker';
import { useAttach } from '../../../components/attach/use-attach';
import { Button } from '../../../components/button/button';
import { Confirm } from '../../../components/confirm/confirm';
import { Frame } from '../../../components/frame/frame';
import { Heading } from '../../../components/heading/heading';
import { Notice } from '../../../components/notice/notice';
import { Press } from '../../../components/press/press';
import { Progress } from '../../../components/progress/progress';
import { SafetyPage } from '../../../components/safety-page/safety-page';
import { Saved } from '../../../components/saved/saved';
import { Await } from '../../../components/state/state';
import { complaintText } from '../../../text/complaint';
import { problemWords } from '../../../text/error';
import { useLanguage, useText } from '../../../text/language';
import { complaint, fileTypes, fileUrl, goBind, mostBytes, mostFiles, placeOf, safetyProps, type Draft, type Filed, type Opened } from '../door';
import { Done } from './done';
import { steps, useDraft, type Drafting } from './use-draft';
import { What } from './what';
import { wayOf, Who } from './who';
import { Wish } from './wish';
import '../look.scss';

/** A mainland mobile or a landline with area code, as the server checks it. */
const phone = /^(1[3-9]\d{9}|0\d{9,11})$/;
export const digitsOf = (written: string): string => written.replace(/[\s-]/g, '');

/** The first of what is missing comes into sight, once it is drawn. */
function showProblem(): void {
  setTimeout(() => {
    if (process.env.TARO_ENV === 'weapp') Taro.pageScrollTo({ selector: '.s-field-problem', offsetTop: -240 }).catch(() => undefined);
    else document.querySelector('.s-field-problem')?.scrollIntoView({ block: 'center' });
  }, 50);
}

export default function File() {
  useSpeaker();
  const t = useText(complaintText);
  const patientId = decodeURIComponent(useRouter().params['patientId'] ?? '');
  const drafting = useDraft(patientId);
  const [filed, setFiled] = useState<Filed & { draft: Draft }>();
  const [seen, setSeen] = useState(false);
  const { load } = drafting;
  if (filed?.safety && !seen) return <SafetyPage {...safetyProps(filed.safety)} onGoOn={() => setSeen(true)} goOn={t.doneOpenNumber} mayGoOn />;
  if (filed) return <Done filed={filed} draft={filed.draft} hospitalPhone={load.data?.hospitalPhone ?? ''} />;
  if (load.data && drafting.key !== '') return <Form patientId={patientId} drafting={drafting} opened={load.data} onFiled={(reply) => { drafting.done(); setFiled({ ...reply, draft: drafting.draft }); }} />;
  return (
    <Frame title={t.title}>
      <Await load={load} rows={6} failed={(error) => (error.code === 'UNAUTHENTICATED' ? <View className="complaint-stranger"><View>{t.stranger}</View><Button wide={false} onPress={() => goBind(fileUrl(patientId))}>{t.toBind}</Button></View> : undefined)}>{() => null}</Await>
    </Frame>
  );
}

interface FormProps { patientId: string; drafting: Drafting; opened: Opened; onFiled(filed: Filed): void }

function Form({ patientId, drafting, opened, onFiled }: FormProps) {
  const t = useText(complaintText);
  const { language } = useLanguage();
  const { draft, step, names, saving, resumed } = drafting;
  const [wrong, setWrong] = useState<{ of: Draft; problems: Readonly<Record<string, string>> }>();
  // What is put right is not complained about any longer.
  const problems = wrong?.of === draft ? wrong.problems : {};
  const setProblems = (found: Readonly<Record<string, string>>) => setWrong({ of: draft, problems: found });
  const [said, setSaid] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [clearing, setClearing] = useState(false);
  const attaching = useAttach({
    most: mostFiles, mostBytes, types: fileTypes, place: placeOf, begin: (draft.files ?? []).map((fileId, n) => ({ fileId, name: names[fileId] ?? t.fileN(n + 1) })),
    onSettled: (files) => {
      drafting.rename(Object.fromEntries(files.map(({ fileId, name }) => [fileId, name])));
      drafting.change({ files: files.map(({ fileId }) => fileId) });
    },
  });
  const body = useRef(draft);
  body.current = draft;

  const wrongAt = (at: number, now: Draft): Record<string, string> => {
    const wrong: Record<string, string> = {};
    if (at === 1 && !now.category) wrong['category'] = t.categoryMissing;
    if (at === 1 && Array.from((now.text ?? '').trim()).length < 5) wrong['text'] = t.wordsMissing;
    if (at === 1 && now.happenedAt && now.happenedAt > serverNow()) wrong['happenedAt'] = t.whenFuture;
    if (at === 2 && attaching.busy) wrong['files'] = t.uploading;
    if (at === 2 && attaching.files.some(({ state }) => state === 'failed')) wrong['files'] = t.unsentFile;
    if (at === 3) {
      const way = wayOf(now);
      const number = digitsOf(now.phone ?? '');
      if (way === undefined) wrong['who'] = t.whoMissing;
      if ((way === 'named' || way === 'confidential') && !now.name?.trim()) wrong['name'] = t.nameMissing;
      if ((way === 'named' || way === 'confidential') && (number === '' ? opened.phone === '' : !phone.test(number))) wrong['phone'] = t.phoneWrong;
    }
    return wrong;
  };
  const goTo = (to: number) => {
    setSaid(undefined);
    setProblems({});
    drafting.goTo(to);
  };
  const next = () => {
    const found = wrongAt(step, draft);
    setProblems(found);
    if (Object.keys(found).length > 0) {
      showProblem();
      return;
    }
    if (step === steps) {
      void send();
      return;
    }
    // A step leaves its fields behind, so that another device goes on after it.
    drafting.change(step === 2 ? { wants: draft.wants ?? [] } : {});
    goTo(step + 1);
  };
  const send = async () => {
    setBusy(true);
    setSaid(undefined);
    const { category = '', text = '', departmentCode = '', accused = '', happenedAt = null, place = '', wants = [], files = [], anonymous = false, confidential = false, name = '', phone: number = '' } = body.current;
    try {
      await drafting.settle();
      onFiled(await complaint.file({
        ...(patientId !== '' && { patientId }), key: drafting.key, category, text: text.trim(), departmentCode, accused: accused.trim(), happenedAt, place: place.trim(), wants, files, anonymous, confidential,
        name: anonymous ? '' : name.trim(), phone: anonymous ? '' : digitsOf(number),
      }));
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      const found = Object.fromEntries(error.fields.map(({ path, problem }) => [path.split('.')[0] ?? path, problemWords(problem, language)]));
      if (error.code !== 'INVALID_INPUT') setSaid(error.passing ? t.notSent : error.message);
      else {
        // Back to the step that holds the field.
        const first = ['category', 'text', 'happenedAt', 'departmentCode', 'place', 'accused'].some((path) => path in found) ? 1 : 'files' in found || 'wants' in found ? 2 : 3;
        drafting.goTo(first);
        setWrong({ of: body.current, problems: found });
        setSaid(error.message);
      }
    } finally {
      setBusy(false);
    }
  };
  const title = [t.whatTitle, t.wantTitle, t.whoTitle][step - 1] ?? '';
  const lead = [t.whatWords, t.wantWords, t.whoWords][step - 1] ?? '';
  const footer = (
    <>
      {step > 1 && <View className="complaint-back"><Button tone="soft" disabled={busy} onPress={() => goTo(step - 1)}>{t.back}</Button></View>}
      <View className="complaint-next"><Button busy={busy} onPress={next}>{step < steps ? t.next : busy ? t.sending : t.send}</Button></View>
    </>
  );
  return (
    <Frame title={t.title} footer={footer} saysOffline={saving === 'unsaved'}>
      <Progress at={step} of={steps} words={t.step(step, steps)} aside={<Saved state={saving} />} />
      {said !== undefined && <Notice tone="danger">{said}</Notice>}
      <View className="complaint-body">
        {resumed && <View className="complaint-resumed"><View className="s-muted s-grow">{t.resumed}</View><Press className="complaint-link" onPress={() => setClearing(true)}>{t.afresh}</Press></View>}
        <Heading turn={`step ${step}`} large>{title}</Heading>
        <View className="s-muted">{lead}</View>
        {step === 1 && <What drafting={drafting} opened={opened} patientId={patientId} problems={problems} />}
        {step === 2 && <Wish drafting={drafting} attaching={attaching} problem={problems['files']} />}
        {step === 3 && <Who drafting={drafting} opened={opened} problems={problems} />}
      </View>
      <Confirm open={clearing} danger title={t.afreshTitle} confirm={t.afreshYes} onConfirm={() => { setClearing(false); attaching.clear(); drafting.clear(); }} onCancel={() => setClearing(false)}>{t.afreshWords}</Confirm>
    </Frame>
  );
}
