/** Everything that happened, oldest first; what the complainant sees is told apart from what stays in the house. */
import { useNow } from '../../../cloud/use-now';
import { Panel } from '../../../components/panel/panel';
import { Tag } from '../../../components/tag/tag';
import { detailText } from '../../../text/complaint-console';
import { officeWords } from '../../../text/complaint-table';
import { useLanguage, useText } from '../../../text/language';
import { whenWords } from '../../../text/time';
import type { Detail } from '../desk';

export function Story({ detail: { timeline, departmentCode, departmentName } }: { detail: Detail }) {
  const t = useText(detailText);
  const { language } = useLanguage();
  const now = useNow();
  return (
    <Panel title={t.story}>
      <ol className="detail-story">
        {timeline.map((event, n) => (
          <li key={`${event.at} ${event.kind} ${n}`} className={event.public ? 'detail-event' : 'detail-event detail-event-staff'}>
            {event.round > 1 && timeline[n - 1]?.round !== event.round && <div className="detail-strong">{t.roundHead(event.round)}</div>}
            <div className="detail-line"><b>{t.events[event.kind] ?? t.eventOther}</b>{event.offices.length > 0 && <span>{event.offices.map((office) => (office === departmentCode && departmentName !== '' ? departmentName : officeWords(office, language))).join(language === 'zh' ? '、' : ', ')}</span>}<span className="s-muted">{event.by} {whenWords(event.at, now, language)}</span>{!event.public && <Tag tone="plain">{t.storyStaff}</Tag>}</div>
            {event.words !== '' && <div className="detail-own s-muted">{event.words}</div>}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
