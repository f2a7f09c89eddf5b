/** The form of a stay that is added by hand: which fields come first, what is kept of it, and what is sent. */
import type { Adding } from '../desk';
import { cellOf, needed, type AddField } from '../fact-fields';

export type Form = Readonly<Partial<Record<AddField, string>>> & { readonly inpatientNo: string; readonly visitTimes: string; readonly reason: string };

/** Needed for a discharge, and the phone without which nobody can be reached. */
export const firstFields: readonly AddField[] = ['inpatientNo', 'patientNo', 'name', 'sex', 'birthDate', 'phone', 'departmentCode', 'ward', 'admitAt', 'dischargeAt', 'way', 'dx'];
export const otherFields: readonly AddField[] = [
  'visitTimes', 'bed', 'idNo', 'address', 'contactName', 'contactRelation', 'contactPhone', 'attending', 'nurse', 'receiver', 'dxCode', 'allergy', 'revisitDay', 'noContact', 'dxOther', 'operation', 'instruction', 'medications', 'tags',
];
const known: ReadonlySet<string> = new Set([...firstFields, ...otherFields, 'department', 'reason']);

/** Most go home on medical order, and for the first time. */
export const emptyForm = (): Form => ({ inpatientNo: '', visitTimes: '', reason: '', way: '1' });

/** What was kept; fields that no longer exist are let go. */
export function readForm(kept: string | undefined): Form {
  if (kept === undefined) return emptyForm();
  const written = JSON.parse(kept) as Record<string, unknown>;
  return { ...emptyForm(), ...Object.fromEntries(Object.entries(written).filter(([field, value]) => known.has(field) && typeof value === 'string')) };
}

/** What is still empty and must not be. */
export const missingOf = (form: Form): AddField[] => needed.filter((field) => (form[field] ?? '').trim() === '');

/** What was written; what was left empty says nothing. */
export function cellsOf({ reason: _, ...form }: Form): Adding {
  return Object.fromEntries((Object.keys(form) as AddField[]).flatMap((field) => ((form[field] ?? '').trim() === '' ? [] : [[field, cellOf(field, form[field] ?? '')]])));
}
