/** The files inside a workbook, unfolded piece by piece and never beyond a limit, whatever their directory says of their size. */
import { createInflateRaw } from 'node:zlib';

export interface ZipEntry { method: number; start: number; packed: number; size: number }
/** More came out of a file than it may hold. */
export class TooBig extends Error {}

/** The files by name, as the archive's directory states them; undefined when it has none that can be read. */
export function zipDirectory(bytes: Buffer): Map<string, ZipEntry> | undefined {
  const end = bytes.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  if (end < 0 || end + 22 > bytes.length) return undefined;
  const entries = new Map<string, ZipEntry>();
  for (let i = bytes.readUInt16LE(end + 10), at = bytes.readUInt32LE(end + 16); i > 0; i -= 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) return undefined;
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/').replace(/^\//, '');
    const header = bytes.readUInt32LE(at + 42);
    if (header + 30 > bytes.length || bytes.readUInt32LE(header) !== 0x04034b50) return undefined;
    const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
    const [packed, size] = [bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24)];
    // Encrypted, or cut off.
    if (bytes.readUInt16LE(at + 8) & 1 || start + packed > bytes.length) return undefined;
    entries.set(name, { method: bytes.readUInt16LE(at + 10), start, packed, size });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

const pieceBytes = 1 << 17;
/** One file, piece by piece; ends with TooBig behind `limit` bytes. A reader who stops early costs no more. */
export async function* unzip(bytes: Buffer, { method, start, packed }: ZipEntry, limit: number): AsyncGenerator<Buffer> {
  const data = bytes.subarray(start, start + packed);
  if (method !== 0 && method !== 8) throw new Error('an unknown way of packing');
  if (method === 0) {
    if (data.length > limit) throw new TooBig();
    for (let at = 0; at < data.length; at += pieceBytes) yield data.subarray(at, at + pieceBytes);
    return;
  }
  const inflate = createInflateRaw({ chunkSize: pieceBytes });
  inflate.end(data);
  let total = 0;
  for await (const piece of inflate as AsyncIterable<Buffer>) {
    total += piece.length;
    if (total > limit) throw new TooBig();
    yield piece;
  }
}

/** A small file whole, as text. */
export async function unzipText(bytes: Buffer, entry: ZipEntry, limit: number): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of unzip(bytes, entry, limit)) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8').replace(/^\uFEFF/, '');
}
