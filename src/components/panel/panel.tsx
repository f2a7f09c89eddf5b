/** A bordered part of a console page. */
import type { ReactNode } from 'react';
import './panel.scss';

interface Props { title?: string; aside?: ReactNode; /** Without room inside, for a table. */ flush?: boolean; children: ReactNode }

export function Panel({ title, aside, flush = false, children }: Props) {
  return (
    <section className={`s-panel${flush ? ' s-panel-flush' : ''}`} aria-label={title}>
      {(title !== undefined || aside !== undefined) && <div className="s-panel-head">{title !== undefined && <h2 className="s-panel-title">{title}</h2>}{aside}</div>}
      {children}
    </section>
  );
}
