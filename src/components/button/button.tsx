/** The button with words. One `primary` a screen; `danger` only for 120 and for what cannot be undone. */
import type { ReactNode } from 'react';
import { Press } from '../press/press';

interface Props {
  onPress(): void;
  tone?: 'primary' | 'soft' | 'danger' | 'plain';
  /** Fills the row; on by default. */
  wide?: boolean;
  small?: boolean;
  /** The work that it started is running: it cannot be pressed again and keeps its words. */
  busy?: boolean;
  disabled?: boolean;
  label?: string;
  children: ReactNode;
}

export function Button({ onPress, tone = 'primary', wide = true, small = false, busy = false, disabled = false, label, children }: Props) {
  const names = `s-button s-button-${tone}${wide ? ' s-button-wide' : ''}${small ? ' s-button-small' : ''}${busy ? ' s-button-busy' : ''}`;
  return <Press className={names} onPress={onPress} disabled={disabled || busy} label={label}>{children}</Press>;
}
