/** Bytes of one connection → the frames in them, however the network cut them: VT, a message, FS, CR (HL7 minimal lower layer protocol, Implementation Guide appendix C). */

const VT = 0x0b, FS = 0x1c, CR = 0x0d, LF = 0x0a;
/** What is kept of a message that is too big, so that its sender can be told which one it was. */
const headBytes = 4096;
const restart = Buffer.from('\x0bMSH', 'latin1');

/** `tooBig`: only the first bytes are here, the rest was passed over. */
export interface Frame { bytes: Buffer; tooBig: boolean }

export interface FrameReader {
  /** Takes what arrived; gives the frames that are complete with it, in order. Ask for the next only when the one before is answered. */
  push(chunk: Buffer): Generator<Frame>;
  /** Which frame is begun and not ended, counted from 1; 0 for none. */
  open(): number;
  /** Bytes that belonged to no frame. */
  skipped(): number;
}

/** `most`: bytes of a message. Nothing beyond that is held. */
export function openFrames(most: number): FrameReader {
  let parts: Buffer[] = [];
  let size = 0;
  let within = false;
  let begun = 0;
  let skipped = 0;
  let ended = false;

  const keep = (bytes: Buffer): void => {
    const room = Math.max(0, most - size);
    if (room > 0 && bytes.length > 0) parts.push(Buffer.from(bytes.subarray(0, room)));
    size += bytes.length;
    if (size > most && parts.length > 1) parts = [Buffer.concat(parts).subarray(0, headBytes)];
  };
  const take = (): Frame | undefined => {
    const whole = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    const tooBig = size > most;
    parts = [];
    size = 0;
    within = false;
    // A sender that was cut off and began anew on the same connection: what came before was never answered, and is sent again. A VT that begins no message is part of a text.
    const again = tooBig ? -1 : whole.lastIndexOf(restart);
    const bytes = again < 0 ? whole : whole.subarray(again + 1);
    if (again > 0) skipped += again;
    return bytes.every((byte) => byte <= 0x20) ? undefined : { bytes: tooBig ? bytes.subarray(0, headBytes) : bytes, tooBig };
  };

  return {
    *push(chunk) {
      let at = 0;
      while (at < chunk.length) {
        if (!within) {
          const start = chunk.indexOf(VT, at);
          const until = start < 0 ? chunk.length : start;
          for (let here = at; here < until; here += 1) {
            // The CR after FS, and what some senders put beside it.
            if (!(ended && (chunk[here] === CR || chunk[here] === LF))) skipped += 1;
          }
          if (start < 0) return;
          within = true;
          begun += 1;
          ended = false;
          at = start + 1;
          continue;
        }
        const end = chunk.indexOf(FS, at);
        keep(chunk.subarray(at, end < 0 ? chunk.length : end));
        if (end < 0) return;
        at = end + 1;
        ended = true;
        const frame = take();
        if (frame) yield frame;
      }
    },
    open: () => (within ? begun : 0),
    skipped: () => skipped,
  };
}

/** An answer on its way back. */
export const framed = (message: Buffer): Buffer => Buffer.concat([Buffer.from([VT]), message, Buffer.from([FS, CR])]);
