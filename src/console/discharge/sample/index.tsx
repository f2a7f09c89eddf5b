/** A05: a random share of the latest discharges, by a seed that is shown and gives the same list again. */
import { useEffect, useState } from 'react';
import { CloudError } from '../../../cloud/error';
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { useStaff } from '../../../cloud/staff';
import { Button } from '../../../components/button/button';
import { addressOf, go } from '../../../components/console-frame/go';
import { DataTable, type Column } from '../../../components/data-table/data-table';
import { TextField } from '../../../components/field/field';
import { useAddress } from '../../../components/filters/use-address';
import { useKeys } from '../../../components/kbd/use-keys';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { Select } from '../../../components/select/select';
import { Await, Empty } from '../../../components/state/state';
import { useNarrow } from '../../../components/use-narrow/use-narrow';
import { registerText } from '../../../text/discharge';
import { sampleText } from '../../../text/discharge-lists';
import { actorWords } from '../../../text/discharge-story';
import { useLanguage, useText } from '../../../text/language';
import { phoneWords } from '../../../text/phone';
import { dateWords, dayWords, startOf, whenWords } from '../../../text/time';
import { Cards } from '../cards';
import { discharge, may, personWords, placeWords, printPage, samplePage, stayPage, type Row, type Sample } from '../desk';
import { RegisterFrame } from '../register-frame';
import { Standing } from '../row-words';
import { numbersOf } from './numbers';
import './index.scss';

const pageSize = 50;

