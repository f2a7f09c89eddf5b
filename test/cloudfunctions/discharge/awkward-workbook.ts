/** Workbooks as people and programs really make them: several sheets, hidden ones, shared texts, formulas, error cells, two calendars. */
import { strToU8, zipSync } from 'fflate';

/** `xml` is a whole `<c>` without its place: `<c t="e"><v>#N/A</v></c>`; text is shared text; a number bare; '' no cell. */
export type BookCell = string | number | { xml: string } | { date: number };
export interface BookSheet { name: string; rows: readonly (readonly BookCell[])[]; state?: 'hidden' | 'veryHidden' }
export interface BookOptions { epoch1904?: boolean; prefix?: string; formats?: Record<number, string>; mergeCells?: readonly string[] }

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const column = (index: number): string => (index < 26 ? '' : String.fromCharCode(64 + Math.floor(index / 26))) + String.fromCharCode(65 + (index % 26));

export function workbook(sheets: readonly BookSheet[], { epoch1904 = false, prefix = '', formats = {}, mergeCells = [] }: BookOptions = {}): Buffer {
  const shared: string[] = [];
  const cell = (value: BookCell, place: string): string => {
    if (value === '') return '';
    if (typeof value === 'number') return `<c r="${place}"><v>${value}</v></c>`;
    if (typeof value === 'object') return 'date' in value ? `<c r="${place}" s="1"><v>${value.date}</v></c>` : value.xml.replace('<c', `<c r="${place}"`);
    if (!shared.includes(value)) shared.push(value);
    return `<c r="${place}" t="s"><v>${shared.indexOf(value)}</v></c>`;
  };
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const packages = 'http://schemas.openxmlformats.org/package/2006';
  const named = (xml: string): string => (prefix ? xml.replace(/<(\/?)(?=[a-z])/gi, `<$1${prefix}:`).replace('xmlns=', `xmlns:${prefix}=`) : xml);
  const xml = (body: string): Uint8Array => strToU8(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<!-- made by hand -->${body}`);
  const merged = mergeCells.length > 0 ? `<mergeCells count="${mergeCells.length}">${mergeCells.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>` : '';
  const pages = sheets.map(({ rows }) => named(`<worksheet xmlns="${main}"><sheetData>${rows.flatMap((cells, r) => (cells.length === 0 ? [] : [`<row r="${r + 1}">${cells.map((value, c) => cell(value, `${column(c)}${r + 1}`)).join('')}</row>`])).join('')}</sheetData>${merged}</worksheet>`));
  return Buffer.from(zipSync({
    '_rels/.rels': xml(`<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="/xl/workbook.xml"/></Relationships>`),
    'xl/workbook.xml': xml(`<workbook xmlns="${main}" xmlns:r="${office}"><workbookPr${epoch1904 ? ' date1904="1"' : ''}/><sheets>${sheets.map(({ name, state }, i) => `<sheet name="${escape(name)}" sheetId="${i + 1}"${state ? ` state="${state}"` : ''} r:id="s${i}"/>`).join('')}</sheets></workbook>`),
    'xl/_rels/workbook.xml.rels': xml(`<Relationships xmlns="${packages}/relationships">${sheets.map((_, i) => `<Relationship Id="s${i}" Type="${office}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}<Relationship Id="st" Type="${office}/styles" Target="/xl/styles.xml"/><Relationship Id="ss" Type="${office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`),
    'xl/styles.xml': xml(`<styleSheet xmlns="${main}"><numFmts>${Object.entries(formats).map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${escape(code)}"/>`).join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="${Object.keys(formats)[0] ?? 22}"/></cellXfs></styleSheet>`),
    'xl/sharedStrings.xml': xml(`<sst xmlns="${main}">${shared.map((text) => `<si><r><t xml:space="preserve">${escape(text.slice(0, 1))}</t></r><r><t xml:space="preserve">${escape(text.slice(1))}</t></r><rPh sb="0" eb="1"><t>かな</t></rPh></si>`).join('')}</sst>`),
    ...Object.fromEntries(pages.map((page, i) => [`xl/worksheets/sheet${i + 1}.xml`, xml(page)])),
  }));
}
