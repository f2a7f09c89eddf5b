/** Stays on a phone: one card each, which opens the stay. */
import type { ReactNode } from 'react';
import { useNow } from '../../cloud/use-now';
import { addressOf } from '../../components/console-frame/go';
import { useLanguage } from '../../text/language';
import { dayWords, startOf } from '../../text/time';
import { personWords, placeWords, stayPage, type Row } from './desk';

interface Props<T extends Row> { label: string; rows: readonly T[]; /** The last line: where it stands. */ standing(row: T): ReactNode; /** Under the card, for what one does with it. */ acts?(row: T): ReactNode; before?(row: T): ReactNode }

export function Cards<T extends Row>({ label, rows, standing, acts, before }: Props<T>) {
  const { language } = useLanguage();
  const now = useNow();
  return (
    <ul className="register-cards" aria-label={label}>
      {rows.map((row) => (
        <li key={row.encounterId} data-row>
          {before?.(row)}
          <a className="register-card" href={addressOf(stayPage, { stay: row.encounterId })}>
            <span className="register-card-line"><span className="s-grow"><b>{row.name}</b> {personWords(row, language)}</span><span className="s-muted">{dayWords(startOf(row.dischargeDay), now, language)}</span></span>
            <span className="register-card-line s-muted">{placeWords(row, language)} · {row.dx}</span>
            <span className="register-card-line">{standing(row)}</span>
          </a>
          {acts?.(row)}
        </li>
      ))}
    </ul>
  );
}
