/** Facts under their titles, the hours day by day. */
import { View } from '@tarojs/components';
import { publicDirectoryText } from '../../../text/directory-public';
import { hoursLines } from '../../../text/hours';
import { useLanguage, useText } from '../../../text/language';

type Rows = readonly (readonly [title: string, words: string])[];
interface Props { rows: Rows; hoursTitle: string; entry: { weekly: readonly { weekday: number; from: string; to: string }[]; hours: string }; more: Rows }

export function Told({ rows, hoursTitle, entry, more }: Props) {
  const t = useText(publicDirectoryText);
  const { language } = useLanguage();
  const hours = [...hoursLines(entry.weekly, language), ...(entry.hours === '' ? [] : [entry.hours])];
  const facts: Rows = [...rows, [hoursTitle, hours.length > 0 ? hours.join('\n') : t.noHours], ...more];
  return (
    <View className="directory-facts">
      {facts.filter(([, words]) => words !== '').map(([title, words]) => (
        <View key={title} className="directory-fact">
          <View className="s-muted">{title}</View>
          {words.split('\n').map((line) => <View key={line}>{line}</View>)}
        </View>
      ))}
    </View>
  );
}
