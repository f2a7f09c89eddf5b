/** The nearest places within what the order advises: one press, and most people are done. */
import { View } from '@tarojs/components';
import type { Place } from '../../../../cloudfunctions/visit/contract';
import { useNow } from '../../../cloud/use-now';
import { said } from '../../../components/aria/aria';
import { Choices } from '../../../components/choices/choices';
import { Heading } from '../../../components/heading/heading';
import { useLanguage, useText } from '../../../text/language';
import { rangeWords } from '../../../text/time';
import { visitText } from '../../../text/visit';
import { findText } from '../../../text/visit-find';
import { doctorWords, windowWords } from '../words';
import type { Places } from '../visits';

interface Props { places: Places; suggested: readonly Place[]; value: string; problem: boolean; onChange(slotId: string): void }

export function Suggested({ places, suggested, value, problem, onChange }: Props) {
  const t = useText(findText);
  const shared = useText(visitText);
  const { language } = useLanguage();
  const now = useNow();
  return (
    <View className="visit-body">
      <Heading turn="suggested" large>{t.suggestTitle}</Heading>
      {places.window && <View className="visit-advice">{windowWords(places.window, now, shared, language)}</View>}
      {problem && <View className="visit-problem" {...said({ role: 'alert', live: 'assertive' })}>{t.choose}</View>}
      <View className="visit-choices">
        <Choices
          label={t.suggestTitle} value={[value]} onChange={([chosen]) => { if (chosen !== undefined) onChange(chosen); }}
          options={suggested.map((place) => ({ value: place.slotId, label: rangeWords(place.start, place.end, now, language), hint: doctorWords(place, shared) }))}
        />
      </View>
    </View>
  );
}
