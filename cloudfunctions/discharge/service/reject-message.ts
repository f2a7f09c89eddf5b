/** Messages that stayed out, or were taken with a doubt, as a list for whoever looks after the sending system. No values: places and reasons. */
import type { ImportResult } from '../contract/intake';
import { wordingOf } from '../rules/message-problem';
import { csvCell } from './reject';

/** `ref`: message 3, entry 5; `eventId` is the sender's own. */
export interface MessageLine { ref: string; eventId: string; place: string; problem: ImportResult['problems'][number]['problem']; refused: boolean }

/** UTF-8 with a byte-order mark, so that Excel on Chinese Windows reads it. */
export function rejectedMessages(lines: readonly MessageLine[]): string {
  const head = ['消息', '消息编号', '位置', '处理', '原因', '如何改正'];
  const rows = lines.map(({ ref, eventId, place, problem, refused }) => {
    const { reason, remedy } = wordingOf(problem);
    return [ref, eventId, place, refused ? '未导入' : '已导入，请核对', reason, remedy];
  });
  return `\uFEFF${[head, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}
