/** The register as a workbook (A09). Every cell is text, also where it looks like a formula: nothing is calculated when it is opened (OWASP "CSV injection"), and no number is rounded. */
import { ageOn } from '../../../kit/calendar';
import { maskName, maskPhone } from '../../../kit/mask';
import words from '../../data/register.json';
import { followingOf } from '../../rules/following';
import type { Encounter, Patient } from '../../store';

/** 18: minors in the law (民法典 17); a list with them in full is for nobody. */
const adult = 18;
const grey = '#F2F2F2';

/** What one stay says in the workbook. `phone`: opened, '' where there is none. */
export interface SheetStay { stay: Encounter; patient: Patient; phone: string; first: { state: string; reason: string } | null }

export const headings: readonly string[] = words.headings;

/** May this stay ever leave in full? */
export const isGuarded = (stay: Pick<Encounter, 'sensitive' | 'dischargeDay'>, patient: Pick<Patient, 'birthDate'>): boolean => stay.sensitive || ageOn(patient.birthDate, stay.dischargeDay) < adult;

/** In the order of the headings. The diagnosis of a sensitive stay never leaves. */
export function sheetRow({ stay, patient, phone, first }: SheetStay, full: boolean): string[] {
  const shown = full && !isGuarded(stay, patient);
  const following = first && followingOf(first);
  return [
    shown ? patient.name : maskName(patient.name), words.sex[patient.sex], String(ageOn(patient.birthDate, stay.dischargeDay)), stay.departmentName, stay.ward, stay.sensitive ? words.guarded : stay.dx,
    shown ? phone : maskPhone(phone), patient.district, stay.inpatientNo, stay.dischargeDay, stay.state === 'cancelled' ? words.cancelled : words.way[stay.way],
    patient.death === 'confirmed' ? words.dead : following ? words.following[following] : '',
  ];
}

/** What XML cannot hold; a lone half of a character would make the whole workbook unreadable. */
const unwritable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
const longestCell = 32_000;
const cell = (text: string, style: { fontWeight?: 'bold'; backgroundColor?: string } = {}) => {
  const clean = text.replace(unwritable, '').slice(0, longestCell);
  return clean === '' ? null : { value: clean, type: String, format: '@', ...style };
};

/** `note`: one line below, who took it out and when. */
export async function workbookOf(rows: readonly (readonly string[])[], note: string): Promise<Buffer> {
  const { default: write } = await import('write-excel-file/node');
  const head = headings.map((text) => cell(text, { fontWeight: 'bold', backgroundColor: grey }));
  const data = [head, ...rows.map((row) => row.map((text) => cell(text))), [cell(note)]];
  return write([{ sheet: words.sheet, data, columns: words.widths.map((width) => ({ width })), stickyRowsCount: 1 }]).toBuffer();
}
