/** The register on paper (A09), or a sample: everybody who fits, masked, with who printed it and when. */
import { useState } from 'react';
import { dayOf, timeOf } from '../../../../cloudfunctions/kit/calendar';
import { serverNow } from '../../../cloud/cloud';
import { CloudError } from '../../../cloud/error';
import { useLoad } from '../../../cloud/use-load';
import { useStaff } from '../../../cloud/staff';
import { Button } from '../../../components/button/button';
import { ConsoleFrame } from '../../../components/console-frame/console-frame';
import { addressOf } from '../../../components/console-frame/go';
import { usePlaces } from '../../../components/console-frame/places';
import { readAddress } from '../../../components/filters/use-address';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { Await, Empty } from '../../../components/state/state';
import { sexText, wayText } from '../../../text/discharge';
import { sheetText } from '../../../text/discharge-register';
import { stepWords } from '../../../text/followup';
import { useLanguage, useText } from '../../../text/language';
import { shellText } from '../../../text/shell';
import { staffText } from '../../../text/staff';
import { discharge, registerPage, samplePage, type Row, type Sample } from '../desk';
import { chipsOf, filterKeys, inputOf, none, type FilterValues } from '../register/filter';
import { stepNow } from '../row-words';
import '../register.scss';
import './index.scss';

const pageSize = 100;
/** As in the contract (maxPrintRows); importing it would bring every schema along. */
const most = 1000;

export default function Sheet() {
  const t = useText(sheetText);
  const shell = useText(shellText);
  const staff = useText(staffText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const places = usePlaces();
  const [address] = useState(() => readAddress(location.hash));
  const [read, setRead] = useState(0);
  const [problem, setProblem] = useState<string>();
  const values: FilterValues = Object.fromEntries(filterKeys.map((key) => [key, address[key] ?? none[key]])) as FilterValues;
  const sampleId = address['sample'] ?? '';
  const departments = useLoad(async () => (await discharge.departments({})).departments, []);
  const load = useLoad(async () => {
    const rows: Row[] = [];
    let sample: Sample | undefined;
    for (let cursor: string | undefined; ;) {
      const paging = { limit: pageSize, ...(cursor !== undefined && { cursor }) };
      const drawn = sampleId === '' ? undefined : await discharge.sampled({ sampleId, ...paging });
      const { rows: found, next } = drawn ?? (await discharge.list({ ...inputOf(values), ...paging }));
      sample = drawn?.sample;
      rows.push(...found);
      setRead(rows.length);
      if (next === null || rows.length >= most) return { rows: rows.slice(0, most), sample, more: next !== null, at: serverNow() };
      cursor = next;
    }
  }, []);
  // Nothing is printed that nobody could ask about later.
  const print = async () => {
    setProblem(undefined);
    try {
      await discharge.printed({ filter: sampleId === '' ? inputOf(values) : {}, rows: load.data!.rows.length });
      window.print();
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setProblem(error.message);
    }
  };
  const scope = sampleId !== '' ? '' : chipsOf(values, (code) => departments.data?.find((one) => one.code === code)?.name ?? code, language).map(({ words }) => words).join(' · ');
  const back = sampleId !== '' ? addressOf(samplePage, { sample: sampleId }) : addressOf(registerPage, Object.fromEntries(filterKeys.flatMap((key) => (values[key] === '' ? [] : [[key, values[key]]]))));
  return (
    <ConsoleFrame name={shell.center} places={places} at={registerPage} title={sampleId !== '' ? t.titleSample : t.title} actions={<><a className="register-link" href={back}>{t.back}</a><Button wide={false} disabled={(load.data?.rows.length ?? 0) === 0} onPress={() => void print()}>{t.print}</Button></>}>
      {me?.role === 'it' ? <Panel><Empty words={staff.noPage} /></Panel> : (
        <Await load={load} rows={8} empty={{ when: ({ rows }) => rows.length === 0, show: <Panel><Empty words={t.empty} /></Panel> }}>
          {({ rows, sample, more, at }) => (
            <>
              {problem !== undefined && <div className="sheet-screen"><Notice tone="danger">{problem}</Notice></div>}
              {more && <div className="sheet-screen"><Notice tone="warn">{t.most(rows.length)}</Notice></div>}
              <div className="sheet">
                <header className="sheet-head">
                  <h2>{sample ? t.titleSample : t.title}</h2>
                  <div>{sample ? t.sample(sample.percent, sample.from, sample.to, sample.seed) : scope !== '' && `${t.filter}：${scope}`}</div>
                  <div className="sheet-line"><span>{t.count(rows.length)}</span><span>{t.by(me?.name ?? '', `${dayOf(at)} ${timeOf(at)}`)}</span><span>{t.masked}</span></div>
                </header>
                <table className="sheet-table">
                  <thead><tr>{[t.number, t.name, t.sex, t.age, t.department, t.bed, t.dx, t.phone, t.district, t.inpatientNo, t.discharged, t.way, t.followup, t.note].map((head) => <th key={head} scope="col">{head}</th>)}</tr></thead>
                  <tbody>{rows.map((row, n) => <Line key={row.encounterId} row={row} n={n + 1} />)}</tbody>
                </table>
              </div>
            </>
          )}
        </Await>
      )}
      {load.loading && read > 0 && <div className="s-muted sheet-screen" role="status">{t.collecting(read)}</div>}
    </ConsoleFrame>
  );
}

function Line({ row, n }: { row: Row; n: number }) {
  const t = useText(sheetText);
  const ways = useText(wayText);
  const sexes = useText(sexText);
  const { language } = useLanguage();
  const step = stepNow(row);
  const ward = row.ward && !row.ward.includes(row.departmentName) ? `${row.departmentName} ${row.ward}` : row.ward || row.departmentName;
  return (
    <tr>
      <td className="sheet-right">{n}</td><td className="sheet-keep">{row.name}</td><td>{sexes[row.sex]}</td><td className="sheet-right">{row.age}</td><td>{ward}</td><td className="sheet-keep">{row.bed}</td><td>{row.dx}</td><td className="sheet-keep">{row.phone}</td><td>{row.district}</td>
      <td className="sheet-keep">{row.inpatientNo}</td><td className="sheet-keep">{row.dischargeDay}</td><td>{row.state === 'cancelled' ? t.cancelled : ways[row.way]}</td><td>{row.death === 'confirmed' ? t.dead : step ? stepWords(step.state, step.reason, language) : ''}</td><td className="sheet-note" />
    </tr>
  );
}
