/** The inbox of customer service: who waits, for how long, with whom; the thread beside it. */
import { useState } from 'react';
import type { View } from '../../../../cloudfunctions/message/contract';
import { CloudError } from '../../../cloud/error';
import { useStaff } from '../../../cloud/staff';
import { useLoad } from '../../../cloud/use-load';
import { Button } from '../../../components/button/button';
import { ConsoleFrame } from '../../../components/console-frame/console-frame';
import { usePlaces } from '../../../components/console-frame/places';
import { Filters } from '../../../components/filters/filters';
import { stepBack, useAddress } from '../../../components/filters/use-address';
import { Kbd } from '../../../components/kbd/kbd';
import { useKeys } from '../../../components/kbd/use-keys';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { Await, Empty } from '../../../components/state/state';
import { useNarrow } from '../../../components/use-narrow/use-narrow';
import { VisitBooker } from '../../../components/visit-booker/visit-booker';
import { useText } from '../../../text/language';
import { emptyViewText, inboxText, viewText } from '../../../text/message-console';
import { shellText } from '../../../text/shell';
import { staffText } from '../../../text/staff';
import { inboxPage, may, message, type Answer, type Row } from '../desk';
import { Flags } from './flags';
import { List } from './list';
import { Suggestions } from './suggestions';
import { Talk } from './talk';
import { useInbox } from './use-inbox';
import './index.scss';

const views: readonly View[] = ['mine', 'unassigned', 'waiting', 'overdue', 'urgent', 'department', 'closed'];
/** From here on the exact number is of no use, and the server does not count it. */
const countMost = 100;
/** Alarms above the list; more would push it off the screen. */
const flagsMost = 3;

export default function InboxPage() {
  const t = useText(inboxText);
  const staff = useText(staffText);
  const shell = useText(shellText);
  const places = usePlaces();
  const { me } = useStaff();
  // Nothing is asked for whom the server would refuse.
  return me && !may.note(me.role) ? <ConsoleFrame name={shell.center} places={places} at={inboxPage} title={t.title}><Panel><Empty words={staff.noPage} /></Panel></ConsoleFrame> : <Inbox />;
}

