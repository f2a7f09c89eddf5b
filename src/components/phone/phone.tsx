/** A number to ring. In a browser a link, so that a phone offers its dialler and a desktop what it has. */
import type { PhoneProps } from './props';

export function Phone({ number, label, className = '', children }: PhoneProps) {
  return <a className={className} href={`tel:${number.replace(/[^\d+]/g, '')}`} aria-label={label}>{children}</a>;
}
