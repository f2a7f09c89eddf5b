/** What stands in the list of a day. */
import { addressOf } from '../../../components/console-frame/go';
import type { Column } from '../../../components/data-table/data-table';
import { Button } from '../../../components/button/button';
import { Kbd } from '../../../components/kbd/kbd';
import { Tag, type Tone } from '../../../components/tag/tag';
import { useLanguage, useText } from '../../../text/language';
import { phoneWords } from '../../../text/phone';
import { dayFlagText, dayText } from '../../../text/visit-console';
import { visitStateText } from '../../../text/visit-booker';
import type { Language } from '../../../text/wording';
import { hoursWords, stayPage, type DayRow } from '../desk';
import { markOf, type Act } from './rows';

/** 女 67 岁 */
export const personWords = (row: Pick<DayRow, 'sex' | 'age'>, language: Language): string => [dayText[language][row.sex], row.age === null ? '' : dayText[language].years(row.age)].filter((word) => word !== '').join(' ');

const tones: Readonly<Record<DayRow['state'], Tone>> = { pending: 'info', booked: 'plain', arrived: 'info', fulfilled: 'action', noshow: 'warn', cancelled: 'plain', expired: 'plain' };

/** State in words; the flags that a receptionist must know. */
export function Standing({ row }: { row: DayRow }) {
  const states = useText(visitStateText);
  const flags = useText(dayFlagText);
  return <span className="day-standing"><Tag tone={tones[row.state]}>{states[row.state]}</Tag>{row.flags.map((flag) => <Tag key={flag} tone={flag === 'clinic_closed' ? 'warn' : 'plain'}>{flags[flag]}</Tag>)}</span>;
}

interface ActsProps { row: DayRow; busy: string; chosen: boolean; onAct(act: Act, row: DayRow): void }

/** The next thing to do with somebody, and the way back. */
export function Acts({ row, busy, chosen, onAct }: ActsProps) {
  const t = useText(dayText);
  const button = (act: Act, words: string, key: string) => markOf(act, row.state) !== undefined && (
    <Button small wide={false} tone={act === 'undo' ? 'plain' : act === 'checkIn' ? 'primary' : 'soft'} busy={busy === row.appointmentId} label={`${words} ${row.name}`} onPress={() => onAct(act, row)}>{words}{chosen && <Kbd>{key}</Kbd>}</Button>
  );
  return <span className="day-acts">{button('checkIn', t.checkIn, 'A')}{button('complete', t.complete, 'C')}{button('undo', t.undo, 'U')}</span>;
}

export function useColumns(marks: boolean, busy: string, chosen: string | undefined, onAct: (act: Act, row: DayRow) => void): Column<DayRow>[] {
  const t = useText(dayText);
  const { language } = useLanguage();
  return [
    { key: 'time', title: t.time, sort: (row) => row.start, cell: (row) => <b className="day-time">{hoursWords(row.start, row.end)}</b> },
    { key: 'patient', title: t.patient, sort: (row) => row.name, cell: (row) => <>{row.encounterId === '' ? <b>{row.name}</b> : <a className="visit-name" href={addressOf(stayPage, { stay: row.encounterId })} tabIndex={-1}>{row.name}</a>} {personWords(row, language)}</> },
    { key: 'dayN', title: t.dayN, number: true, sort: (row) => row.dayN ?? undefined, cell: (row) => (row.dayN === null ? '' : t.afterDischarge(row.dayN)) },
    { key: 'doctor', title: t.practitioner, sort: (row) => row.practitioner, cell: (row) => <>{row.practitioner || t.general} <span className="s-muted">{row.place}</span></> },
    { key: 'state', title: t.state, wrap: true, sort: (row) => row.state, cell: (row) => <Standing row={row} /> },
    { key: 'phone', title: t.phone, cell: (row) => phoneWords(row.phone) },
    ...(marks ? [{ key: 'acts', title: '', cell: (row: DayRow) => <Acts row={row} busy={busy} chosen={row.appointmentId === chosen} onAct={onAct} /> }] : []),
    { key: 'sign', title: t.blank, cell: () => <span className="day-sign" /> },
  ];
}
