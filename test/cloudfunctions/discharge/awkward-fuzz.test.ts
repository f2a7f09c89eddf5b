/** Whatever the bytes are: an answer, no crash, no hang, and no more memory than the limits allow. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { instantAt } from '../../../cloudfunctions/kit/calendar';
import { prepareFile } from '../../../cloudfunctions/discharge/service/prepare';
import { createXmlReader } from '../../../cloudfunctions/discharge/service/xml';
import { workbook } from './awkward-workbook';

const uploadedAt = instantAt('2026-11-20', '20:00');
const folder = join(__dirname, 'samples/awkward');
const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
const headings = '患者ID,住院号,住院次数,姓名,性别,出生日期,本人电话,出院科别,入院时间,出院时间,主要诊断,离院方式'.split(',');
const row = 'P1,Z1,1,王秀英,女,1960-01-02,13800001234,骨科,2026-11-10 08:00,2026-11-18 09:00,骨折,1'.split(',');
const book = workbook([{ name: '封面', rows: [['医院']] }, { name: '出院', rows: [headings, row, row] }]);

/** Every row is asked for: that, too, must not fail. */
async function read(bytes: Buffer): Promise<string> {
  const result = await prepareFile(bytes, uploadedAt);
  if ('problem' in result) return result.problem;
  return `${[...result.prepared.rows].length} rows`;
}
const answered = async (bytes: Buffer): Promise<void> => expect(await read(bytes)).toMatch(/^(\d+ rows|[a-z_]+)$/);
/** Some bytes overwritten, some cut out, some put in. */
const mutated = (seeds: readonly Buffer[]): fc.Arbitrary<Buffer> => fc.tuple(fc.constantFrom(...seeds), fc.array(fc.tuple(fc.nat(), fc.constantFrom('set', 'cut', 'put'), fc.uint8Array({ minLength: 1, maxLength: 8 })), { minLength: 1, maxLength: 12 })).map(([seed, changes]) =>
  changes.reduce((bytes, [place, how, what]) => {
    const at = place % (bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), how === 'cut' ? Buffer.alloc(0) : what, bytes.subarray(how === 'put' ? at : at + what.length)]);
  }, seed));

test('random bytes', () => fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.constantFrom('', 'PK\u0003\u0004', '\u00ff\u00fe', '\u00ef\u00bb\u00bf', '姓名,住院号,出院时间\n'), async (bytes, start) => answered(Buffer.concat([Buffer.from(start, start.length > 4 ? 'utf8' : 'latin1'), bytes]))), { numRuns: 300 }));
test('text files with bytes changed', () => fc.assert(fc.asyncProperty(mutated(texts), answered), { numRuns: 300 }));
test('workbooks with bytes changed', () => fc.assert(fc.asyncProperty(mutated([book]), answered), { numRuns: 300 }));
test('files cut off anywhere', () => fc.assert(fc.asyncProperty(fc.constantFrom(book, ...texts), fc.double({ min: 0, max: 1, noNaN: true }), async (bytes, share) => answered(bytes.subarray(0, Math.floor(bytes.length * share)))), { numRuns: 300 }));

test('sheets whose XML is changed inside a sound archive', async () => {
  const parts = unzipSync(book);
  const names = Object.keys(parts).filter((name) => name.endsWith('.xml') || name.endsWith('.rels'));
  await fc.assert(fc.asyncProperty(fc.constantFrom(...names), mutated(names.map((name) => Buffer.from(parts[name]!))), async (name, content) => answered(Buffer.from(zipSync({ ...parts, [name]: content }, { level: 0 })))), { numRuns: 300 });
});

