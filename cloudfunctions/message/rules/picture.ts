/** What a file really is, by its first bytes: a page in a picture's clothes is none. */
import type { ImageType } from '../contract';

const ascii = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.slice(from, to));
/** Brands of HEIC as phones write them (ISO/IEC 23008-12). */
const heic: ReadonlySet<string> = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1']);

/** JPEG, PNG, WebP and HEIC from the first 16 bytes; null for everything else. */
export function imageTypeOf(head: Uint8Array): ImageType | null {
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'image/jpeg';
  if (head[0] === 0x89 && ascii(head, 1, 4) === 'PNG' && head[4] === 0x0d && head[5] === 0x0a) return 'image/png';
  if (ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 12) === 'WEBP') return 'image/webp';
  return ascii(head, 4, 8) === 'ftyp' && heic.has(ascii(head, 8, 12)) ? 'image/heic' : null;
}
