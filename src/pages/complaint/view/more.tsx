/** More words and files: added while it is handled, or new facts after an answer. */
import { useState } from 'react';
import { View } from '@tarojs/components';
import { CloudError } from '../../../cloud/error';
import type { Output } from '../../../cloud/cloud';
import type { ComplaintApi } from '../../../../cloudfunctions/complaint/contract';
import { Attach } from '../../../components/attach/attach';
import { useAttach } from '../../../components/attach/use-attach';
import { Button } from '../../../components/button/button';
import { TextArea } from '../../../components/field/field';
import { Frame } from '../../../components/frame/frame';
import { Heading } from '../../../components/heading/heading';
import { Notice } from '../../../components/notice/notice';
import { complaintText } from '../../../text/complaint';
import { useText } from '../../../text/language';
import { complaint, fileTypes, mostBytes, mostFiles, newKey, placeOf } from '../door';
import { keepWords, readWords } from './words';

export type Kind = 'add' | 'reopen';
type Reply = Output<ComplaintApi, 'reopen'>;

interface Props { kind: Kind; number: string; onBack(): void; onDone(reply: Reply): void }

export function More({ kind, number, onBack, onDone }: Props) {
  const t = useText(complaintText);
  const [key] = useState(newKey);
  const kept = `${kind}:${number}`;
  const [text, setText] = useState(() => readWords(kept));
  const [problem, setProblem] = useState<string>();
  const [said, setSaid] = useState<string>();
  const [busy, setBusy] = useState(false);
  const attaching = useAttach({ most: mostFiles, mostBytes, types: fileTypes, place: placeOf });
  const reopen = kind === 'reopen';
  const send = async () => {
    const written = text.trim();
    const wrong = reopen ? (Array.from(written).length < 5 ? t.reopenMissing : undefined) : written === '' && attaching.sent.length === 0 ? t.addEmpty : undefined;
    setProblem(wrong);
    if (wrong !== undefined) return;
    if (attaching.busy) {
      setSaid(t.uploading);
      return;
    }
    setBusy(true);
    setSaid(undefined);
    const files = attaching.sent.map(({ fileId }) => fileId);
    try {
      const reply = reopen ? await complaint.reopen({ number, key, text: written, files }) : await complaint.addEvidence({ number, text: written, files });
      keepWords(kept, '');
      onDone(reply);
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setBusy(false);
      setSaid(error.code === 'GONE' ? t.tooLate : error.passing ? t.notSent : error.message);
    }
  };
  return (
    <Frame
      title={t.viewTitle}
      footer={<><View className="complaint-back"><Button tone="soft" disabled={busy} onPress={onBack}>{t.cancel}</Button></View><View className="complaint-next"><Button busy={busy} onPress={() => { void send(); }}>{reopen ? t.reopenSend : t.addSend}</Button></View></>}
    >
      {said !== undefined && <Notice tone="warn">{said}</Notice>}
      <View className="complaint-body">
        <Heading turn={kind} large>{reopen ? t.reopenTitle : t.addTitle}</Heading>
        {reopen && <View className="s-muted">{t.reopenWords}</View>}
        <View className="complaint-section"><TextArea label={reopen ? t.reopenText : t.addText} rows={5} limit={reopen ? 4000 : 1000} value={text} problem={problem} disabled={busy} onChange={(value) => { setText(value); keepWords(kept, value); setProblem(undefined); }} /></View>
        <View className="complaint-section"><View className="complaint-label">{t.evidence}<View className="s-muted">{t.evidenceWords}</View></View><Attach attaching={attaching} documents disabled={busy} /></View>
      </View>
    </Frame>
  );
}
