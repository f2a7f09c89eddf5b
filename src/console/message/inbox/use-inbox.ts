/** The list behind the inbox: as many pages as were asked for, read again while somebody looks, and the urgent threads that nobody has taken. */
import { useEffect, useRef, useState } from 'react';
import type { View } from '../../../../cloudfunctions/message/contract';
import { useMessageCounts, type MessageCounts } from '../../../cloud/message-counts';
import { useLoad, type Load } from '../../../cloud/use-load';
import { useVisible } from '../../../cloud/use-visible';
import { message, type Row } from '../desk';

/** How often the list is read again, ms. */
const every = 10_000;

export interface Inbox { load: Load<{ rows: Row[]; more: boolean }>; flags: readonly Row[]; counts: MessageCounts | undefined; showMore(): void; reread(): void }

/** An alarm that waits for a person. */
export const waitsForSomebody = (row: Row): boolean => row.urgent !== '' && row.acknowledgedBy === '' && row.state === 'open';

export function useInbox(view: View): Inbox {
  const [pages, setPages] = useState(1);
  useEffect(() => setPages(1), [view]);
  const load = useLoad(async () => {
    const rows: Row[] = [];
    for (let page = 1, cursor = ''; ; page += 1) {
      const reply = await message.inbox({ view, cursor });
      rows.push(...reply.rows);
      if (reply.next === '' || page >= pages) return { rows, more: reply.next !== '' };
      cursor = reply.next;
    }
  }, [view, pages]);
  const { data: counts, reload: recount } = useMessageCounts();
  const urgent = counts?.urgent ?? 0;
  const flags = useLoad(async () => (urgent > 0 ? (await message.inbox({ view: 'urgent' })).rows : []), [urgent]);

  const visible = useVisible();
  const { reload } = load;
  const reflag = flags.reload;
  useEffect(() => {
    if (!visible) return;
    const timer = setInterval(() => {
      void reload();
      void reflag();
    }, every);
    return () => clearInterval(timer);
  }, [visible, reload, reflag]);

  // A number on the tabs changed: somebody wrote, or a colleague did something.
  const numbers = JSON.stringify(counts);
  const known = useRef(numbers);
  useEffect(() => {
    if (known.current !== numbers) void reload();
    known.current = numbers;
  }, [numbers, reload]);

  return {
    load, counts, flags: (urgent > 0 ? flags.data ?? [] : []).filter(waitsForSomebody),
    showMore: () => setPages((before) => before + 1),
    reread() {
      void reload();
      void reflag();
      void recount();
    },
  };
}