function Inbox() {
  const t = useText(inboxText);
  const names = useText(viewText);
  const empties = useText(emptyViewText);
  const shell = useText(shellText);
  const { me } = useStaff();
  const narrow = useNarrow();
  const ward = me?.role === 'ward';
  const first: View = ward ? 'department' : 'waiting';
  const [address, setAddress] = useAddress({ view: '', thread: '', panel: '' });
  const view = views.find((one) => one === address.view) ?? first;
  const inbox = useInbox(view);
  const colleagues = useLoad(() => (may.desk(me?.role) ? message.colleagues({}) : Promise.resolve(undefined)), [me?.role]);
  const [busy, setBusy] = useState('');
  const [said, setSaid] = useState<{ tone: 'good' | 'warn' | 'info'; words: string }>();
  const [given, setGiven] = useState<{ threadId: string; answer: Answer }>();
  const [last, setLast] = useState(0);
  const rows = inbox.load.data?.rows ?? [];
  const threadId = address.thread;
  const answersOpen = address.panel === 'answers' && threadId !== '';
  const patientId = rows.find((row) => row.threadId === threadId)?.patientId ?? threadId.replace(/^thread:/, '');
  const bookOpen = address.panel === 'visit' && threadId !== '' && may.desk(me?.role);
  const beside = answersOpen || bookOpen;
  // On a phone a thread takes the whole screen: the browser's back leads from it to the list.
  const open = (id: string) => { setSaid(undefined); setAddress({ thread: id }, narrow && threadId === ''); };
  const besideTalk = (panel: string) => setAddress({ panel });
  const move = (by: number) => {
    const at = rows.findIndex((row) => row.threadId === threadId);
    const row = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
    if (row) open(row.threadId);
  };
  const next = () => {
    const waiting = rows.filter((row) => row.waitingSince > 0 && row.threadId !== threadId);
    const [row] = waiting;
    if (row) open(row.threadId);
    else setSaid({ tone: 'info', words: t.nobodyWaits });
  };
  const acknowledge = async (row: Row) => {
    setBusy(row.threadId);
    try {
      await message.acknowledge({ threadId: row.threadId });
      open(row.threadId);
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setSaid({ tone: 'warn', words: error.code === 'CONFLICT' ? t.taken : error.message });
    } finally {
      setBusy('');
      inbox.reread();
    }
  };
  const flags = inbox.flags.filter((row) => row.threadId !== threadId);
  const [flag] = flags;
  useKeys({ n: next, j: () => move(1), k: () => move(-1), ArrowDown: () => move(1), ArrowUp: () => move(-1), ...(flag && threadId === '' && may.acknowledge(me?.role) && { a: () => void acknowledge(flag) }) });

  const shownViews = ward ? views.filter((one) => one === 'department') : views;
  const tabs = shownViews.map((one) => {
    const count = one === 'closed' ? undefined : inbox.counts?.[one];
    return count !== undefined && count >= countMost ? { value: one, words: `${names[one]} ${countMost - 1}+` } : { value: one, words: names[one], count };
  });
  const showList = !narrow || threadId === '';
  const showTalk = threadId !== '' && !(narrow && beside);
  return (
    <ConsoleFrame
      name={shell.center} places={usePlaces()} at={inboxPage} title={t.title}
      beside={showList && <Filters values={{ view }} onChange={(change) => { setSaid(undefined); setAddress({ view: change['view'] ?? '', ...(narrow && { thread: '' }) }); }} filters={[{ kind: 'tabs', key: 'view', label: t.views, options: tabs }]} />}
    >
      <Flags
        rows={flags} most={threadId === '' ? flagsMost : 1} byKey={threadId === '' && !narrow} busy={busy} may={may.acknowledge(me?.role)} onShow={(row) => open(row.threadId)} onAcknowledge={(row) => { void acknowledge(row); }}
        onMore={() => setAddress({ view: 'urgent', thread: '', panel: '' })}
      />
      {said && <Notice tone={said.tone}>{said.words}</Notice>}
      <div className={`inbox${beside ? ' inbox-with-answers' : ''}`}>
        {showList && (
          <div className="inbox-list">
            <Panel flush>
              <Await load={inbox.load} rows={8}>
                {({ more }) => (
                  <>
                    {rows.length === 0 ? <Empty words={empties[view]} /> : <List rows={rows} chosen={threadId} onChoose={(row) => open(row.threadId)} />}
                    {more && <div className="inbox-pad"><Button tone="soft" small wide={false} busy={inbox.load.loading} onPress={inbox.showMore}>{t.more}</Button></div>}
                  </>
                )}
              </Await>
            </Panel>
            {!narrow && <div className="s-muted inbox-keys" aria-hidden="true">{t.keys}<Kbd>J</Kbd><Kbd>K</Kbd> {t.keyMove}<Kbd>N</Kbd> {t.keyNext}{!ward && <><Kbd>R</Kbd> {t.keyReply}<Kbd>M</Kbd> {t.keyTake}<Kbd>C</Kbd> {t.keyClose}<Kbd>S</Kbd> {t.keyAnswers}</>}</div>}
          </div>
        )}
        {showTalk && (
          <Talk
            key={threadId} threadId={threadId} colleagues={colleagues.data} given={given?.threadId === threadId ? given : undefined} onTaken={() => setGiven(undefined)} answersOpen={answersOpen} onLast={setLast} onChanged={inbox.reread} onBack={narrow ? () => stepBack(() => setAddress({ thread: '', panel: '' })) : undefined}
            onAnswers={() => besideTalk(answersOpen ? '' : 'answers')} onBook={() => besideTalk(bookOpen ? '' : 'visit')}
          />
        )}
        {threadId === '' && !narrow && <Panel><Empty words={t.pick} /></Panel>}
        {answersOpen && <Suggestions threadId={threadId} lastN={last} insertable={may.desk(me?.role)} onClose={() => besideTalk('')} onInsert={(answer) => { setGiven({ threadId, answer }); if (narrow) besideTalk(''); }} />}
        {bookOpen && <div className="inbox-answers"><Panel title={t.book} aside={<Button tone="plain" small wide={false} onPress={() => besideTalk('')}>{shell.close}</Button>}><VisitBooker patientId={patientId} edits onChanged={inbox.reread} /></Panel></div>}
      </div>
    </ConsoleFrame>
  );
}
