/** Booked of places, as a figure and as a bar that only repeats it. */
import { useText } from '../../../text/language';
import { weekText } from '../../../text/visit-console';
import { shareOf, type Load } from './load';

/** From here on a clinic is nearly full, percent (product default): time to open places or to send people elsewhere. */
export const nearly = 85;

export function Bar({ load, name }: { load: Load; name?: string }) {
  const t = useText(weekText);
  const share = shareOf(load);
  const tone = share === undefined ? '' : share >= 100 ? ' week-bar-full' : share >= nearly ? ' week-bar-nearly' : '';
  return (
    <span className="week-load">
      {name !== undefined && <span className="week-load-name">{name}</span>}
      {share !== undefined && <span className={`week-bar${tone}`} aria-hidden="true"><span style={{ width: `${share}%` }} /></span>}
      <span className="week-figure">{load.capacity > 0 || load.taken > 0 ? t.count(load.taken, load.capacity) : ''}{load.closed > 0 && <span className="week-closed"> {t.closedWith(load.closed)}</span>}</span>
    </span>
  );
}
