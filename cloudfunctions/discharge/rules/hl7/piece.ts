/** A file or a connection's bytes → the messages in it, whatever stands around them: MLLP frames, batches, blank lines, byte-order marks. Works on bytes: none of these signs is part of a longer character in UTF-8 or GB18030. */

/** `ref`: `message 3` as a report counts. junk: bytes that belong to no message. cut: a frame that was begun and not ended. */
export interface Piece { ref: string; start: number; end: number; junk: boolean; cut: boolean }

const VT = 0x0b, FS = 0x1c, CR = 0x0d, LF = 0x0a;
const nameAt = (bytes: Uint8Array, at: number, names: readonly string[]): boolean =>
  names.some((name) => bytes[at] === name.charCodeAt(0) && bytes[at + 1] === name.charCodeAt(1) && bytes[at + 2] === name.charCodeAt(2) && !isWord(bytes[at + 3]));
const isWord = (byte: number | undefined): boolean => byte !== undefined && ((byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a));
const message = ['MSH'];
const envelope = ['FHS', 'BHS', 'BTS', 'FTS'];

/** In order, without copying: the caller takes `bytes.subarray(start, end)`. */
export function* piecesOf(bytes: Uint8Array): Generator<Piece> {
  let count = 0;
  let open: { start: number; end: number; junk: boolean } | undefined;
  let framed = false;
  const close = (cut: boolean): Piece[] => {
    const piece = open;
    open = undefined;
    return piece ? [{ ...piece, ref: `message ${(count += 1)}`, cut }] : [];
  };
  for (let at = 0; at <= bytes.length;) {
    let end = at;
    while (end < bytes.length && bytes[end] !== CR && bytes[end] !== LF && bytes[end] !== VT && bytes[end] !== FS) end += 1;
    let start = at;
    // Space, control characters and a byte-order mark before a line say nothing.
    while (start < end && (bytes[start]! <= 0x20 || (bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf))) start += bytes[start] === 0xef ? 3 : 1;
    if (start < end) {
      if (nameAt(bytes, start, message)) {
        yield* close(false);
        open = { start, end, junk: false };
      } else if (nameAt(bytes, start, envelope)) yield* close(false);
      else if (open) open.end = end;
      else open = { start, end, junk: true };
    }
    const sign = bytes[end];
    if (sign === VT || sign === FS) {
      yield* close(sign === VT && framed);
      framed = sign === VT;
    }
    at = end + 1;
  }
  yield* close(framed);
}

/** Whether bytes are HL7 v2 at all, by how they begin; for telling files apart. */
export function looksLikeHl7(bytes: Uint8Array): boolean {
  let at = 0;
  while (at < Math.min(bytes.length, 1000) && (bytes[at]! <= 0x20 || bytes[at] === 0xef || bytes[at] === 0xbb || bytes[at] === 0xbf)) at += 1;
  return nameAt(bytes, at, [...message, ...envelope]);
}
