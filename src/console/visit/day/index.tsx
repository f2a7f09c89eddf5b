/** Who comes on a day: checked in, completed, taken back, by keyboard or by press; printed for the clinic's door. */
import { addDays, isDay } from '../../../../cloudfunctions/kit/calendar';
import { useNow } from '../../../cloud/use-now';
import { useStaff } from '../../../cloud/staff';
import { Button } from '../../../components/button/button';
import { addressOf, go } from '../../../components/console-frame/go';
import { DataTable } from '../../../components/data-table/data-table';
import { readOrder, sortRows, writeOrder } from '../../../components/data-table/sort';
import { Filters } from '../../../components/filters/filters';
import { useAddress } from '../../../components/filters/use-address';
import { Kbd } from '../../../components/kbd/kbd';
import { useKeys } from '../../../components/kbd/use-keys';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { Await, Empty } from '../../../components/state/state';
import { useNarrow } from '../../../components/use-narrow/use-narrow';
import { shortDay } from '../../../components/visit-booker/words';
import { useLanguage, useText } from '../../../text/language';
import { phoneWords } from '../../../text/phone';
import { dayOf } from '../../../text/time';
import { dayText } from '../../../text/visit-console';
import { dayPage, hoursWords, may, momentWords, stayPage, type DayRow } from '../desk';
import { VisitFrame } from '../frame';
import { doctorsOf, useClinics } from '../use-clinics';
import { Acts, personWords, Standing, useColumns } from './columns';
import { inView, matches, readView, views } from './rows';
import { useDay } from './use-day';
import './index.scss';

const focusSearch = (): void => document.querySelector<HTMLInputElement>('input[type=search]')?.focus();

