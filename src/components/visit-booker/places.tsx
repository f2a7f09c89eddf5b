/** The places to choose from: what fits the order first, then day by day. Digits take a suggestion, arrows walk, Enter holds. */
import { addDays, timeOf } from '../../../cloudfunctions/kit/calendar';
import { useNow } from '../../cloud/use-now';
import { useLanguage, useText } from '../../text/language';
import { bookerText } from '../../text/visit-booker';
import { dayWords, startOf, whenWords } from '../../text/time';
import { Button } from '../button/button';
import { Kbd } from '../kbd/kbd';
import { Empty } from '../state/state';
import type { Booker, Place, Places as Found } from './use-booker';
import { doctorWords, firstPlaces, shownDays, windowWords } from './words';
import '../filters/filters.scss';

interface Props { booker: Booker; places: Found }

export function Places({ booker, places }: Props) {
  const t = useText(bookerText);
  const { language } = useLanguage();
  const now = useNow();
  const departments = booker.clinics.data?.departments ?? [];
  const department = departments.find(({ departmentCode }) => departmentCode === booker.department);
  const doctors = department?.doctors ?? [];
  const all = places.days.flatMap(({ slots }) => slots);
  const fitting = places.suggested.flatMap((id) => all.filter(({ slotId }) => slotId === id));
  // Without a window in the order, or with none left in it, the soonest are as good a beginning as any.
  const suggested = fitting.length > 0 ? fitting : firstPlaces(places.days);
  const several = booker.schedule === '' && new Set(all.map(({ scheduleId }) => scheduleId)).size > 1;
  const days = shownDays(places.days);
  const still = booker.busy !== '';
  const name = (place: Place) => `${whenWords(place.start, now, language)} ${doctorWords(place, language)} ${t.free(place.free)}${places.window && place.inWindow ? ` ${t.inWindow}` : ''}${place.tooSoon ? ` ${t.tooSoon}` : ''}`;
  const button = (place: Place, words: string, n?: number) => (
    <button key={place.slotId} type="button" data-place={place.slotId} className={`booker-place${place.tooSoon ? ' booker-place-soon' : ''}`} aria-label={name(place)} disabled={still} onClick={(event) => { if (event.detail < 2) booker.pick(place); }}>
      {n !== undefined && <span className="booker-place-key" aria-hidden="true">{n}</span>}
      <span>{words}</span>
      {several && n !== undefined && <span className="booker-place-who">{place.practitioner || t.general}</span>}
      {(place.tooSoon || place.free === 1) && <span className="booker-place-free">{place.tooSoon ? t.tooSoon : t.free(place.free)}</span>}
    </button>
  );
  const clinicsOf = (slots: readonly Place[]) => [...new Set(slots.map(({ scheduleId }) => scheduleId))].map((id) => slots.filter(({ scheduleId }) => scheduleId === id));
  return (
    <div className="booker-places">
      <div className="booker-line">
        <label className="s-filter-label">{t.department}
          <select className="s-filter-input" value={booker.department} disabled={booker.replacing !== undefined} onChange={(event) => booker.chooseDepartment(event.target.value)}>
            {departments.map((one) => <option key={one.departmentCode} value={one.departmentCode}>{one.departmentName}{one.own ? ` · ${t.own}` : ''}</option>)}
          </select>
        </label>
        {doctors.length > 1 && (
          <label className="s-filter-label">{t.doctor}
            <select className="s-filter-input" value={booker.schedule} onChange={(event) => booker.chooseSchedule(event.target.value)}>
              <option value="">{t.anyDoctor}</option>
              {doctors.map((one) => <option key={one.scheduleId} value={one.scheduleId}>{doctorWords(one, language)}</option>)}
            </select>
          </label>
        )}
      </div>
      <div className="booker-window">{windowWords(places.window, language)}</div>
      {all.length === 0 && places.nextFree === null ? <Empty words={t.noPlaces(department?.departmentName ?? '')} /> : (
        <>
          {suggested.length > 0 && (
            <section className="booker-suggested" aria-label={fitting.length > 0 ? t.suggested : t.soonest}>
              <div className="s-muted" aria-hidden="true">{fitting.length > 0 ? t.suggested : t.soonest}</div>
              <div className="booker-row">{suggested.map((place, n) => button(place, whenWords(place.start, now, language), n + 1))}</div>
            </section>
          )}
          <div className="booker-days">
            {days.map((day) => (
              <section key={day.day} className={`booker-day${places.window && day.inWindow ? ' booker-day-in' : ''}`} aria-label={dayWords(startOf(day.day), now, language)}>
                <div className="booker-day-name" aria-hidden="true">{dayWords(startOf(day.day), now, language)}</div>
                {day.slots.length > 0
                  ? <div className="booker-clinics">{clinicsOf(day.slots).map((slots) => <div key={slots[0]?.scheduleId} className="booker-row">{several && <span className="booker-place-who booker-who">{slots[0]?.practitioner || t.general}</span>}{slots.map((place) => button(place, timeOf(place.start)))}</div>)}</div>
                  : <div className="s-muted">{day.closedWhy === '' ? '' : t.dayClosed[day.closedWhy]}</div>}
              </section>
            ))}
          </div>
          {all.length === 0 && places.nextFree !== null && <div className="s-muted">{t.moreDays(dayWords(startOf(places.nextFree), now, language))}</div>}
          <div className="booker-line">
            {(places.more || places.nextFree !== null) && <Button tone="soft" small wide={false} onPress={() => booker.lookFrom(places.nextFree ?? addDays(places.to, 1))}>{t.more}</Button>}
            {places.from > places.today && <Button tone="soft" small wide={false} onPress={() => booker.lookFrom(places.today)}>{t.fromStart}</Button>}
            <span className="booker-keys s-muted" aria-hidden="true">{t.keys}{suggested.length > 0 && <><Kbd>{`1–${suggested.length}`}</Kbd> {t.keysPick}</>}<Kbd>↑↓</Kbd> {t.keysMove}<Kbd>Enter</Kbd> {t.keysHold}</span>
          </div>
        </>
      )}
    </div>
  );
}
