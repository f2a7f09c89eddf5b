/** Everybody who was discharged: found by what one knows of a person, or by day, ward, way, state and what is still open. */
import { useState } from 'react';
import { useNow } from '../../../cloud/use-now';
import { serverNow } from '../../../cloud/cloud';
import { useLoad } from '../../../cloud/use-load';
import { useStaff } from '../../../cloud/staff';
import { Button } from '../../../components/button/button';
import { addressOf, go } from '../../../components/console-frame/go';
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
import { exportText } from '../../../text/discharge-register';
import { useLanguage, useText } from '../../../text/language';
import { phoneWords } from '../../../text/phone';
import { dayOf, dayWords, startOf } from '../../../text/time';
import { Cards } from '../cards';
import { discharge, importPage, may, personWords, placeWords, printPage, registerPage, stayPage, type Row } from '../desk';
import { RegisterFrame } from '../register-frame';
import { Standing } from '../row-words';
import { Bar } from './bar';
import { Chips } from './chips';
import { ExportDialog } from './export-dialog';
import { chipsOf, filterKeys, inputOf, none, type FilterKey } from './filter';
import { useRegister } from './use-register';
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
  const ex = useText(exportText);
  const wayWords = useText(wayText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const narrow = useNarrow();
  const now = useNow();
  const [address, setAddress] = useAddress({ ...none, order: '', stay: '' });
  const [exporting, setExporting] = useState(false);
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
  const chips = chipsOf(address, (code) => known.find((department) => department.code === code)?.name ?? code, language);
  const filtered = chips.length > 0;
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
  const help = <div className="s-muted register-help">{t.searchHelp}</div>;
  const query = Object.fromEntries(filterKeys.filter((key) => address[key] !== '').map((key): [FilterKey, string] => [key, address[key]]));
  return (
    <RegisterFrame
      at={registerPage} title={t.title} allowed={me?.role !== 'it'} beside={!narrow && me?.role !== 'it' && first}
      actions={(
        <>
          {rows.length > 0 && <a className="register-link" href={addressOf(printPage, query)}>{ex.print}</a>}
          {may.export(me?.role) && rows.length > 0 && <Button wide={false} small tone="soft" onPress={() => setExporting(true)}>{ex.open}</Button>}
          {may.import(me?.role) && <Button wide={false} small tone="soft" onPress={() => go(importPage)}>{t.toImport}</Button>}
        </>
      )}
    >
      {narrow ? <div className="register-search">{first}{help}</div> : help}
      <Bar values={address} departments={known} wards={[...new Set(rows.map(({ ward }) => ward))].filter((ward) => ward !== '').sort()} narrow={narrow} onChange={change} />
      <Chips values={address} chips={chips} onChange={(values) => setAddress({ ...values, stay: '' })} />
      <div className="register-list">
        <Panel flush>
          <Await load={load} rows={8}>
            {() => (rows.length === 0 ? (
              <Empty words={empty}>
                {!filtered && may.import(me?.role) && <Button wide={false} onPress={() => go(importPage)}>{t.toImport}</Button>}
              </Empty>
            ) : narrow ? <Cards label={t.list} rows={rows} standing={(row) => <Standing row={row} now={now} />} /> : (
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
      {exporting && <ExportDialog filter={inputOf(address)} words={chips.map(({ words }) => words)} onClose={() => setExporting(false)} />}
    </RegisterFrame>
  );
}
