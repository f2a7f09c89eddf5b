/** Everybody who was discharged: found by day, ward, way, state, or by what one knows of a person. */
import { useNow } from '../../../cloud/use-now';
import { serverNow } from '../../../cloud/cloud';
import { useLoad } from '../../../cloud/use-load';
import { useStaff } from '../../../cloud/staff';
import { Button } from '../../../components/button/button';
import { ConsoleFrame } from '../../../components/console-frame/console-frame';
import { addressOf, go } from '../../../components/console-frame/go';
import { usePlaces } from '../../../components/console-frame/places';
import { DataTable, type Column } from '../../../components/data-table/data-table';
import { readOrder, writeOrder } from '../../../components/data-table/sort';
import { Filters } from '../../../components/filters/filters';
import { useAddress } from '../../../components/filters/use-address';
import { Kbd } from '../../../components/kbd/kbd';
import { useKeys } from '../../../components/kbd/use-keys';
import { Panel } from '../../../components/panel/panel';
import { Await, Empty } from '../../../components/state/state';
import { useNarrow } from '../../../components/use-narrow/use-narrow';
import { registerText, wayText } from '../../../text/discharge';
import { useLanguage, useText } from '../../../text/language';
import { phoneWords } from '../../../text/phone';
import { shellText } from '../../../text/shell';
import { staffText } from '../../../text/staff';
import { dayOf, dayWords, startOf } from '../../../text/time';
import { discharge, importPage, may, personWords, placeWords, registerPage, stayPage, type Row } from '../desk';
import { Standing } from '../row-words';
import { none, useRegister, ways } from './use-register';
import './index.scss';

const spans = [3, 7, 30] as const;
const day = 86_400_000;
/** The first day of the last `n` days, today included. */
const sinceDay = (n: number): string => dayOf(serverNow() - (n - 1) * day);

function focusSearch(): void {
  document.querySelector<HTMLInputElement>('input[type=search]')?.focus();
}

