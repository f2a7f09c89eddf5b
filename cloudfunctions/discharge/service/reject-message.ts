/** Messages that stayed out, or were taken with a doubt, as a list for whoever looks after the sending system. No values: places and reasons. */
import type { ImportResult } from '../contract/intake';
import { eventPlace } from '../rules/event';
import { elementPlace } from '../rules/fhir/response';
import { segmentPlace } from '../rules/hl7/ack';
import { wordingOf } from '../rules/message-problem';
import { csvCell } from './reject';

/** `ref`: message 3, entry 5; `eventId` is the sender's own. */
export interface MessageLine { ref: string; eventId: string; place: string; problem: ImportResult['problems'][number]['problem']; refused: boolean }

/** Where it stands in what the sender wrote (PV1-45), not in our register (dischargeAt). */
function placeOf({ ref, place }: MessageLine): string {
  if (ref.startsWith('message ')) return segmentPlace(place);
  if (ref.startsWith('entry ')) return elementPlace(place);
  return ref.startsWith('event ') ? eventPlace(place) : place;
}

/** UTF-8 with a byte-order mark, so that Excel on Chinese Windows reads it. */
export function rejectedMessages(lines: readonly MessageLine[]): string {
  const head = ['消息', '消息编号', '位置', '处理', '原因', '如何改正'];
  const rows = lines.map((line) => {
    const { ref, eventId, problem, refused } = line;
    const { reason, remedy } = wordingOf(problem);
    return [ref, eventId, placeOf(line), refused ? '未导入' : '已收下，请核对', reason, remedy];
  });
  return `\uFEFF${[head, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}
