/** One HL7 v2 message (ADT^A01, A03, A08, A11, A13, A31, A40 of 2.3–2.5) → what it says. Pure: the parser is handed in. Nothing is decided about order or completeness. */
import type { MessageProblem } from '../../contract/intake';
import { decodeAs, guess, type Charset } from '../charset';
import { isOutpatient } from '../coded';
import { given } from '../said';
import { sayingTime, wallOf } from '../source-time';
import type { Heard, Saying } from '../statement';
import { identifiersOf, personCells } from './person';
import { firstOf, marksOf, maxSegments, readMessage, textOf, usualMarks, type Hl7Parse, type Marks, type Message, type Segment } from './segment';
import { stayCells, visitOf } from './stay';

/** What an acknowledgement needs of a message, also of one that could not be read. Texts unescaped. */
export interface Header {
  marks: Marks; charset: Charset;
  /** MSH-18 as it was sent. */
  declared: string;
  sender: string; senderFacility: string; receiver: string; receiverFacility: string; controlId: string; event: string; structure: string; processing: string; version: string;
  /** MSH-15 and MSH-16: either makes it the enhanced mode. */
  accept: string; application: string;
}
export interface HeardMessage { ref: string; header: Header; heard: Heard[] }

/** One message: a real one has a few thousand bytes (product default: 1 MB). */
export const maxMessageBytes = 1024 * 1024;

/** Of bytes that hold no message. */
export const noHeader: Header = { marks: usualMarks, charset: 'utf-8', declared: '', sender: '', senderFacility: '', receiver: '', receiverFacility: '', controlId: '', event: '', structure: '', processing: 'P', version: '2.4', accept: '', application: '' };
const used = ['A01', 'A03', 'A08', 'A11', 'A13', 'A31', 'A40'] as const;

/** `bytes` of one message without its frame. */
export function hearMessage(bytes: Uint8Array, ref: string, parse: Hl7Parse, cut = false): HeardMessage {
  const fail = (problem: MessageProblem, place: string, header = noHeader): HeardMessage => ({ ref, header, heard: [{ ref, eventId: header.controlId, problem, place }] });
  if (bytes.length > maxMessageBytes) return fail('too_big', '', headerOf(bytes.subarray(0, 4096)));
  const head = guess(firstLine(bytes));
  if (!head?.text.startsWith('MSH')) return fail('unreadable', '');
  const marks = marksOf(head.text);
  if (!marks) return fail('unreadable', 'MSH-2');
  const decoded = decodeAs(bytes, declaredOf(head.text, marks));
  if ('problem' in decoded) return fail(decoded.problem, 'MSH-18', headerOf(bytes));
  const lines = joinLines(decoded.text, marks);
  if (lines.length > maxSegments) return fail('too_big', '', headerOf(bytes));
  const message = readMessage(parse(lines.join('\r')), marks, hexOf(decoded.charset));
  const header = headerIn(message, decoded.charset);
  return cut ? fail('cut_off', '', header) : { ref, header, heard: translate(message, header, ref) };
}

const firstLine = (bytes: Uint8Array): Uint8Array => {
  const end = bytes.findIndex((byte) => byte === 0x0d || byte === 0x0a);
  return end < 0 ? bytes : bytes.subarray(0, end);
};
const declaredOf = (line: string, marks: Marks): string => (line.split(marks.field, 18)[17]?.split(marks.repetition || '~')[0] ?? '').trim();
const hexOf = (charset: Charset) => (bytes: Uint8Array): string => new TextDecoder(charset).decode(bytes);

/** Segments begin with three letters or digits and a separator; any other line is the rest of a text that an engine broke. */
function joinLines(text: string, marks: Marks): string[] {
  const lines: string[] = [];
  for (const line of text.split(/[\r\n]/)) {
    const clean = line.replace(/^[\s\ufeff]+/, '');
    if (clean === '') continue;
    if (lines.length === 0 || (/^[A-Z][A-Z0-9]{2}$/.test(clean.slice(0, 3)) && (clean.length === 3 || clean[3] === marks.field))) lines.push(clean);
    else lines.push(`${lines.pop()!}${marks.escape ? `${marks.escape}.br${marks.escape}` : ' '}${clean}`);
  }
  return lines;
}

/** The header of a message that is not read any further, as far as it goes. */
function headerOf(bytes: Uint8Array): Header {
  const line = new TextDecoder().decode(firstLine(bytes));
  const marks = marksOf(line);
  if (!marks) return noHeader;
  const fields = line.split(marks.field, 30).map((field) => ({ components: field.split(marks.repetition || '\r').map((repetition) => repetition.split(marks.component)) }));
  return headerIn(readMessage({ segments: [{ name: 'MSH', fields }] }, marks, hexOf('utf-8')), 'utf-8');
}

