/** The list behind the page: as many pages as were asked for, read again when something changed, and the red flags that wait for somebody. */
import { useEffect, useRef, useState } from 'react';
import { useCounts, type Counts } from '../../../cloud/counts';
import { useLoad, type Load } from '../../../cloud/use-load';
import { useVisible } from '../../../cloud/use-visible';
import { call, type Row, type View } from '../desk';
import { waitsForSomebody } from './red-flags';

const pageSize = 50;
/** Words like "正在填写" age without any number changing: the list is read again this often, ms. */
const rereadAfter = 60_000;

interface Listed { rows: Row[]; line: Awaited<ReturnType<typeof call.worklist>>['line']; more: boolean }
export interface List { load: Load<Listed>; flags: readonly Row[]; counts: Counts | undefined; /** Grows with every reading. */ version: number; showMore(): void; reread(): void }

export function useList(view: View, departmentCode: string): List {
  const [pages, setPages] = useState(1);
  useEffect(() => setPages(1), [view, departmentCode]);
  const department = departmentCode === '' ? {} : { departmentCode };
  const load = useLoad(async (): Promise<Listed> => {
    let rows: Row[] = [];
    for (let page = 0, cursor: string | undefined; ; page += 1) {
      const reply = await call.worklist({ view, limit: pageSize, ...department, ...(cursor !== undefined && { cursor }) });
      rows = [...rows, ...reply.rows];
      if (reply.cursor === null || page + 1 >= pages) return { rows, line: reply.line, more: reply.cursor !== null };
      cursor = reply.cursor;
    }
  }, [view, departmentCode, pages]);

  const { data: counts, reload: recount } = useCounts();
  const waiting = counts?.unacknowledged ?? 0;
  const urgent = useLoad(() => (waiting > 0 ? call.worklist({ view: 'urgent', limit: pageSize }) : Promise.resolve(undefined)), [waiting]);
  const visible = useVisible();
  const [version, setVersion] = useState(0);
  const { reload } = load;
  const reloadUrgent = urgent.reload;

  // A number on the tabs changed: somebody came, went, answered or was taken.
  const numbers = counts && `${counts.mine}/${counts.team}/${counts.urgent}/${counts.callBacks}/${counts.unacknowledged}/${counts.doneToday}`;
  const known = useRef(numbers);
  useEffect(() => {
    if (known.current !== undefined && known.current !== numbers) {
      void reload();
      setVersion((before) => before + 1);
    }
    known.current = numbers;
  }, [numbers, reload]);
  useEffect(() => {
    if (!visible) return;
    const timer = setInterval(() => { void reload(); }, rereadAfter);
    return () => clearInterval(timer);
  }, [visible, reload]);

  return {
    load, counts, version,
    flags: (waiting > 0 ? urgent.data?.rows ?? [] : []).filter(waitsForSomebody),
    showMore: () => setPages((before) => before + 1),
    reread() {
      void reload();
      void reloadUrgent();
      void recount();
      setVersion((before) => before + 1);
    },
  };
}
