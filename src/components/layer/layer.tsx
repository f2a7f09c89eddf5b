/** A place above the whole page for a picker that is opened inside a scrolling or sticky part. Browsers only. */
import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import './layer.scss';

export const Layer = ({ children }: { children: ReactNode }) => createPortal(<div className="s-root s-console s-layer">{children}</div>, document.body);
