/** Who took the register out of the house, when, what and why; one's own files are fetched here. */
import { useEffect, useState } from 'react';
import { CloudError } from '../../../cloud/error';
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { useStaff } from '../../../cloud/staff';
import { Button } from '../../../components/button/button';
import { DataTable, type Column } from '../../../components/data-table/data-table';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { Await, Empty } from '../../../components/state/state';
import { Tag } from '../../../components/tag/tag';
import { useNarrow } from '../../../components/use-narrow/use-narrow';
import { registerText } from '../../../text/discharge';
import { exportText } from '../../../text/discharge-register';
import { useLanguage, useText } from '../../../text/language';
import { whenWords } from '../../../text/time';
import { discharge, exportsPage, may, type ExportJob } from '../desk';
import { saveAs } from '../import/upload';
import { RegisterFrame } from '../register-frame';
import { chipsOf, quietText, valuesOf } from '../register/filter';

const pageSize = 20;

export default function Exports() {
  const t = useText(exportText);
  const register = useText(registerText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const narrow = useNarrow();
  const now = useNow();
  const [pages, setPages] = useState(1);
  const [busy, setBusy] = useState('');
  const [said, setSaid] = useState<string>();
  const departments = useLoad(async () => (await discharge.departments({})).departments, []);
  const load = useLoad(async () => {
    const jobs: ExportJob[] = [];
    const names: Record<string, string> = {};
    for (let page = 1, cursor: string | undefined; ; page += 1) {
      const reply = await discharge.exports({ limit: pageSize, ...(cursor !== undefined && { cursor }) });
      jobs.push(...reply.exports);
      Object.assign(names, reply.names);
      if (reply.next === null || page >= pages) return { jobs, names, more: reply.next !== null };
      cursor = reply.next;
    }
  }, [pages]);
  const making = load.data?.jobs.some(({ state }) => state === 'waiting') ?? false;
  useEffect(() => {
    if (!making) return;
    const timer = setInterval(() => { void load.reload(); }, 5000);
    return () => clearInterval(timer);
  }, [making]);

  const own = (job: ExportJob) => job.by === me?.staffId;
  const download = async (exportId: string) => {
    setBusy(exportId);
    setSaid(undefined);
    try {
      const { url, fileName } = await discharge.exportFile({ exportId });
      await saveAs(url, fileName);
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setSaid(error.code === 'GONE' ? t.gone : error.message);
    } finally {
      setBusy('');
    }
  };
  const who = (job: ExportJob) => (own(job) ? t.me : load.data?.names[job.by] ?? '');
  const what = (job: ExportJob) => {
    const values = valuesOf(job.filter);
    const chips = chipsOf({ ...values, text: own(job) ? values.text : quietText(values.text) }, (code) => departments.data?.find((one) => one.code === code)?.name ?? code, language);
    return chips.length === 0 ? t.everything : chips.map(({ words }) => words).join(' · ');
  };
  const file = (job: ExportJob) => (job.state === 'done' && own(job)
    ? <><Button tone="soft" small wide={false} busy={busy === job.exportId} onPress={() => { void download(job.exportId); }}>{t.download}</Button> <span className="s-muted">{t.until(whenWords(job.expiresAt, now, language))}</span></>
    : job.state === 'failed' ? <span title={t.problems[job.problem === 'too_many' ? 'too_many' : 'broken']}>{t.states.failed}</span> : <span className="s-muted">{job.state === 'done' ? t.others : t.states[job.state]}</span>);
  const kind = (job: ExportJob) => <Tag tone={job.full ? 'warn' : 'plain'}>{job.full ? t.fullTag : t.maskedTag}</Tag>;
  const columns: Column<ExportJob>[] = [
    { key: 'at', title: t.at, cell: (job) => whenWords(job.createdAt, now, language) }, { key: 'who', title: t.who, cell: who }, { key: 'kind', title: t.whose, cell: kind },
    { key: 'filter', title: t.filter, wrap: true, cell: what }, { key: 'why', title: t.why, wrap: true, cell: (job) => job.reason }, { key: 'rows', title: t.rows, number: true, cell: (job) => (job.state === 'done' || job.state === 'expired' ? job.rows : '') }, { key: 'file', title: t.state, wrap: true, cell: file },
  ];
  return (
    <RegisterFrame at={exportsPage} title={t.listTitle} allowed={may.export(me?.role)}>
      <div className="s-muted">{me && ['lead', 'quality', 'director'].includes(me.role) ? t.everybodys : t.own}</div>
      {said !== undefined && <Notice tone="warn">{said}</Notice>}
      <div className="register-list">
        <Panel flush>
          <Await load={load} rows={5} empty={{ when: ({ jobs }) => jobs.length === 0, show: <Empty words={t.listEmpty} /> }}>
            {({ jobs }) => (narrow ? (
              <ul className="register-cards" aria-label={t.listTitle}>
                {jobs.map((job) => (
                  <li key={job.exportId} className="register-card">
                    <span className="register-card-line"><b className="s-grow">{who(job)}</b>{kind(job)}<span className="s-muted">{whenWords(job.createdAt, now, language)}</span></span>
                    <span>{job.reason}</span><span className="s-muted">{what(job)}{job.rows > 0 && ` · ${t.rows} ${job.rows}`}</span><span className="register-card-line">{file(job)}</span>
                  </li>
                ))}
              </ul>
            ) : <DataTable label={t.listTitle} columns={columns} rows={jobs} id={(job) => job.exportId} empty={t.listEmpty} />)}
          </Await>
        </Panel>
        {load.data?.more && <div className="register-foot"><Button tone="soft" small wide={false} busy={load.loading} onPress={() => setPages((before) => before + 1)}>{register.more}</Button></div>}
      </div>
    </RegisterFrame>
  );
}
