/** The facts of a stay as one writes them in a form: how each is asked, what stands there now, and what is sent. */
import tagWords from '../../../cloudfunctions/discharge/data/tag.json';
import relationWords from '../../../cloudfunctions/discharge/data/relation.json';
import { dayOf, timeOf } from '../../../cloudfunctions/kit/calendar';
import type { Relation } from '../../../cloudfunctions/kit/contract';
import type { Adding, Card, Correcting } from './desk';

export type CorrectField = keyof Correcting;
export type AddField = keyof Adding;
/** Dates without a time, moments, a number, one of a list, several lines. */
export type FieldKind = 'text' | 'digits' | 'day' | 'moment' | 'select' | 'lines' | 'long' | 'tags';

export const kindOf: Readonly<Partial<Record<AddField, FieldKind>>> = {
  birthDate: 'day', revisitDay: 'day', admitAt: 'moment', dischargeAt: 'moment', visitTimes: 'digits', phone: 'digits', contactPhone: 'digits',
  sex: 'select', contactRelation: 'select', departmentCode: 'select', way: 'select', noContact: 'select', dxOther: 'lines', operation: 'long', instruction: 'long', medications: 'long', tags: 'tags',
};

/** In the order of the form; `department` follows from its code. */
export const groups: readonly { key: 'patient' | 'contact' | 'stay' | 'care' | 'after'; fields: readonly CorrectField[] }[] = [
  { key: 'patient', fields: ['name', 'sex', 'birthDate', 'idNo', 'address', 'tags'] },
  { key: 'contact', fields: ['contactName', 'contactRelation'] },
  { key: 'stay', fields: ['departmentCode', 'ward', 'bed', 'admitAt', 'dischargeAt', 'way', 'receiver', 'attending', 'nurse'] },
  { key: 'care', fields: ['dx', 'dxCode', 'dxOther', 'operation', 'allergy'] },
  { key: 'after', fields: ['instruction', 'medications', 'revisitDay'] },
];
/** Shown masked: the form cannot hold what stands there. */
export const masked: readonly CorrectField[] = ['name', 'idNo', 'contactName', 'address'];
/** Without these there is no discharge: they cannot be made empty. */
export const needed: readonly AddField[] = ['patientNo', 'inpatientNo', 'name', 'sex', 'birthDate', 'departmentCode', 'admitAt', 'dischargeAt', 'dx', 'way'];

const word = (list: readonly string[]): string => list[0] ?? '';
export const relations = ['self', 'spouse', 'child', 'grandchild', 'parent', 'grandparent', 'sibling', 'other'] as const satisfies readonly Relation[];
/** As files write it (GB/T 4761), so that the same reader takes it. */
const relationCell = (relation: Relation): string => word(relationWords[relation]);
export const tags = ['elderly', 'child', 'minority', 'hearing', 'language', 'chronic', 'epidemic', 'critical', 'high-risk'] as const;
const tagCell = (tag: string): string => { const known = tags.find((one) => one === tag); return known ? word(tagWords[known]) : tag; };

/** 2026-11-18T09:15, as a browser's field for moments wants it; Shanghai. */
export const momentField = (at: number): string => `${dayOf(at)}T${timeOf(at)}`;

/** What the form needs to know of a stay. */
export type Facts = Pick<Card, 'name' | 'idNo' | 'contactName' | 'district' | 'sex' | 'birthDate' | 'contactRelation' | 'contactPhone' | 'tags' | 'departmentCode' | 'departmentName' | 'ward' | 'bed' | 'attending' | 'nurse' | 'admitAt' | 'dischargeAt' | 'way' | 'receiver'
  | 'dxCode' | 'dx' | 'dxOther' | 'operation' | 'allergy' | 'instruction' | 'medications' | 'revisitDay'>;
/** What stands there now, as the form writes it; '' for what is masked. */
export function writtenOf(card: Facts): Record<CorrectField, string> {
  return {
    name: '', idNo: '', contactName: '', address: '', sex: card.sex, birthDate: card.birthDate, contactRelation: card.contactPhone === '' && card.contactName === '' ? '' : card.contactRelation, tags: card.tags.join('\n'),
    departmentCode: card.departmentCode, department: card.departmentName, ward: card.ward, bed: card.bed, attending: card.attending, nurse: card.nurse, admitAt: momentField(card.admitAt), dischargeAt: momentField(card.dischargeAt),
    way: card.way, receiver: card.receiver, dxCode: card.dxCode, dx: card.dx, dxOther: card.dxOther.join('\n'), operation: card.operation, allergy: card.allergy, instruction: card.instruction, medications: card.medications, revisitDay: card.revisitDay ?? '',
  };
}
/** What lists show of the facts that the form cannot hold. */
export const maskedOf = (card: Facts): Partial<Record<CorrectField, string>> => ({ name: card.name, idNo: card.idNo, contactName: card.contactName, address: card.district });

/** One fact as a source would write it. */
export function cellOf(field: AddField, written: string): string | string[] {
  const text = written.trim();
  switch (kindOf[field]) {
    case 'lines': return text === '' ? [] : text.split(/\n+/).map((line) => line.trim()).filter((line) => line !== '');
    case 'tags': return text === '' ? [] : text.split('\n').map(tagCell);
    case 'moment': return text.replace('T', ' ');
    case 'select': {
      if (field === 'sex') return { male: '1', female: '2', unknown: '0' }[text] ?? text;
      const relation = field === 'contactRelation' ? relations.find((one) => one === text) : undefined;
      return relation ? relationCell(relation) : text;
    }
    default: return text;
  }
}

/** What was changed, and nothing else; `cleared`: masked facts of which one says that there are none. */
export function correctionOf(before: Readonly<Record<CorrectField, string>>, written: Readonly<Record<CorrectField, string>>, cleared: ReadonlySet<CorrectField>): Correcting {
  const fields = (Object.keys(before) as CorrectField[]).filter((field) => written[field].trim() !== before[field].trim() || cleared.has(field));
  return Object.fromEntries(fields.map((field) => [field, cellOf(field, cleared.has(field) ? '' : written[field])]));
}
