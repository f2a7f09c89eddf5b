/** The complainant does not use the app: how they were told, and what they said. */
import { useState } from 'react';
import type { Input } from '../../../cloud/cloud';
import type { ComplaintApi } from '../../../../cloudfunctions/complaint/contract';
import { Button } from '../../../components/button/button';
import { Choices } from '../../../components/choices/choices';
import { TextArea } from '../../../components/field/field';
import { Panel } from '../../../components/panel/panel';
import { detailText } from '../../../text/complaint-console';
import { useText } from '../../../text/language';
import { complaint } from '../desk';
import type { Part } from './index';

type Told = Input<ComplaintApi, 'tellAnswered'>;
const channels: readonly Told['channel'][] = ['phone', 'visit', 'letter', 'hotline'];
const saids: readonly Told['said'][] = ['accepted', 'not_accepted', 'none'];

export function Tell({ detail, act, busy }: Part) {
  const t = useText(detailText);
  const [channel, setChannel] = useState<Told['channel']>('phone');
  const [said, setSaid] = useState<Told['said']>();
  const [words, setWords] = useState('');
  const [problem, setProblem] = useState<string>();
  const inApp = detail.person?.inApp ?? (detail.anonymous && detail.source === 'app');
  const [open, setOpen] = useState(!inApp || detail.callBack);
  const send = async () => {
    if (said === undefined) return;
    const missing = said === 'not_accepted' && words.trim() === '';
    setProblem(missing ? t.tellMissing : undefined);
    if (!missing) await act(t.told, () => complaint.tellAnswered({ number: detail.number, channel, said, words: words.trim() }));
  };
  return (
    <Panel title={t.tell}>
      <div className="s-muted detail-gap">{detail.callBack ? t.tellBack : inApp ? t.tellApp : (detail.answers.at(-1)?.toldAt ?? 0) > 0 ? t.tellLater : t.tellWhy}</div>
      {!open && <Button tone="soft" small wide={false} onPress={() => setOpen(true)}>{t.tellOpen}</Button>}
      {open && <>
      <div className="s-field"><div className="s-field-label">{t.channel}</div><Choices label={t.channel} layout="chips" options={channels.map((one) => ({ value: one, label: t.channels[one] }))} value={[channel]} onChange={([one]) => setChannel(channels.find((known) => known === one) ?? channel)} /></div>
      <div className="s-field"><div className="s-field-label">{t.tellSaid}</div><Choices label={t.tellSaid} layout="chips" options={saids.map((one) => ({ value: one, label: t.said[one] }))} value={said === undefined ? [] : [said]} onChange={([one]) => { setSaid(saids.find((known) => known === one)); setProblem(undefined); }} /></div>
      <TextArea label={t.tellWords} rows={2} limit={1000} hint={t.tellWordsHint} value={words} problem={problem} onChange={(value) => { setWords(value); setProblem(undefined); }} />
      <div className="detail-buttons"><Button wide={false} busy={busy} disabled={said === undefined} onPress={() => { void send(); }}>{t.tellDo}</Button></div>
      </>}
    </Panel>
  );
}
