/** Order of a table: which column, which way. Written into the address as `name` or `-name`. */
export interface Order { key: string; down: boolean }

/** What a cell is sorted by; undefined stands last whichever way. */
export type SortValue = string | number | undefined;

export const readOrder = (written: string): Order | undefined => (written === '' ? undefined : { key: written.replace(/^-/, ''), down: written.startsWith('-') });
export const writeOrder = (order: Order | undefined): string => (order ? `${order.down ? '-' : ''}${order.key}` : '');

/** First press: the column upwards; second: downwards; third: as the server sent it. */
export function nextOrder(order: Order | undefined, key: string): Order | undefined {
  if (order?.key !== key) return { key, down: false };
  return order.down ? undefined : { key, down: true };
}

/** A sorted copy; equal rows keep their order. Chinese words sort by code point: WeChat and old browsers know no collation. */
export function sortRows<T>(rows: readonly T[], by: (row: T) => SortValue, down: boolean): T[] {
  return rows.map((row, at) => ({ row, at, value: by(row) })).sort((a, b) => {
    if (a.value === b.value) return a.at - b.at;
    if (a.value === undefined) return 1;
    if (b.value === undefined) return -1;
    return (a.value < b.value ? -1 : 1) * (down ? -1 : 1);
  }).map(({ row }) => row);
}
