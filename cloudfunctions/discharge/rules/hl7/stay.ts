/** PV1, DG1, PR1, AL1 and NTE → what is said of a stay. */
import { departmentOfWard, hasHan, wayText } from '../coded';
import { given } from '../said';
import { wallOf } from '../source-time';
import type { Cells } from '../statement';
import { identifierOf, splitVisit } from '../visit-number';
import { identifiersOf, nameOf } from './person';
import { firstOf, said, textOf, type Item, type Segment } from './segment';

/**
 * 住院号 and 住院次数: PV1-19 (visit number), else PV1-50 (alternate visit), else an identifier of PID-3 that is a visit's, else PID-18 (account). HL7 has no field for 住院次数: it is the tail of the number
 * (`2026001000_1`), or the first stay is assumed, with a doubt.
 */
export function visitOf(segments: readonly Segment[]): { inpatientNo: string; visitTimes: string; assumed: boolean } | undefined {
  const pid = firstOf(segments, 'PID');
  const pv1 = firstOf(segments, 'PV1');
  const text = [textOf(pv1, 19), textOf(pv1, 50), identifiersOf(pid.items(3)).visitNo, textOf(pid, 18)].find((candidate) => candidate !== '');
  const { inpatientNo, visitTimes } = splitVisit(text ?? '');
  return identifierOf(inpatientNo) === undefined ? undefined : { inpatientNo, visitTimes: visitTimes || '1', assumed: visitTimes === '' };
}

/** A coded element: the triplet whose system is ICD where there is one, else the first; a text in the place of the code is the text. */
function codedOf(item: Item, isOurs = /ICD|I10|I9/i): { code: string; text: string } {
  const from = !isOurs.test(item.part(3)) && isOurs.test(item.part(6)) ? 4 : 1;
  const code = item.part(from);
  const text = item.part(from + 1) || item.part(2);
  return text === '' && hasHan(code) ? { code: '', text: code } : { code, text };
}

/** DG1-6 A is what was suspected on admission: nobody's discharge diagnosis, where there is another. */
function diagnosisCells(rows: readonly Segment[], final: boolean): Cells {
  const all = rows.flatMap((row) => {
    const [item] = row.items(3);
    const { code, text } = item && !item.none ? codedOf(item) : { code: '', text: '' };
    const words = text || textOf(row, 4) || code;
    return words === '' ? [] : [{ code, words, type: textOf(row, 6).toUpperCase(), first: textOf(row, 15) === '1' }];
  });
  const known = all.filter(({ type }) => type !== 'A');
  const counting = known.length > 0 || !final ? known : all;
  const main = counting.find(({ first }) => first) ?? counting.find(({ type }) => type === 'F') ?? counting[0];
  if (!main) return {};
  const others = [...new Set(counting.filter((diagnosis) => diagnosis !== main).map(({ words }) => words))].filter((words) => words !== main.words);
  return given({ dx: main.words, dxCode: main.code || undefined, dxOther: others.length > 0 ? others.slice(0, 40) : undefined });
}

const lead = /^\s*[【\[]?(?:出院医嘱|出院指导|医嘱)[】\]]?\s*[:：]\s*/u;
/** A note is the discharge instruction only when it says so: by its type (NTE-4) or by how it begins. All others may be anything, also what no patient should read. */
function instructionOf(segments: readonly Segment[]): string | undefined {
  const texts = segments.filter(({ name }) => name === 'NTE').flatMap((note) => {
    const text = note.items(3).map((item) => item.part(1)).filter((line) => line !== '').join('\n');
    const type = `${textOf(note, 4)} ${textOf(note, 4, 2)}`;
    return text !== '' && (/出院医嘱|出院指导|discharge instruction/i.test(type) || lead.test(text)) ? [text.replace(lead, '')] : [];
  });
  return texts.length > 0 ? texts.join('\n') : undefined;
}

const named = (segments: readonly Segment[], name: string, descriptionField?: number): string[] | undefined => {
  const texts = segments.filter((segment) => segment.name === name).flatMap((row) => row.items(3).slice(0, 1).map((item) => codedOf(item)).map(({ code, text }) => text || (descriptionField === undefined ? '' : textOf(row, descriptionField)) || code))
    .map((text) => (/^no known|^NKA$|^NKDA$/i.test(text) ? '无' : text)).filter((text) => text !== '');
  return texts.length > 0 ? [...new Set(texts)].slice(0, 40) : undefined;
};

/** Department by PV1-10: words are its name, letters and digits its code; without it the ward's own. */
function departmentCells(pv1: Segment, ward: string | undefined): Cells {
  const [service] = pv1.items(10);
  if (service?.none) return { department: '' };
  const [code, text] = [service?.part(1) ?? '', service?.part(2) ?? ''];
  if (hasHan(code)) return { department: code };
  if (code || text) return given({ departmentCode: code || undefined, department: text || undefined });
  return ward ? { department: departmentOfWard(ward) } : {};
}

/** Everything but who and which: for A03 and A08. `final`: the patient has left (A03), so that even an admission's diagnosis is better than none. */
export function stayCells(segments: readonly Segment[], zone: string | undefined, final: boolean): Cells {
  const pv1 = firstOf(segments, 'PV1');
  const wards = [said(pv1, 3, 9), said(pv1, 3)];
  const ward = wards.find((text) => text !== undefined && hasHan(text)) ?? said(pv1, 3);
  const way = pv1.items(36)[0];
  const attending = nameOf(pv1.items(7), 1) ?? said(pv1, 7);
  const at = (field: number): string | undefined => {
    const text = said(pv1, field);
    return text === undefined ? undefined : wallOf(text, zone);
  };
  return given({
    ...departmentCells(pv1, ward),
    ward, bed: said(pv1, 3, 3) ?? said(pv1, 3, 2), attending, admitAt: at(44), dischargeAt: at(45),
    way: way && (way.none ? '' : wayText(way.part(1), way.part(2))),
    receiver: hasHan(textOf(pv1, 37, 2)) ? textOf(pv1, 37, 2) : said(pv1, 37),
    ...diagnosisCells(segments.filter(({ name }) => name === 'DG1'), final),
    operation: named(segments, 'PR1', 4), allergy: named(segments, 'AL1'), instruction: instructionOf(segments),
  });
}
