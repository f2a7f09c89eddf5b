/** The week of a department: who sits when, and how full it is by half-day or half hour. A cell leads to the list of its day. */
import { addDays, isDay } from '../../../../cloudfunctions/kit/calendar';
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { Button } from '../../../components/button/button';
import { readOrder, writeOrder } from '../../../components/data-table/sort';
import { Filters } from '../../../components/filters/filters';
import { useAddress } from '../../../components/filters/use-address';
import { Kbd } from '../../../components/kbd/kbd';
import { useKeys } from '../../../components/kbd/use-keys';
import { Panel } from '../../../components/panel/panel';
import { Await, Empty } from '../../../components/state/state';
import { useNarrow } from '../../../components/use-narrow/use-narrow';
import { shortDay } from '../../../components/visit-booker/words';
import { useLanguage, useText } from '../../../text/language';
import { dayOf } from '../../../text/time';
import { weekText } from '../../../text/visit-console';
import { visit, weekPage } from '../desk';
import { VisitFrame } from '../frame';
import { doctorsOf, useClinics } from '../use-clinics';
import { Halves } from './halves';
import { mondayOf, openingWeek } from './load';
import { Slots } from './slots';
import { WeekCards } from './cards';
import './index.scss';

export default function WeekPage() {
  const t = useText(weekText);
  const { language } = useLanguage();
  const narrow = useNarrow();
  const now = useNow();
  const [address, setAddress] = useAddress({ department: '', from: '', show: 'half', schedule: '', text: '', order: '' });
  const { load: clinicsLoad, clinics } = useClinics(address.department);
  const code = clinics?.code ?? '';
  const thisWeek = mondayOf(dayOf(now));
  const opening = openingWeek(dayOf(now), doctorsOf(clinics?.schedules ?? [], code));
  const from = isDay(address.from) ? mondayOf(address.from) : opening;
  const load = useLoad(async () => (code === '' ? undefined : { ...(await visit.week({ departmentCode: code, from })), code }), [code, from]);
  // The week before must not stand under the name of the next one.
  const week = load.data?.from === from && load.data.code === code ? load.data : undefined;
  const go = (to: string) => setAddress({ from: to === opening ? '' : to });
  useKeys({ ArrowLeft: () => go(addDays(from, -7)), ArrowRight: () => go(addDays(from, 7)), t: () => go(thisWeek) });

  const wanted = (week?.schedules ?? []).filter((one) => (address.schedule === '' || one.scheduleId === address.schedule) && (address.text === '' || (one.practitioner || t.general).includes(address.text)));
  const option = (value: string, words: string) => ({ value, words });
  const doctors = doctorsOf(clinics?.schedules ?? [], code);
  const empty = address.text !== '' ? t.emptySearch(address.text) : t.empty(clinics?.name ?? '');
  return (
    <VisitFrame
      at={weekPage} department={code} day={address.from} title={t.title}
      actions={(
        <span className="visit-bar">
          <Button tone="soft" small wide={false} onPress={() => go(addDays(from, -7))}>{t.previous}{!narrow && <Kbd>←</Kbd>}</Button>
          <b>{shortDay(from, language)} – {shortDay(addDays(from, 6), language)}</b>
          <Button tone="soft" small wide={false} onPress={() => go(addDays(from, 7))}>{t.next}{!narrow && <Kbd>→</Kbd>}</Button>
          {from !== thisWeek && <Button tone="soft" small wide={false} onPress={() => go(thisWeek)}>{t.thisWeek}</Button>}
        </span>
      )}
    >
      <Await load={clinicsLoad} rows={8} empty={{ when: ({ departments }) => departments.length === 0, show: <Panel><Empty words={t.emptyDepartment} /></Panel> }}>
        {({ departments }) => (
          <>
            <Filters
              values={{ ...address, department: code, from }} onChange={(change) => setAddress('department' in change ? { ...change, schedule: '' } : change)} onClear={address.text !== '' || address.schedule !== '' ? () => setAddress({ text: '', schedule: '' }) : undefined}
              filters={[
                { kind: 'select', key: 'department', label: t.department, options: departments.map((one) => option(one.code, one.name)) },
                { kind: 'select', key: 'schedule', label: t.doctor, options: [option('', t.all), ...doctors.map((one) => option(one.scheduleId, one.practitioner || t.general))] },
                { kind: 'search', key: 'text', label: t.search },
                { kind: 'day', key: 'from', label: t.from },
                { kind: 'tabs', key: 'show', label: t.show, options: [option('half', t.half), option('slot', t.slots)] },
              ]}
            />
            <div className="visit-list">
              <Panel flush>
                <Await load={{ ...load, data: week }} rows={6}>
                  {(shown) => (wanted.length === 0 ? <Empty words={empty} />
                    : address.show === 'slot' ? <Slots week={shown} rows={wanted} department={code} />
                    : narrow ? <WeekCards week={shown} rows={wanted} department={code} />
                    : <Halves week={shown} rows={wanted} department={code} order={readOrder(address.order)} onOrder={(order) => setAddress({ order: writeOrder(order) })} />)}
                </Await>
              </Panel>
              {wanted.length > 0 && <div className="s-muted">{t.legend}</div>}
            </div>
          </>
        )}
      </Await>
    </VisitFrame>
  );
}
