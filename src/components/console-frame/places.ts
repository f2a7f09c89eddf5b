/** The console's pages, in the order of the navigation, and who finds them there. */
import type { Role } from '../../../cloudfunctions/kit/contract';
import offices from '../../../cloudfunctions/complaint/data/office.json';
import { useComplaints } from '../../cloud/complaints';
import { useCounts } from '../../cloud/counts';
import { useHeld } from '../../cloud/held';
import { useMessageCounts } from '../../cloud/message-counts';
import { useStaff, type StaffMe } from '../../cloud/staff';
import { useText } from '../../text/language';
import { placeText } from '../../text/place';
import type { Place } from './console-frame';

/** What waits where, for the numbers beside the names. */
export type Waiting = Partial<Record<keyof typeof placeText.zh, number>>;

interface KnownPlace { key: keyof typeof placeText.zh; path: string; roles: readonly Role[] }
const known: readonly KnownPlace[] = [
  { key: 'worklist', path: 'call/worklist/index', roles: ['nurse', 'lead', 'ward', 'director'] },
  { key: 'today', path: 'followup/today/index', roles: ['lead', 'quality', 'director'] },
  { key: 'complaint', path: 'complaint/desk/index', roles: ['officer', 'lead', 'director', 'ward'] },
  { key: 'inbox', path: 'message/inbox/index', roles: ['agent', 'lead', 'nurse', 'ward', 'officer'] },
  { key: 'answers', path: 'message/answers/index', roles: ['lead', 'quality', 'agent', 'nurse'] },
  { key: 'complaintRegister', path: 'complaint/register/index', roles: ['nurse', 'agent'] },
  { key: 'visits', path: 'visit/week/index', roles: ['lead', 'nurse', 'agent', 'ward', 'director'] },
  { key: 'register', path: 'discharge/register/index', roles: ['lead', 'nurse', 'agent', 'officer', 'ward', 'quality', 'director'] },
  // The others find these two beside the register's list; for a head nurse they are a task of their own.
  { key: 'monthly', path: 'discharge/monthly/index', roles: ['ward'] },
  { key: 'missing', path: 'discharge/missing/index', roles: ['ward'] },
  { key: 'held', path: 'discharge/held/index', roles: ['lead', 'nurse', 'ward'] },
  { key: 'import', path: 'discharge/import/index', roles: ['lead', 'it'] },
  { key: 'directory', path: 'directory/list/index', roles: ['lead', 'it', 'nurse', 'agent', 'officer', 'ward', 'quality', 'director'] },
  { key: 'people', path: 'account/people/index', roles: ['lead', 'it', 'director'] },
  { key: 'settings', path: 'account/settings/index', roles: ['lead', 'it'] },
];

/** Whose day it is, as far as the navigation asks. */
type Whose = Pick<StaffMe, 'role' | 'departments'>;
/** People of an office (护理部, 总务科 …) sign in like a ward but have no beds: complaints are all that comes to them. */
const ofOffice = ({ role, departments }: Whose): boolean => role === 'ward' && departments !== 'all' && departments.length > 0 && departments.every((code) => offices.some((office) => office.code === code));
const placesOf = (whose: Whose): readonly KnownPlace[] => known.filter(({ key, roles }) => roles.includes(whose.role) && (!ofOffice(whose) || key === 'complaint'));

/** The places of the reader's role; the numbers of the worklist and of the clearing list come by themselves. */
export function usePlaces(waiting: Waiting = {}): Place[] {
  const t = useText(placeText);
  const { me } = useStaff();
  const { data } = useCounts();
  const { data: held } = useHeld();
  const { data: complaints } = useComplaints();
  // A ward's own are those that wait for its account; the others' what nobody has taken and what they have in hand.
  const complaint = complaints && (me?.role === 'ward' ? complaints.mine : complaints.new + complaints.mine);
  const { data: messages } = useMessageCounts();
  const inbox = messages && (me?.role === 'ward' ? messages.department : messages.waiting);
  const counts: Waiting = { worklist: data?.team, held, inbox, complaint, ...waiting };
  return (me ? placesOf(me) : []).map(({ key, path }) => ({ path, words: t[key], count: counts[key] }));
}

/** Where somebody's day begins: the first of their places; '' when they have none. */
export const homeOf = (whose: Whose): string => placesOf(whose)[0]?.path ?? '';
