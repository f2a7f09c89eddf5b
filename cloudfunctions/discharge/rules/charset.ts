/** Which characters bytes are, for engines that name a set (HL7 MSH-18) and for those that do not. */

export type Charset = 'utf-8' | 'gb18030' | 'iso-8859-1';

const names: readonly (readonly [RegExp, Charset])[] = [
  [/^(UNICODE)?UTF8$|^UNICODE$/, 'utf-8'], [/^GB18030(2000|2005|2022)?$|^GBK$|^GB2312(80)?$|^CP936$/, 'gb18030'], [/^(ISO)?88591$|^LATIN1$/, 'iso-8859-1'],
];

const decode = (bytes: Uint8Array, charset: Charset): string | undefined => {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/** UTF-8 where the bytes are valid UTF-8, else GB18030, which also holds GBK and GB2312; undefined when they are neither. */
export function guess(bytes: Uint8Array): { text: string; charset: Charset } | undefined {
  for (const charset of ['utf-8', 'gb18030'] as const) {
    const text = decode(bytes, charset);
    if (text !== undefined) return { text, charset };
  }
  return undefined;
}

/**
 * `declared` as MSH-18 has it. Nothing, and ASCII (which Chinese engines leave standing whatever they send), leave it to the bytes. Bytes that are not what was declared are refused rather than read as
 * other names: half a character would be somebody else.
 */
export function decodeAs(bytes: Uint8Array, declared: string): { text: string; charset: Charset } | { problem: 'charset' | 'damaged' } {
  const key = declared.toUpperCase().replace(/[^A-Z0-9]/g, '');
  if (key === '' || key === 'ASCII') return guess(bytes) ?? { problem: 'damaged' };
  const charset = names.find(([name]) => name.test(key))?.[1];
  if (!charset) return { problem: 'charset' };
  const text = decode(bytes, charset);
  return text === undefined ? { problem: 'damaged' } : { text, charset };
}

/** Two-byte characters of GB18030 by their text; the decoder that every platform has knows them all, an encoder it does not have. */
function gbPairs(): Map<string, number> {
  const bytes = new Uint8Array(126 * 190 * 3);
  let length = 0;
  const pairs: number[] = [];
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      if (trail === 0x7f) continue;
      bytes.set([lead, trail, 0x0a], length);
      length += 3;
      pairs.push(lead * 256 + trail);
    }
  }
  const texts = new TextDecoder('gb18030').decode(bytes.subarray(0, length)).split('\n');
  return new Map(pairs.map((pair, index) => [texts[index] ?? '', pair] as const));
}

/** Text → bytes of the set. Signs that the set (here: two-byte GB18030) does not hold become `?`: they stand in names of systems, never in what the register keeps. */
export function encodeAs(text: string, charset: Charset): Uint8Array {
  if (charset === 'utf-8' || /^[\x00-\x7f]*$/.test(text)) return new TextEncoder().encode(text);
  const pairs = charset === 'gb18030' ? gbPairs() : undefined;
  return Uint8Array.from(Array.from(text).flatMap((sign) => {
    const code = sign.codePointAt(0)!;
    if (code < 0x80 || (!pairs && code < 0x100)) return [code];
    const pair = pairs?.get(sign);
    return pair === undefined ? [0x3f] : [pair >> 8, pair & 0xff];
  }));
}