export default function Samples() {
  const t = useText(sampleText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const now = useNow();
  const [address, setAddress] = useAddress({ sample: '' });
  const [seed, setSeed] = useState('');
  const [percent, setPercent] = useState('10');
  const [days, setDays] = useState('3');
  const [department, setDepartment] = useState('');
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [said, setSaid] = useState<{ tone: 'good' | 'danger'; words: string }>();
  const [busy, setBusy] = useState(false);
  const departments = useLoad(async () => (await discharge.departments({})).departments, []);
  const load = useLoad(() => discharge.samples({}), []);
  const scope = me?.departments ?? 'all';
  const known = (departments.data ?? []).filter(({ code }) => scope === 'all' || scope.includes(code));
  const departmentName = (code: string) => departments.data?.find((one) => one.code === code)?.name ?? code;

  const draw = async () => {
    const { values, wrong } = numbersOf({ percent, days, seed });
    setProblems(Object.fromEntries(wrong.map((field) => [field, { percent: t.percentWrong, days: t.daysWrong, seed: t.seedWrong }[field]])));
    setSaid(undefined);
    if (wrong.length > 0) return;
    setBusy(true);
    try {
      const { sample } = await discharge.sample({ ...values, ...(department !== '' && { departmentCode: department }) });
      setSaid({ tone: 'good', words: t.done(sample.drawn) });
      setAddress({ sample: sample.sampleId });
      await load.reload();
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      if (error.problemAt('percent') === 'too_many') setProblems({ percent: t.tooMany });
      else setSaid({ tone: 'danger', words: error.message });
    } finally {
      setBusy(false);
    }
  };
  const again = (sample: Sample) => {
    setSeed(sample.seed);
    setPercent(String(sample.percent));
    setDays(String(sample.days));
    setDepartment(sample.departmentCode);
    setSaid(undefined);
  };
  const rangeWords = (sample: Sample) => [t.range(dateWords(sample.from, language), dateWords(sample.to, language)), `${sample.percent}%`, sample.departmentCode && departmentName(sample.departmentCode)].filter((word) => word !== '').join(' · ');
  return (
    <RegisterFrame at={samplePage} title={t.title} allowed={may.sample(me?.role)}>
      {said && <Notice tone={said.tone}>{said.words}</Notice>}
      <div className="sample-split">
        <div className="sample-side">
          <Panel title={t.draw}>
            <form noValidate onSubmit={(event) => { event.preventDefault(); void draw(); }}>
              <div className="sample-two">
                <TextField label={t.percent} kind="digits" limit={5} value={percent} problem={problems['percent']} onChange={setPercent} />
                <TextField label={t.days} kind="digits" limit={2} hint={t.daysHint} value={days} problem={problems['days']} onChange={setDays} />
              </div>
              {known.length > 1 && <Select label={t.department} empty={t.allDepartments} value={department} options={known.map(({ code, name }) => ({ value: code, label: name }))} onChange={setDepartment} />}
              <TextField label={t.seed} limit={40} hint={t.seedHint} value={seed} problem={problems['seed']} onChange={setSeed} />
              <Button busy={busy} onPress={() => { void draw(); }}>{t.go}</Button>
            </form>
            <p className="s-muted">{t.words}</p>
          </Panel>
          <Panel title={t.logged}>
            <Await load={load} rows={3} empty={{ when: ({ samples }) => samples.length === 0, show: <div className="s-muted">{t.empty}</div> }}>
              {({ samples, names }) => (
                <ul className="sample-list" aria-label={t.logged}>
                  {samples.map((sample) => (
                    <li key={sample.sampleId}>
                      <button type="button" className={`sample-one${sample.sampleId === address.sample ? ' sample-here' : ''}`} aria-pressed={sample.sampleId === address.sample} onClick={() => setAddress({ sample: sample.sampleId })}>
                        <b>{t.of(sample.drawn, sample.population)}</b><span className="s-muted">{rangeWords(sample)}</span><span className="s-muted">{t.by(actorWords(sample.by, names, me?.staffId, language), whenWords(sample.at, now, language))}</span>
                      </button>
                    </li>
                  ))}
                </ul>
              )}
            </Await>
          </Panel>
        </div>
        {address.sample === '' ? <Panel><Empty words={t.pick} /></Panel> : <Drawn key={address.sample} sampleId={address.sample} range={rangeWords} onAgain={again} />}
      </div>
    </RegisterFrame>
  );
}

function Drawn({ sampleId, range, onAgain }: { sampleId: string; range(sample: Sample): string; onAgain(sample: Sample): void }) {
  const t = useText(sampleText);
  const register = useText(registerText);
  const { language } = useLanguage();
  const narrow = useNarrow();
  const now = useNow();
  const [pages, setPages] = useState(1);
  useEffect(() => setPages(1), [sampleId]);
  const [chosenId, setChosenId] = useState('');
  const load = useLoad(async () => {
    const rows: Row[] = [];
    for (let page = 1, cursor: string | undefined; ; page += 1) {
      const reply = await discharge.sampled({ sampleId, limit: pageSize, ...(cursor !== undefined && { cursor }) });
      rows.push(...reply.rows);
      if (reply.next === null || page >= pages) return { sample: reply.sample, rows, more: reply.next !== null };
      cursor = reply.next;
    }
  }, [sampleId, pages]);
  const rows = load.data?.rows ?? [];
  const chosen = rows.find((row) => row.encounterId === chosenId) ?? rows[0];
  const open = (row: Row) => go(stayPage, { stay: row.encounterId });
  useKeys(chosen ? { Enter: () => open(chosen) } : {});
  const columns: Column<Row>[] = [
    { key: 'n', title: t.order, number: true, cell: (row) => rows.indexOf(row) + 1 }, { key: 'patient', title: register.patient, cell: (row) => <><a className="register-name" href={addressOf(stayPage, { stay: row.encounterId })} tabIndex={-1}>{row.name}</a> {personWords(row, language)}</> },
    { key: 'discharged', title: register.discharged, cell: (row) => dayWords(startOf(row.dischargeDay), now, language) }, { key: 'place', title: register.place, cell: (row) => placeWords(row, language) }, { key: 'followup', title: register.followup, wrap: true, cell: (row) => <span className="register-flags"><Standing row={row} now={now} /></span> },
    { key: 'phone', title: register.phone, cell: (row) => phoneWords(row.phone) },
  ];
  return (
    <div className="register-list">
      <Await load={load} rows={6}>
        {({ sample, more }) => (
          <>
            <Panel>
              <div className="sample-head"><b className="sample-number">{t.of(sample.drawn, sample.population)}</b><span>{range(sample)}</span><span className="sample-seed">{t.seedIs(sample.seed)}</span></div>
              {sample.excluded > 0 && <div className="s-muted">{t.excluded(sample.excluded)}</div>}
              <div className="register-flags sample-acts"><a className="register-link" href={addressOf(printPage, { sample: sample.sampleId })}>{t.print}</a><Button tone="soft" small wide={false} onPress={() => onAgain(sample)}>{t.again}</Button></div>
            </Panel>
            <Panel flush>
              {rows.length === 0 ? <Empty words={t.emptyRows} /> : narrow ? <Cards label={t.list} rows={rows} standing={(row) => <Standing row={row} now={now} />} />
                : <DataTable label={t.list} columns={columns} rows={rows} id={(row) => row.encounterId} chosen={chosen?.encounterId} onChoose={(row) => setChosenId(row.encounterId)} onOpen={open} empty={t.emptyRows} />}
            </Panel>
            {rows.length > 0 && <div className="register-foot"><span className="s-muted" role="status">{register.shown(rows.length, more)}</span>{more && <Button tone="soft" small wide={false} busy={load.loading} onPress={() => setPages((before) => before + 1)}>{register.more}</Button>}</div>}
          </>
        )}
      </Await>
    </div>
  );
}
