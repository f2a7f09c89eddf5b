/** In a browser a real button: focus, Enter and the space bar come with it. */
import type { PressProps } from './props';

export function Press({ onPress, className = '', label, pressed, disabled, children }: PressProps) {
  return (
    <button type="button" className={`s-press ${className}`} aria-label={label} aria-pressed={pressed} disabled={disabled} onClick={onPress}>
      {children}
    </button>
  );
}
