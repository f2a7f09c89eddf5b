/**
 * Who is not simply invited (product, main job, step 2): deaths never; against advice, critical care, obstetric loss and minors in sensitive care wait for a person;
 * sensitive stays go without SMS and without the family's number. Tables: data/sensitive.json, loss.json, department.json.
 */
import { addDays, ageOn, dayOf } from '../../kit/calendar';
import type { Department, Hold, Way } from '../contract';
import departmentWords from '../data/department.json';
import loss from '../data/loss.json';
import sensitive from '../data/sensitive.json';
import type { Sex } from '../../kit/contract';

type Range = readonly [from: string, to: string];
const rangesOf = (texts: readonly string[]): Range[] => texts.map((text) => [text.split('-')[0]!, text.split('-').at(-1)!] as const);
/** A code is inside when its beginning, as long as the limit is, lies between the limits: O31.1 covers O31.100, F00-F99 covers F32.9. */
const inside = (code: string, ranges: readonly Range[]): boolean => ranges.some(([from, to]) => from <= code.slice(0, from.length) && code.slice(0, to.length) <= to);

const sensitiveRanges = rangesOf(Object.values(sensitive.codes).flat());
const motherRanges = rangesOf(loss.mother);
const babyRanges = rangesOf(loss.baby);
const obstetricRanges = rangesOf(loss.obstetric);

/** The flags of a department that a file names for the first time, by the words in its name. */
export function flagsOf(name: string): Pick<Department, 'sensitive' | 'critical' | 'obstetric' | 'paediatric'> {
  const text = name.toUpperCase();
  const has = (words: readonly string[]): boolean => words.some((word) => text.includes(word));
  return { sensitive: has(departmentWords.sensitive), critical: has(departmentWords.critical), obstetric: has(departmentWords.obstetric), paediatric: has(departmentWords.paediatric) };
}

/** What the decision looks at. */
export interface StayFacts {
  way: Way; sex: Sex; birthDate: string; admitAt: number; dischargeAt: number; dischargeDay: string;
  dxCode: string; dx: string; dxOther: readonly string[]; operation: string; ward: string; tags: readonly string[];
  /** There is a usable number of somebody else. */
  hasContact: boolean;
  department: Pick<Department, 'sensitive' | 'critical' | 'obstetric'>;
}
export interface StayFlags {
  sensitive: boolean; obstetric: boolean; hold: Hold;
  /** A dead or stillborn child: its mother's stay must be found and held. */
  lostBaby: boolean;
}

/** ICD-10 codes named anywhere in the diagnoses; other diagnoses often carry theirs in the text. */
const codesOf = (facts: StayFacts): string[] => [facts.dxCode, ...facts.dxOther.flatMap((text) => text.toUpperCase().match(/\b[A-Z]\d{2}(\.\d{1,4})?/g) ?? [])].filter((code) => code !== '');

/** 先兆流产 is a threat, not a loss; 习惯性流产 is a history. */
const says = (text: string, words: readonly string[]): boolean => {
  const plain = text.replace(/(先兆|习惯性|复发性)流产/g, '');
  return words.some((word) => plain.includes(word));
};

export function judgeStay(facts: StayFacts): StayFlags {
  const codes = codesOf(facts);
  const said = [facts.dx, ...facts.dxOther, facts.operation].join('；').toUpperCase();
  const age = ageOn(facts.birthDate, facts.dischargeDay);
  const isSensitive = facts.department.sensitive || codes.some((code) => inside(code, sensitiveRanges)) || says(said, sensitive.words);
  const isObstetric = facts.department.obstetric || codes.some((code) => inside(code, obstetricRanges));
  const newborn = isNewborn(facts.birthDate, facts.dischargeDay);
  const stillborn = codes.some((code) => inside(code, babyRanges));
  const lostBaby = stillborn || (newborn && facts.way === '5');
  const motherLoss = !newborn && (codes.some((code) => inside(code, motherRanges)) || (facts.dxCode === '' && facts.sex !== 'male' && says(said, loss.words)));
  const hold: Hold =
    facts.way === '5' ? ''
    : motherLoss || lostBaby ? 'obstetric_loss'
    : facts.way === '4' ? 'against_advice'
    : facts.department.critical || facts.tags.includes('critical') || flagsOf(facts.ward).critical ? 'critical'
    : age < 18 && isSensitive ? 'sensitive_minor'
    : age < 14 && !facts.hasContact ? 'guardian_missing'
    : '';
  return { sensitive: isSensitive, obstetric: isObstetric, hold, lostBaby };
}

/** A newborn until 28 completed days (WHO). */
const newbornDays = 28;
export const isNewborn = (birthDay: string, onDay: string): boolean => onDay <= addDays(birthDay, newbornDays);

export interface PersonFacts { name: string; sex: Sex; birthDate: string; phoneHash: string; contactName: string; contactPhoneHash: string }

/**
 * Is this stay that of the mother of the lost child? Born while she was in (a day's grace on both sides, for transfers), she is a woman of 12 to 60 on an obstetric stay,
 * and a number is shared, or the child's contact carries her name, or the child is called after her (王芳之子).
 */
export function isMotherOf(mother: PersonFacts & { obstetric: boolean; admitAt: number; dischargeAt: number }, baby: PersonFacts): boolean {
  const age = ageOn(mother.birthDate, baby.birthDate);
  if (!mother.obstetric || mother.sex === 'male' || age < 12 || age > 60) return false;
  if (baby.birthDate < addDays(dayOf(mother.admitAt), -1) || baby.birthDate > addDays(dayOf(mother.dischargeAt), 1)) return false;
  const numbers = [mother.phoneHash, mother.contactPhoneHash].filter((hash) => hash !== '');
  return numbers.includes(baby.phoneHash) || numbers.includes(baby.contactPhoneHash) || baby.contactName === mother.name || motherNameIn(baby.name) === mother.name;
}

/** 王芳之子, 王芳之女, 王芳之婴 → 王芳; '' where the child has a name of its own. */
export const motherNameIn = (name: string): string => /^(.{2,20}?)之(子|女|婴|儿|长子|长女|次子|次女|大子|小子|大女|小女)[一二三A-C]?$/u.exec(name)?.[1] ?? '';
