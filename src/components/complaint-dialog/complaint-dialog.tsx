/**
 * Registering a complaint without leaving a call or a conversation:
 *
 *   <ComplaintDialog open={open} callId={callId} onDone={(number) => …} onCancel={() => setOpen(false)} />
 *   <ComplaintDialog open={open} threadId={threadId} ns={[3, 4]} … />      // the words and pictures of these messages are taken over
 *
 * `onDone` comes when the colleague has read what to tell the person; `onCancel` when nothing was registered. What was written stays in this tab until then.
 */
import { useEffect, useState } from 'react';
import { Dialog } from '@nutui/nutui-react-taro';
import { registerText } from '../../text/complaint-console';
import { useText } from '../../text/language';
import { Button } from '../button/button';
import { useModal } from '../confirm/use-modal';
import { Layer } from '../layer/layer';
import type { Filed } from './client';
import { ComplaintForm, type From } from './form';
import { Registered } from './registered';
import './complaint-dialog.scss';

interface Props extends From { open: boolean; onDone(number: string): void; onCancel(): void }

export function ComplaintDialog({ open, onDone, onCancel, callId, encounterId, threadId, ns, by }: Props) {
  const t = useText(registerText);
  const [filed, setFiled] = useState<Filed>();
  useEffect(() => { if (!open) setFiled(undefined); }, [open]);
  const close = () => (filed ? onDone(filed.number) : onCancel());
  const box = useModal<HTMLDivElement>(open, close, 'first');
  if (!open) return null;
  return (
    <Layer>
      <Dialog visible footer={null} closeOnOverlayClick={false} className="s-complaint-dialog">
        <div ref={box} className="s-complaint-box" role="dialog" aria-modal="true" aria-label={filed ? t.doneTitle : t.title}>
          <h2 className="s-complaint-title">{filed ? t.doneTitle : t.title}</h2>
          {filed
            ? <><Registered filed={filed} /><div className="s-complaint-foot"><Button onPress={() => onDone(filed.number)}>{t.doneClose}</Button></div></>
            : <ComplaintForm from={{ callId, encounterId, threadId, ns, by }} onDone={setFiled} onCancel={onCancel} />}
        </div>
      </Dialog>
    </Layer>
  );
}
