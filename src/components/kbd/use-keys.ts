/** Keys for what is done a hundred times a day. They rest while somebody writes, while a dialog is open, and with Ctrl, Alt or Meta. */
import { useEffect, useRef } from 'react';

/** `n`, `Enter`, `F2`, `1` … → what it does. Function keys work while writing too. */
export type Keys = Readonly<Record<string, () => void>>;

const writes = (target: EventTarget | null) => target instanceof HTMLElement && (target.isContentEditable || /^(textarea|select)$/i.test(target.tagName) || (target instanceof HTMLInputElement && !/^(radio|checkbox|button)$/.test(target.type)));
/** Enter and the space bar belong to the button or link that has the focus. */
const presses = (target: EventTarget | null, key: string) => (key === 'Enter' || key === ' ') && target instanceof Element && target.closest('button, a[href], summary') !== null;

/** A dialog that was closed stays in the document, unseen. */
const asked = () => Array.from(document.querySelectorAll('[aria-modal="true"]')).some((dialog) => dialog.getClientRects().length > 0);

export function useKeys(keys: Keys): void {
  const now = useRef(keys);
  now.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented || event.repeat) return;
      const act = now.current[event.key] ?? now.current[event.key.toLowerCase()];
      if (!act || presses(event.target, event.key) || asked()) return;
      if (writes(event.target) && !/^F\d+$/.test(event.key)) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
