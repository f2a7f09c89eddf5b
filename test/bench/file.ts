/** A file of a hundred thousand discharges, as text and as a workbook of thirty columns, as HL7, and as four FHIR Bundles: rows a second and peak of memory, each reading in a fresh process, beside the parser alone. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { zipSync } from 'fflate';
import { fhirBundle, hl7File } from './feed-file';
import { each, median, times, type Line } from './measure';

const rows = 100_000;
const runs = 3;
const megabyte = 1024 * 1024;
/** The function has 1,024 MB, and the intake is not alone in it: what is read a page at a time, and JSON, which is read whole, with what is left of the file before it. */
const mostPaged = 500;
const mostWhole = 700;

const headings = [
  '患者ID', '住院号', '住院次数', '姓名', '性别', '出生日期', '身份证号', '本人电话', '联系人姓名', '与患者关系', '联系人电话', '现住址', '科室编码', '出院科别', '病区', '床号', '主治医师', '责任护士', '入院时间', '出院时间',
  '实际住院天数', '主要诊断编码', '主要诊断', '其他诊断', '手术及操作', '离院方式', '药物过敏', '出院医嘱', '出院带药', '更新时间',
];
const rowOf = (n: number): string[] => [
  `B${1_000_000 + n}`, `ZY2026${1_000_000 + n}`, '1', `王${String.fromCharCode(0x4e00 + (n % 5000))}`, n % 2 ? '男' : '女', '1960-01-02', '', `138${10_000_000 + n}`, `李${String.fromCharCode(0x4e00 + (n % 3000))}`, '配偶', `139${10_000_000 + n}`,
  `甘肃省白银市白银区某街道${n}号`, '0301', '骨科', '骨科一病区', String(n % 60), '王医师', '刘护士', '2026-11-10 08:00', '2026-11-18 09:00', '8', 'J18.900', '肺炎', '高血压；糖尿病', '无', '1医嘱离院', '无',
  `出院后注意休息，一周后复诊，不适随诊 ${n}`, '阿莫西林胶囊 0.5g 每日三次', '2026-11-18 12:00',
];

function textFile(): Buffer {
  return Buffer.from([headings, ...Array.from({ length: rows }, (_, n) => rowOf(n))].map((cells) => cells.join(',')).join('\r\n'));
}

/** As Excel writes it: texts shared, whole numbers bare, times as days with a date style. */
function workbookFile(): Buffer {
  const shared = new Map<string, number>();
  const place = (column: number, row: number): string => `${column < 26 ? '' : 'A'}${String.fromCharCode(65 + (column % 26))}${row}`;
  const cell = (text: string, column: number, row: number): string => {
    if (text === '') return '';
    const at = place(column, row);
    const time = /^(\d{4}-\d{2}-\d{2}) (\d{2}):(\d{2})$/.exec(text);
    if (time) return `<c r="${at}" s="1"><v>${(Date.parse(`${time[1]}T${time[2]}:${time[3]}:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000}</v></c>`;
    if (/^[1-9]\d{0,10}$/.test(text)) return `<c r="${at}"><v>${text}</v></c>`;
    if (!shared.has(text)) shared.set(text, shared.size);
    return `<c r="${at}" t="s"><v>${shared.get(text)}</v></c>`;
  };
  const pieces = Array.from({ length: rows + 1 }, (_, n) => Buffer.from(`<row r="${n + 1}" spans="1:30">${(n === 0 ? headings : rowOf(n - 1)).map((text, column) => cell(text, column, n + 1)).join('')}</row>`));
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const relations = (list: readonly (readonly [type: string, target: string])[]): Buffer =>
    Buffer.from(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list.map(([type, target], n) => `<Relationship Id="r${n}" Type="${office}/${type}" Target="${target}"/>`).join('')}</Relationships>`);
  return Buffer.from(zipSync({
    '_rels/.rels': relations([['officeDocument', 'xl/workbook.xml']]),
    'xl/_rels/workbook.xml.rels': relations([['worksheet', 'worksheets/sheet1.xml'], ['styles', 'styles.xml'], ['sharedStrings', 'sharedStrings.xml']]),
    'xl/workbook.xml': Buffer.from(`<workbook ${main} xmlns:r="${office}"><sheets><sheet name="Sheet1" sheetId="1" r:id="r0"/></sheets></workbook>`),
    'xl/styles.xml': Buffer.from(`<styleSheet ${main}><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>`),
    'xl/sharedStrings.xml': Buffer.from(`<sst ${main}>${[...shared.keys()].map((text) => `<si><t>${text}</t></si>`).join('')}</sst>`),
    'xl/worksheets/sheet1.xml': Buffer.concat([Buffer.from(`<worksheet ${main}><sheetData>`), ...pieces, Buffer.from('</sheetData></worksheet>')]),
  }, { level: 6 }));
}

