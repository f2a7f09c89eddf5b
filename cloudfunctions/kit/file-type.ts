/** What a file really is, by its first bytes: a page in a picture's clothes is none. */

const ascii = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.slice(from, to));
/** Brands of HEIC as phones write them (ISO/IEC 23008-12). */
const heic: ReadonlySet<string> = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1']);

/** Pictures, PDF, sound and film as phones make them, from the first 16 bytes; null for everything else. An MP4 does not say at once whether it is sound or film. */
export function fileTypeOf(head: Uint8Array): 'image/jpeg' | 'image/png' | 'image/webp' | 'image/heic' | 'application/pdf' | 'audio/mpeg' | 'mp4' | null {
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'image/jpeg';
  if (head[0] === 0x89 && ascii(head, 1, 4) === 'PNG' && head[4] === 0x0d && head[5] === 0x0a) return 'image/png';
  if (ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 12) === 'WEBP') return 'image/webp';
  if (ascii(head, 0, 5) === '%PDF-') return 'application/pdf';
  // With an ID3 tag before it, or beginning with an MPEG audio frame.
  if (ascii(head, 0, 3) === 'ID3' || (head[0] === 0xff && (head[1]! & 0xe6) === 0xe2)) return 'audio/mpeg';
  if (ascii(head, 4, 8) === 'ftyp') return heic.has(ascii(head, 8, 12)) ? 'image/heic' : 'mp4';
  return null;
}
