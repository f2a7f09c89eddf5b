/** A key, as a hint beside what it does. Hidden from screen readers: the button says what it is. */
import './kbd.scss';

export const Kbd = ({ children }: { children: string }) => <kbd className="s-kbd" aria-hidden="true">{children}</kbd>;
