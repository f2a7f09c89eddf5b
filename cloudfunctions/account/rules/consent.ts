/**
 * What a patient agreed to, purpose by purpose (个人信息保护法 13–17, 29, 30). Care after discharge continues a service, so it goes on unless somebody says no; satisfaction is asked only with
 * a yes. Rows are only added; the newest counts.
 */
import { day } from '../../kit/calendar';
import type { Purpose } from '../../kit/contract';
import type { ConsentText, HospitalCard, Locale } from '../contract';
import texts from '../data/consents.json';

/** `patient`, `guardian`: the person whose data it is, or who decides for a child. `family`: for messages to this family member only. `link`: whoever holds an SMS link and has not proven more. */
export type ConsentBy = 'patient' | 'guardian' | 'family' | 'link';
/** One decision. `personId` is a person's or a link's id. `told` 0 until followup knows of a no. */
export interface ConsentRow {
  _id: string; personId: string; patientId: string; purpose: Purpose; n: number; what: 'given' | 'withdrawn'; by: ConsentBy; level: 'patient' | 'member';
  textVersion: string; textHash: string; locale: Locale; at: number; told: number;
}
export interface ConsentNow { state: 'none' | 'given' | 'withdrawn'; at: number; by: '' | ConsentBy; version: string }

/** Not asked again for 90 days after a no (网络数据安全管理条例 22(5): not often; the length is ours). */
export const coolDown = 90 * day;

/** A family member decides for messages to themselves; the others for the patient. */
export const levelOf = (by: ConsentBy): ConsentRow['level'] => (by === 'family' ? 'member' : 'patient');

/** What is in force for a patient, or for one family member (`personId`). */
export function consentNow(rows: readonly ConsentRow[], purpose: Purpose, personId?: string): ConsentNow {
  let last: ConsentRow | undefined;
  for (const row of rows) {
    if (row.purpose !== purpose || (personId === undefined ? row.level !== 'patient' : row.personId !== personId || row.level !== 'member')) continue;
    // Of two at the same instant the no counts.
    if (!last || row.at > last.at || (row.at === last.at && row.what === 'withdrawn')) last = row;
  }
  return last ? { state: last.what, at: last.at, by: last.by, version: last.textVersion } : { state: 'none', at: 0, by: '', version: '' };
}

/** May the patient be contacted for this purpose? Care unless somebody said no; satisfaction likewise until asked, because the question travels with the invitation. Answers are kept only after a yes. */
export const allows = (now: ConsentNow): boolean => now.state !== 'withdrawn';

/** May the app ask? A yes is not asked again unless the text has changed; a no rests for 90 days. */
export const mayAsk = (state: ConsentNow, currentVersion: string, now: number): boolean =>
  state.state === 'none' || (state.state === 'given' ? state.version !== currentVersion : now >= state.at + coolDown);

/** Can this writer lift what is in force? The no of a patient or guardian is lifted by a patient or guardian. */
export const mayGive = (state: ConsentNow, writer: ConsentBy): boolean =>
  writer === 'family' || state.state !== 'withdrawn' || state.by === 'link' || writer === 'patient' || writer === 'guardian';

interface TextVersion { version: string; purpose: Purpose; texts: Record<Locale, Omit<ConsentText, 'purpose' | 'version' | 'locale' | 'hash'>> }
const versions = texts as TextVersion[];

/** The version that is asked today: the last of its purpose in data/consents.json, where old ones stay. */
export const currentVersion = (purpose: Purpose): string => versions.filter((v) => v.purpose === purpose).at(-1)!.version;

/** A text as it stands on the screen, with the hospital's name and numbers; undefined for a version that never existed. */
export function consentText(purpose: Purpose, version: string, locale: Locale, hospital: HospitalCard): Omit<ConsentText, 'hash'> | undefined {
  const found = versions.find((v) => v.purpose === purpose && v.version === version)?.texts[locale];
  if (!found) return undefined;
  const { name, phone, email } = hospital.privacyContact;
  const values: Record<string, string> = { hospital: hospital.name, phone: hospital.phone, contact: [name, phone, email].filter(Boolean).join(locale === 'en' ? ', ' : '，') };
  const fill = (text: string): string => text.replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '');
  return {
    purpose, version, locale, title: fill(found.title), lead: fill(found.lead), agree: found.agree, decline: found.decline, withdrawn: fill(found.withdrawn),
    sections: found.sections.map((s) => ({ heading: s.heading, body: fill(s.body) })),
  };
}