export default function Register() {
  const t = useText(registerText);
  const shell = useText(shellText);
  const staff = useText(staffText);
  const wayWords = useText(wayText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const places = usePlaces();
  const narrow = useNarrow();
  const now = useNow();
  const [address, setAddress] = useAddress({ ...none, order: '', stay: '' });
  const { load, showMore } = useRegister(address);
  const departments = useLoad(async () => (await discharge.departments({})).departments, []);

  const scope = me?.departments ?? 'all';
  const known = (departments.data ?? []).filter((department) => scope === 'all' || scope.includes(department.code));
  const open = (row: Row) => go(stayPage, { stay: row.encounterId });
  const rows = load.data?.rows ?? [];
  const chosen = rows.find((row) => row.encounterId === address.stay) ?? rows[0];
  const order = readOrder(address.order);
  useKeys({ '/': focusSearch, ...(chosen && { Enter: () => open(chosen) }) });

  const span = address.to !== '' ? 'x' : address.from === '' ? '' : String(spans.find((n) => sinceDay(n) === address.from) ?? 'x');
  const filtered = Object.keys(none).some((key) => address[key as keyof typeof none] !== '');
  const empty = address.text !== '' ? t.emptySearch(address.text) : filtered ? t.emptyFilter : t.emptyAll;
  const change = (next: Record<string, string>) => {
    if ('span' in next) setAddress({ from: next['span'] === '' ? '' : sinceDay(Number(next['span'])), to: '', stay: '' });
    else setAddress({ ...next, stay: '' });
  };
  const option = (value: string, words: string) => ({ value, words });
  const columns: Column<Row>[] = [
    { key: 'discharged', title: t.discharged, sort: (row) => row.dischargeAt, cell: (row) => dayWords(startOf(row.dischargeDay), now, language) },
    { key: 'patient', title: t.patient, sort: (row) => row.age, cell: (row) => <><a className="register-name" href={addressOf(stayPage, { stay: row.encounterId })} tabIndex={-1}>{row.name}</a> {personWords(row, language)}</> },
    { key: 'place', title: t.place, sort: (row) => row.departmentName, cell: (row) => placeWords(row, language) },
    { key: 'dx', title: t.dx, wrap: true, sort: (row) => row.dx, cell: (row) => <span className="register-dx" title={row.dx}>{row.dx}</span> },
    { key: 'way', title: t.way, sort: (row) => row.way, cell: (row) => (row.way === '1' ? <span className="s-muted">{wayWords[row.way]}</span> : wayWords[row.way]) },
    { key: 'followup', title: t.followup, wrap: true, sort: (row) => row.steps[0]?.state, cell: (row) => <span className="register-flags"><Standing row={row} now={now} /></span> },
    { key: 'inpatientNo', title: t.inpatientNo, sort: (row) => row.inpatientNo, cell: (row) => <>{row.inpatientNo}<span className="s-muted">{t.times(row.visitTimes)}</span></> },
    { key: 'phone', title: t.phone, cell: (row) => phoneWords(row.phone) },
  ];
  const first = (
    <Filters
      values={{ ...address, span }} onChange={change}
      filters={[{ kind: 'search', key: 'text', label: t.searchHint }, { kind: 'tabs', key: 'span', label: t.days, options: [option('', t.all), option('3', t.last3), option('7', t.last7), option('30', t.last30)] }]}
    />
  );
  const rest = (
    <Filters
      values={address} onChange={change} onClear={filtered ? () => setAddress(none) : undefined}
      filters={[
        { kind: 'day', key: 'from', label: t.from }, { kind: 'day', key: 'to', label: t.to },
        ...(known.length > 1 ? [{ kind: 'select' as const, key: 'department', label: t.department, options: [option('', t.allDepartments), ...known.map((d) => option(d.code, d.name))] }] : []),
        { kind: 'select', key: 'way', label: t.way, options: [option('', t.allWays), ...ways.map((way) => option(way, wayWords[way]))] },
        { kind: 'select', key: 'state', label: t.state, options: [option('', t.allStates), option('finished', t.finished), option('cancelled', t.cancelled)] },
        { kind: 'select', key: 'held', label: t.held, options: [option('', t.heldAny), option('waiting', t.heldWaiting), option('invite', t.heldInvite), option('suppress', t.heldSuppress)] },
      ]}
    />
  );
  return (
    <ConsoleFrame
      name={shell.center} places={places} at={registerPage} title={t.title} beside={!narrow && me?.role !== 'it' && first}
      actions={may.import(me?.role) && <Button wide={false} tone="soft" onPress={() => go(importPage)}>{t.toImport}</Button>}
    >
      {me?.role === 'it' ? <Panel><Empty words={staff.noPage} /></Panel> : (
        <>
          {narrow ? <>{first}<details className="register-more" open={filtered || undefined}><summary>{t.filters}</summary>{rest}</details></> : rest}
          <div className="register-list">
            <Panel flush>
              <Await load={load} rows={8}>
                {() => (rows.length === 0 ? <Empty words={empty}>{!filtered && may.import(me?.role) && <Button wide={false} onPress={() => go(importPage)}>{t.toImport}</Button>}</Empty> : narrow ? (
                  <ul className="register-cards" aria-label={t.list}>
                    {rows.map((row) => (
                      <li key={row.encounterId}>
                        <a className="register-card" href={addressOf(stayPage, { stay: row.encounterId })}>
                          <span className="register-card-line"><span className="s-grow"><b>{row.name}</b> {personWords(row, language)}</span><span className="s-muted">{dayWords(startOf(row.dischargeDay), now, language)}</span></span>
                          <span className="register-card-line s-muted">{placeWords(row, language)} · {row.dx}</span>
                          <span className="register-card-line"><Standing row={row} now={now} /></span>
                        </a>
                      </li>
                    ))}
                  </ul>
                ) : (
                  <DataTable
                    label={t.list} columns={columns} rows={rows} id={(row) => row.encounterId} chosen={chosen?.encounterId} onChoose={(row) => setAddress({ stay: row.encounterId })} onOpen={open}
                    order={order} onOrder={(to) => setAddress({ order: writeOrder(to) })} empty={empty}
                  />
                ))}
              </Await>
            </Panel>
            {rows.length > 0 && (
              <div className="register-foot">
                <span className="s-muted" role="status">{t.shown(rows.length, load.data?.more ?? false)}{load.data?.more && order && ` · ${t.sortedShown(rows.length)}`}</span>
                {load.data?.more && <Button tone="soft" small wide={false} busy={load.loading} onPress={showMore}>{t.more}</Button>}
                {!narrow && <span className="s-muted" aria-hidden="true">{t.keys}<Kbd>/</Kbd> {t.keysSearch}<Kbd>↑</Kbd><Kbd>↓</Kbd> {t.keysMove}<Kbd>Enter</Kbd> {t.keysOpen}</span>}
              </div>
            )}
          </div>
        </>
      )}
    </ConsoleFrame>
  );
}
