/** In a browser: focus goes into a dialog, stays there, and returns to where it came from. Escape means no. */
import { useEffect, useRef } from 'react';

/** `first`: which of its controls gets the focus; the last of a question's buttons is the safe one. */
export function useModal<T extends HTMLElement = HTMLElement>(open: boolean, onCancel: () => void, first: 'first' | 'last' = 'last') {
  const box = useRef<T>(null);
  const cancel = useRef(onCancel);
  cancel.current = onCancel;
  useEffect(() => {
    if (!open || process.env.TARO_ENV === 'weapp') return;
    const before = document.activeElement;
    const buttons = () => Array.from(box.current?.querySelectorAll<HTMLElement>('button:not(:disabled):not([tabindex="-1"]), a[href], input:not(:disabled), textarea:not(:disabled), select:not(:disabled)') ?? []);
    const frame = requestAnimationFrame(() => (first === 'first' ? buttons()[0] : buttons().at(-1))?.focus());
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
  }, [open, first]);
  return box;
}
