/** Asks for a reason before something is done under one's name. The problem stays in the dialog, so that nothing written is lost. */
import { useEffect, useState, type FormEvent, type ReactNode } from 'react';
import { Dialog } from '@nutui/nutui-react-taro';
import { CloudError } from '../../cloud/error';
import { useText } from '../../text/language';
import { noteText } from '../../text/note';
import { shellText } from '../../text/shell';
import { Button } from '../button/button';
import { useModal } from '../confirm/use-modal';
import { TextArea } from '../field/field';
import { Notice } from '../notice/notice';
import './note-dialog.scss';

interface Props {
  open: boolean;
  title: string;
  /** What the button does, as a verb. */
  confirm: string;
  danger?: boolean;
  label?: string;
  hint?: string;
  /** The domain's own sentence for an error; otherwise the general one. */
  words?(error: CloudError): string | undefined;
  /** Rejects with CloudError; the dialog then stays open. */
  onConfirm(note: string): Promise<void>;
  onCancel(): void;
  children?: ReactNode;
}

/** The server asks for two characters (discharge contract). */
const least = 2;
const most = 200;

export function NoteDialog({ open, title, confirm, danger = false, label, hint, words, onConfirm, onCancel, children }: Props) {
  const t = useText(noteText);
  const shell = useText(shellText);
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState<string>();
  const [said, setSaid] = useState<string>();
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (!open) return;
    setNote('');
    setProblem(undefined);
    setSaid(undefined);
  }, [open, title]);
  const box = useModal<HTMLFormElement>(open, () => { if (!busy) onCancel(); }, 'first');
  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (busy) return;
    if (Array.from(note.trim()).length < least) {
      setProblem(t.tooShort);
      return;
    }
    setBusy(true);
    setSaid(undefined);
    try {
      await onConfirm(note.trim());
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setSaid(words?.(error) ?? error.message);
    } finally {
      setBusy(false);
    }
  };
  if (!open) return null;
  return (
    <Dialog visible footer={null} closeOnOverlayClick={false}>
      <form ref={box} className="s-note" role="dialog" aria-modal="true" aria-label={title} noValidate onSubmit={(event) => { void submit(event); }}>
        <h2 className="s-note-title">{title}</h2>
        {children !== undefined && <div className="s-note-words">{children}</div>}
        <TextArea label={label ?? t.reason} hint={hint} value={note} onChange={(value) => { setNote(value); setProblem(undefined); }} problem={problem} limit={most} rows={3} />
        {said !== undefined && <Notice tone="danger">{said}</Notice>}
        <div className="s-note-buttons">
          <Button tone={danger ? 'danger' : 'primary'} busy={busy} onPress={() => { void submit(); }}>{confirm}</Button>
          <Button tone="soft" disabled={busy} onPress={onCancel}>{shell.cancel}</Button>
        </div>
      </form>
    </Dialog>
  );
}
