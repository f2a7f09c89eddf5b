/** The console's pages, in the order of the navigation. */
import { useText } from '../../text/language';
import { placeText } from '../../text/place';
import type { Place } from './console-frame';

/** What waits where, for the numbers beside the names. */
export type Waiting = Partial<Record<'worklist', number>>;

export function usePlaces(waiting: Waiting = {}): Place[] {
  const t = useText(placeText);
  return [{ path: 'call/worklist/index', words: t.worklist, count: waiting.worklist }];
}
