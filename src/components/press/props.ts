import type { ReactNode } from 'react';

/** Anything that can be pressed. `label` replaces the words inside for a screen reader; `pressed` makes it a switch. */
export interface PressProps {
  onPress(): void;
  className?: string;
  label?: string;
  pressed?: boolean;
  disabled?: boolean;
  children?: ReactNode;
}
