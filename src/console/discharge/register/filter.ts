/** The register's filter as the address writes it, as the server asks for it, and as chips that people read. */
import type { Filter } from '../desk';
import { followingText, lackText, registerText, wayText } from '../../../text/discharge';
import { findText } from '../../../text/discharge-register';
import { dateWords } from '../../../text/time';
import type { Language } from '../../../text/wording';

export const none = { from: '', to: '', department: '', ward: '', way: '', state: '', held: '', missing: '', following: '', priority: '', text: '' };
export type FilterKey = keyof typeof none;
export type FilterValues = Readonly<Record<FilterKey, string>>;
export const filterKeys = Object.keys(none) as FilterKey[];

export const ways = ['1', '2', '3', '4', '5', '9'] as const;
export const states = ['finished', 'cancelled'] as const;
export const helds = ['waiting', 'invite', 'suppress'] as const;
export const lacks = ['no_phone', 'wrong_phone', 'no_code', 'birth_estimated'] as const;
export const followings = ['waiting', 'answered', 'in_calls', 'lost', 'over'] as const;
const day = /^\d{4}-\d{2}-\d{2}$/;
const month = /^2\d{3}-(0[1-9]|1[0-2])$/;
/** The contract takes so many characters of a text and of a ward. */
const longest = 40;

const among = <T extends string>(all: readonly T[], value: string): T | undefined => all.find((one) => one === value);

/** What the address says as the server asks for it; what it cannot mean is left out. */
export function inputOf(values: FilterValues): Filter {
  const way = among(ways, values.way);
  const state = among(states, values.state);
  const held = among(helds, values.held);
  const following = among(followings, values.following);
  const missing = among(['any', ...lacks] as const, values.missing);
  const [text, ward] = [values.text.trim().slice(0, longest), values.ward.trim().slice(0, longest)];
  return {
    ...(day.test(values.from) && { from: values.from }), ...(day.test(values.to) && { to: values.to }), ...(values.department !== '' && { departmentCode: values.department }), ...(ward !== '' && { ward }),
    ...(way && { way }), ...(state && { state }), ...(held && { held }), ...(missing && { missing }), ...(following && { following }), ...(month.test(values.priority) && { priority: values.priority }), ...(text !== '' && { text }),
  };
}

/** The other way: a kept filter as the address writes it. */
export const valuesOf = ({ departmentCode, ...rest }: Filter): FilterValues => ({ ...none, ...rest, department: departmentCode ?? '' });

/** Which values two filters share does not depend on the order in which they were chosen. */
export const sameFilter = (one: FilterValues, other: FilterValues): boolean => filterKeys.every((key) => one[key] === other[key]);

export interface Chip { key: FilterKey; words: string }

/** A phone that somebody searched for is personal: to others only its end is shown. */
export function quietText(text: string): string {
  const digits = text.replace(/[\s-]/g, '');
  return /^\d{7,}$/.test(digits) ? `****${digits.slice(-4)}` : text;
}

/** Each condition in words, in the order of the bar; `departmentName` by code. */
export function chipsOf(values: FilterValues, departmentName: (code: string) => string, language: Language): Chip[] {
  const [t, f] = [registerText[language], findText[language]];
  const filter = inputOf(values);
  const held = { waiting: t.heldWaiting, invite: t.heldInvite, suppress: t.heldSuppress };
  const words: Partial<Record<FilterKey, string | undefined>> = {
    text: filter.text && f.chip(f.text, filter.text),
    from: filter.from && `${f.from} ${dateWords(filter.from, language)}`, to: filter.to && `${f.to} ${dateWords(filter.to, language)}`,
    department: filter.departmentCode && f.chip(t.department, departmentName(filter.departmentCode)), ward: filter.ward && f.chip(t.ward, filter.ward),
    way: filter.way && f.chip(t.way, wayText[language][filter.way]), state: filter.state && f.chip(t.state, filter.state === 'finished' ? t.finished : t.cancelled), held: filter.held && f.chip(t.held, held[filter.held]),
    missing: filter.missing && f.chip(t.missing, filter.missing === 'any' ? t.missingAny : lackText[language][filter.missing]), following: filter.following && f.chip(t.followup1, followingText[language][filter.following]),
    priority: filter.priority && f.chip(f.priority, f.priorityOf(filter.priority)),
  };
  return (Object.keys(words) as FilterKey[]).flatMap((key) => { const said = words[key]; return said ? [{ key, words: said }] : []; });
}
