/** Where staff write: a reply, a private note, the department's answer. The draft of each thread survives a reload; a message sent twice is one. */
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import type { ReplyKind } from '../../../../cloudfunctions/message/contract';
import { CloudError } from '../../../cloud/error';
import { newKey } from '../../../cloud/unsent';
import { Attach } from '../../../components/attach/attach';
import { useAttach } from '../../../components/attach/use-attach';
import { Button } from '../../../components/button/button';
import { Notice } from '../../../components/notice/notice';
import { useNarrow } from '../../../components/use-narrow/use-narrow';
import { useText } from '../../../text/language';
import { inboxText, replyKindText } from '../../../text/message-console';
import { useLoad } from '../../../cloud/use-load';
import { message, type Answer, type Detail } from '../desk';
import { readDraft, writeDraft, type Draft, type Mode } from './draft';
import { tabooIn } from './taboo';
import type { Talk } from './use-talk';

/** As in the contract. */
const textMost = 2000;
const commentMost = 500;
const imagesMost = 9;
const imageBytesMost = 10 * 1024 * 1024;
/** ms until it is sure that nobody is in the field any more. */
const settleAfter = 200;
const types = ['image/jpeg', 'image/png', 'image/webp', 'image/heic'] as const;
const kinds: readonly ReplyKind[] = ['information', 'ward_answer', 'book', 'complaint'];

/** `given`: a standard answer to insert; each new one is taken once. */
interface Props { thread: Detail; talk: Talk; modes: readonly Mode[]; given: { answer: Answer } | undefined; onTaken(): void; onDone(words: string): void }

