/** Columns that cannot be told from their headings: what is asked, what a person answers, and how the answer is known again. */
import { maskAddress, maskId, maskName, maskPhone } from '../../kit/mask';
import type { FieldName } from '../contract';
import { halfWidth } from './cell';
import { evenHeading, isOwnHeading } from './heading-text';

/** A person's word: `heading` is the text, or the number of the column from 0 (as in the question); `field` null: not used. `values`: what the source's own codes in it mean (its text → ours, as 离院方式 A → 1). */
export interface MappingColumn { heading: string | number; field: FieldName | null; values?: readonly { from: string; to: string }[] }
export type Mapping = readonly MappingColumn[];

/** `sure: false`: only likely, or one of two that say the same. `preview`: the first rows, masked. `missing`: fields that no column has. */
export interface MappingQuestion { headings: { heading: string; field: FieldName | null; sure: boolean }[]; preview: string[][]; missing: FieldName[] }

/** Column → what a person said of it. Of headings that stand twice the first answer is for the first, the second for the second; without a second answer the second is not used. */
export function placesOf(mapping: Mapping | undefined, headings: readonly string[]): Map<number, MappingColumn> {
  const places = new Map<number, MappingColumn>();
  if (!mapping) return places;
  const answers = new Map<string, MappingColumn[]>();
  for (const answer of mapping) {
    if (typeof answer.heading === 'number') places.set(answer.heading, answer);
    else answers.set(evenHeading(answer.heading), [...(answers.get(evenHeading(answer.heading)) ?? []), answer]);
  }
  const seen = new Map<string, number>();
  for (const [column, heading] of headings.entries()) {
    const key = evenHeading(heading);
    const own = answers.get(key);
    if (!own || places.has(column)) continue;
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    places.set(column, own[nth] ?? { heading: column, field: null });
  }
  return places;
}

/** The same headings, in whatever order and wherever the report of refused rows has added its columns: the source's mapping can be used again. */
export const sameHeadings = (headings: readonly string[]): string => JSON.stringify(headings.filter((heading) => !isOwnHeading(heading)).map(evenHeading).filter((heading) => heading !== '').sort());

const numbers: ReadonlySet<FieldName | null> = new Set<FieldName | null>(['patientNo', 'inpatientNo', 'admitAt', 'dischargeAt', 'updatedAt', 'revisitDay', 'birthDate']);
const isId = (text: string): boolean => /^[1-9]\d{16}[\dXx]$|^[1-9]\d{14}$/.test(text.replace(/[\s-]/g, ''));
const isPhone = (text: string): boolean => /^[+(\d][\d\s()+\-—–./,;]{5,}\d\D{0,8}$/.test(text) && !/^(19|20)\d{2}[-/.年]/.test(text);

/** One cell of the preview: masked by what its column is taken for, and, since that may be wrong, by what the text looks like: names, numbers, addresses. */
export function maskCell(text: string, field: FieldName | null): string {
  const value = halfWidth(text).trim().replace(/^="(.*)"$/, '$1').slice(0, 60);
  if (field === 'name' || field === 'contactName') return maskName(value);
  if (field === 'idNo' || isId(value)) return maskId(value);
  if (field === 'phone' || field === 'contactPhone' || /(?<!\d)1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)/.test(value)) return maskPhone(value);
  if (field === 'address') return maskAddress(value);
  if (!numbers.has(field) && isPhone(value)) return maskPhone(value);
  if (field === null && /^\p{Script=Han}{2,4}$|^\p{Script=Han}+·\p{Script=Han}+$/u.test(value)) return maskName(value);
  if (field === null && /[省市区县旗乡镇村街路巷号]/.test(value)) return maskAddress(value);
  return value.replace(/\d{11,}/g, (digits) => (numbers.has(field) ? digits : maskPhone(digits)));
}
