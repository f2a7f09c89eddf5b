/** One row of a file → what the register may hold of it, or why not. Pure; nothing is logged. */
import { dayOf, instantAt, minute } from '../../kit/calendar';
import type { Relation, Sex } from '../../kit/contract';
import type { FieldName, RowProblem, Way } from '../contract';
import tagWords from '../data/tag.json';
import * as read from './cell';
import type { Columns } from './heading';

/** A good row, evened out. `updatedAt` is null where the file has no such column or cell. */
export interface DischargeRow {
  patientNo: string; inpatientNo: string; visitTimes: number; name: string; sex: Sex; birthDate: string; idNo: string;
  phone: read.PhoneRead; contactName: string; contactRelation: Relation; contactPhone: read.PhoneRead; district: string;
  departmentCode: string; department: string; ward: string; bed: string; attending: string; nurse: string;
  admitAt: number; dischargeAt: number; dischargeDay: string; dxCode: string; dx: string; dxOther: string[]; operation: string; way: Way; receiver: string;
  allergy: string; instruction: string; medications: string; revisitDay: string | null; tags: string[]; noContact: boolean; cancelled: boolean; updatedAt: number | null;
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

/** `uploadedAt`: the future is judged against the time of the upload, so that a resumed import decides as it began. */
export function readRow(cells: readonly string[], columns: Columns, uploadedAt: number): RowResult {
  const problems: CellProblem[] = [];
  const raws = (field: FieldName): string[] => (columns.of[field] ?? []).map((column) => cells[column] ?? '');
  const cell = (field: FieldName): string => raws(field).map(read.cleanCell).find((text) => text !== '') ?? '';
  const say = (field: FieldName, problem: RowProblem, refused: boolean): void => {
    problems.push({ field, problem, refused, value: raws(field).map((text) => text.trim()).find((text) => text !== '') ?? '' });
  };
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
    if (text !== '') return take(field, reader(text), blank);
    say(field, 'required', true);
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
    return characters.slice(0, longest).join('');
  };

  const patientNo = must('patientNo', read.readIdentifier, '');
  const inpatientNo = must('inpatientNo', read.readIdentifier, '');
  const visitTimes = must('visitTimes', read.readCount, 0);
  const name = must('name', read.readName, '');
  const sex = must('sex', read.readSex, 'unknown' as const);
  const birth = must('birthDate', read.readMoment, null);
  const idNo = may('idNo', read.readIdNo, '');
  const admission = must('admitAt', read.readMoment, null);
  const discharge = must('dischargeAt', read.readMoment, null);
  const way = must('way', read.readWay, '9' as const);
  const dx = must('dx', (text) => read.readText(text, 200), '');
  const dxCode = may('dxCode', read.readDxCode, '');
  const departmentCode = may('departmentCode', (text) => read.readIdentifier(text, 40), '');
  const department = may('department', (text) => read.readText(read.halfWidth(text), 40), '');
  if (!departmentCode && !department && !problems.some((p) => p.field === 'department' || p.field === 'departmentCode')) say(columns.of.department ? 'department' : 'departmentCode', 'required', true);

  const admitTime = admission && (admission.time ?? hourOf(cell('admitHour')) ?? '00:00');
  // A day alone counts to its end, so that a stay of one day is not shorter than nothing.
  const dischargeTime = discharge && (discharge.time ?? hourOf(cell('dischargeHour')) ?? '23:59');
  const admitAt = admission && admitTime ? instantAt(admission.day, admitTime) : 0;
  const dischargeAt = discharge && dischargeTime ? instantAt(discharge.day, dischargeTime) : 0;
  const latest = dayOf(uploadedAt);
  if (birth && (birth.day < earliestBirth || birth.day > latest)) say('birthDate', birth.day > latest ? 'future' : 'date_impossible', true);
  else if (birth && admission && birth.day > admission.day) say('birthDate', 'birth_after_admission', true);
  if (discharge && (discharge.day > latest || (discharge.time !== null && dischargeAt > uploadedAt + clockSkew))) say('dischargeAt', 'future', true);
  else if (admission && discharge && dischargeAt <= admitAt) say('dischargeAt', 'discharge_before_admission', true);
  if (idNo && birth && !problems.some((p) => p.field === 'birthDate') && idNo.slice(6, 14) !== birth.day.replaceAll('-', '')) say('idNo', 'id_birth_differs', false);

