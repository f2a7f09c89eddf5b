/** What this patient complained about, for those who read the desk: that there is one, how it stands, how much time is left. Others, wards first of all, are not even asked for. */
import type { ComplaintApi } from '../../../../cloudfunctions/complaint/contract';
import { cloud, type Output } from '../../../cloud/cloud';
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { useStaff } from '../../../cloud/staff';
import { addressOf } from '../../../components/console-frame/go';
import { Panel } from '../../../components/panel/panel';
import { Await } from '../../../components/state/state';
import { Tag, type Tone } from '../../../components/tag/tag';
import { deskText } from '../../../text/complaint-console';
import { categoryWords } from '../../../text/complaint-table';
import { useLanguage, useText } from '../../../text/language';
import { dayWords, startOf } from '../../../text/time';

const complaint = cloud<ComplaintApi>('complaint', { reads: ['ofStay'] });
type Row = Output<ComplaintApi, 'ofStay'>['complaints'][number];
/** As in the contract. */
const readers: readonly string[] = ['officer', 'director', 'lead'];
const detailPage = 'complaint/detail/index';
const tones: Readonly<Record<Row['legalState'], Tone>> = { in_time: 'action', soon: 'warn', over: 'danger', met: 'plain' };

export function Complaints({ encounterId, version }: { encounterId: string; version: number }) {
  const { me } = useStaff();
  return me && readers.includes(me.role) ? <List encounterId={encounterId} version={version} /> : null;
}

function List({ encounterId, version }: { encounterId: string; version: number }) {
  const t = useText(deskText);
  const { language } = useLanguage();
  const now = useNow();
  const load = useLoad(async () => (await complaint.ofStay({ encounterId })).complaints, [encounterId, version]);
  const clock = (row: Row, which: 'internal' | 'legal') => {
    const state = which === 'internal' ? row.internalState : row.legalState;
    return <Tag tone={tones[state]}>{t[which]} {state === 'met' ? t.met : dayWords(startOf(row[which].day), now, language)}{state === 'over' && ` · ${t.passed}`}</Tag>;
  };
  return (
    <Panel title={t.title}>
      <Await load={load} rows={2} empty={{ when: (all) => all.length === 0, show: <div className="s-muted">{t.ofStayNone}</div> }}>
        {(all) => (
          <ul className="stay-steps" aria-label={t.list}>
            {all.map((row) => (
              <li key={row.number}>
                <span className="stay-step-name"><a className="stay-back" href={addressOf(detailPage, { number: row.number })}>{row.number}</a> {categoryWords(row.category, language)}{row.departmentName !== '' && <span className="s-muted"> {row.departmentName}</span>}<br /><span className="s-muted">{t.received} {dayWords(row.receivedAt, now, language)}</span></span>
                <span className="stay-step-state"><Tag tone="plain">{t.states[row.state]}</Tag>{row.round > 1 && <> <Tag tone="warn">{t.round(row.round)}</Tag></>}{row.untold && <> <Tag tone="warn">{row.callBack ? t.callBack : t.untold}</Tag></>}{row.state !== 'withdrawn' && <> {clock(row, 'internal')} {clock(row, 'legal')}</>}</span>
              </li>
            ))}
          </ul>
        )}
      </Await>
    </Panel>
  );
}
