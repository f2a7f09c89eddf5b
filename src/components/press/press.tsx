/** In a browser a real button: focus, Enter and the space bar come with it. The second click of a double click is the same press: it must not reach what the first one brought under the finger. */
import type { PressProps } from './props';

export function Press({ onPress, className = '', label, pressed, disabled, children }: PressProps) {
  return (
    <button type="button" className={`s-press ${className}`} aria-label={label} aria-pressed={pressed} disabled={disabled} onClick={(event) => { if (event.detail < 2) onPress(); }}>
      {children}
    </button>
  );
}
