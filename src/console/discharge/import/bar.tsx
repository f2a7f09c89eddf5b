/** How far a run is. */
import type { Standing } from './words';

export const Bar = ({ standing: { words, share = 0 } }: { standing: Standing }) => (
  <div className="import-bar" role="progressbar" aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(share * 100)} aria-label={words}><div style={{ width: `${Math.round(share * 100)}%` }} /></div>
);
