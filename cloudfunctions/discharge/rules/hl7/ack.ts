/** The answer to a message, in the sender's own terms: MSH, MSA, and an ERR for each problem. Never a value of the message but its own header. */
import { dayOf, timeOf } from '../../../kit/calendar';
import type { MessageProblem, RowProblem } from '../../contract/intake';
import codes from '../../data/hl7-code.json';
import { encodeAs, type Charset } from '../charset';
import { isMessageProblem, placeIn, weightOf, wordingOf, type Told } from '../message-problem';
import { noHeader, type HeardMessage } from './message';
import type { Marks } from './segment';

/** AA taken (or nothing in it is wanted), AE this message is wrong, AR not readable, not for us, or try again. */
export type AckCode = 'AA' | 'AE' | 'AR';

/** Where a field of the register stands in a message: `phone` → PID-13. A place of a message is itself. */
export const segmentPlace = (place: string): string => placeIn(codes.fields, place);

const rejecting: ReadonlySet<MessageProblem | RowProblem> = new Set<MessageProblem | RowProblem>(['unreadable', 'charset', 'damaged', 'cut_off', 'version', 'too_big', 'too_many']);

/** AR for what could not be read, AE for what is wrong in it, AA for the rest: doubts are taken, and what nobody wants need not be sent again. `problems` of one message. */
export function ackCodeOf(problems: readonly Told[]): AckCode {
  const refused = problems.filter(({ problem, doubt }) => !doubt && (!isMessageProblem(problem) || weightOf(problem) === 'refused'));
  return refused.length === 0 ? 'AA' : refused.some(({ problem }) => rejecting.has(problem)) ? 'AR' : 'AE';
}
/** The problems that a translator found, as the answers take them. */
export const toldOf = (heard: HeardMessage['heard']): Told[] =>
  heard.flatMap((one) => ('problem' in one ? [{ problem: one.problem, place: one.place, ...(weightOf(one.problem) === 'doubt' && { doubt: true }) }] : []));


/** Table 0357. */
function errorCode(problem: MessageProblem | RowProblem): keyof typeof codes.errors {
  switch (problem) {
    case 'missing': case 'required': case 'incomplete': return '101';
    case 'event': return '201';
    case 'version': case 'unreadable': case 'charset': case 'no_stay': return '200';
    case 'cut_off': return '100';
    case 'reference': case 'itself': return '204';
    case 'sex_unknown': case 'way_unknown': case 'way_mismatch': case 'way_outcome_table': case 'relation_unknown': case 'flag_unknown': case 'dx_code': case 'department_name_differs': return '103';
    case 'damaged': case 'too_big': case 'too_many': return '207';
    default: return '102';
  }
}

const escaped = (text: string, marks: Marks): string => {
  const names: Record<string, string> = { [marks.field]: 'F', [marks.component]: 'S', [marks.sub]: 'T', [marks.repetition]: 'R', [marks.escape]: 'E' };
  const { escape } = marks;
  const plain = text.replace(/[\x00-\x1f\x7f]/g, ' ');
  return escape === '' ? plain.split(marks.field).join(' ') : Array.from(plain, (sign) => (Object.hasOwn(names, sign) ? `${escape}${names[sign]}${escape}` : sign)).join('');
};

/** `20261118134000+0800` */
const stamp = (now: number): string => `${dayOf(now)}${timeOf(now)}`.replace(/[-:]/g, '').concat(String(Math.floor(now / 1000) % 60).padStart(2, '0'), '+0800');

/** What the original mode calls AA is CA where only the commit is answered. */
const commit: Record<AckCode, string> = { AA: 'CA', AE: 'CE', AR: 'CR' };
/** Conditions of table 0155. */
const wants = (condition: string, code: AckCode): boolean => condition === 'AL' || (condition === 'ER' && code !== 'AA') || (condition === 'SU' && code === 'AA');

