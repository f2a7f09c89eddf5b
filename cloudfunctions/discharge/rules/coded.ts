/** Codes of other standards → what the readers of cells understand. What is not known is handed on, so that the reader refuses it in its own words: nothing is guessed. */
import codes from '../data/hl7-code.json';
import { halfWidth, readRelation, readWay } from './cell';

const han = /\p{Script=Han}/u;
/** Whether a text has Chinese characters. */
export const hasHan = (text: string): boolean => han.test(text);

const ways: ReadonlyMap<string, string> = new Map(Object.entries(codes.ways));
const relations: ReadonlyMap<string, string> = new Map(Object.entries(codes.relations));
const outpatient: ReadonlySet<string> = new Set(codes.outpatient);

/**
 * 离院方式 from a code and its text: one digit is the Chinese table, two digits are table 0112, words are FHIR's. A text that names a way goes along, so that a code and a text that contradict are refused
 * (`05` with 死亡 is a padded 5, not table 0112's 05).
 */
export function wayText(code: string, text: string): string {
  const key = halfWidth(code).trim();
  if (key === '') return text;
  if (hasHan(key)) return key;
  const named = readWay(text);
  const words = hasHan(text) && (!('problem' in named) || named.problem === 'way_outcome_table') ? text : '';
  if (key.toLowerCase() === 'other-hcf' && /^[23]$/.test('value' in named ? named.value : '')) return text;
  const known = ways.get(key) ?? ways.get(key.toLowerCase());
  return `${known ?? (/^\d\d$/.test(key) ? `UB ${key}` : key)}${words}`;
}

/** 与患者关系 from a code (GB/T 4761, table 0063, v3 RoleCode) and its text: the one that is understood. */
export function relationText(code: string, text: string): string {
  const key = code.trim();
  const known = (candidate: string): boolean => {
    const read = readRelation(candidate);
    return 'value' in read && read.doubt === undefined;
  };
  return [text, relations.get(key.toUpperCase()), key, relations.get(text.trim().toUpperCase())].find((candidate) => candidate !== undefined && candidate !== '' && known(candidate)) ?? (text || key);
}

/** Visits that are no stay in hospital: outpatients, emergency, home care, those not yet admitted. An empty class may be a stay. */
export const isOutpatient = (patientClass: string): boolean => outpatient.has(patientClass.trim().toUpperCase());

/** 神经内科1病区 stands for 神经内科 where an engine gives the ward alone. */
export const departmentOfWard = (ward: string): string => ward.replace(/(?<=科|中心)第?[0-9一二三四五六七八九十]{0,3}(?:病区|病房|护理单元)$/u, '');

/** Which of a patient's identifiers is which, by its type (table 0203 and the words that Chinese engines use). */
export function identifierKind(type: string): 'patient' | 'national' | 'visit' | 'other' | '' {
  const key = type.trim().toUpperCase();
  return (['patient', 'national', 'visit', 'other'] as const).find((kind) => codes.identifiers[kind].some((known) => known.toUpperCase() === key)) ?? '';
}
/** An identity card by its shape, for identifiers without a type. */
export const looksLikeIdCard = (text: string): boolean => /^[1-9]\d{16}[\dXx]$/.test(text);