test('XML says the same in whatever pieces it comes', () => {
  const xml = '<?xml version="1.0"?><!-- a > b --><a:sheet x="1>0" y=\'&quot;\'><v>1 &lt; 2 &#x4E00;</v><![CDATA[<raw>]]><e/></a:sheet>';
  const heard = (pieces: readonly string[]): string => {
    let said = '';
    const reader = createXmlReader({ open: (name, attributes) => { said += `[${name}${attributes}]`; }, close: (name) => { said += `[/${name}]`; }, text: (text) => { said += text; } });
    for (const piece of pieces) reader.feed(piece);
    reader.end();
    return said;
  };
  const whole = heard([xml]);
  expect(whole).toBe('[sheet x="1>0" y=\'&quot;\'][v]1 < 2 一[/v]<raw>[e][/e][/sheet]');
  fc.assert(fc.property(fc.array(fc.nat(xml.length), { maxLength: 12 }), (cuts) => {
    const places = [0, ...cuts.sort((a, b) => a - b), xml.length];
    expect(heard(places.slice(1).map((to, i) => xml.slice(places[i], to)))).toBe(whole);
  }));
});

describe('archives that unfold beyond measure', () => {
  const grown = (before: number): number => (process.memoryUsage().rss - before) / 1024 / 1024;
  const withSheet = (sheet: Uint8Array): Buffer => Buffer.from(zipSync({ ...unzipSync(book), 'xl/worksheets/sheet2.xml': sheet }, { level: 1 }));
  const open = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>';
  const raw = (name: string, content: Buffer, size: number): Buffer => {
    const packed = deflateRawSync(content, { level: 9 });
    const part = (signature: number, extra: number): Buffer => {
      const header = Buffer.alloc(extra);
      header.writeUInt32LE(signature);
      return header;
    };
    const local = part(0x04034b50, 30);
    local.writeUInt16LE(8, 8);
    local.writeUInt16LE(name.length, 26);
    const central = part(0x02014b50, 46);
    central.writeUInt16LE(8, 10);
    central.writeUInt32LE(packed.length, 20);
    central.writeUInt32LE(size, 24);
    central.writeUInt16LE(name.length, 28);
    const end = part(0x06054b50, 22);
    end.writeUInt16LE(1, 10);
    end.writeUInt32LE(local.length + name.length + packed.length, 16);
    return Buffer.concat([local, Buffer.from(name), packed, central, Buffer.from(name), end]);
  };

  test('a relationship part of 200 MB that says it has ten bytes', async () => {
    const bomb = raw('_rels/.rels', Buffer.alloc(200 * 1024 * 1024, 32), 10);
    expect(bomb.length).toBeLessThan(1_000_000);
    const before = process.memoryUsage().rss;
    expect(await read(bomb)).toBe('too_big');
    expect(grown(before)).toBeLessThan(150);
  });
  test('one cell without an end', async () => {
    const bomb = withSheet(Buffer.concat([Buffer.from(`${open}<row><c t="str"><v>`), Buffer.alloc(60 * 1024 * 1024, 97)]));
    const before = process.memoryUsage().rss;
    expect(await read(bomb)).toMatch(/damaged|no_headings|too_big/);
    expect(grown(before)).toBeLessThan(200);
  });
  test('millions of blank cells and rows cost time, not memory', async () => {
    const bomb = withSheet(Buffer.concat([Buffer.from(open), Buffer.from('<row><c s="0"/><c s="0"/><c s="0"/></row>'.repeat(400_000)), Buffer.from('</sheetData></worksheet>')]));
    const before = process.memoryUsage().rss;
    expect(await read(bomb)).toBe('no_headings');
    expect(grown(before)).toBeLessThan(200);
  });
  test('a cell in the last column and one in the last row of Excel', async () => {
    expect(await read(withSheet(strToU8(`${open}<row r="1048576"><c r="XFD1048576" t="str"><v>a</v></c></row></sheetData></worksheet>`)))).toBe('no_headings');
  });
  test('a document type that unfolds', async () => {
    expect(await read(withSheet(strToU8('<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>')))).toBe('damaged');
  });
});

test('a text of one endless line', async () => expect(await read(Buffer.from('a,'.repeat(2_000_000)))).toMatch(/damaged|no_headings/));
test('more rows than a file may have', async () => {
  // Pushed to the right, so that they are counted and not judged: this is about the number.
  const line = `${row.join(',')},x\n`;
  expect(await read(Buffer.from(`${headings.join(',')}\n${line.repeat(120_001)}`))).toBe('too_many_rows');
}, 60_000);
