/** Asks before something that cannot be taken back. The safe answer stands first for the keyboard; Escape means no. */
import type { ReactNode } from 'react';
import { View } from '@tarojs/components';
import { Dialog } from '@nutui/nutui-react-taro';
import { useText } from '../../text/language';
import { shellText } from '../../text/shell';
import { said } from '../aria/aria';
import { Button } from '../button/button';
import { useModal } from './use-modal';
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
