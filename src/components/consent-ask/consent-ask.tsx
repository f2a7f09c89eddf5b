/**
 * One purpose, one text, one decision: nothing is ticked beforehand, and yes and no stand side by side in the same size (个人信息保护法 14, 16, 29). The first screen
 * holds what for and that a no has no consequences; the whole text is one press away.
 */
import { View } from '@tarojs/components';
import type { ConsentText } from '../../../cloudfunctions/account/contract';
import { consentsText } from '../../text/account';
import { useText } from '../../text/language';
import { said } from '../aria/aria';
import { Choices } from '../choices/choices';
import { Details } from '../details/details';
import { Heading } from '../heading/heading';
import './consent-ask.scss';

export type Decision = 'agree' | 'decline';

/** `problem`: a sentence, when one went on without deciding. */
interface Props { text: ConsentText; value: Decision | undefined; problem?: string; disabled?: boolean; onChange(value: Decision): void }

export function ConsentAsk({ text, value, problem, disabled, onChange }: Props) {
  const t = useText(consentsText);
  const harmless = text.sections[text.sections.length - 1];
  return (
    <View>
      <Heading turn={text.version} large>{text.title}</Heading>
      <View className="s-consent-lead">{text.lead}</View>
      {harmless && <View className="s-consent-harmless"><View className="s-consent-strong">{harmless.heading}</View><View>{harmless.body}</View></View>}
      <Details more={t.more} less={t.less} sections={text.sections} />
      <View className="s-consent-choice">
        <Choices
          label={text.title} options={[{ value: 'agree', label: text.agree }, { value: 'decline', label: text.decline }]} value={value === undefined ? [] : [value]} disabled={disabled}
          onChange={([chosen]) => { if (chosen === 'agree' || chosen === 'decline') onChange(chosen); }}
        />
        {problem !== undefined && <View className="s-consent-problem" {...said({ role: 'alert', live: 'assertive' })}>{problem}</View>}
      </View>
    </View>
  );
}
