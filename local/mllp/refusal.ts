/** "Not now, send it again" to a message that nobody could judge: the function did not answer, or the message is too big to be read. */

/** What is repeated of the sender's header is plain ASCII; anything else is left out rather than sent back in the wrong characters. */
const plain = (text: string): string => (/^[\x20-\x7e]{0,200}$/.test(text) ? text : '');

/** ACK with MSA-1 = AR. `bytes` may be anything, also only the beginning of a message; `at` ms UTC. */
export function refusalOf(bytes: Uint8Array, why: string, at: number): Buffer {
  const end = bytes.findIndex((byte) => byte === 0x0d || byte === 0x0a);
  const head = bytes.subarray(0, Math.min(end < 0 ? bytes.length : end, 4096));
  const line = textOf(head).replace(/^[\s\ufeff]+/, '');
  const field = /^MSH([!-/:-@[-`{-~])/.exec(line)?.[1] ?? '|';
  const marks = /^MSH/.test(line) ? line.slice(4).split(field, 1)[0]! : '';
  const fits = /^[!-/:-@[-`{-~]{2,5}$/.test(marks) && new Set(marks).size === marks.length;
  const [, , application = '', facility = '', receiver = '', receiverFacility = '', , , type = '', id = '', processing = '', version = ''] = fits ? line.split(field, 13).map(plain) : [];
  const event = fits ? plain(type.split(marks[0]!)[1] ?? '') : '';
  const stamp = `${new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace(/\D/g, '')}+0800`;
  return Buffer.from([
    ['MSH', fits ? marks : '^~\\&', receiver, receiverFacility, application, facility, stamp, '', event ? `ACK${fits ? marks[0] : '^'}${event}` : 'ACK', `${at.toString(36)}${id}`.slice(0, 20), processing || 'P', version || '2.4'].join(field),
    ['MSA', 'AR', id, why].join(field),
    '',
  ].join('\r'), 'ascii');
}

/** UTF-8 where it is that, else GB18030: the second byte of its characters may look like a separator. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}
