/** The visit in the reader's own calendar; where that fails, the words to write down. */
import { useState } from 'react';
import { View } from '@tarojs/components';
import type { Appointment } from '../../../cloudfunctions/visit/contract';
import { serverNow } from '../../cloud/cloud';
import { useLoad } from '../../cloud/use-load';
import { said } from '../../components/aria/aria';
import { Button } from '../../components/button/button';
import { useLanguage, useText } from '../../text/language';
import { rangeWords } from '../../text/time';
import { visitText } from '../../text/visit';
import { addToCalendar, givesFile } from './calendar';
import { account } from './visits';

export function AddCalendar({ visit }: { visit: Appointment }) {
  const t = useText(visitText);
  const { language } = useLanguage();
  const [result, setResult] = useState<boolean>();
  // Asked for beforehand: a browser saves a file only straight from the press.
  const { data } = useLoad(() => account.hospital({}), []);
  const add = async () => {
    const hospital = data?.name ?? await account.hospital({}).then((card) => card.name, () => '');
    setResult(await addToCalendar(visit, { hospital, now: serverNow(), title: t.calendarTitle }));
  };
  return (
    <View>
      <Button tone="soft" onPress={() => { void add(); }}>{givesFile ? t.calendarFile : t.addCalendar}</Button>
      <View className="visit-said s-muted" {...said({ role: 'status', live: 'polite' })}>
        {result === undefined ? '' : !result ? t.calendarFailed(rangeWords(visit.start, visit.end, serverNow(), language)) : givesFile ? t.calendarFileDone : t.calendarDone}
      </View>
    </View>
  );
}
