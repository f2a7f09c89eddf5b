/** A table of the console: the head stays, numbers stand right, a row is chosen with the arrows and opened with Enter. */
import { Fragment, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useText } from '../../text/language';
import { shellText } from '../../text/shell';
import { nextOrder, sortRows, type Order, type SortValue } from './sort';
import './data-table.scss';

export interface Column<T> {
  key: string;
  title: string;
  /** Numbers stand right, in figures of one width. */
  number?: boolean;
  /** May break into lines; others do not. */
  wrap?: boolean;
  /** What to sort by; without it the column cannot be sorted. */
  sort?(row: T): SortValue;
  cell(row: T): ReactNode;
}

interface Props<T> {
  /** What the table holds, for a screen reader. */
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  id(row: T): string;
  order?: Order;
  onOrder?(order: Order | undefined): void;
  /** The chosen row; its details may stand beside. */
  chosen?: string;
  onChoose?(row: T): void;
  /** Enter or a double click. */
  onOpen?(row: T): void;
  /** A line across the table before a row: "今天大约打到这里". */
  rule?: { before: string; words: ReactNode };
  /** Sums under the columns, one for each; they stay where they are when the rows are sorted. */
  foot?: readonly ReactNode[];
  /** Why there is nothing. */
  empty: ReactNode;
}

export function DataTable<T>({ label, columns, rows, id, order, onOrder, chosen, onChoose, onOpen, rule, foot, empty }: Props<T>) {
  const t = useText(shellText);
  const body = useRef<HTMLTableSectionElement>(null);
  const sorter = columns.find((column) => column.key === order?.key)?.sort;
  const shown = order && sorter ? sortRows(rows, sorter, order.down) : rows;
  const at = shown.findIndex((row) => id(row) === chosen);

  const go = (to: number) => {
    const next = Math.min(shown.length - 1, Math.max(0, to));
    const row = shown[next];
    if (row === undefined) return;
    onChoose?.(row);
    body.current?.querySelectorAll<HTMLElement>('tr[data-row]')[next]?.focus();
  };
  const onKey = (event: KeyboardEvent, row: T, here: number) => {
    const to = { ArrowDown: here + 1, ArrowUp: here - 1, PageDown: here + 10, PageUp: here - 10, Home: 0, End: shown.length - 1 }[event.key];
    if (to !== undefined) go(to);
    else if (event.key === 'Enter' && event.target === event.currentTarget) onOpen?.(row);
    else return;
    event.preventDefault();
  };

  return (
    <div className="s-table-box">
      <table className="s-table" role={onChoose ? 'grid' : undefined} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => {
              const on = order?.key === column.key;
              return (
                <th key={column.key} scope="col" className={column.number ? 's-table-number' : undefined} aria-sort={on ? (order.down ? 'descending' : 'ascending') : undefined}>
                  {column.sort && onOrder
                    ? <button type="button" className="s-table-sort" title={t.sortBy(column.title)} onClick={() => onOrder(nextOrder(order, column.key))}>{column.title}<span aria-hidden="true">{on ? (order.down ? ' ↓' : ' ↑') : ''}</span></button>
                    : column.title}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody ref={body}>
          {shown.map((row, here) => (
            <Fragment key={id(row)}>
              {rule?.before === id(row) && <tr className="s-table-rule"><td colSpan={columns.length}>{rule.words}</td></tr>}
              <tr
                data-row className={id(row) === chosen ? 's-table-chosen' : undefined} aria-selected={onChoose ? id(row) === chosen : undefined}
                tabIndex={onChoose ? (here === Math.max(0, at) ? 0 : -1) : undefined}
                onClick={() => onChoose?.(row)} onDoubleClick={() => onOpen?.(row)} onKeyDown={(event) => { if (onChoose) onKey(event, row, here); }}
              >
                {columns.map((column) => <td key={column.key} className={`${column.number ? 's-table-number' : ''}${column.wrap ? ' s-table-wrap' : ''}`}>{column.cell(row)}</td>)}
              </tr>
            </Fragment>
          ))}
        </tbody>
        {foot && shown.length > 0 && (
          <tfoot>
            <tr>{columns.map((column, n) => <td key={column.key} className={column.number ? 's-table-number' : undefined}>{foot[n]}</td>)}</tr>
          </tfoot>
        )}
      </table>
      {shown.length === 0 && <div className="s-table-empty">{empty}</div>}
    </div>
  );
}
