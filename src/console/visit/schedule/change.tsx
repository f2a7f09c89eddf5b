/** What saving would do to the places that patients can book, before anybody saves. */
import { addressOf } from '../../../components/console-frame/go';
import { useLanguage, useText } from '../../../text/language';
import { scheduleText } from '../../../text/visit-schedule';
import { closurePage, momentWords, type ScheduleChange } from '../desk';

/** More are counted, not listed. */
const listed = 6;

export function Change({ change, departmentCode }: { change: ScheduleChange; departmentCode: string }) {
  const t = useText(scheduleText);
  const { language } = useLanguage();
  const { added, removed, resized, kept } = change;
  const words = [added > 0 ? t.added(added) : '', removed > 0 ? t.removed(removed) : '', resized > 0 ? t.resized(resized) : ''].filter((word) => word !== '');
  return (
    <div className="schedule-change" role="status">
      <div><b>{t.changes}</b> {words.length === 0 && kept.length === 0 ? t.nothing : words.join(language === 'zh' ? '，' : ', ')}</div>
      {kept.length > 0 && (
        <div className="schedule-kept">
          {t.kept(kept.length)} <a className="visit-link" href={addressOf(closurePage, { department: departmentCode })}>{t.toClosure}</a>
          <ul>{kept.slice(0, listed).map((slot) => <li key={slot.slotId}>{t.keptOne(momentWords(slot.start, language), slot.taken)}</li>)}{kept.length > listed && <li>{t.more(kept.length - listed)}</li>}</ul>
        </div>
      )}
    </div>
  );
}