export default function DayPage() {
  const t = useText(dayText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const narrow = useNarrow();
  const now = useNow();
  const [address, setAddress] = useAddress({ department: '', day: '', schedule: '', view: '', text: '', order: '', visit: '' });
  const { load: clinicsLoad, clinics } = useClinics(address.department);
  const code = clinics?.code ?? '';
  const today = dayOf(now);
  const day = isDay(address.day) ? address.day : today;
  const { load, said, busy, act } = useDay(code, day, language);
  const data = load.data?.day === day && load.data.code === code ? load.data : undefined;
  const marks = may.mark(me?.role);

  const to = (next: string) => setAddress({ day: next === today ? '' : next, visit: '' });
  const view = readView(address.view);
  const ofDoctor = (data?.rows ?? []).filter((row) => address.schedule === '' || row.scheduleId === address.schedule);
  const rows = ofDoctor.filter((row) => inView(row, view) && matches(row, address.text));
  const chosen = rows.find((row) => row.appointmentId === address.visit) ?? rows.find(({ state }) => state === 'booked') ?? rows[0];
  const columns = useColumns(marks, busy, chosen?.appointmentId, act);
  const order = readOrder(address.order);
  const sorter = columns.find(({ key }) => key === order?.key)?.sort;
  const cards = order && sorter ? sortRows(rows, sorter, order.down) : rows;
  const open = (row: DayRow) => { if (row.encounterId !== '') go(stayPage, { stay: row.encounterId }); };
  useKeys({
    ArrowLeft: () => to(addDays(day, -1)), ArrowRight: () => to(addDays(day, 1)), t: () => to(today), '/': focusSearch,
    ...(chosen && { Enter: () => open(chosen) }),
    ...(chosen && marks && { a: () => act('checkIn', chosen), c: () => act('complete', chosen), u: () => act('undo', said?.undo && chosen.state === 'booked' ? said.undo : chosen) }),
  });

  const option = (value: string, words: string) => ({ value, words });
  const doctors = doctorsOf(clinics?.schedules ?? [], code);
  const names = { '': t.all, booked: t.expected, arrived: t.arrived, fulfilled: t.fulfilled, noshow: t.noshow, cancelled: t.cancelled };
  const filtered = view !== '' || address.text !== '' || address.schedule !== '';
  const here = ofDoctor.filter((row) => inView(row, ''));
  const arrived = here.filter(({ state }) => state === 'arrived' || state === 'fulfilled').length;
  const done = here.filter(({ state }) => state === 'fulfilled').length;
  const doctor = doctors.find(({ scheduleId }) => scheduleId === address.schedule);
  return (
    <VisitFrame
      at={dayPage} department={code} day={day} title={t.title(shortDay(day, language))}
      actions={(
        <span className="visit-bar day-screen">
          <Button tone="soft" small wide={false} onPress={() => to(addDays(day, -1))}>{t.previous}{!narrow && <Kbd>←</Kbd>}</Button>
          {day !== today && <Button tone="soft" small wide={false} onPress={() => to(today)}>{t.today}{!narrow && <Kbd>T</Kbd>}</Button>}
          <Button tone="soft" small wide={false} onPress={() => to(addDays(day, 1))}>{t.next}{!narrow && <Kbd>→</Kbd>}</Button>
          {!narrow && <Button tone="soft" small wide={false} onPress={() => window.print()}>{t.print}</Button>}
        </span>
      )}
    >
      <Await load={clinicsLoad} rows={8} empty={{ when: ({ departments }) => departments.length === 0, show: <Panel><Empty words={t.noDepartment} /></Panel> }}>
        {({ departments, name }) => (
          <>
            <div className="day-screen">
              <Filters
                values={{ ...address, department: code, day, view }} onClear={filtered ? () => setAddress({ view: '', text: '', schedule: '' }) : undefined}
                onChange={(change) => setAddress({ visit: '', ...('department' in change ? { ...change, schedule: '' } : change) })}
                filters={[
                  { kind: 'select', key: 'department', label: t.department, options: departments.map((one) => option(one.code, one.name)) },
                  { kind: 'select', key: 'schedule', label: t.doctor, options: [option('', t.allDoctors), ...doctors.map((one) => option(one.scheduleId, one.practitioner || t.general))] },
                  { kind: 'day', key: 'day', label: t.day },
                  { kind: 'search', key: 'text', label: t.search },
                  { kind: 'tabs', key: 'view', label: t.views, options: views.map((one) => ({ value: one, words: names[one], count: ofDoctor.filter((row) => inView(row, one)).length })) },
                ]}
              />
            </div>
            <div className="day-print">{name}{doctor ? ` · ${doctor.practitioner || t.general}` : ''} · {t.printed(momentWords(now, language))}</div>
            {said && <Notice tone={said.tone} action={said.undo && { words: t.undo, onPress: () => { if (said.undo) act('undo', said.undo); } }}>{said.words}</Notice>}
            <div className="visit-list day-list">
              <Panel flush>
                <Await load={{ ...load, data }} rows={8}>
                  {() => (rows.length === 0 ? <Empty words={filtered && ofDoctor.length + (data?.rows.length ?? 0) > 0 ? t.emptyFilter : t.empty(name)} /> : narrow ? (
                    <ul className="visit-cards" aria-label={t.list}>
                      {cards.map((row) => (
                        <li key={row.appointmentId} className="visit-card">
                          <span className="visit-card-line"><b className="day-time">{hoursWords(row.start, row.end)}</b><span className="s-grow">{row.encounterId === '' ? <b>{row.name}</b> : <a className="visit-name" href={addressOf(stayPage, { stay: row.encounterId })}>{row.name}</a>} {personWords(row, language)}</span></span>
                          <span className="visit-card-line s-muted">{[row.practitioner || t.general, row.place, phoneWords(row.phone)].filter((word) => word !== '').join(' · ')}</span>
                          <span className="visit-card-line"><span className="s-grow"><Standing row={row} /></span>{marks && <Acts row={row} busy={busy} chosen={false} onAct={act} />}</span>
                        </li>
                      ))}
                    </ul>
                  ) : (
                    <DataTable
                      label={t.list} columns={columns} rows={rows} id={(row) => row.appointmentId} chosen={chosen?.appointmentId} onChoose={(row) => setAddress({ visit: row.appointmentId })} onOpen={open}
                      order={order} onOrder={(next) => setAddress({ order: writeOrder(next) })} empty=""
                    />
                  ))}
                </Await>
              </Panel>
              {here.length > 0 && (
                <div className="visit-foot">
                  <span className="s-muted" role="status">{t.sum(here.length, arrived, done)}{!marks && ` · ${t.readOnly}`}</span>
                  {!narrow && <span className="s-muted day-screen" aria-hidden="true">{t.keys}<Kbd>↑</Kbd><Kbd>↓</Kbd> {t.keysMove}{marks && <><Kbd>A</Kbd> {t.checkIn}<Kbd>C</Kbd> {t.complete}<Kbd>U</Kbd> {t.undo}</>}<Kbd>/</Kbd> {t.keysSearch}<Kbd>Enter</Kbd> {t.keysOpen}</span>}
                </div>
              )}
            </div>
          </>
        )}
      </Await>
    </VisitFrame>
  );
}
