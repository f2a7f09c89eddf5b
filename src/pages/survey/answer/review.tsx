/** Before it is handed over: what is still open, or that nothing is. */
import { View } from '@tarojs/components';
import type { Item } from '../../../../cloudfunctions/survey/contract';
import { Heading } from '../../../components/heading/heading';
import { Press } from '../../../components/press/press';
import { useLanguage, useText } from '../../../text/language';
import { surveyText } from '../../../text/survey';

export function Review({ missing, onGo }: { missing: readonly Item[]; onGo(linkId: string): void }) {
  const t = useText(surveyText);
  const { language } = useLanguage();
  return (
    <View className="answer-body">
      <Heading turn={`review ${missing.length}`} large>{missing.length > 0 ? t.reviewTitle(missing.length) : t.reviewDone}</Heading>
      <View className="answer-lead answer-gap">{missing.length > 0 ? t.reviewWords : t.reviewDoneWords}</View>
      {missing.map((item) => (
        <Press key={item.linkId} className="answer-row" onPress={() => onGo(item.linkId)}>
          <View className="s-grow">{item.text[language]}</View>
          <View className="answer-go">{t.reviewGo}</View>
        </Press>
      ))}
    </View>
  );
}
