/**
 * XLSX, read as a stream: the sheet is never whole in memory, and every number is seen as it was written, so that one knows whether all its digits are there. (read-excel-file builds all rows at once and
 * gives numbers already rounded.) Formulas count with the value that was stored with them.
 */
import { momentOfSerial } from '../rules/moment';
import type { TableRow } from './file';
import { attribute, createXmlReader, type XmlListener } from './xml';
import { TooBig, unzip, unzipText, zipDirectory, type ZipEntry } from './zip';

/** What one sheet may unfold to: 120,000 rows of 60 columns and more; it costs time, not memory (product default). */
const maxSheetBytes = 600 * 1024 * 1024;
/** Texts that cells share are kept while the sheet is read (product default). */
const maxSharedCharacters = 60_000_000;
const maxSharedBytes = 250 * 1024 * 1024;
const maxPartBytes = 16 * 1024 * 1024;
/** Columns beyond are not looked at. */
const maxColumns = 400;

export interface WorkbookSheet { name: string; hidden: boolean; rows(): AsyncGenerator<TableRow[]> }
export interface Workbook { sheets: WorkbookSheet[]; /** Days count from 1904-01-01 (Excel for Mac). */ epoch1904: boolean }

/** Undefined where it is no workbook; throws TooBig. */
export async function openWorkbook(bytes: Buffer): Promise<Workbook | undefined> {
  const entries = zipDirectory(bytes);
  if (!entries) return undefined;
  const part = async (path: string): Promise<string> => {
    const entry = entries.get(path);
    return entry ? unzipText(bytes, entry, maxPartBytes) : '';
  };
  const root = tagsOf(await part('_rels/.rels'), 'Relationship').find((attributes) => attribute(attributes, 'Type')?.endsWith('/officeDocument'));
  const bookPath = resolve('', root ? attribute(root, 'Target') ?? '' : 'xl/workbook.xml');
  const book = await part(bookPath);
  const folder = bookPath.slice(0, bookPath.lastIndexOf('/') + 1);
  const targets = new Map(tagsOf(await part(`${folder}_rels/${bookPath.slice(folder.length)}.rels`), 'Relationship').map((attributes) =>
    [attribute(attributes, 'Id') ?? '', { path: resolve(folder, attribute(attributes, 'Target') ?? ''), type: attribute(attributes, 'Type') ?? '' }] as const));
  const pathOf = (type: string): string => [...targets.values()].find((target) => target.type.endsWith(`/${type}`))?.path ?? '';
  const epoch1904 = tagsOf(book, 'workbookPr').some((attributes) => /^(1|true)$/.test(attribute(attributes, 'date1904') ?? ''));
  const dates = datesOf(await part(pathOf('styles')));
  let shared: Promise<string[]> | undefined;
  const sheets = tagsOf(book, 'sheet').flatMap((attributes): WorkbookSheet[] => {
    const target = targets.get(attribute(attributes, 'id') ?? '');
    const entry = target?.type.endsWith('/worksheet') ? entries.get(target.path) : undefined;
    const name = attribute(attributes, 'name') ?? '';
    return entry ? [{ name, hidden: /hidden/i.test(attribute(attributes, 'state') ?? ''), rows: async function* () {
      yield* sheetRows(bytes, entry, await (shared ??= sharedTexts(bytes, entries.get(pathOf('sharedStrings')))), dates, epoch1904);
    } }] : [];
  });
  return sheets.length > 0 ? { sheets, epoch1904 } : undefined;
}

const resolve = (folder: string, target: string): string => {
  const path: string[] = [];
  for (const step of (target.startsWith('/') ? target.slice(1) : folder + target).split('/')) {
    if (step === '..') path.pop();
    else if (step !== '.') path.push(step);
  }
  return path.join('/');
};

/** The attributes of every tag of one name, in order. */
function tagsOf(xml: string, wanted: string): string[] {
  const found: string[] = [];
  read(xml, { open: (name, attributes) => void (name === wanted && found.push(attributes)), close: () => undefined, text: () => undefined });
  return found;
}
function read(xml: string, listener: XmlListener): void {
  const reader = createXmlReader(listener);
  reader.feed(xml);
  reader.end();
}

/** Built-in formats that show a day or a time; 27–36 and 50–58 are those of Chinese Excel. */
const isDateFormatId = (id: number): boolean => (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
const isDateFormat = (code: string): boolean => /[ymdhs年月日]/i.test(code.replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]|"[^"]*"|\\.|_./gi, '').replace(/general/gi, ''));
/** Style number → whether it shows a date. */
function datesOf(xml: string): boolean[] {
  const formats = new Map<number, boolean>();
  const styles: boolean[] = [];
  let inside = false;
  if (xml) read(xml, {
    open(name, attributes) {
      if (name === 'cellXfs') inside = true;
      else if (name === 'numFmt') formats.set(Number(attribute(attributes, 'numFmtId')), isDateFormat(attribute(attributes, 'formatCode') ?? ''));
      else if (inside && name === 'xf') {
        const id = Number(attribute(attributes, 'numFmtId') ?? 0);
        styles.push(formats.get(id) ?? isDateFormatId(id));
      }
    },
    close(name) { if (name === 'cellXfs') inside = false; },
    text: () => undefined,
  });
  return styles;
}

