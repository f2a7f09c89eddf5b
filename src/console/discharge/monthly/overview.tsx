/** Which wards have handed in their list of a month; those that are overdue first. */
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { useStaff } from '../../../cloud/staff';
import { Button } from '../../../components/button/button';
import { DataTable, type Column } from '../../../components/data-table/data-table';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { Await, Empty } from '../../../components/state/state';
import { Tag, type Tone } from '../../../components/tag/tag';
import { useNarrow } from '../../../components/use-narrow/use-narrow';
import { monthlyText } from '../../../text/discharge-lists';
import { actorWords } from '../../../text/discharge-story';
import { useLanguage, useText } from '../../../text/language';
import { dateWords, whenWords } from '../../../text/time';
import { discharge, type Overdue } from '../desk';

export const stateTone: Readonly<Record<Overdue['state'], Tone>> = { open: 'plain', submitted: 'action', overdue: 'danger' };

export function Overview({ month, onOpen }: { month: string; onOpen?: (departmentCode: string) => void }) {
  const t = useText(monthlyText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const narrow = useNarrow();
  const now = useNow();
  const load = useLoad(() => discharge.monthlyOverdue({ month }), [month]);
  const names = load.data?.names ?? {};
  const who = (row: Overdue) => actorWords(row.by, names, me?.staffId, language);
  const state = (row: Overdue) => <><Tag tone={stateTone[row.state]}>{t.states[row.state]}</Tag>{row.late && <> <Tag tone="warn">{t.late}</Tag></>}</>;
  const handed = (row: Overdue) => row.rev > 0;
  const open = (row: Overdue) => onOpen && <Button tone="soft" small wide={false} label={`${t.open} ${row.departmentName}`} onPress={() => onOpen(row.departmentCode)}>{t.open}</Button>;
  const columns: Column<Overdue>[] = [
    { key: 'department', title: t.department, cell: (row) => <b>{row.departmentName}</b> }, { key: 'state', title: t.state, cell: state },
    { key: 'patients', title: t.patients, number: true, cell: (row) => row.patients }, { key: 'chosen', title: t.chosen, number: true, cell: (row) => (handed(row) ? row.chosen : '') },
    { key: 'by', title: t.by, cell: who }, { key: 'at', title: t.at, cell: (row) => (handed(row) ? whenWords(row.at, now, language) : '') }, ...(onOpen ? [{ key: 'open', title: '', cell: open }] : []),
  ];
  return (
    <Await load={load} rows={5} empty={{ when: ({ departments }) => departments.length === 0, show: <Panel><Empty words={t.noDepartments} /></Panel> }}>
      {({ departments, due }) => {
        const overdue = departments.filter((one) => one.state === 'overdue').length;
        return (
          <>
            {overdue > 0 ? <Notice tone="warn">{t.overdue(overdue)} · {t.due(dateWords(due, language))}</Notice> : departments.every((one) => one.state === 'submitted') ? <Notice tone="good">{t.allIn}</Notice> : <div className="s-muted">{t.due(dateWords(due, language))}</div>}
            <Panel flush>
              {narrow ? (
                <ul className="register-cards" aria-label={t.overview}>
                  {departments.map((row) => (
                    <li key={row.departmentCode} className="register-card">
                      <span className="register-card-line"><b className="s-grow">{row.departmentName}</b>{state(row)}</span>
                      <span className="s-muted">{t.patients} {row.patients}{handed(row) && ` · ${t.handed(who(row), whenWords(row.at, now, language), row.chosen)}`}</span>
                      <span className="register-card-line">{open(row)}</span>
                    </li>
                  ))}
                </ul>
              ) : <DataTable label={t.overview} columns={columns} rows={departments} id={(row) => row.departmentCode} empty={t.noDepartments} />}
            </Panel>
          </>
        );
      }}
    </Await>
  );
}
