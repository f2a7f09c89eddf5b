/** PID and NK1 → what is said of a patient. Fields by HL7 v2.3–2.5, chapter 3; v2.7 only adds behind them. */
import { readPhone } from '../cell';
import { hasHan, identifierKind, looksLikeIdCard, relationText } from '../coded';
import { given } from '../said';
import { wallOf } from '../source-time';
import type { Cells } from '../statement';
import { identifierOf } from '../visit-number';
import { firstOf, said, type Item, type Segment } from './segment';

/** The identifiers of a CX field by their kind; of several the first. Untyped: an identity card is known by its shape, the first other one is the patient's. */
export function identifiersOf(items: readonly Item[]): { patientNo: string; idNo: string; visitNo: string } {
  const found = { patientNo: '', idNo: '', visitNo: '' };
  const kinds = items.filter((item) => !item.none && item.part(1) !== '').map((item) => ({ value: item.part(1), type: item.part(5), kind: identifierKind(item.part(5)) }));
  const national = kinds.find(({ kind, type, value }) => kind === 'national' || (type === '' && looksLikeIdCard(value)));
  // MR before PI: one hospital's number before that of a master index.
  const own = kinds.filter(({ kind }) => kind === 'patient').sort((a, b) => Number(b.type.toUpperCase() === 'MR') - Number(a.type.toUpperCase() === 'MR'))[0];
  const first = kinds.find((candidate) => candidate.kind === '' && candidate !== national);
  found.patientNo = identifierOf((own ?? first)?.value ?? '') ?? '';
  found.idNo = national?.value ?? '';
  found.visitNo = kinds.find(({ kind }) => kind === 'visit')?.value ?? '';
  return found;
}

/** XPN-7: alias, nickname, maiden name, pseudonym; after all others. */
const byname = /^[ANMS]$/i;
/** A person of XPN or XCN, family name first; `shift` is 1 for XCN, whose first component is a number. Of several writings the Chinese one counts. */
export function nameOf(items: readonly Item[], shift = 0): string | undefined {
  if (items.length === 0) return undefined;
  const names = items.filter((item) => !item.none).sort((a, b) => Number(byname.test(a.part(7 + shift))) - Number(byname.test(b.part(7 + shift)))).map((item) => {
    const parts = [1, 2, 3].map((n) => item.part(n + shift)).filter((part) => part !== '');
    return parts.some(hasHan) ? parts.join('') : parts.join(' ');
  }).filter((name) => name !== '');
  return names.find(hasHan) ?? names[0] ?? (items.every((item) => item.none) ? '' : undefined);
}

/** XTN in any of its forms: whole (1), area code and local number (6, 7), unformatted (12). What is no telephone says nothing. */
function numbersOf(items: readonly Item[]): string[] {
  return items.filter((item) => !item.none && !/^(NET|INTERNET|X\.400|FX|BP|TDD)$/i.test(item.part(2)) && !/^(INTERNET|X\.400|FX|BP|TDD)$/i.test(item.part(3)))
    .map((item) => item.part(1).replace(/(?<=\d)\s*[XBC]\S{0,20}$/i, '') || `${item.part(6)}${item.part(7)}` || item.part(12)).filter((text) => /\d/.test(text) || text !== '' && !text.includes('@'));
}

/** Of all numbers the first mobile, then the first that can be rung, then the first: a wrong one is said to be wrong. Undefined where nothing is said. */
export function phoneOf(...fields: readonly Item[][]): string | undefined {
  const numbers = fields.flatMap(numbersOf);
  const ranked = numbers.map((text) => readPhone(text).number);
  const mobile = ranked.findIndex((number) => number.startsWith('1'));
  const good = mobile >= 0 ? mobile : ranked.findIndex((number) => number !== '');
  return numbers[Math.max(good, 0)] ?? (fields[0]?.some((item) => item.none) ? '' : undefined);
}

/** XAD from the province down; the current home before where somebody is registered or works. */
function addressOf(items: readonly Item[]): string | undefined {
  const order = ['', 'P', 'L', 'H', 'C'];
  const rank = (type: string): number => -order.indexOf(type.toUpperCase());
  const [best] = items.filter((item) => !item.none).sort((a, b) => rank(a.part(7)) - rank(b.part(7)));
  if (!best) return items.length > 0 ? '' : undefined;
  const street = best.part(1);
  return [best.part(4), best.part(3), best.part(9), street, best.part(2)].filter((part, index) => part !== '' && (index === 3 || !street.includes(part))).join('') || undefined;
}

/** NK1-7: next of kin, then who is called in an emergency, then unsaid; employers, insurers and authorities are nobody to ring about a patient. */
const roles = ['N', 'C', '', 'U'];
function contactOf(rows: readonly Segment[]): Cells {
  const persons = rows.map((row) => ({ row, rank: roles.indexOf((said(row, 7) ?? '').toUpperCase()), phone: phoneOf(row.items(5), row.items(6)) })).filter(({ rank }) => rank >= 0);
  const [best] = persons.sort((a, b) => a.rank - b.rank || Number(!a.phone) - Number(!b.phone));
  if (!best) return {};
  const [relation] = best.row.items(3);
  return given({
    contactName: nameOf(best.row.items(2)), contactPhone: best.phone,
    contactRelation: relation && (relation.none ? '' : relationText(relation.part(1), relation.part(2)) || undefined),
  });
}

/** Everything that PID and NK1 of a message say. `zone` of MSH-7 for a moment of death. */
export function personCells(segments: readonly Segment[], zone: string | undefined): Cells {
  const pid = firstOf(segments, 'PID');
  const ids = pid.items(3);
  const ssn = said(pid, 19);
  const birth = said(pid, 7);
  const sex = said(pid, 8);
  const death = said(pid, 29);
  const dead = said(pid, 30);
  return given({
    name: nameOf(pid.items(5)),
    sex: sex === undefined ? said(pid, 8, 2) : sex,
    // The day as it is written: a birth date is no instant, and no zone moves it.
    birthDate: birth !== undefined && /^\d{8}\d{0,6}/.test(birth) ? `${birth.slice(0, 4)}-${birth.slice(4, 6)}-${birth.slice(6, 8)}` : birth,
    idNo: identifiersOf(ids).idNo || ssn,
    phone: phoneOf(pid.items(13), pid.items(14)),
    address: addressOf(pid.items(11)),
    deceased: death ? wallOf(death, zone) : dead === undefined ? death : /^(Y|1|TRUE|是)$/i.test(dead) ? '1' : dead === '' ? '' : '0',
    ...contactOf(segments.filter((segment) => segment.name === 'NK1')),
  });
}
