/** What a source says of one stay → what the register may hold of it, or why not. Pure; nothing is logged. */
import { dayOf, instantAt, isDay, minute } from '../../kit/calendar';
import type { Relation, Sex } from '../../kit/contract';
import type { FieldName, RowProblem, Way } from '../contract';
import tagWords from '../data/tag.json';
import * as read from './cell';
import { repeatable, type Columns } from './heading';
import { readBirth, readMoment } from './moment';
import type { Cells } from './statement';

/**
 * A good row, evened out. `updatedAt` is null where the source gives none. `birthEstimated`: the day of birth comes from an age or a year (rules/moment.ts).
 * `admitted`: true is in hospital, false that admission was taken back, null nothing was said. `deceased`: the patient died, whenever.
 */
export interface DischargeRow {
  patientNo: string; inpatientNo: string; visitTimes: number; name: string; sex: Sex; birthDate: string; birthEstimated: boolean; idNo: string;
  phone: read.PhoneRead; contactName: string; contactRelation: Relation; contactPhone: read.PhoneRead; district: string;
  departmentCode: string; department: string; ward: string; bed: string; attending: string; nurse: string;
  admitAt: number; dischargeAt: number; dischargeDay: string; dxCode: string; dx: string; dxOther: string[]; operation: string; way: Way; receiver: string;
  allergy: string; instruction: string; medications: string; revisitDay: string | null; tags: string[]; noContact: boolean; cancelled: boolean; admitted: boolean | null; deceased: boolean; updatedAt: number | null;
}

/** A cell that is wrong (`refused`: the row stays out) or doubtful (the row came in). */
export interface CellProblem { field: FieldName; problem: RowProblem; refused: boolean; value: string }
export interface RowResult { record?: DischargeRow; problems: CellProblem[] }

const tagKinds = ['elderly', 'child', 'minority', 'hearing', 'language', 'chronic', 'epidemic', 'critical', 'high-risk'] as const;
const tagOf: ReadonlyMap<string, string> = new Map(tagKinds.flatMap((tag) => tagWords[tag].map((word) => [word, tag] as const)));

/** Nobody alive was born earlier; catches 0184 and 1084 for 1984. */
const earliestBirth = '1900-01-01';

/** The hospital's clock may run ahead of ours by this much (product default). */
const clockSkew = 10 * minute;
/** Without these there is no discharge. */
const needed: ReadonlySet<FieldName> = new Set(['patientNo', 'inpatientNo', 'visitTimes', 'name', 'sex', 'birthDate', 'department', 'admitAt', 'dischargeAt', 'dx', 'way']);
/** Where 无, - and 不详 are no answer; a diagnosis or a code is judged by its own reader. */
const blankable: ReadonlySet<FieldName> = new Set(['patientNo', 'inpatientNo', 'name', 'birthDate', 'admitAt', 'dischargeAt']);

/** Fields whose bare numbers are days that Excel counts. */
const dated: ReadonlySet<FieldName> = new Set(['birthDate', 'admitAt', 'dischargeAt', 'revisitDay', 'updatedAt']);
/** Excel for Mac counted from 1904-01-01: so many days later. */
const from1904 = 1462;

/** The cells of one row by their fields: every column of the file that means something, without what spreadsheets add around a value; a blank cell says "there is none". A voided row says that there was no such stay: neither a discharge nor, as after 取消出院, a patient still in hospital. */
export function cellsOf(row: readonly string[], columns: Columns): Cells {
  const cells: Cells = {};
  let field: FieldName;
  for (field in columns.of) {
    const texts: string[] = [];
    for (const column of columns.of[field]!) {
      const text = textIn(column, field, row[column] ?? '', columns);
      if (text !== '') texts.push(text);
    }
    cells[field] = repeatable.has(field) ? texts : (texts[0] ?? '');
  }
  return saysVoid(cells) ? { ...cells, cancelled: '1', admitted: '0' } : cells;
}

function saysVoid({ voided = '' }: Cells): boolean {
  const flag = typeof voided === 'string' && voided !== '' ? read.readFlag(voided) : null;
  return flag !== null && 'value' in flag && flag.value;
}

function textIn(column: number, field: FieldName, raw: string, { values, ages, epoch1904 }: Columns): string {
  const text = read.cleanCell(raw);
  const value = values?.[column]?.get(text) ?? text;
  const unit = ages?.[column];
  // 0 岁 beside a column of months says nothing.
  if (unit && /^\d{1,3}(\.0+)?$/.test(read.halfWidth(value))) return Number(read.halfWidth(value)) > 0 ? `${value}${unit}` : '';
  return epoch1904 && dated.has(field) && /^\d{4,5}(\.\d+)?$/.test(value) ? String(Number(value) + from1904) : value;
}

