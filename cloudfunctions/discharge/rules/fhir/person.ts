/** Patient → what is said of a person, and what the small FHIR types hold. */
import { readPhone } from '../cell';
import { hasHan, identifierKind, looksLikeIdCard, relationText } from '../coded';
import { given } from '../said';
import { readSourceTime, wallOf } from '../source-time';
import type { Cells } from '../statement';
import { identifierOf } from '../visit-number';
import type { Concept, ContactPoint, HumanName, Identifier, Patient } from './resource';

/** Text of a concept: its own, else what its first named code is called. */
export const conceptText = (concept: Concept | null | undefined): string => concept?.text || concept?.coding?.map((coding) => coding.display ?? '').find((display) => display !== '') || '';
/** The first code of a concept, of a system that fits where one does. */
export function conceptCode(concept: Concept | null | undefined, system?: RegExp): string {
  const codings = concept?.coding ?? [];
  return (codings.find((coding) => system?.test(coding.system ?? '') && coding.code) ?? codings.find((coding) => coding.code))?.code ?? '';
}

/** OIDs of the 互联互通 messages: 1.3 identity card, 2.5.1.4 patient, 1.12 inpatient number, 2.5.1.8 number of the stay. */
const systems: readonly (readonly [RegExp, 'patient' | 'national' | 'visit' | 'times'])[] = [
  [/2\.16\.156\.10011\.1\.3$|id-?card|sfz|citizen|national|身份证/i, 'national'], [/2\.16\.156\.10011\.2\.5\.1\.8$|visit-?times|zycs|住院次数/i, 'times'],
  [/2\.16\.156\.10011\.1\.12$|2\.16\.156\.10011\.2\.5\.1\.9$|inpatient|admission|zyh|住院号|病案号/i, 'visit'], [/2\.16\.156\.10011\.2\.5\.1\.4$|patient-?id|mrn|患者/i, 'patient'],
];
export function kindOf({ type, system }: Identifier): string {
  const byType = [conceptCode(type), conceptText(type)].map(identifierKind).find((kind) => kind !== '');
  return byType ?? systems.find(([known]) => known.test(system ?? ''))?.[1] ?? (conceptCode(type) || conceptText(type) ? 'other' : '');
}
/** Identifiers that still count. */
export const current = (identifiers: readonly Identifier[] | null | undefined): Identifier[] => (identifiers ?? []).filter(({ use, value }) => use !== 'old' && (value ?? '').trim() !== '');

export function patientIds(identifiers: readonly Identifier[] | null | undefined): { patientNo: string; idNo: string } {
  const all = current(identifiers).map((identifier) => ({ value: identifier.value!.trim(), kind: kindOf(identifier), mr: conceptCode(identifier.type) === 'MR' }));
  const national = all.find(({ kind, value }) => kind === 'national' || (kind === '' && looksLikeIdCard(value)));
  const own = all.filter(({ kind }) => kind === 'patient').sort((a, b) => Number(b.mr) - Number(a.mr))[0] ?? all.find((one) => one.kind === '' && one !== national);
  return { patientNo: identifierOf(own?.value ?? '') ?? '', idNo: national?.value ?? '' };
}

/** Family name first; what is in use before what was. Of several writings the Chinese one counts. */
export function humanName(names: readonly HumanName[] | null | undefined): string | undefined {
  const order = ['official', 'usual', '', 'nickname', 'anonymous', 'temp', 'maiden'];
  const texts = (names ?? []).filter(({ use }) => use !== 'old').sort((a, b) => order.indexOf(a.use ?? '') - order.indexOf(b.use ?? '')).map((name) => {
    const parts = [name.family ?? '', ...(name.given ?? []).map((part) => part ?? '')].filter((part) => part !== '');
    return (name.text || parts.join(parts.some(hasHan) ? '' : ' ')).trim();
  }).filter((text) => text !== '');
  return texts.find(hasHan) ?? texts[0];
}

/** Whether something with a period still counts at this instant. */
export const stillAt = (at: number, end: string | null | undefined): boolean => {
  const ended = end ? readSourceTime(end) : undefined;
  return ended === undefined || ended.at >= at;
};

/** The number that counts: by rank, then mobile before home before work; the first that can be rung. '' where all that are named have ended. */
export function phoneOf(telecom: readonly ContactPoint[] | null | undefined, at: number): string | undefined {
  const phones = (telecom ?? []).filter(({ system, value }) => /^(phone|sms|)$/.test(system ?? '') && (value ?? '').trim() !== '');
  if (phones.length === 0) return undefined;
  const uses = ['mobile', 'home', '', 'temp', 'work'];
  const counting = phones.filter(({ use, period }) => use !== 'old' && stillAt(at, period?.end))
    .map((phone) => ({ text: phone.value!.trim().replace(/^tel:/i, ''), rank: phone.rank ?? 1e9, use: uses.indexOf(phone.use ?? '') }))
    .sort((a, b) => a.rank - b.rank || a.use - b.use);
  return (counting.find(({ text }) => readPhone(text).number !== '') ?? counting[0])?.text ?? '';
}

/** v2-0131: next of kin, then emergency; employers, insurers and authorities are nobody to ring about a patient. */
const roles = ['N', 'C', ''];
function contactOf(contacts: Patient['contact'], at: number): Cells {
  const persons = (contacts ?? []).filter(({ period }) => stillAt(at, period?.end)).map((contact) => {
    const codes = (contact.relationship ?? []).map((relation) => conceptCode(relation, /0131/).toUpperCase());
    const role = codes.find((code) => /^[A-Z]$/.test(code)) ?? '';
    const kin = (contact.relationship ?? []).map((relation) => relationText(/^[A-Z]$/i.test(conceptCode(relation)) ? '' : conceptCode(relation), conceptText(relation))).find((text) => text !== '');
    return { rank: roles.indexOf(role), phone: phoneOf(contact.telecom, at), name: contact.name ? humanName([contact.name]) : undefined, kin };
  }).filter(({ rank }) => rank >= 0).sort((a, b) => a.rank - b.rank || Number(!a.phone) - Number(!b.phone));
  const [best] = persons;
  return best ? given({ contactName: best.name, contactRelation: best.kin, contactPhone: best.phone }) : {};
}

function addressOf(addresses: Patient['address']): string | undefined {
  const order = ['home', '', 'temp', 'work', 'billing'];
  const [best] = (addresses ?? []).filter(({ use }) => use !== 'old').sort((a, b) => order.indexOf(a.use ?? '') - order.indexOf(b.use ?? ''));
  if (!best) return undefined;
  const line = (best.line ?? []).map((part) => part ?? '').join('');
  return best.text || [best.state, best.city, best.district].map((part) => part ?? '').filter((part) => part !== '' && !line.includes(part)).join('') + line || undefined;
}

/** Everything that a Patient says. `at`: when, so that ended numbers are told from current ones. */
export function personCells(patient: Patient, at: number): Cells {
  return given({
    name: humanName(patient.name), sex: patient.gender || undefined, birthDate: patient.birthDate || undefined, idNo: patientIds(patient.identifier).idNo || undefined,
    phone: phoneOf(patient.telecom, at), address: addressOf(patient.address),
    deceased: patient.deceasedDateTime ? wallOf(patient.deceasedDateTime) : patient.deceasedBoolean === true ? '1' : patient.deceasedBoolean === false ? '0' : undefined,
    ...contactOf(patient.contact, at),
  });
}
