/** What a ward's records lack, by kind, with the quickest way to complete them. */
import { useEffect, useState } from 'react';
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { useStaff } from '../../../cloud/staff';
import { Button } from '../../../components/button/button';
import { addressOf, go } from '../../../components/console-frame/go';
import { DataTable, type Column } from '../../../components/data-table/data-table';
import { Filters } from '../../../components/filters/filters';
import { useAddress } from '../../../components/filters/use-address';
import { useKeys } from '../../../components/kbd/use-keys';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { Await, Empty } from '../../../components/state/state';
import { Tag } from '../../../components/tag/tag';
import { useNarrow } from '../../../components/use-narrow/use-narrow';
import { lackText, registerText } from '../../../text/discharge';
import { missingText } from '../../../text/discharge-lists';
import { useLanguage, useText } from '../../../text/language';
import { phoneWords } from '../../../text/phone';
import { dayWords, startOf } from '../../../text/time';
import { Cards } from '../cards';
import { discharge, may, missingPage, personWords, placeWords, stayPage, type Row } from '../desk';
import { lacks } from '../register/filter';
import { RegisterFrame } from '../register-frame';
import { NumberDialog } from './number-dialog';

const pageSize = 50;
type Counts = Awaited<ReturnType<typeof discharge.dataMissing>>['counts'];
/** Which fact of the form settles it. */
const factOf = { no_code: 'dxCode', birth_estimated: 'birthDate' } as const;

export default function MissingData() {
  const t = useText(missingText);
  const register = useText(registerText);
  const lack = useText(lackText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const narrow = useNarrow();
  const now = useNow();
  const [address, setAddress] = useAddress({ missing: '', department: '', stay: '' });
  const missing = lacks.find((one) => one === address.missing);
  const [pages, setPages] = useState(1);
  useEffect(() => setPages(1), [missing, address.department]);
  const [asking, setAsking] = useState<Row>();
  const [said, setSaid] = useState<string>();
  const departments = useLoad(async () => (await discharge.departments({})).departments, []);
  const load = useLoad(async () => {
    const rows: Row[] = [];
    let counts: Counts | undefined;
    for (let page = 1, cursor: string | undefined; ; page += 1) {
      const reply = await discharge.dataMissing({ ...(missing && { missing }), ...(address.department !== '' && { departmentCode: address.department }), limit: pageSize, ...(cursor !== undefined && { cursor }) });
      rows.push(...reply.rows);
      counts ??= reply.counts;
      if (reply.next === null || page >= pages) return { rows, counts, more: reply.next !== null };
      cursor = reply.next;
    }
  }, [missing, address.department, pages]);

  const scope = me?.departments ?? 'all';
  const known = (departments.data ?? []).filter(({ code }) => scope === 'all' || scope.includes(code));
  const cares = may.care(me?.role);
  const rows = load.data?.rows ?? [];
  const chosen = rows.find((row) => row.encounterId === address.stay) ?? rows[0];
  const open = (row: Row) => go(stayPage, { stay: row.encounterId });
  useKeys(chosen ? { Enter: () => open(chosen) } : {});
  const tags = (row: Row) => <span className="register-flags">{row.missing.map((one) => <Tag key={one} tone={one === 'no_phone' || one === 'wrong_phone' ? 'warn' : 'plain'}>{lack[one]}</Tag>)}</span>;
  const acts = (row: Row) => {
    if (!cares) return null;
    const fact = row.missing.includes('birth_estimated') ? factOf.birth_estimated : row.missing.includes('no_code') ? factOf.no_code : undefined;
    return (
      <span className="register-flags">
        {row.missing.some((one) => one === 'no_phone' || one === 'wrong_phone') && <Button tone="soft" small wide={false} label={t.phoneTitle(row.name)} onPress={() => { setSaid(undefined); setAsking(row); }}>{t.fixPhone}</Button>}
        {fact !== undefined && <a className="register-link" href={addressOf(stayPage, { stay: row.encounterId, correct: fact })}>{t.fixFact}</a>}
      </span>
    );
  };
  const columns: Column<Row>[] = [
    { key: 'discharged', title: register.discharged, cell: (row) => dayWords(startOf(row.dischargeDay), now, language) },
    { key: 'patient', title: register.patient, cell: (row) => <><a className="register-name" href={addressOf(stayPage, { stay: row.encounterId })} tabIndex={-1}>{row.name}</a> {personWords(row, language)}</> },
    { key: 'place', title: register.place, cell: (row) => placeWords(row, language) }, { key: 'lacks', title: t.lacks, wrap: true, cell: tags }, { key: 'dx', title: register.dx, wrap: true, cell: (row) => <span className="register-dx">{row.dx}</span> },
    { key: 'phone', title: register.phone, cell: (row) => phoneWords(row.phone) }, ...(cares ? [{ key: 'acts', title: '', cell: acts }] : []),
  ];
  const counts = load.data?.counts;
  return (
    <RegisterFrame at={missingPage} title={t.title} allowed={may.missing(me?.role)}>
      <Filters
        values={address} onChange={(change) => { setSaid(undefined); setAddress({ ...change, stay: '' }); }}
        filters={[
          { kind: 'tabs', key: 'missing', label: t.views, options: [{ value: '', words: t.all }, ...lacks.map((one) => ({ value: one as string, words: lack[one], count: counts?.[one] }))] },
          ...(known.length > 1 ? [{ kind: 'select' as const, key: 'department', label: register.department, options: [{ value: '', words: register.allDepartments }, ...known.map(({ code, name }) => ({ value: code, words: name }))] }] : []),
        ]}
      />
      <div className="s-muted">{t.words}</div>
      {said !== undefined && <Notice tone="good">{said}</Notice>}
      <div className="register-list">
        <Panel flush>
          <Await load={load} rows={6}>
            {() => (rows.length === 0 ? <Empty words={missing ? t.noneOf(lack[missing]) : t.none} /> : narrow ? <Cards label={t.list} rows={rows} standing={tags} acts={(row) => cares && <div className="register-acts">{acts(row)}</div>} /> : (
              <DataTable label={t.list} columns={columns} rows={rows} id={(row) => row.encounterId} chosen={chosen?.encounterId} onChoose={(row) => setAddress({ stay: row.encounterId })} onOpen={open} empty={t.none} />
            ))}
          </Await>
        </Panel>
        {rows.length > 0 && <div className="register-foot"><span className="s-muted" role="status">{register.shown(rows.length, load.data?.more ?? false)}</span>{load.data?.more && <Button tone="soft" small wide={false} busy={load.loading} onPress={() => setPages((before) => before + 1)}>{register.more}</Button>}</div>}
      </div>
      {asking && <NumberDialog row={asking} onCancel={() => setAsking(undefined)} onDone={(words) => { setAsking(undefined); setSaid(t.saved(asking.name, phoneWords(words))); void load.reload(); }} />}
    </RegisterFrame>
  );
}
