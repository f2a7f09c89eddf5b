/** A questionnaire that waits: what it is about, how long it takes, until when, and what happens otherwise. */
import { View } from '@tarojs/components';
import type { HomePatient } from '../../../cloudfunctions/followup/contract';
import { useNow } from '../../cloud/use-now';
import { homeText } from '../../text/home';
import { useLanguage, useText } from '../../text/language';
import { whenWords } from '../../text/time';
import { Button } from '../button/button';
import { Card } from '../card/card';
import { Tag } from '../tag/tag';
import './survey-card.scss';

/** `first`: the one thing of this screen. */
interface Props { step: HomePatient['steps'][number]; first: boolean; onOpen(): void }

export function SurveyCard({ step, first, onOpen }: Props) {
  const t = useText(homeText);
  const { language } = useLanguage();
  const now = useNow();
  const { deadlineAt, startedItems } = step;
  const by = whenWords(deadlineAt, now, language);
  const until = step.queued ? t.queued : deadlineAt <= now ? t.late : step.escalates ? t.called(by) : t.openUntil(by);
  return (
    <Card tone={first ? 'accent' : 'plain'} title={step.title[language]} aside={<Tag>{t.minutes(step.minutes)}</Tag>}>
      <View className="s-survey-words">{startedItems > 0 ? t.startedWords(startedItems) : step.purpose === 'survey' ? t.experienceWords : t.surveyWords}</View>
      <Button tone={first ? 'primary' : 'soft'} onPress={onOpen}>{startedItems > 0 ? t.goOn : t.start}</Button>
      <View className="s-muted s-survey-until">{until}</View>
    </Card>
  );
}