/**
 * `message`: undefined for bytes that hold no message at all. Places of `problems` may be fields of the register. Bytes without MLLP's frame; null where the sender asked for no answer in this case (enhanced mode, MSH-15 and MSH-16: since everything
 * is judged and durable before we answer, one answer is enough, the application's where it is wanted, else the commit).
 * `why`: said where no problem says it. Text is Chinese where the sender's character set holds it, else English. MSH-10 of the answer is new with each `now`.
 */
export function ackOf(message: HeardMessage | undefined, code: AckCode, problems: readonly Told[], now: number, why?: { zh: string; en: string }): Uint8Array | null {
  const header = message?.header ?? noHeader;
  const enhanced = header.accept !== '' || header.application !== '';
  const application = !enhanced || wants(header.application, code);
  if (!application && !wants(header.accept, code)) return null;
  const { marks, charset } = header;
  const chinese = charset !== 'iso-8859-1' && !/ASCII/i.test(header.declared);
  const e = (text: string): string => escaped(text, marks);
  const join = (...parts: string[]): string => parts.join(marks.component);
  const segment = (...fields: string[]): string => fields.join(marks.field);
  const words = (problem: Told['problem']): string => {
    const { reason, remedy, en } = wordingOf(problem);
    return e(chinese ? `${reason}。${remedy}` : `${en.reason}. ${en.remedy}`);
  };
  const isWarning = ({ problem, doubt }: Told): boolean => doubt === true || (isMessageProblem(problem) && weightOf(problem) !== 'refused');
  const first = problems.find((told) => !isWarning(told)) ?? problems[0];
  // Many an engine shows MSA-3 and nothing else, and before 2.5 an ERR has no words.
  const summary = (told: Told): string => {
    const places = isMessageProblem(told.problem) && weightOf(told.problem) === 'unused' ? [] : problems.filter(({ problem, place }) => problem === told.problem && place !== '').map(({ place }) => segmentPlace(place));
    return `${places.length > 0 ? `${e([...new Set(places)].slice(0, 5).join(', '))}: ` : ''}${words(told.problem)}`;
  };
  // Before 2.5 an ERR has no severity, and some engines take any for an error: what was taken is remarked upon in MSA-3 alone.
  const errors = problems.slice(0, isOlder(header.version) && code === 'AA' ? 0 : 20).map((told) => {
    const { problem, place } = told;
    const number = errorCode(problem);
    const [, name = '', field = ''] = /^([A-Z][A-Z0-9]{2})(?:-(\d{1,3}))?$/.exec(segmentPlace(place)) ?? [];
    if (isOlder(header.version)) return segment('ERR', join(name, name && '1', field, [number, e(codes.errors[number]), 'HL70357'].join(marks.sub || ' ')));
    return segment('ERR', '', name ? join(name, '1', field) : '', join(number, e(codes.errors[number]), 'HL70357'), isWarning(told) ? 'W' : 'E', '', '', e(problem), words(problem));
  });
  const type = header.event && header.structure ? join('ACK', e(header.event), 'ACK') : header.event ? join('ACK', e(header.event)) : 'ACK';
  const lines = [
    segment('MSH', `${marks.component}${marks.repetition}${marks.escape}${marks.sub}`, e(header.receiver), e(header.receiverFacility), e(header.sender), e(header.senderFacility), stamp(now), '', type,
      e(`${now.toString(36)}${header.controlId}`.slice(0, 20)), e(header.processing), e(header.version), '', '', '', '', '', e(header.declared || (first || why ? setNames[charset] : ''))),
    segment('MSA', application ? code : commit[code], e(header.controlId), first ? summary(first) : why ? e(chinese ? why.zh : why.en) : ''),
    ...errors,
  ];
  return encodeAs(`${lines.join('\r')}\r`, charset);
}

/** MSH-18 of an answer with words, to one who did not say what he reads. */
const setNames: Record<Charset, string> = { 'utf-8': 'UNICODE UTF-8', gb18030: 'GB 18030-2000', 'iso-8859-1': '8859/1' };

/** ERR has its fields 2–8 since 2.5. */
const isOlder = (version: string): boolean => /^2\.[0-4]/.test(version);
