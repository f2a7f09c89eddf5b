/** Cancelling asks why, from the table of reasons; feeling worse is said to ring somebody. Inside the two hours it says that it is an exception. */
import { useEffect, useState, type FormEvent } from 'react';
import { Dialog } from '@nutui/nutui-react-taro';
import { CloudError } from '../../cloud/error';
import { useText } from '../../text/language';
import { bookerText, cancelText } from '../../text/visit-booker';
import { Button } from '../button/button';
import { Choices } from '../choices/choices';
import { useModal } from '../confirm/use-modal';
import { TextArea } from '../field/field';
import { Notice } from '../notice/notice';
import type { Reason } from './use-booker';

/** Of the table (domain.md F05), and the one that only staff may give. */
const reasons: readonly Reason[] = ['better', 'worse', 'elsewhere', 'busy', 'far', 'waiting', 'forgot', 'other', 'error'];
const most = 200;

interface Props { open: boolean; /** When and where, in words. */ visit: string; canChange: boolean; onCancel(reason: Reason, note: string, override: boolean): Promise<void>; onClose(): void }

export function CancelDialog({ open, visit, canChange, onCancel, onClose }: Props) {
  const t = useText(bookerText);
  const words = useText(cancelText);
  const [reason, setReason] = useState<Reason>();
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [late, setLate] = useState(!canChange);
  useEffect(() => {
    if (!open) return;
    setReason(undefined);
    setNote('');
    setProblem(undefined);
    setLate(!canChange);
  }, [open]);
  const box = useModal<HTMLFormElement>(open, () => { if (!busy) onClose(); }, 'first');
  // Feeling worse is always heard, whatever the clock says.
  const exception = late && reason !== 'worse';
  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (busy) return;
    if (reason === undefined) {
      setProblem(t.cancelWhyNeeded);
      return;
    }
    setBusy(true);
    setProblem(undefined);
    try {
      await onCancel(reason, note.trim(), exception);
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      // The rule says two hours: said here, and done as an exception by the next press.
      if (error.reason === 'too_late' && !late) setLate(true);
      else setProblem(error.reason === 'over' ? t.gone : error.message);
    } finally {
      setBusy(false);
    }
  };
  if (!open) return null;
  return (
    <Dialog visible footer={null} closeOnOverlayClick={false}>
      <form ref={box} className="booker-cancel" role="dialog" aria-modal="true" aria-label={t.cancelTitle} noValidate onSubmit={(event) => { void submit(event); }}>
        <h2 className="booker-cancel-title">{t.cancelTitle}</h2>
        <div className="s-muted">{visit}</div>
        <Choices label={t.cancelWhy} layout="chips" options={reasons.map((value) => ({ value, label: words[value] }))} value={reason === undefined ? [] : [reason]} onChange={(chosen) => { setReason(reasons.find((one) => one === chosen[0])); setProblem(undefined); }} />
        {reason === 'worse' && <Notice tone="warn">{t.worse}</Notice>}
        {exception && <Notice tone="info">{t.overrideTitle}{t.stop}{t.overrideWords}</Notice>}
        <TextArea label={t.cancelNote} value={note} onChange={setNote} limit={most} rows={2} />
        {problem !== undefined && <Notice tone="danger">{problem}</Notice>}
        <div className="booker-cancel-buttons">
          <Button tone="danger" busy={busy} onPress={() => { void submit(); }}>{t.cancelDo}</Button>
          <Button tone="soft" disabled={busy} onPress={onClose}>{t.cancelKeep}</Button>
        </div>
      </form>
    </Dialog>
  );
}