interface Reading { rows: number; ms: number; work: number; peak: number }
interface Kind { name: string; what: 'table' | 'messages'; /** Rows of a file, and how often it is read. */ count: number; files: number; most: number; make: (count: number) => Buffer }

/** A Bundle can only be read whole, and the intake takes 40 MB: a hundred thousand discharges are four of them. */
const bundles = 4;
const kinds: readonly Kind[] = [
  { name: 'CSV', what: 'table', count: rows, files: 1, most: mostPaged, make: textFile }, { name: 'XLSX', what: 'table', count: rows, files: 1, most: mostPaged, make: workbookFile },
  { name: 'HL7', what: 'messages', count: rows, files: 1, most: mostPaged, make: hl7File }, { name: 'FHIR', what: 'messages', count: rows / bundles, files: bundles, most: mostWhole, make: fhirBundle },
];

export async function benchFile(root: string): Promise<Line[]> {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'suifang-file-'));
  try {
    const child = path.join(scratch, 'child.cjs');
    await build({ entryPoints: [path.join(root, 'test/bench/file-child.ts')], outfile: child, bundle: true, platform: 'node', format: 'cjs', target: 'node20', logLevel: 'error' });
    const file = path.join(scratch, 'file');
    const read = ({ what, count, files }: Kind, how: 'alone' | 'whole'): Reading => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [child, what, how, ...Array.from({ length: files }, () => file)], { encoding: 'utf8' });
      if (status !== 0) throw new Error(`${what} failed: ${stderr}`);
      const reading = JSON.parse(stdout) as Reading;
      if (reading.rows !== count * files) throw new Error(`${reading.rows} of ${count * files} rows are good`);
      return reading;
    };
    return kinds.flatMap((kind) => {
      const { name, count, files, most } = kind;
      writeFileSync(file, kind.make(count));
      const alone: Reading[] = [];
      const whole: Reading[] = [];
      for (let run = 0; run < runs; run += 1) {
        alone.push(read(kind, 'alone'));
        whole.push(read(kind, 'whole'));
      }
      const perSecond = (readings: readonly Reading[]): number[] => readings.map(({ ms }) => (count * files * 1000) / ms);
      const peaks = (readings: readonly Reading[]): number[] => readings.map(({ peak }) => peak / megabyte);
      const rate = (value: number): string => `${Math.round(value)} rows/s`;
      const size = (value: number): string => `${Math.round(value)} MB`;
      return [
        { part: 'file', what: `${name}, ${count * files} in ${files === 1 ? '' : `${files} files of `}${Math.round(statSync(file).size / megabyte)} MB: parsed alone`, value: rate(median(perSecond(alone))), runs: each(perSecond(alone), rate) },
        { part: 'file', what: `${name}: judged and paged`, value: rate(median(perSecond(whole))), runs: each(perSecond(whole), rate) },
        { part: 'file', what: `${name}: processor time beside parsing alone`, value: times(median(whole.map(({ work }) => work)) / median(alone.map(({ work }) => work))) },
        { part: 'file', what: `${name}: peak, parsed alone`, value: size(median(peaks(alone))), runs: each(peaks(alone), size) },
        { part: 'file', what: `${name}: peak, judged and paged`, value: size(median(peaks(whole))), aim: `< ${most} MB`, met: Math.max(...peaks(whole)) < most, runs: each(peaks(whole), size) },
      ];
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
