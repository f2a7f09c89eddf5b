/** A parsed message with what the parser leaves undone: escapes, `""`, separators of its own, and bounds. */

/** What a kept parser gives (`Hl7Message.parse` of @medplum/core has this shape): fields as repetitions of components, text still escaped. */
export interface ParsedMessage { segments: readonly { name: string; fields: readonly { components: string[][] }[] }[] }
export type Hl7Parse = (text: string) => ParsedMessage;

/** MSH-1 and MSH-2: `|^~\&`. `escape` is '' where MSH-2 names none. */
export interface Marks { field: string; component: string; repetition: string; escape: string; sub: string }
export const usualMarks: Marks = { field: '|', component: '^', repetition: '~', escape: '\\', sub: '&' };

/** The separators of a message that begins with MSH; undefined where they are letters, digits or missing, or stand for two things. */
export function marksOf(text: string): Marks | undefined {
  const field = text.charAt(3);
  const end = text.indexOf(field, 4);
  const [component = '', repetition = '', escape = '', sub = ''] = text.slice(4, end < 0 ? 4 : Math.min(end, 9));
  const all = [field, component, repetition, escape, sub].filter((sign) => sign !== '');
  const odd = all.some((sign) => !/^[!-~]$/.test(sign) || /[A-Za-z0-9"]/.test(sign)) || new Set(all).size !== all.length;
  return text.startsWith('MSH') && field && component && !odd ? { field, component, repetition, escape, sub } : undefined;
}

/** More of anything than this is read no further (product default): a real ADT message has a few dozen segments. */
const maxRepetitions = 40;
export const maxSegments = 1000;
/** Longer texts are cut: the longest cell of the register holds half of it. */
const maxText = 8000;

/** One repetition of a field. `none`: the sender deletes it (`""`). `part(1)` is its first component, as text. */
export interface Item { none: boolean; part(component: number): string }
export interface Segment { name: string; /** Repetitions that say something; [] for a field that says nothing. */ items(field: number): Item[] }
export interface Message { marks: Marks; segments: Segment[] }

const controls = /[\x00-\x08\x0b-\x1f\x7f\ufeff]/g;

/** `hex`: bytes of \Xhh..\ in the message's own character set. Escapes that we do not know stay as they are written. */
export function unescape(text: string, marks: Marks, hex: (bytes: Uint8Array) => string): string {
  const { escape } = marks;
  if (escape === '' || !text.includes(escape)) return text;
  const simple: Record<string, string | undefined> = { F: marks.field, S: marks.component, T: marks.sub, R: marks.repetition, E: escape, H: '', N: '', '.br': '\n', '.BR': '\n', '.sp': '\n', '.nf': '', '.fi': '' };
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const open = text.indexOf(escape, at);
    const close = open < 0 ? -1 : text.indexOf(escape, open + 1);
    if (close < 0) return parts.join('') + text.slice(at);
    const body = text.slice(open + 1, close);
    const known = Object.hasOwn(simple, body) ? simple[body] : /^X([0-9A-Fa-f]{2}){1,500}$/.test(body) ? hex(Uint8Array.from(body.slice(1).match(/../g)!, (pair) => parseInt(pair, 16))) : undefined;
    if (known === undefined) {
      // Only the sign itself is passed: the next one may open an escape that is known.
      parts.push(text.slice(at, close));
      at = close;
      if (body.length === 0) {
        parts.push(escape);
        at = close + 1;
      }
    } else {
      parts.push(text.slice(at, open), known);
      at = close + 1;
    }
  }
}

export function readMessage(parsed: ParsedMessage, marks: Marks, hex: (bytes: Uint8Array) => string): Message {
  const item = (components: readonly string[]): Item => {
    const said = components.filter((component) => component !== '');
    return {
      none: said.length > 0 && said.every((component) => component === '""'),
      part: (component) => {
        const whole = components[component - 1] ?? '';
        const first = marks.sub !== '' && whole.includes(marks.sub) ? whole.slice(0, whole.indexOf(marks.sub)) : whole;
        return first === '""' ? '' : unescape(first.slice(0, maxText), marks, hex).replace(controls, '').trim();
      },
    };
  };
  return {
    marks,
    segments: parsed.segments.slice(0, maxSegments).map(({ name, fields }) => ({
      name: name.trim(),
      // MSH-1 is the separator itself, so that the parser's fields of MSH stand one earlier.
      items: (field) => (fields[name === 'MSH' ? field - 1 : field]?.components ?? []).slice(0, maxRepetitions).filter((components) => components.some((component) => component.trim() !== '')).map(item),
    })),
  };
}

/** A segment that is not there, so that nothing has to ask. */
export const noSegment: Segment = { name: '', items: () => [] };
/** The first of a name, or one that says nothing. */
export const firstOf = (segments: readonly Segment[], name: string): Segment => segments.find((segment) => segment.name === name) ?? noSegment;

/** Text of one component of the first repetition: undefined says nothing, '' deletes. */
export function said(segment: Segment, field: number, component = 1): string | undefined {
  const [first] = segment.items(field);
  return first === undefined ? undefined : first.none ? '' : first.part(component) || undefined;
}
/** The same, where nothing and deleted are alike. */
export const textOf = (segment: Segment, field: number, component = 1): string => said(segment, field, component) ?? '';