export function Composer({ thread, talk, modes, given, onTaken, onDone }: Props) {
  const t = useText(inboxText);
  const kindWords = useText(replyKindText);
  const { threadId } = thread;
  const [draft, setDraft] = useState(() => readDraft(threadId));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [warned, setWarned] = useState('');
  /** Chosen before a reload and gone with it. */
  const [lost, setLost] = useState(draft.unready);
  const field = useRef<HTMLTextAreaElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  const narrow = useNarrow();
  /** Somebody is in it: on a phone it is one line until then, so that the conversation has the screen. */
  const [open, setOpen] = useState(false);
  // A tap on one of its buttons leaves the field for a moment.
  const onBlur = () => setTimeout(() => { if (!box.current?.contains(document.activeElement)) setOpen(false); }, settleAfter);
  const mode = modes.includes(draft.mode) ? draft.mode : modes[0] ?? 'note';
  const text = draft[mode];
  const most = mode === 'note' ? commentMost : textMost;
  const newest = useRef(draft);
  const change = (part: Partial<Draft>) => {
    newest.current = { ...newest.current, ...part };
    setDraft(newest.current);
    writeDraft(threadId, newest.current);
  };
  const canned = useLoad(async () => (modes.includes('reply') ? (await message.canned({ threadId })).canned : []), [threadId]);
  const attaching = useAttach({
    most: imagesMost, mostBytes: imageBytesMost, types, begin: draft.images,
    async place({ type, size }) {
      const { imageId, url, headers } = await message.staffUpload({ threadId, type: types.find((one) => one === type) ?? 'image/jpeg', size });
      return { fileId: imageId, url, headers };
    },
    onSettled: (images) => change({ images }),
  });

  const unready = attaching.files.filter(({ state }) => state !== 'sent').length;
  useEffect(() => change({ unready: lost + unready }), [lost, unready]);
  const over = text.trim().length - most;

  const insert = (words: string, part: Partial<Draft>) => {
    const before = newest.current.reply.trimEnd();
    change({ mode: 'reply', reply: before === '' ? words : `${before}\n${words}`, ...part });
    setProblem(undefined);
    field.current?.focus();
  };
  useEffect(() => {
    if (!given) return;
    const { answerId, question, insert: words } = given.answer;
    insert(words, { answer: { answerId, question, insert: words } });
    // Once: the next thread, or this one opened again, must not get it too.
    onTaken();
  }, [given]);

  const kept = mode === 'reply' && draft.answer !== null && text.includes(draft.answer.insert) ? draft.answer : null;
  const taboos = mode === 'note' ? [] : tabooIn(text);
  const explain = (error: CloudError) => {
    const known: Readonly<Record<string, string>> = t.problems;
    const named = [error.reason ?? '', ...error.fields.map((one) => one.problem)].map((key) => known[key]).find((words) => words !== undefined);
    return error.passing ? `${t.unsent} ${error.message}` : named ?? error.message;
  };
  const send = async () => {
    if (busy) return;
    const words = text.trim();
    if (over > 0) return;
    if (words === '' && (mode !== 'reply' || attaching.sent.length === 0)) return setProblem(t.empty);
    if (taboos.length > 0 && warned !== taboos.join()) return setWarned(taboos.join());
    setBusy(true);
    setProblem(undefined);
    try {
      if (mode === 'reply') {
        const reply = await message.reply({ threadId, key: draft.replyKey, text: words, images: attaching.sent.map(({ fileId }) => fileId), replyKind: draft.replyKind, seenN: talk.view?.messages.at(-1)?.n ?? 0, ...(kept && { answerId: kept.answerId }) });
        attaching.clear();
        setLost(0);
        change({ reply: '', images: [], answer: null, replyKind: 'information', replyKey: newKey() });
        talk.take(reply.thread, reply.message);
      } else if (mode === 'note') {
        const noted = await message.note({ threadId, key: draft.noteKey, text: words });
        change({ note: '', noteKey: newKey() });
        talk.take(thread, noted.message);
      } else {
        const { thread: next } = await message.handBack({ threadId, text: words });
        change({ back: '', mode: 'reply' });
        talk.take(next);
      }
      setWarned('');
      onDone(mode === 'reply' ? t.sent : mode === 'note' ? t.noted : t.handedBack);
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setProblem(explain(error));
    } finally {
      setBusy(false);
    }
  };
  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void send();
    }
    if (event.key === 'Escape') field.current?.blur();
  };
  const label = { reply: t.text, note: t.noteLabel, back: t.backLabel }[mode];
  const tabs = { reply: t.reply, note: t.noteTab, back: t.backTab };
  const doWords = { reply: t.send, note: t.sendNote, back: t.sendBack }[mode];
  const compact = narrow && !open;
  const empty = text === '' && attaching.files.length === 0;
  return (
    <div ref={box} className={`inbox-composer${mode === 'note' ? ' inbox-composer-note' : ''}${compact ? ' inbox-composer-compact' : ''}`} onFocus={() => setOpen(true)} onBlur={onBlur}>
      {!compact && <div className="inbox-composer-head">
        <div className="s-filter-tabs" role="group" aria-label={t.reply}>
          {modes.map((one) => <button key={one} type="button" className={`s-filter-tab${one === mode ? ' s-filter-on' : ''}`} aria-pressed={one === mode} onClick={() => { change({ mode: one }); setProblem(undefined); }}>{tabs[one]}</button>)}
        </div>
        <span className="s-grow" />
        {mode === 'reply' && (
          <>
            <label className="s-filter-label">{t.kind}
              <select className="s-filter-input" value={draft.replyKind} onChange={(event) => { const next = kinds.find((one) => one === event.target.value); if (next) change({ replyKind: next }); }}>
                {kinds.map((kind) => <option key={kind} value={kind} disabled={kind === 'ward_answer' && !thread.may.wardAnswer}>{kindWords[kind]}</option>)}
              </select>
            </label>
            {(canned.data ?? []).length > 0 && (
              <label className="s-filter-label">{t.canned}
                <select className="s-filter-input inbox-canned" value="" onChange={(event) => { const one = canned.data?.find(({ cannedId }) => cannedId === event.target.value); if (one) insert(one.text, { replyKind: one.replyKind }); }}>
                  <option value="">{t.cannedPick}</option>
                  {canned.data?.map((one) => <option key={one.cannedId} value={one.cannedId}>{one.title}</option>)}
                </select>
              </label>
            )}
          </>
        )}
      </div>}
      <label className="s-unseen" htmlFor={id}>{label}</label>
      <textarea
        ref={field} id={id} className="s-field-input s-field-area inbox-field" data-writer="" rows={compact ? 1 : 3} value={text} placeholder={label} aria-invalid={problem !== undefined || over > 0} aria-describedby={`${id}-said`}
        onChange={(event) => { change({ [mode]: event.target.value }); setProblem(undefined); }} onKeyDown={onKey}
      />
      <div id={`${id}-said`}>
        {(over > 0 || problem !== undefined) && <div className="s-field-problem" role="alert">{over > 0 ? t.tooLong(over) : problem}</div>}
        {mode === 'reply' && lost > 0 && <div className="inbox-changed" role="status">{t.picturesLost(lost)}</div>}
        {taboos.length > 0 && <Notice tone="warn">{t.taboo(taboos.map((one) => `“${one}”`).join(''))} {t.tabooWords}</Notice>}
        {mode === 'reply' && draft.answer !== null && (
          <div className={kept ? 's-muted' : 'inbox-changed'} role="status">
            {kept ? t.usesAnswer(kept.question) : t.answerChanged}{' '}<button type="button" className="inbox-link" onClick={() => change({ answer: null })}>{t.dropAnswer}</button>
          </div>
        )}
      </div>
      {mode === 'reply' && attaching.files.length > 0 && <Attach attaching={attaching} disabled={busy} small />}
      {!(compact && empty) && <div className="inbox-composer-foot">
        {mode === 'reply' && attaching.files.length === 0 && <Button tone="soft" small wide={false} onPress={() => { setLost(0); attaching.add('pictures'); }}>{t.pictures}</Button>}
        <span className="s-muted s-grow">{over > 0 ? '' : over > -100 ? t.left(-over) : text !== '' ? t.draftKept : attaching.problem ?? ''}</span>
        <Button wide={false} busy={busy} disabled={over > 0 || (mode === 'reply' && attaching.busy)} onPress={() => { void send(); }}>{busy ? t.sending : taboos.length > 0 && warned === taboos.join() ? t.tabooSend : doWords}</Button>
      </div>}
    </div>
  );
}