/** A copy that does not keep alive the piece of XML it was cut from. */
const own = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');
/** Characters that XML cannot hold are written _x000D_. */
const unescape = (text: string): string => (text.includes('_x') ? text.replace(/_x([0-9a-f]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text);

async function sharedTexts(bytes: Buffer, entry: ZipEntry | undefined): Promise<string[]> {
  const texts: string[] = [];
  if (!entry) return texts;
  let value = '';
  let inText = false;
  let spoken = false;
  let total = 0;
  await feed(bytes, entry, maxSharedBytes, {
    open(name) {
      if (name === 'si') value = '';
      else if (name === 't') inText = !spoken;
      // How a text is read aloud (Japanese) is no part of it.
      else if (name === 'rPh') spoken = true;
    },
    text(text) { if (inText) value += text; },
    close(name) {
      if (name === 't') inText = false;
      else if (name === 'rPh') spoken = false;
      else if (name === 'si') {
        // Each costs some memory of its own, however short.
        total += value.length + 16;
        if (total > maxSharedCharacters) throw new TooBig();
        texts.push(own(unescape(value)));
      }
    },
  }, () => undefined);
  return texts;
}

async function feed(bytes: Buffer, entry: ZipEntry, limit: number, listener: XmlListener, after: () => void): Promise<void> {
  const decoder = new TextDecoder('utf-8');
  const reader = createXmlReader(listener);
  for await (const piece of unzip(bytes, entry, limit)) {
    reader.feed(decoder.decode(piece, { stream: true }));
    after();
  }
  reader.feed(decoder.decode());
  reader.end();
}

/** Rows that hold something, some hundred at a time. Blank ones are only counted. */
async function* sheetRows(bytes: Buffer, entry: ZipEntry, shared: readonly string[], dates: readonly boolean[], epoch1904: boolean): AsyncGenerator<TableRow[]> {
  let rows: TableRow[] = [];
  let line = 0;
  let cells: string[] = [];
  let column = -1;
  let type = '';
  let date = false;
  let value: string | null = null;
  let collecting = false;
  let spoken = false;
  let filled = false;
  const listener: XmlListener = {
    open(name, attributes) {
      if (name === 'c') {
        const place = attribute(attributes, 'r');
        column = place === undefined ? column + 1 : columnOf(place);
        type = attribute(attributes, 't') ?? '';
        date = dates[Number(attribute(attributes, 's') ?? -1)] ?? false;
        value = null;
      } else if (name === 'v' || (name === 't' && !spoken)) {
        collecting = true;
        value ??= '';
      } else if (name === 'row') {
        const stated = Number(attribute(attributes, 'r'));
        line = stated > line ? stated : line + 1;
        cells = [];
        column = -1;
        filled = false;
      } else if (name === 'rPh') spoken = true;
    },
    text(text) { if (collecting) value += text; },
    close(name) {
      if (name === 'v' || name === 't') collecting = false;
      else if (name === 'rPh') spoken = false;
      else if (name === 'c' && value !== null && column >= 0 && column < maxColumns) {
        const text = textOf(value, type, date, shared, epoch1904);
        while (cells.length < column) cells.push('');
        cells[column] = text;
        filled ||= text.trim() !== '';
      } else if (name === 'row' && filled) rows.push({ line, cells });
    },
  };
  const decoder = new TextDecoder('utf-8');
  const reader = createXmlReader(listener);
  for await (const piece of unzip(bytes, entry, maxSheetBytes)) {
    reader.feed(decoder.decode(piece, { stream: true }));
    if (rows.length > 0) {
      yield rows;
      rows = [];
    }
  }
  reader.feed(decoder.decode());
  reader.end();
  if (rows.length > 0) yield rows;
}

/** B12 → 1. */
function columnOf(place: string): number {
  let column = 0;
  for (let i = 0; i < place.length && i < 4; i += 1) {
    const letter = place.charCodeAt(i) & ~32;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + letter - 64;
  }
  return column - 1;
}

function textOf(value: string, type: string, date: boolean, shared: readonly string[], epoch1904: boolean): string {
  switch (type) {
    case 's': return shared[Number(value)] ?? '';
    case 'str': case 'inlineStr': return unescape(value);
    case 'e': return value;
    case 'b': return value.trim() === '1' ? 'TRUE' : 'FALSE';
    case 'd': return value.trim().replace('T', ' ').replace(/\.\d+$/, '');
    default: return numberText(value.trim(), date, epoch1904);
  }
}

/** A date as people see it; a number with its digits, or in scientific notation where they are gone, so that it is refused and not rounded. */
function numberText(text: string, date: boolean, epoch1904: boolean): string {
  const value = Number(text);
  if (text === '' || !Number.isFinite(value)) return text;
  if (date && value >= 0 && value < 200_000) {
    // A time of day alone.
    if (value < 1) return momentOfSerial(value + 1).time ?? '';
    const { day, time } = momentOfSerial(value + (epoch1904 ? 1462 : 0));
    return time === null ? day : `${day} ${time}`;
  }
  if (!Number.isInteger(value)) return String(value);
  return digitsSurvive(text, value) ? BigInt(/^\d+$/.test(text) ? text : value).toString() : value.toExponential(5).replace('e+', 'E+');
}

/**
 * Excel keeps 15 digits and writes zeros for the rest; other programs write up to 17 that are enough to know the machine's own number (IEEE 754 double) again, or that number exactly.
 * A longer number is whole only where none of them can have written it: up to 2^53 without a zero at the end, beyond with 18 digits or more, without that zero, and no double.
 */
function digitsSurvive(text: string, value: number): boolean {
  if (Math.abs(value) < 1e15) return true;
  if (!/^\d+[1-9]$/.test(text)) return false;
  return Number.isSafeInteger(value) || (text.length >= 18 && BigInt(text) !== BigInt(value));
}
