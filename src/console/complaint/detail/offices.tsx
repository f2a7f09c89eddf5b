/** Who looks into it, what they said, and sending it elsewhere. */
import { useState } from 'react';
import type { Office, Severity } from '../../../../cloudfunctions/complaint/contract';
import { useNow } from '../../../cloud/use-now';
import { Button } from '../../../components/button/button';
import { Choices } from '../../../components/choices/choices';
import { TextArea } from '../../../components/field/field';
import { Panel } from '../../../components/panel/panel';
import { Tag } from '../../../components/tag/tag';
import { detailText, deskText } from '../../../text/complaint-console';
import { officeOptions, officeWords } from '../../../text/complaint-table';
import { useLanguage, useText } from '../../../text/language';
import { whenWords } from '../../../text/time';
import { complaint } from '../desk';
import { OpenLink } from './evidence';
import type { Part } from './index';

const severities: readonly Severity[] = ['ordinary', 'serious', 'major'];

export function Offices(part: Part) {
  const { detail } = part;
  const t = useText(detailText);
  const { language } = useLanguage();
  const now = useNow();
  const [changing, setChanging] = useState(false);
  const codes = [...detail.offices.map(String), ...(detail.departmentCode === '' ? [] : [detail.departmentCode])];
  const nameOf = (code: string) => (code === detail.departmentCode && detail.departmentName !== '' ? detail.departmentName : officeWords(code, language));
  return (
    <Panel title={t.offices} aside={detail.may.dispatch && !changing && <Button tone="soft" small wide={false} onPress={() => setChanging(true)}>{detail.state === 'received' ? t.dispatch : t.redispatch}</Button>}>
      {changing && <Dispatch key={detail.offices.join()} {...part} onClose={() => setChanging(false)} />}
      <ul className="detail-list">
        {codes.map((code) => <li key={code}><span className="s-grow">{nameOf(code)}</span>{detail.contributed.includes(code) ? <Tag tone="action">{t.contributed}</Tag> : <Tag tone="plain">{t.waitingFor}</Tag>}</li>)}
      </ul>
      {detail.contributions.map((one) => (
        <div key={`${one.code} ${one.at}`} className="detail-account">
          <div><b>{nameOf(one.code)}</b> <span className="s-muted">{one.by} · {whenWords(one.at, now, language)}</span></div>
          <div className="detail-own">{one.text}</div>
          {one.files.map((file) => <div key={file.fileId} className="detail-line">{file.name}<OpenLink number={detail.number} fileId={file.fileId} name={file.name} /></div>)}
        </div>
      ))}
    </Panel>
  );
}

function Dispatch({ detail, act, busy, onClose }: Part & { onClose(): void }) {
  const t = useText(detailText);
  const d = useText(deskText);
  const { language } = useLanguage();
  const [offices, setOffices] = useState<Office[]>(detail.offices);
  const [note, setNote] = useState('');
  const [severity, setSeverity] = useState(detail.severity);
  const files = detail.evidence.filter(({ by }) => by === 'complainant');
  const [share, setShare] = useState(() => files.filter(({ shared }) => shared).map(({ fileId }) => fileId));
  const [problem, setProblem] = useState<string>();
  const options = officeOptions(language);
  const send = async () => {
    setProblem(offices.length === 0 ? t.officeMissing : undefined);
    if (offices.length === 0) return;
    if (await act(t.dispatched, () => complaint.dispatch({ number: detail.number, offices, note: note.trim(), share, severity }))) onClose();
  };
  return (
    <div className="detail-form">
      <div className="s-field"><Choices label={t.offices} layout="chips" multiple max={6} options={options} value={offices} onChange={(chosen) => { setOffices(options.map(({ value }) => value).filter((office) => chosen.includes(office))); setProblem(undefined); }} />{problem !== undefined && <div className="s-field-problem" role="alert">{problem}</div>}</div>
      {files.length > 0 && <div className="s-field"><div className="s-field-label">{t.share}</div><Choices label={t.share} layout="chips" multiple options={files.map(({ fileId, name }) => ({ value: fileId, label: name }))} value={share} onChange={setShare} />{detail.confidential && <div className="detail-warn">{t.shareConfidential}</div>}</div>}
      <div className="s-field"><div className="s-field-label">{t.severityChange}</div><Choices label={t.severityChange} layout="chips" options={severities.map((one) => ({ value: one, label: d.severities[one] }))} value={[severity]} onChange={([one]) => setSeverity(severities.find((known) => known === one) ?? severity)} /></div>
      <TextArea label={t.dispatchNote} rows={2} limit={500} hint={t.dispatchNoteHint} value={note} onChange={setNote} />
      <div className="detail-buttons"><Button wide={false} busy={busy} onPress={() => { void send(); }}>{t.dispatchDo}</Button><Button tone="soft" wide={false} onPress={onClose}>{t.cancel}</Button></div>
    </div>
  );
}
