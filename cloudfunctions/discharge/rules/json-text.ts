/** Bytes → JSON values, one document or one a line (NDJSON). Bounded, and never throws. */
import type { MessageProblem } from '../contract/intake';
import { guess } from './charset';

/** `ref` is `line 7` of NDJSON, '' of one document. A line that cannot be read spoils no other. */
export type JsonRead = { lines: boolean; values: ({ ref: string; value: unknown } | { ref: string; problem: MessageProblem })[] } | { problem: MessageProblem };

/** Deeper than anything that is meant: FHIR's own nesting stays below 20. */
const maxDepth = 60;
/** Lines of one file (product default): more than a file of 40 MB sensibly holds. */
const maxLines = 200_000;

/** Objects and lists of one file (product default): 40 MB of FHIR hold two million; `[{},{},…]` would take many times its own size in memory. */
const maxParts = 3_000_000;

/** Counts brackets outside of texts, before anything is built of them. */
function tooMuch(text: string): boolean {
  let depth = 0;
  let parts = 0;
  for (let at = 0, quoted = false; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (sign === 0x5c && quoted) at += 1;
    else if (sign === 0x22) quoted = !quoted;
    else if (quoted) continue;
    else if (sign === 0x5b || sign === 0x7b) { if ((depth += 1) > maxDepth || (parts += 1) > maxParts) return true; }
    else if (sign === 0x5d || sign === 0x7d) depth -= 1;
  }
  return false;
}

const parse = (text: string): { value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
};

export function readJson(bytes: Uint8Array): JsonRead {
  // TextDecoder takes the byte-order mark off.
  const text = guess(bytes)?.text;
  if (text === undefined) return { problem: 'damaged' };
  if (tooMuch(text)) return { problem: 'too_big' };
  const whole = parse(text);
  if (whole) return { lines: false, values: [{ ref: '', value: whole.value }] };
  const lines = text.split('\n').map((line, index) => ({ line: line.trim(), ref: `line ${index + 1}` })).filter(({ line }) => line !== '');
  // One document that is cut or broken is no file of lines.
  if (lines.length < 2 || parse(lines[0]!.line) === undefined || !/^[{[]/.test(lines[0]!.line)) return { problem: 'unreadable' };
  if (lines.length > maxLines) return { problem: 'too_many' };
  return { lines: true, values: lines.map(({ line, ref }) => ({ ref, ...(parse(line) ?? { problem: 'unreadable' as const }) })) };
}
