/** The standard answers: which may be used, which wait for a review, which are over. */
import { useState } from 'react';
import { useStaff } from '../../../cloud/staff';
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { Button } from '../../../components/button/button';
import { ConsoleFrame } from '../../../components/console-frame/console-frame';
import { usePlaces } from '../../../components/console-frame/places';
import { DataTable, type Column } from '../../../components/data-table/data-table';
import { readOrder, writeOrder } from '../../../components/data-table/sort';
import { Filters } from '../../../components/filters/filters';
import { useAddress } from '../../../components/filters/use-address';
import { Panel } from '../../../components/panel/panel';
import { Await, Empty } from '../../../components/state/state';
import { Tag, type Tone } from '../../../components/tag/tag';
import { useNarrow } from '../../../components/use-narrow/use-narrow';
import { useLanguage, useText } from '../../../text/language';
import { answersText, categoryText } from '../../../text/message-console';
import { shellText } from '../../../text/shell';
import { staffText } from '../../../text/staff';
import { dayWords } from '../../../text/time';
import { answersPage, may, message, type Answer } from '../desk';
import { Detail } from './detail';
import './index.scss';

const states = ['', 'usable', 'draft', 'expired', 'retired'] as const;
type State = (typeof states)[number];

/** Whether an answer belongs under a heading; one in use whose newer version waits belongs under two. */
const isOf = (answer: Answer, state: State): boolean => state === '' || (state === 'usable' ? answer.unusable === '' : state === 'draft' ? answer.unusable === 'draft' || answer.draft !== null : answer.unusable === state);

/** Written for this department; `everybody`: for no one in particular. A new version that waits counts as well. */
const everybody = 'everybody';
const isFor = ({ departments, draft }: Answer, code: string): boolean => code === '' || [departments, ...(draft ? [draft.departments] : [])].some((codes) => (code === everybody ? codes.length === 0 : codes.includes(code)));

export default function AnswersPage() {
  const t = useText(answersText);
  const names = useText(categoryText);
  const shell = useText(shellText);
  const staff = useText(staffText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const narrow = useNarrow();
  const now = useNow();
  const [address, setAddress] = useAddress({ state: '', category: '', department: '', text: '', answer: '', order: '' });
  const [changed, setChanged] = useState<Readonly<Record<string, Answer>>>({});
  const load = useLoad(async () => {
    const reply = await message.answers(address.text === '' ? {} : { text: address.text });
    setChanged({});
    return reply;
  }, [address.text]);
  const departments = load.data?.departments ?? [];
  const state = states.find((one) => one === address.state) ?? '';
  const all = (load.data?.answers ?? []).map((answer) => changed[answer.answerId] ?? answer);
  const added = Object.values(changed).filter((answer) => !all.some(({ answerId }) => answerId === answer.answerId));
  const known = [...all, ...added];
  const rows = known.filter((answer) => isOf(answer, state) && (address.category === '' || answer.category === address.category) && isFor(answer, address.department));
  const adding = address.answer === 'new';
  const chosen = known.find(({ answerId }) => answerId === address.answer) ?? (narrow || adding ? undefined : rows[0]);
  const onePane = narrow && (chosen !== undefined || adding);
  const tone: Readonly<Record<Answer['unusable'], { tone: Tone; words: string }>> = { '': { tone: 'action', words: t.usable }, draft: { tone: 'warn', words: t.draft }, expired: { tone: 'danger', words: t.expired }, retired: { tone: 'plain', words: t.retired } };
  const columns: Column<Answer>[] = [
    { key: 'id', title: 'Q', sort: ({ answerId }) => answerId, cell: ({ answerId }) => answerId.replace(/^answer:/, '') },
    { key: 'question', title: t.question, wrap: true, cell: ({ question }) => question },
    { key: 'category', title: t.category, sort: ({ category }) => names[category], cell: ({ category }) => names[category] },
    { key: 'state', title: t.state, sort: ({ unusable }) => unusable, cell: (answer) => <><Tag tone={tone[answer.unusable].tone}>{tone[answer.unusable].words}</Tag>{answer.unusable === '' && answer.draft && <> <Tag tone="warn">{t.pending}</Tag></>}</> },
    { key: 'expires', title: t.expiresOn, sort: ({ expiresAt }) => expiresAt || undefined, cell: ({ expiresAt }) => (expiresAt > 0 ? dayWords(expiresAt, now, language) : '') },
  ];
  const tabs = states.map((value) => ({ value, words: value === '' ? t.all : t[value], count: known.filter((answer) => isOf(answer, value)).length }));
  const categories = [...new Set(known.map(({ category }) => category))];
  return (
    <ConsoleFrame
      name={shell.center} places={usePlaces()} at={answersPage} title={t.title}
      beside={!onePane && (
        <Filters
          values={address} onChange={(change) => setAddress({ ...change, answer: '' })}
          filters={[
            { kind: 'tabs', key: 'state', label: t.state, options: tabs },
            { kind: 'select', key: 'category', label: t.category, options: [{ value: '', words: t.all }, ...categories.map((value) => ({ value, words: names[value] }))] },
            { kind: 'select', key: 'department', label: t.department, options: [{ value: '', words: t.all }, { value: everybody, words: t.shared }, ...departments.map(({ departmentCode, departmentName }) => ({ value: departmentCode, words: departmentName }))] },
            { kind: 'search', key: 'text', label: t.search },
          ]}
        />
      )}
      actions={!onePane && may.edit(me?.role) && <Button wide={false} onPress={() => setAddress({ answer: 'new' })}>{t.add}</Button>}
    >
      {me && !may.answers(me.role) ? <Panel><Empty words={staff.noPage} /></Panel> : (
        <div className={onePane ? undefined : 's-desk-split answers-split'}>
          {!onePane && (
            <Panel flush>
              <Await load={load} rows={8}>
                {() => (narrow ? (
                  rows.length === 0 ? <Empty words={t.empty} /> : (
                    <ul className="answers-cards" aria-label={t.list}>
                      {rows.map((answer) => <li key={answer.answerId}><button type="button" className="answers-card" onClick={() => setAddress({ answer: answer.answerId })}><b>{answer.question}</b><span><Tag tone={tone[answer.unusable].tone}>{tone[answer.unusable].words}</Tag> <span className="s-muted">{names[answer.category]}</span></span></button></li>)}
                    </ul>
                  )
                ) : (
                  <DataTable
                    label={t.list} columns={columns} rows={rows} id={({ answerId }) => answerId} chosen={chosen?.answerId} onChoose={({ answerId }) => setAddress({ answer: answerId })}
                    order={readOrder(address.order)} onOrder={(to) => setAddress({ order: writeOrder(to) })} empty={t.empty}
                  />
                ))}
              </Await>
            </Panel>
          )}
          {(chosen !== undefined || adding) && (
            <Detail
              key={adding ? 'new' : chosen?.answerId} answer={adding ? undefined : chosen} adding={adding} closing={load.data?.closing ?? ''} departments={departments} onBack={narrow ? () => setAddress({ answer: '' }) : undefined}
              onLeave={() => setAddress({ answer: '' })} onReread={() => { void load.reload(); }}
              onChanged={(answer) => { setChanged((before) => ({ ...before, [answer.answerId]: answer })); if (adding) setAddress({ answer: answer.answerId }); }}
            />
          )}
        </div>
      )}
    </ConsoleFrame>
  );
}
