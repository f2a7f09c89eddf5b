/** A whole import was a mistake: first what would follow and what has begun, then a reason and the number in one's own hand, then it is taken back. */
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { CloudError } from '../../../cloud/error';
import { useLoad } from '../../../cloud/use-load';
import { Button } from '../../../components/button/button';
import { addressOf } from '../../../components/console-frame/go';
import { TextArea, TextField } from '../../../components/field/field';
import { Notice } from '../../../components/notice/notice';
import { Await } from '../../../components/state/state';
import { Tag } from '../../../components/tag/tag';
import { undoText } from '../../../text/discharge-import-undo';
import { useLanguage, useText } from '../../../text/language';
import { discharge, stayPage, type Job } from '../desk';
import { nameOf } from './words';

type Plan = Awaited<ReturnType<typeof discharge.importUndo>>;
type Begun = Plan['list'][number]['what'][number];
const kinds: readonly Begun[] = ['invited', 'answered', 'called', 'visits', 'messages'];
/** Names are asked for one by one. */
const perLook = 10;
const leastReason = 2;

interface Props { job: Job; /** May read the register, and so the names. */ reads: boolean; onBack(): void; onBegun(job: Job): void }

export function Undo({ job, reads, onBack, onBegun }: Props) {
  const t = useText(undoText);
  const { language } = useLanguage();
  const name = nameOf(job, language);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const plan = useLoad(() => discharge.importUndo({ importId: job.importId, dryRun: true }), [job.importId]);
  return (
    <section className="undo" aria-label={t.title(name)}>
      <h3 className="undo-title" tabIndex={-1} ref={title}>{t.title(name)}</h3>
      {plan.data === undefined && plan.loading && <div className="s-muted" role="status">{t.looking}</div>}
      <Await load={plan} rows={4}>{(data) => <Ask plan={data} job={job} reads={reads} onBack={onBack} onBegun={onBegun} />}</Await>
    </section>
  );
}

function Ask({ plan, job, reads, onBack, onBegun }: Props & { plan: Plan }) {
  const t = useText(undoText);
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<{ reason?: string; typed?: string }>({});
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string>();
  const number = plan.stays + plan.corrected;
  const begun = kinds.filter((kind) => plan.begun[kind] > 0);

  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    const wrong = { ...(Array.from(reason.trim()).length < leastReason && { reason: t.reasonShort }), ...(number > 0 && typed.trim() !== String(number) && { typed: t.typeWrong(number) }) };
    setProblem(wrong);
    if (busy || Object.keys(wrong).length > 0) return;
    setBusy(true);
    setSaid(undefined);
    try {
      const { job: begunJob } = await discharge.importUndo({ importId: job.importId, dryRun: false, reason: reason.trim() });
      onBegun(begunJob);
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setSaid(error.reason === 'not_done' ? t.notDone : error.message);
      setBusy(false);
    }
  };
  return (
    <form noValidate onSubmit={(event) => { void submit(event); }}>
      <ul className="undo-list">
        {plan.stays > 0 && <li>{t.stays(plan.stays)}</li>}
        {plan.corrected > 0 && <li>{t.corrected(plan.corrected)}</li>}
        {number === 0 && <li>{t.nothing}</li>}
      </ul>
      <h4 className="undo-head">{t.begun}</h4>
      {begun.length === 0 ? <div className="s-muted">{t.begunNone}</div> : (
        <>
          <dl className="import-counts undo-begun">{begun.map((kind) => <div key={kind} className="import-refused"><dt>{t.kinds[kind]}</dt><dd>{plan.begun[kind]}</dd></div>)}</dl>
          <Notice tone="warn">{t.begunHint}</Notice>
          <Who list={plan.list} reads={reads} />
        </>
      )}
      <div className="undo-ask">
        <TextArea label={t.reason} hint={t.reasonHint} value={reason} limit={200} rows={2} problem={problem.reason} onChange={(value) => { setReason(value); setProblem({ ...problem, reason: undefined }); }} />
        {number > 0 && <TextField kind="digits" label={t.type(number)} value={typed} limit={7} problem={problem.typed} onChange={(value) => { setTyped(value); setProblem({ ...problem, typed: undefined }); }} />}
        {said !== undefined && <Notice tone="danger">{said}</Notice>}
        <div className="undo-buttons">
          <Button tone="danger" wide={false} busy={busy} onPress={() => { void submit(); }}>{t.confirm}</Button>
          <Button tone="soft" wide={false} disabled={busy} onPress={onBack}>{t.kept}</Button>
        </div>
      </div>
    </form>
  );
}

/** Whose stays have something begun, masked as everywhere, each a way to the stay. */
function Who({ list, reads }: { list: Plan['list']; reads: boolean }) {
  const t = useText(undoText);
  const [shown, setShown] = useState(perLook);
  const names = useLoad(async () => {
    if (!reads) return {};
    // A stay that cannot be read must not hide the others.
    const found = await Promise.all(list.slice(0, shown).map(({ encounterId }) => discharge.get({ encounterId }).then((card): [string, string] => [encounterId, `${card.name} · ${card.departmentName}`]).catch((error: unknown): [string, string] => {
      if (error instanceof CloudError) return [encounterId, ''];
      throw error;
    })));
    return Object.fromEntries(found);
  }, [shown, reads]);
  const rest = Math.min(perLook, list.length - shown);
  return (
    <>
      <h4 className="undo-head">{t.who}</h4>
      <ul className="undo-who" aria-label={t.who}>
        {list.slice(0, shown).map(({ encounterId, what }) => (
          <li key={encounterId}>
            {reads ? <a href={addressOf(stayPage, { stay: encounterId })}>{names.data?.[encounterId] || (names.loading ? '…' : t.unknown)}</a> : <span className="s-muted">{t.unknown}</span>}
            <span className="undo-what">{what.map((kind) => <Tag key={kind} tone="warn">{t.kinds[kind]}</Tag>)}</span>
          </li>
        ))}
      </ul>
      {rest > 0 && <Button tone="soft" small wide={false} busy={names.loading} onPress={() => setShown(shown + perLook)}>{t.more(rest)}</Button>}
      {list.length >= 100 && shown >= 100 && <div className="s-muted">{t.mostListed}</div>}
    </>
  );
}