function headerIn(message: Message, charset: Charset): Header {
  const msh = firstOf(message.segments, 'MSH');
  const at = (field: number, component = 1): string => textOf(msh, field, component).slice(0, 200);
  return {
    marks: message.marks, charset, declared: at(18), sender: at(3), senderFacility: at(4), receiver: at(5), receiverFacility: at(6), controlId: at(10),
    event: at(9, 2) || textOf(firstOf(message.segments, 'EVN'), 1).slice(0, 20), structure: at(9, 3), processing: at(11) || 'P', version: at(12) || '2.4', accept: at(15).toUpperCase(), application: at(16).toUpperCase(),
  };
}

function translate(message: Message, header: Header, ref: string): Heard[] {
  const { segments } = message;
  const eventId = header.controlId;
  const problem = (key: MessageProblem, place: string): Heard => ({ ref, eventId, problem: key, place });
  const msh = firstOf(segments, 'MSH');
  if (!/^2(\.|$)/.test(header.version)) return [problem('version', 'MSH-12')];
  const type = textOf(msh, 9);
  const trigger = used.find((known) => known === header.event);
  if (type === '' && header.event === '') return [problem('missing', 'MSH-9')];
  if (!trigger || (type !== '' && type !== 'ADT')) return [problem('event', 'MSH-9')];

  const zone = /[+-]\d{4}$/.exec(textOf(msh, 7))?.[0];
  const at = sayingTime([textOf(firstOf(segments, 'EVN'), 2), textOf(msh, 7)], zone);
  if (trigger === 'A40') return merges(segments, { at, eventId }, ref, problem);

  const { patientNo } = identifiersOf(firstOf(segments, 'PID').items(3));
  const own = patientNo || identifiersOf(firstOf(segments, 'PID').items(2)).patientNo;
  if (!own) return [problem('missing', 'PID-3')];
  const blank = { kind: 'person' as const, patientNo: own, inpatientNo: '', visitTimes: '', into: '', at, eventId };
  const pv1 = firstOf(segments, 'PV1');
  const outpatient = isOutpatient(textOf(pv1, 2));
  const person = personCells(segments, zone);
  if (trigger === 'A31' || (trigger === 'A08' && (outpatient || !visitOf(segments)))) return [{ ref, saying: { ...blank, cells: person } }];

  if (outpatient) return [problem('no_stay', 'PV1-2')];
  const visit = visitOf(segments);
  if (!visit) return [problem('missing', 'PV1-19')];
  const saying: Saying = { ...blank, kind: 'stay', inpatientNo: visit.inpatientNo, visitTimes: visit.visitTimes, cells: {} };
  switch (trigger) {
    case 'A01': saying.cells = given({ ...person, admitAt: textOf(pv1, 44) ? wallOf(textOf(pv1, 44), zone) : undefined, admitted: '1' }); break;
    case 'A11': saying.cells = { admitted: '0' }; break;
    case 'A13': saying.cells = { cancelled: '1' }; break;
    case 'A03': saying.cells = { ...person, ...stayCells(segments, zone, true), cancelled: '0' }; break;
    case 'A08': saying.cells = { ...person, ...stayCells(segments, zone, false) }; break;
  }
  return [{ ref, saying }, ...(visit.assumed ? [problem('visit_times_assumed', 'PV1-19')] : [])];
}

/** A40 may carry several pairs: each MRG belongs to the PID before it. PID-3 lives on, MRG-1 goes. */
function merges(segments: readonly Segment[], { at, eventId }: { at: number | null; eventId: string }, ref: string, problem: (key: MessageProblem, place: string) => Heard): Heard[] {
  let into = '';
  const heard: Heard[] = [];
  for (const segment of segments) {
    if (segment.name === 'PID') into = identifiersOf(segment.items(3)).patientNo;
    if (segment.name !== 'MRG') continue;
    const gone = identifiersOf(segment.items(1)).patientNo;
    if (!into || !gone) heard.push(problem('missing', into ? 'MRG-1' : 'PID-3'));
    else if (gone === into) heard.push(problem('itself', 'MRG-1'));
    else heard.push({ ref, saying: { kind: 'merge', patientNo: gone, inpatientNo: '', visitTimes: '', into, cells: {}, at, eventId } });
  }
  return heard.length > 0 ? heard : [problem('missing', 'MRG-1')];
}
