/** The rows of a file, packed: they are needed again page by page, and 100,000 of them as objects would not fit beside everything else. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { TableRow } from './file';

const rowsPerPack = 500;
export interface KeptRows { push(row: TableRow): void; readonly length: number; slice(from: number, to: number): TableRow[]; lineOf(index: number): number }

export function createKeptRows(): KeptRows {
  const packs: Buffer[] = [];
  const lines: number[] = [];
  let open: string[][] = [];
  const cellsOf = (pack: number): string[][] => (pack < packs.length ? JSON.parse(inflateRawSync(packs[pack]!).toString('utf8')) as string[][] : open);
  return {
    push({ line, cells }) {
      lines.push(line);
      open.push(cells);
      if (open.length < rowsPerPack) return;
      packs.push(deflateRawSync(JSON.stringify(open), { level: 1 }));
      open = [];
    },
    get length() { return lines.length; },
    lineOf: (index) => lines[index]!,
    slice(from, to) {
      const rows: TableRow[] = [];
      for (let pack = Math.floor(from / rowsPerPack); pack * rowsPerPack < Math.min(to, lines.length); pack += 1) {
        for (const [i, cells] of cellsOf(pack).entries()) {
          const index = pack * rowsPerPack + i;
          if (index >= from && index < to) rows.push({ line: lines[index]!, cells });
        }
      }
      return rows;
    },
  };
}
