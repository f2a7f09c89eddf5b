/**
 * A reader of the XML inside workbooks that takes it in pieces, so that a sheet of any size needs the memory of one piece. It knows tags, attributes, text, CDATA, comments; a document type is refused
 * (entities that unfold). Names are given without their prefix.
 */
export interface XmlListener { open(name: string, attributes: string): void; close(name: string): void; text(text: string): void }
export interface XmlReader { feed(piece: string): void; end(): void }

/** One tag or text may be so long (characters); Excel's cells end at 32,767. More is damage or malice. */
const longest = 4_000_000;
/** Tags that stand in every cell: their attributes never hold a `>`. */
const plainTags: ReadonlySet<string> = new Set(['c', 'v', 'row', 'is', 't', 'si', 'r']);

const local = (tag: string, from: number): { name: string; end: number } => {
  let end = from;
  let start = from;
  for (; end < tag.length; end += 1) {
    const code = tag.charCodeAt(end);
    if (code <= 32 || code === 47) break;
    if (code === 58) start = end + 1;
  }
  return { name: tag.slice(start, end), end };
};
const quotesOpen = (tag: string): boolean => (tag.replace(/"[^"]*"|'[^']*'/g, '').match(/["']/) ?? null) !== null;

export function createXmlReader(listener: XmlListener): XmlReader {
  let rest = '';
  const tagAt = (text: string, at: number): number => {
    // The index behind the construct that begins at `at`, or -1 where its end has not come yet.
    const special = text.startsWith('<!--', at) ? '-->' : text.startsWith('<![CDATA[', at) ? ']]>' : text.startsWith('<?', at) ? '?>' : '';
    if (special) {
      const end = text.indexOf(special, at + 2);
      if (end >= 0 && special === ']]>') listener.text(text.slice(at + 9, end));
      return end < 0 ? -1 : end + special.length;
    }
    let end = text.indexOf('>', at);
    if (end < 0) return -1;
    if (text.charCodeAt(at + 1) === 33) throw new Error('a document type');
    if (text.charCodeAt(at + 1) === 47) {
      listener.close(local(text.slice(at + 2, end).trim(), 0).name);
      return end + 1;
    }
    let tag = text.slice(at + 1, end);
    let { name, end: after } = local(tag, 0);
    while (!plainTags.has(name) && quotesOpen(tag)) {
      end = text.indexOf('>', end + 1);
      if (end < 0) return -1;
      tag = text.slice(at + 1, end);
      ({ name, end: after } = local(tag, 0));
    }
    const single = tag.charCodeAt(tag.length - 1) === 47;
    listener.open(name, single ? tag.slice(after, -1) : tag.slice(after));
    if (single) listener.close(name);
    return end + 1;
  };
  return {
    feed(piece) {
      const text = rest + piece;
      let at = 0;
      for (;;) {
        const open = text.indexOf('<', at);
        if (open < 0) break;
        if (open > at) listener.text(decode(text.slice(at, open)));
        at = open;
        // Nine characters tell what it is.
        if (text.length - open < 9 && !text.includes('>', open)) break;
        const next = tagAt(text, open);
        if (next < 0) break;
        at = next;
      }
      rest = text.slice(at);
      if (rest.length > longest) throw new Error('one text without an end');
    },
    end() {
      if (rest.trim() !== '') throw new Error('cut off');
    },
  };
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
export const decode = (text: string): string =>
  text.includes('&') ? text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name) return entities[name] ?? whole;
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '';
  }) : text;

/** The value of an attribute in the text behind a tag's name; with or without a prefix. */
export function attribute(attributes: string, name: string): string | undefined {
  const at = attributes.indexOf(` ${name}="`);
  if (at >= 0) {
    const from = at + name.length + 3;
    const to = attributes.indexOf('"', from);
    return to < 0 ? undefined : decode(attributes.slice(from, to));
  }
  if (!attributes.includes(name)) return undefined;
  const found = new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  const value = found?.[1] ?? found?.[2];
  return value === undefined ? undefined : decode(value);
}
