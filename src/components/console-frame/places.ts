/** The console's pages, in the order of the navigation, and who finds them there. */
import type { Role } from '../../../cloudfunctions/kit/contract';
import { useCounts } from '../../cloud/counts';
import { useStaff } from '../../cloud/staff';
import { useText } from '../../text/language';
import { placeText } from '../../text/place';
import type { Place } from './console-frame';

/** What waits where, for the numbers beside the names. */
export type Waiting = Partial<Record<keyof typeof placeText.zh, number>>;

interface KnownPlace { key: keyof typeof placeText.zh; path: string; roles: readonly Role[] }
const known: readonly KnownPlace[] = [
  { key: 'worklist', path: 'call/worklist/index', roles: ['nurse', 'lead', 'ward', 'director'] },
];

/** The places of the reader's role; the worklist's number comes by itself. */
export function usePlaces(waiting: Waiting = {}): Place[] {
  const t = useText(placeText);
  const { me } = useStaff();
  const { data } = useCounts();
  const counts: Waiting = { worklist: data?.team, ...waiting };
  return known.filter(({ roles }) => me !== undefined && roles.includes(me.role)).map(({ key, path }) => ({ path, words: t[key], count: counts[key] }));
}

/** Where a role begins its day: the first of its places; '' when it has none. */
export const homeOf = (role: Role): string => known.find(({ roles }) => roles.includes(role))?.path ?? '';