const clean = (raw: string): string => {
  const text = read.cleanCell(raw);
  return text.startsWith('#') && read.isFormulaError(text) ? '' : text;
};


/** `uploadedAt`: the future is judged against the time of the upload, so that a resumed import decides as it began. A field that is missing counts as blank. */
export function readCells(cells: Cells, uploadedAt: number): RowResult {
  const problems: CellProblem[] = [];
  const raws = (field: FieldName): readonly string[] => {
    const said = cells[field];
    return said === undefined ? [] : typeof said === 'string' ? [said] : said;
  };
  const texts = (field: FieldName): string[] => raws(field).map(clean).filter((text) => text !== '');
  const cell = (field: FieldName): string => {
    const said = cells[field];
    return typeof said === 'string' ? clean(said) : (texts(field)[0] ?? '');
  };
  const say = (field: FieldName, problem: RowProblem, refused: boolean): void => {
    problems.push({ field, problem, refused, value: raws(field).map((text) => text.trim()).find((text) => text !== '') ?? '' });
  };
  // A formula that failed says nothing: the row stays out where something must be said.
  const failed = new Set<FieldName>();
  let field: FieldName;
  for (field in cells) {
    if (!raws(field).some((text) => text.includes('#') && read.isFormulaError(read.cleanCell(text)))) continue;
    failed.add(field);
    say(field, 'formula_error', needed.has(field) && cell(field) === '');
  }
  const take = <T, B>(field: FieldName, result: read.Read<T>, blank: B): T | B => {
    if ('problem' in result) {
      say(field, result.problem, true);
      return blank;
    }
    if (result.doubt) say(field, result.doubt, false);
    return result.value;
  };
  const must = <T, B>(field: FieldName, reader: (text: string) => read.Read<T>, blank: B): T | B => {
    const text = cell(field);
    if (text !== '' && !(blankable.has(field) && read.isNothing(text))) return take(field, reader(text), blank);
    if (!failed.has(field)) say(field, 'required', true);
    return blank;
  };
  const may = <T, B>(field: FieldName, reader: (text: string) => read.Read<T>, blank: B): T | B => {
    const text = cell(field);
    return text === '' ? blank : take(field, reader(text), blank);
  };
  const words = (field: FieldName, longest: number): string => {
    const text = cell(field);
    if (read.isNothing(text)) return '';
    // Nobody is left out for a long remark: it is cut, and said.
    const characters = Array.from(text);
    if (characters.length > longest) say(field, 'too_long', false);
    else if (read.isGarbled(text)) say(field, 'garbled', false);
    return characters.slice(0, longest).join('');
  };

  const patientNo = must('patientNo', read.readIdentifier, '');
  const inpatientNo = must('inpatientNo', read.readIdentifier, '');
  const visitTimes = must('visitTimes', read.readCount, 0);
  const name = must('name', read.readName, '');
  const sex = must('sex', read.readSex, 'unknown' as const);
  const idNo = may('idNo', read.readIdNo, '');
  const admission = must('admitAt', readMoment, null);
  const discharge = must('dischargeAt', readMoment, null);
  const { birthDate, birthEstimated } = born(idNo, admission?.day ?? null);
  const way = must('way', read.readWay, '9' as const);
  const dx = must('dx', (text) => read.readText(text, 200), '');
  if (read.isGarbled(dx)) say('dx', 'garbled', false);
  const dxCode = may('dxCode', read.readDxCode, '');
  const departmentCode = may('departmentCode', (text) => read.readIdentifier(text, 40), '');
  const department = may('department', (text) => read.readText(read.halfWidth(text), 40), '');
  if (!departmentCode && !department && !failed.has('department') && !problems.some((p) => p.field === 'department' || p.field === 'departmentCode')) say(cells.department === undefined && cells.departmentCode !== undefined ? 'departmentCode' : 'department', 'required', true);

  const admitTime = admission && (admission.time ?? hourOf(cell('admitHour')) ?? '00:00');
  // A day alone counts to its end, so that a stay of one day is not shorter than nothing.
  const dischargeTime = discharge && (discharge.time ?? hourOf(cell('dischargeHour')) ?? '23:59');
  const admitAt = admission && admitTime ? instantAt(admission.day, admitTime) : 0;
  const dischargeAt = discharge && dischargeTime ? instantAt(discharge.day, dischargeTime) : 0;
  const latest = dayOf(uploadedAt);
  if (birthDate && (birthDate < earliestBirth || birthDate > latest)) say('birthDate', birthDate > latest ? 'future' : 'date_impossible', true);
  else if (birthDate && admission && birthDate > admission.day) say('birthDate', 'birth_after_admission', true);
  if (discharge && (discharge.day > latest || (discharge.time !== null && dischargeAt > uploadedAt + clockSkew))) say('dischargeAt', 'future', true);
  else if (admission && discharge && dischargeAt <= admitAt) say('dischargeAt', 'discharge_before_admission', true);
  if (idNo && birthDate && !problems.some((p) => p.field === 'birthDate' && p.refused) && idNo.slice(6, 14) !== birthDate.replaceAll('-', '')) say('idNo', 'id_birth_differs', false);

  const phone = read.readPhone(cell('phone'));
  const contactPhone = read.readPhone(cell('contactPhone'));
  const reachable = phone.number !== '' || contactPhone.number !== '';
  if (phone.problem) say('phone', phone.problem, !reachable);
  if (contactPhone.problem) say('contactPhone', contactPhone.problem, !reachable);
  if (!phone.source && !contactPhone.source) say('phone', 'no_phone', false);

  const updated = may('updatedAt', readMoment, null);
  const revisit = cell('revisitDay');
  const record: DischargeRow = {
    patientNo, inpatientNo, visitTimes, name, sex, birthDate, birthEstimated, idNo, phone, contactPhone,
    contactName: read.isNothing(cell('contactName')) ? '' : may('contactName', read.readName, ''),
    contactRelation: may('contactRelation', read.readRelation, 'other' as const), district: read.districtOf(cell('address')),
    departmentCode, department, ward: words('ward', 40), bed: words('bed', 20), attending: words('attending', 40), nurse: words('nurse', 40),
    admitAt, dischargeAt, dischargeDay: discharge?.day ?? '', dxCode, dx, way, receiver: words('receiver', 80),
    dxOther: texts('dxOther').filter((text) => !read.isNothing(text)).slice(0, 40).map((text) => text.slice(0, 200)),
    operation: texts('operation').filter((text) => !read.isNothing(text)).join('；').slice(0, 1000),
    allergy: texts('allergy').map((text) => (text === '1' ? '' : text)).filter((text) => !read.isNothing(text) && text !== '2').join('；').slice(0, 200),
    instruction: words('instruction', 4000), medications: words('medications', 4000), revisitDay: revisitDayOf(revisit),
    tags: [...new Set(cell('tags').split(/[,，;；、|/\s]+/).filter((word) => !read.isNothing(word)).map((word) => tagOf.get(word) ?? word.slice(0, 20)))].slice(0, 20),
    noContact: may('noContact', read.readFlag, false), cancelled: may('cancelled', read.readFlag, false) || may('voided', read.readFlag, false),
    admitted: cell('admitted') === '' ? null : may('admitted', read.readFlag, false), deceased: may('deceased', readDeath, false),
    updatedAt: updated && instantAt(updated.day, updated.time ?? '00:00'),
  };
  if (/\d{4}/.test(revisit) && !record.revisitDay) say('revisitDay', 'date_format', false);
  return problems.some((p) => p.refused) ? { problems } : { record, problems };

  /** The identity number knows the day where the file has only an age, or nothing. */
  function born(id: string, admittedOn: string | null): { birthDate: string; birthEstimated: boolean } {
    const known = `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;
    const text = cell('birthDate');
    const blank = text === '' || read.isNothing(text);
    const result = blank ? undefined : readBirth(text, admittedOn);
    const exact = result && 'value' in result && !result.doubt;
    if (id && isDay(known) && !failed.has('birthDate') && (blank || (result && 'value' in result && result.doubt))) return { birthDate: known, birthEstimated: false };
    // Without the day of admission, which is said already, an age says nothing.
    if (result && 'problem' in result && admittedOn === null && 'value' in readBirth(text, dayOf(uploadedAt))) return { birthDate: '', birthEstimated: false };
    return { birthDate: must('birthDate', () => result ?? { problem: 'required' }, ''), birthEstimated: !exact && result !== undefined && 'value' in result };
  }
}

/** 1, 是 … or the moment of it. */
function readDeath(text: string): read.Read<boolean> {
  const flag = read.readFlag(text);
  return 'doubt' in flag && 'value' in readMoment(text) ? { value: true } : flag;
}

/** HQMS gives the hour in a column of its own. */
function hourOf(text: string): string | undefined {
  const hour = /^(\d{1,2})(\.0+)?时?$/.exec(read.halfWidth(text))?.[1];
  return hour !== undefined && Number(hour) < 24 ? `${hour.padStart(2, '0')}:00` : undefined;
}

/** A wish of the discharge order; words like 两周后 stay in the instruction. */
function revisitDayOf(text: string): string | null {
  if (text === '') return null;
  const moment = readMoment(text);
  return 'value' in moment ? moment.value.day : null;
}
