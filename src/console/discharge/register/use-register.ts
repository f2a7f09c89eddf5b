/** The list behind the page: as many pages as were asked for, newest discharge first. */
import { useEffect, useState } from 'react';
import { useLoad, type Load } from '../../../cloud/use-load';
import { discharge, type Row } from '../desk';
import { inputOf, type FilterValues } from './filter';

const pageSize = 50;

export interface Listed { rows: Row[]; more: boolean }

export function useRegister(values: FilterValues): { load: Load<Listed>; showMore(): void } {
  const [pages, setPages] = useState(1);
  const key = JSON.stringify(inputOf(values));
  useEffect(() => setPages(1), [key]);
  const load = useLoad(async (): Promise<Listed> => {
    const rows: Row[] = [];
    for (let page = 1, cursor: string | undefined; ; page += 1) {
      const reply = await discharge.list({ ...inputOf(values), limit: pageSize, ...(cursor !== undefined && { cursor }) });
      rows.push(...reply.rows);
      if (reply.next === null || page >= pages) return { rows, more: reply.next !== null };
      cursor = reply.next;
    }
  }, [key, pages]);
  return { load, showMore: () => setPages((before) => before + 1) };
}