  const phone = read.readPhone(cell('phone'));
  const contactPhone = read.readPhone(cell('contactPhone'));
  const reachable = phone.number !== '' || contactPhone.number !== '';
  if (phone.problem) say('phone', phone.problem, !reachable);
  if (contactPhone.problem) say('contactPhone', contactPhone.problem, !reachable);
  if (!phone.source && !contactPhone.source) say('phone', 'no_phone', false);

  const updated = may('updatedAt', read.readMoment, null);
  const revisit = cell('revisitDay');
  const record: DischargeRow = {
    patientNo, inpatientNo, visitTimes, name, sex, birthDate: birth?.day ?? '', idNo, phone, contactPhone,
    contactName: read.isNothing(cell('contactName')) ? '' : may('contactName', read.readName, ''),
    contactRelation: may('contactRelation', read.readRelation, 'other' as const), district: read.districtOf(cell('address')),
    departmentCode, department, ward: words('ward', 40), bed: words('bed', 20), attending: words('attending', 40), nurse: words('nurse', 40),
    admitAt, dischargeAt, dischargeDay: discharge?.day ?? '', dxCode, dx, way, receiver: words('receiver', 80),
    dxOther: raws('dxOther').map(read.cleanCell).filter((text) => !read.isNothing(text)).slice(0, 40).map((text) => text.slice(0, 200)),
    operation: raws('operation').map(read.cleanCell).filter((text) => !read.isNothing(text)).join('；').slice(0, 1000),
    allergy: raws('allergy').map(read.cleanCell).map((text) => (text === '1' ? '' : text)).filter((text) => !read.isNothing(text) && text !== '2').join('；').slice(0, 200),
    instruction: words('instruction', 4000), medications: words('medications', 4000), revisitDay: revisitDayOf(revisit),
    tags: [...new Set(cell('tags').split(/[,，;；、|/\s]+/).filter((word) => !read.isNothing(word)).map((word) => tagOf.get(word) ?? word.slice(0, 20)))].slice(0, 20),
    noContact: may('noContact', read.readFlag, false), cancelled: may('cancelled', read.readFlag, false),
    updatedAt: updated && instantAt(updated.day, updated.time ?? '00:00'),
  };
  if (/\d{4}/.test(revisit) && !record.revisitDay) say('revisitDay', 'date_format', false);
  return problems.some((p) => p.refused) ? { problems } : { record, problems };
}

/** HQMS gives the hour in a column of its own. */
function hourOf(text: string): string | undefined {
  const hour = /^(\d{1,2})(\.0+)?时?$/.exec(read.halfWidth(text))?.[1];
  return hour !== undefined && Number(hour) < 24 ? `${hour.padStart(2, '0')}:00` : undefined;
}

/** A wish of the discharge order; words like 两周后 stay in the instruction. */
function revisitDayOf(text: string): string | null {
  if (text === '') return null;
  const moment = read.readMoment(text);
  return 'value' in moment ? moment.value.day : null;
}

/** Stays whose number several patients share: family, or a typing error. Consent is never mixed. Row index → field. */
export function sharedPhones(rows: readonly (DischargeRow | undefined)[]): Set<number> {
  const owners = new Map<string, Set<string>>();
  for (const row of rows) if (row?.phone.number) owners.set(row.phone.number, (owners.get(row.phone.number) ?? new Set()).add(row.patientNo));
  return new Set(rows.flatMap((row, index) => (row && (owners.get(row.phone.number)?.size ?? 0) > 1 ? [index] : [])));
}

/** Of several rows for one stay the newest by its own time counts, then the later one; index of a superseded row → index of the one that counts. */
export function supersededRows(rows: readonly (DischargeRow | undefined)[]): Map<number, number> {
  const newest = new Map<string, number>();
  for (const [index, row] of rows.entries()) {
    if (!row) continue;
    const key = `${row.inpatientNo}|${row.visitTimes}`;
    const other = newest.get(key);
    if (other === undefined || (row.updatedAt ?? 0) >= (rows[other]!.updatedAt ?? 0)) newest.set(key, index);
  }
  return new Map(rows.flatMap((row, index) => {
    const winner = row && newest.get(`${row.inpatientNo}|${row.visitTimes}`);
    return winner === undefined || winner === index ? [] : [[index, winner] as const];
  }));
}
