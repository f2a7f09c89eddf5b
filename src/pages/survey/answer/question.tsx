/** One item of a questionnaire, as what it is: faces, words, numbers, names or a text. */
import { useEffect, useState } from 'react';
import Taro from '@tarojs/taro';
import { View } from '@tarojs/components';
import type { Item, Value } from '../../../../cloudfunctions/survey/contract';
import { said } from '../../../components/aria/aria';
import { Button } from '../../../components/button/button';
import { Choices } from '../../../components/choices/choices';
import type { Option } from '../../../components/choices/option';
import { Faces } from '../../../components/faces/faces';
import { TextArea, TextField } from '../../../components/field/field';
import { Heading } from '../../../components/heading/heading';
import { Scale } from '../../../components/scale/scale';
import { useLanguage, useText } from '../../../text/language';
import { surveyText } from '../../../text/survey';

interface Props {
  item: Item;
  /** The question of the screen; others open beneath it. */
  first: boolean;
  value: Value | null | undefined;
  /** Answered before, not shown again. */
  withheld: boolean;
  problem?: string;
  /** Changes with each press that the problem answers: it comes into sight again. */
  pressed: number;
  /** Offered first, never chosen for the reader. */
  likely?: string | null;
  staff: readonly string[];
  onGive(value: Value | null, when?: 'now' | 'soon'): void;
  /** Its writer has left the field. */
  onDone(): void;
}

export function Question(props: Props) {
  const { item, first, value, withheld, problem, pressed } = props;
  const t = useText(surveyText);
  const { language } = useLanguage();
  const words = item.text[language];
  const place = `problem-${item.linkId}`;
  useEffect(() => {
    if (problem === undefined) return;
    // Beneath a long list, or beneath the fold, nobody would know why nothing happens.
    if (process.env.TARO_ENV === 'weapp') void Taro.pageScrollTo({ selector: `#${place}`, offsetTop: -240 });
    else document.getElementById(place)?.scrollIntoView({ block: 'center' });
  }, [problem, pressed, place]);
  return (
    <View className={first ? 'answer-question' : 'answer-question answer-sub'}>
      {first && <Heading turn={item.linkId} large>{words}</Heading>}
      {!first && item.type !== 'text' && <View className="answer-subtitle" {...said({ role: 'heading', level: 3 })}>{words}</View>}
      {withheld && value === null ? <View className="answer-note">{t.withheld}</View> : value === null && <View className="answer-note">{t.skipped}</View>}
      <View className="answer-choices"><Field {...props} words={words} /></View>
      {problem !== undefined && <View id={place} className="answer-problem" {...said({ role: 'alert', live: 'assertive' })}>{problem}</View>}
      {item.help && <View className="answer-help">{item.help[language]}</View>}
    </View>
  );
}

function Field(props: Props & { words: string }) {
  const { item, first, value, words, likely, onGive, onDone } = props;
  const t = useText(surveyText);
  const { language } = useLanguage();
  if (item.type === 'text') {
    return (
      <TextArea
        label={first ? t.write : words} value={typeof value === 'string' ? value : ''} limit={item.maxLength ?? 500} onChange={(text) => onGive(text === '' ? null : text, 'soon')} onDone={onDone}
      />
    );
  }
  if (item.type === 'integer') {
    return <Scale label={words} low={t.lowest} high={t.highest} value={typeof value === 'number' ? String(value) : undefined} onChange={(number) => onGive(Number(number))} />;
  }
  if (item.type === 'open-choice') return <Names {...props} />;
  const options = (item.answerOption ?? []).map(({ code, text, apart, exclusive }): Option => ({ value: code, label: text[language], apart, exclusive }));
  if (item.repeats) {
    const chosen = Array.isArray(value) ? value : [];
    const together = options.filter((option) => !option.exclusive && !option.apart).length;
    return (
      <>
        {item.max !== undefined && item.max < together && <View className="s-muted">{t.atMost(item.max)}</View>}
        <Choices label={words} options={options} value={chosen} multiple max={item.max} onChange={(codes) => onGive(codes.length > 0 ? codes : null)} />
      </>
    );
  }
  const one = typeof value === 'string' ? value : undefined;
  if (item.scale === 'SAT5') return <Faces label={words} options={options} value={one} onChange={onGive} />;
  const ordered = likely ? [...options.filter((option) => option.value === likely), ...options.filter((option) => option.value !== likely)] : options;
  return <Choices label={words} options={ordered} value={one === undefined ? [] : [one]} onChange={([code]) => { if (code !== undefined) onGive(code); }} />;
}

/** People who are praised: known names to press, and whatever is written. */
function Names({ item, value, words, staff, onGive }: Props & { words: string }) {
  const t = useText(surveyText);
  const [draft, setDraft] = useState('');
  const most = item.max ?? 3;
  const chosen = Array.isArray(value) ? value : [];
  const known = [...staff, ...chosen.filter((name) => !staff.includes(name))];
  const change = (names: string[]) => onGive(names.length > 0 ? names : null);
  const add = () => {
    const name = draft.trim();
    if (!name) return;
    setDraft('');
    if (!chosen.includes(name)) change([...chosen, name].slice(0, most));
  };
  return (
    <>
      {known.length > 0 && (
        <View className="answer-names">
          <Choices label={words} layout="chips" options={known.map((name) => ({ value: name, label: name }))} value={chosen} multiple max={most} onChange={change} />
        </View>
      )}
      {chosen.length < most && (
        <>
          <TextField label={t.names} value={draft} limit={20} hint={item.help ? undefined : t.nameHint(most)} onChange={setDraft} onDone={add} />
          {draft.trim() !== '' && <Button tone="soft" onPress={add}>{t.addName}</Button>}
        </>
      )}
    </>
  );
}
