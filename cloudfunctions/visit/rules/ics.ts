/** The visit as a calendar file (RFC 5545), made where it is read. Nothing of a sensitive visit but its time: calendars are shared and shown on locked screens. */
export interface IcsVisit { appointmentId: string; start: number; end: number; departmentName: string; practitioner: string; place: string; preparation: string; sensitive: boolean; rev?: number; cancelled?: boolean }

/** RFC 5545 3.3.11: backslash, semicolon, comma and line breaks. */
const escaped = (text: string): string => text.replace(/[\\;,]/g, (character) => `\\${character}`).replace(/\r\n|\r|\n/g, '\\n');
/** 3.3.5 form 2: UTC. */
const stamp = (instant: number): string => new Date(instant).toISOString().replace(/[-:]/g, '').replace(/\.\d{3}/, '');

/** Bytes of a character in UTF-8, without TextEncoder: old WeChat has none. */
const octets = (character: string): number => {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
};
/** 3.1: no line longer than 75 octets; the next begins with a space. A character is never cut. */
function folded(line: string): string {
  let out = '';
  let used = 0;
  for (const character of line) {
    const size = octets(character);
    if (used + size > 75) {
      out += '\r\n ';
      used = 1;
    }
    out += character;
    used += size;
  }
  return out;
}

/** The whole file, lines ended by CRLF. `hospital` names the event where the department may not; `now` is DTSTAMP. One alarm, two hours before. */
export function icsOf(visit: IcsVisit, { hospital, now }: { hospital: string; now: number }): string {
  const shown = !visit.sensitive;
  const about = shown ? [visit.practitioner, visit.preparation].filter((part) => part !== '').join('\n') : '';
  const lines = [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Suifang//Return visits//ZH', 'CALSCALE:GREGORIAN', `METHOD:${visit.cancelled ? 'CANCEL' : 'PUBLISH'}`,
    'BEGIN:VEVENT', `UID:${visit.appointmentId.replace(/[^\w-]/g, '-')}@suifang`, `DTSTAMP:${stamp(now)}`, `SEQUENCE:${visit.rev ?? 0}`, `DTSTART:${stamp(visit.start)}`, `DTEND:${stamp(visit.end)}`,
    `SUMMARY:${escaped(shown ? `复诊 ${visit.departmentName}（${hospital}）` : '复诊')}`,
    ...(shown && visit.place ? [`LOCATION:${escaped(`${hospital} ${visit.place}`)}`] : []),
    ...(about ? [`DESCRIPTION:${escaped(about)}`] : []),
    `STATUS:${visit.cancelled ? 'CANCELLED' : 'CONFIRMED'}`, ...(shown ? [] : ['CLASS:PRIVATE']),
    ...(visit.cancelled ? [] : ['BEGIN:VALARM', 'ACTION:DISPLAY', 'TRIGGER:-PT2H', `DESCRIPTION:${escaped('复诊')}`, 'END:VALARM']),
    'END:VEVENT', 'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}
