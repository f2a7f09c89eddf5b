/** What happened since, newest first, in the complainant's words. */
import { View } from '@tarojs/components';
import { said } from '../../../components/aria/aria';
import { Card } from '../../../components/card/card';
import { useNow } from '../../../cloud/use-now';
import { complaintText } from '../../../text/complaint';
import { officesWords } from '../../../text/complaint-table';
import { useLanguage, useText } from '../../../text/language';
import { dateWords, whenWords } from '../../../text/time';
import type { View as Shown } from '../door';

export function Story({ view: { timeline, departmentName } }: { view: Shown }) {
  const t = useText(complaintText);
  const { language } = useLanguage();
  const now = useNow();
  const newest = [...timeline].reverse();
  return (
    <Card title={t.timeline}>
      <View className="complaint-story" {...said({ role: 'list', label: t.timeline })}>
        {newest.map((event, n) => {
          const before = newest[n - 1];
          const more = [event.offices.length > 0 && event.kind === 'dispatched' ? [officesWords(event.offices, language), ...(departmentName === '' ? [] : [departmentName])].join(language === 'zh' ? '、' : ', ') : '', event.day === null ? '' : t.promisedExtended(dateWords(event.day, language)), event.words].filter((words) => words !== '');
          return (
            <View key={`${event.at} ${event.kind} ${n}`} className="complaint-event" {...said({ role: 'listitem' })}>
              {event.round > 1 && before?.round !== event.round && <View className="complaint-round">{t.round(event.round)}</View>}
              <View>{t.events[event.kind]}</View>
              {more.map((words) => <View key={words} className="s-muted complaint-own">{words}</View>)}
              <View className="s-muted">{whenWords(event.at, now, language)}</View>
            </View>
          );
        })}
      </View>
    </Card>
  );
}
