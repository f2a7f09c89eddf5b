/** A dialog with a form of its own: focus inside, Escape means no, Enter hands it in. */
import type { ReactNode } from 'react';
import { Dialog } from '@nutui/nutui-react-taro';
import { Button } from '../../components/button/button';
import { useModal } from '../../components/confirm/use-modal';
import { Layer } from '../../components/layer/layer';
import { Notice } from '../../components/notice/notice';
import { useText } from '../../text/language';
import { shellText } from '../../text/shell';
import './register.scss';

interface Props { title: string; /** Undefined: there is nothing to hand in (any more). */ confirm?: string; cancel?: string; wide?: boolean; busy?: boolean; said?: string; onConfirm?(): void; onCancel(): void; children: ReactNode }

export function Ask({ title, confirm, cancel, wide = false, busy = false, said, onConfirm, onCancel, children }: Props) {
  const shell = useText(shellText);
  const box = useModal<HTMLFormElement>(true, () => { if (!busy) onCancel(); }, 'first');
  return (
    <Layer>
      <Dialog visible footer={null} closeOnOverlayClick={false} className={wide ? 'register-wide' : 'register-dialog'}>
        <form ref={box} className="register-ask" role="dialog" aria-modal="true" aria-label={title} noValidate onSubmit={(event) => { event.preventDefault(); if (!busy) onConfirm?.(); }}>
          <h2 className="register-ask-title">{title}</h2>
          <div className="register-ask-body">{children}</div>
          {said !== undefined && <Notice tone="danger">{said}</Notice>}
          <div className="register-ask-foot">
            {confirm !== undefined && <Button wide={false} busy={busy} onPress={() => onConfirm?.()}>{confirm}</Button>}
            <Button tone="soft" wide={false} disabled={busy} onPress={onCancel}>{cancel ?? shell.cancel}</Button>
          </div>
        </form>
      </Dialog>
    </Layer>
  );
}
