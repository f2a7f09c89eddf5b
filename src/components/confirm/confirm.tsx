/** Asks before something that cannot be taken back. The safe answer stands first for the keyboard; Escape means no. */
import { useEffect, useRef, type ReactNode } from 'react';
import { View } from '@tarojs/components';
import { Dialog } from '@nutui/nutui-react-taro';
import { useText } from '../../text/language';
import { shellText } from '../../text/shell';
import { said } from '../aria/aria';
import { Button } from '../button/button';
import './confirm.scss';

interface Props {
  open: boolean;
  title: string;
  /** What the button does, as a verb: 撤回同意. */
  confirm?: string;
  cancel?: string;
  danger?: boolean;
  busy?: boolean;
  onConfirm(): void;
  onCancel(): void;
  children?: ReactNode;
}

/** In a browser: focus goes into the question, stays there, and returns to where it came from. */
function useModal(open: boolean, onCancel: () => void) {
  const box = useRef<HTMLElement>(null);
  const cancel = useRef(onCancel);
  cancel.current = onCancel;
  useEffect(() => {
    if (!open || process.env.TARO_ENV === 'weapp') return;
    const before = document.activeElement;
    const buttons = () => Array.from(box.current?.querySelectorAll<HTMLElement>('button:not(:disabled), a[href], input, textarea, select') ?? []);
    const frame = requestAnimationFrame(() => buttons().at(-1)?.focus());
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        cancel.current();
      }
      if (event.key !== 'Tab') return;
      const all = buttons();
      const leaving = event.shiftKey ? all[0] : all.at(-1);
      if (document.activeElement !== leaving) return;
      event.preventDefault();
      (event.shiftKey ? all.at(-1) : all[0])?.focus();
    };
    document.addEventListener('keydown', onKey, true);
    return () => {
      cancelAnimationFrame(frame);
      document.removeEventListener('keydown', onKey, true);
      if (before instanceof HTMLElement) before.focus();
    };
  }, [open]);
  return box;
}

export function Confirm({ open, title, confirm, cancel, danger = false, busy = false, onConfirm, onCancel, children }: Props) {
  const t = useText(shellText);
  const box = useModal(open, onCancel);
  const footer = (
    <View className="s-confirm-buttons">
      <Button tone={danger ? 'danger' : 'primary'} busy={busy} onPress={onConfirm}>{confirm ?? t.confirm}</Button>
      <Button tone="soft" disabled={busy} onPress={onCancel}>{cancel ?? t.cancel}</Button>
    </View>
  );
  return (
    <Dialog visible={open} footer={null} closeOnOverlayClick={!busy} onOverlayClick={() => { if (!busy) onCancel(); return true; }}>
      <View ref={box} className="s-confirm" {...said({ role: 'alertdialog', label: title })} aria-modal="true">
        <View className="s-confirm-title">{title}</View>
        {children !== undefined && <View className="s-confirm-words">{children}</View>}
        {footer}
      </View>
    </Dialog>
  );
}
