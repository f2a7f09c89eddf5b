/** What an office or a ward found out, with its papers. */
import { useState } from 'react';
import { recall, remember } from '../../../cloud/tab';
import { useStaff } from '../../../cloud/staff';
import { Attach } from '../../../components/attach/attach';
import { useAttach } from '../../../components/attach/use-attach';
import { Button } from '../../../components/button/button';
import { TextArea } from '../../../components/field/field';
import { Panel } from '../../../components/panel/panel';
import { Select } from '../../../components/select/select';
import { detailText } from '../../../text/complaint-console';
import { officeWords } from '../../../text/complaint-table';
import { useLanguage, useText } from '../../../text/language';
import { complaint, fileTypes, mostBytes, mostFiles, placeOf } from '../desk';
import type { Part } from './index';

export function Contribute({ detail, act, busy }: Part) {
  const t = useText(detailText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const shelf = `complaint-account.${detail.number}`;
  const [text, setText] = useState(() => recall(shelf) ?? '');
  const [problem, setProblem] = useState<string>();
  const scope = me?.departments ?? 'all';
  // Whoever handles complaints speaks for patient relations; a ward or an office for itself.
  const codes = me?.role !== 'ward' ? [] : [...detail.offices.map(String), ...(detail.departmentCode === '' ? [] : [detail.departmentCode])].filter((one) => scope !== 'all' && scope.includes(one));
  const [code, setCode] = useState(() => codes.find((one) => !detail.contributed.includes(one)) ?? codes[0] ?? '');
  // A ward comes for this; whoever handles it seldom has to add something of their own.
  const [open, setOpen] = useState(me?.role === 'ward' || text !== '');
  const attaching = useAttach({ most: mostFiles, mostBytes, types: fileTypes, place: placeOf });
  const send = async () => {
    setProblem(text.trim() === '' ? t.contributeMissing : undefined);
    if (text.trim() === '' || attaching.busy) return;
    const good = await act(t.contributedDone, () => complaint.contribute({ number: detail.number, text: text.trim(), files: attaching.sent.map(({ fileId }) => fileId), ...(code !== '' && { code }) }));
    if (!good) return;
    remember(shelf, undefined);
    setText('');
    attaching.clear();
  };
  if (!open) return <div><Button tone="soft" small wide={false} onPress={() => setOpen(true)}>{t.contributeOwn}</Button></div>;
  return (
    <Panel title={me?.role === 'ward' ? t.contributeTitle : t.contributeOwn}>
      {codes.length > 1 && <Select label={t.contributeFor} value={code} options={codes.map((one) => ({ value: one, label: one === detail.departmentCode ? detail.departmentName : officeWords(one, language) }))} onChange={setCode} />}
      <TextArea label={t.contributeText} rows={4} limit={4000} hint={t.contributeHint} value={text} problem={problem} onChange={(value) => { setText(value); remember(shelf, value === '' ? undefined : value); setProblem(undefined); }} />
      <Attach attaching={attaching} documents small disabled={busy} />
      <div className="detail-buttons"><Button wide={false} busy={busy} disabled={attaching.busy} onPress={() => { void send(); }}>{t.contributeDo}</Button></div>
    </Panel>
  );
}
