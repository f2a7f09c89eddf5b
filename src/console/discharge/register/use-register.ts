/** The list behind the page: as many pages as were asked for, newest discharge first. */
import { useEffect, useState } from 'react';
import type { z } from '../../../../cloudfunctions/kit/contract';
import type { EncounterState, Way } from '../../../../cloudfunctions/discharge/contract';
import { useLoad, type Load } from '../../../cloud/use-load';
import { discharge, type Row } from '../desk';

export const none = { from: '', to: '', department: '', way: '', state: '', held: '', text: '' };
export type FilterValues = Readonly<Record<keyof typeof none, string>>;
type Ways = z.output<typeof Way>;
type States = z.output<typeof EncounterState>;
type Held = 'waiting' | 'invite' | 'suppress';

export const ways: readonly Ways[] = ['1', '2', '3', '4', '5', '9'];
const states: readonly States[] = ['finished', 'cancelled'];
const helds: readonly Held[] = ['waiting', 'invite', 'suppress'];
const day = /^\d{4}-\d{2}-\d{2}$/;
const pageSize = 50;

/** What the address says as the server asks for it; anything else in it is left out. */
function inputOf(values: FilterValues) {
  const way = ways.find((one) => one === values.way);
  const state = states.find((one) => one === values.state);
  const held = helds.find((one) => one === values.held);
  return {
    ...(day.test(values.from) && { from: values.from }), ...(day.test(values.to) && { to: values.to }), ...(values.department && { departmentCode: values.department }),
    ...(way && { way }), ...(state && { state }), ...(held && { held }), ...(values.text && { text: values.text }),
  };
}

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
