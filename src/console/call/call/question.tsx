/** One question on the nurse's screen. One stop for Tab; arrows go through its options without choosing, digits choose (an arrow must never raise an alarm). */
import { useRef, useState, type KeyboardEvent } from 'react';
import type { Item, Value } from '../../../../cloudfunctions/survey/contract';
import { choose, type Option } from '../../../components/choices/option';
import { Tag } from '../../../components/tag/tag';
import { callProblemText, screenText } from '../../../text/call-screen';
import { problemWords } from '../../../text/error';
import { useLanguage, useText } from '../../../text/language';
import { answerWords, optionKeys } from './answer-words';
import type { CallSheet } from './use-sheet';

/** How a choice came: from the keyboard the next question follows. */
export interface Chosen { value: Value | null; onwards: boolean; typing?: boolean }

interface Props {
  item: Item;
  value: Value | null | undefined;
  /** As the server has it: by whose hand, what it was before. */
  known?: CallSheet['answers'][number];
  locked: boolean;
  disabled: boolean;
  current: boolean;
  problem?: string;
  /** Names that can be praised. */
  staff: readonly string[];
  onAnswer(chosen: Chosen): void;
  onCurrent(): void;
  onMove(by: 1 | -1): void;
}

export const questionId = (linkId: string): string => `question-${linkId.replace(/\W/g, '')}`;
const scale = Array.from({ length: 11 }, (_, n) => String(n));

/** What stands beneath the question as buttons. */
export function optionsOf(item: Item, staff: readonly string[], language: 'zh' | 'en'): Option[] {
  if (item.type === 'integer') return scale.map((n) => ({ value: n, label: n }));
  if (item.type === 'open-choice') return staff.map((name) => ({ value: name, label: name }));
  return (item.answerOption ?? []).map((option) => ({ value: option.code, label: option.text[language], apart: option.apart, exclusive: option.exclusive }));
}
export const chosenOf = (value: Value | null | undefined): string[] => (value === null || value === undefined ? [] : Array.isArray(value) ? value : [String(value)]);

/** The answer after an option was pressed. */
export function pressed(item: Item, value: Value | null | undefined, options: readonly Option[], option: string): Value {
  if (item.type === 'integer') return Number(option);
  const several = item.repeats === true;
  const names = chosenOf(value).filter((name) => !options.some((known) => known.value === name));
  const next = choose({ options, value: chosenOf(value), multiple: several, max: item.max }, option);
  return several ? [...next, ...names.filter((name) => !next.includes(name))] : (next[0] ?? option);
}
/** With several answers the nurse says when she is done, unless the one that stands alone was chosen; a number may get a second digit. */
export const isFinal = (item: Item, options: readonly Option[], option: string): boolean =>
  item.type === 'choice' && (!item.repeats || options.some((o) => o.value === option && (o.exclusive === true || o.apart === true)));

export function Question(props: Props) {
  const { item, value, known, locked, disabled, current, problem, staff, onAnswer, onCurrent, onMove } = props;
  const t = useText(screenText);
  const own = useText(callProblemText);
  const { language } = useLanguage();
  const box = useRef<HTMLDivElement>(null);
  const id = questionId(item.linkId);
  const options = optionsOf(item, staff, language);
  const still = locked || disabled;
  const hand = known && known.hand !== 'nurse' ? (known.hand === 'patient' ? t.patientSaid : t.familySaid) : undefined;
  const theirs = known?.was.findLast((was) => was.hand !== 'nurse');

  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.nativeEvent.isComposing) return;
    const writes = event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement;
    if (event.key === 'ArrowDown' && !(writes && event.target instanceof HTMLTextAreaElement)) onMove(1);
    else if (event.key === 'ArrowUp' && !(writes && event.target instanceof HTMLTextAreaElement)) onMove(-1);
    else if ((event.key === 'ArrowRight' || event.key === 'ArrowLeft') && !writes) {
      const buttons = Array.from(box.current?.querySelectorAll<HTMLElement>('[data-option]') ?? []);
      const at = buttons.indexOf(document.activeElement as HTMLElement);
      buttons[(at + (event.key === 'ArrowRight' ? 1 : buttons.length - 1)) % buttons.length]?.focus();
    } else if (event.key === 'Enter' && event.target instanceof HTMLTextAreaElement && !event.shiftKey) onMove(1);
    else return;
    event.preventDefault();
  };

  const chosen = chosenOf(value);
  const stop = chosen.find((one) => options.some((option) => option.value === one)) ?? options[0]?.value;
  return (
    <div ref={box} id={id} className={`call-question${current ? ' call-question-on' : ''}${problem ? ' call-question-wrong' : ''}`} onFocus={onCurrent} onKeyDown={onKey}>
      <div className="call-question-head">
        <b className="s-grow" id={`${id}-text`}>{item.prefix && `${item.prefix}. `}{item.text[language]}{!item.required && <span className="s-muted call-question-optional"> {t.optional}</span>}</b>
        {known?.restricted ? <Tag tone="plain">{t.restricted}</Tag> : hand && <Tag tone="plain">{t.ownAnswer(hand, answerWords(item, known?.value, language))}</Tag>}
        {!hand && theirs && <Tag tone="plain">{t.ownAnswer(theirs.hand === 'patient' ? t.patientSaid : t.familySaid, answerWords(item, theirs.value, language))}</Tag>}
      </div>
      {locked && <div className="s-muted">{t.ownRating}</div>}
      {options.length > 0 && (
        <div className="call-options" role={item.repeats ? 'group' : 'radiogroup'} aria-labelledby={`${id}-text`} aria-describedby={problem ? `${id}-problem` : undefined}>
          {options.map((option, n) => {
            const on = chosen.includes(option.value);
            return (
              <button
                key={option.value} type="button" data-option={option.value} role={item.repeats ? 'checkbox' : 'radio'} aria-checked={on} aria-disabled={still} tabIndex={option.value === stop ? 0 : -1}
                className={`call-option${on ? ' call-option-on' : ''}${option.apart ? ' call-option-apart' : ''}`}
                onClick={(event) => { if (!still) onAnswer({ value: pressed(item, value, options, option.value), onwards: event.detail === 0 && isFinal(item, options, option.value) }); }}
              >
                {item.type !== 'integer' && n < optionKeys.length && <span className="call-option-key" aria-hidden="true">{optionKeys[n]}</span>}{option.label}
              </button>
            );
          })}
          {!still && (!item.required || item.skippable) && item.type !== 'open-choice' && (
            <button type="button" data-option="" role={item.repeats ? 'checkbox' : 'radio'} aria-checked={value === null} tabIndex={-1} className={`call-option call-option-apart${value === null ? ' call-option-on' : ''}`} onClick={(event) => onAnswer({ value: null, onwards: event.detail === 0 })}>
              <span className="call-option-key" aria-hidden="true">-</span>{t.pass}
            </button>
          )}
        </div>
      )}
      {item.type === 'open-choice' && <Names item={item} names={chosen.filter((name) => !staff.includes(name))} disabled={still} onNames={(names) => onAnswer({ value: [...chosen.filter((name) => staff.includes(name)), ...names], onwards: false })} onDone={() => onMove(1)} />}
      {item.type === 'text' && (
        <textarea
          className="call-text" aria-labelledby={`${id}-text`} rows={2} maxLength={item.maxLength ?? 500} value={typeof value === 'string' ? value : ''} readOnly={still}
          onChange={(event) => onAnswer({ value: event.target.value, onwards: false, typing: true })}
        />
      )}
      {problem && <div className="call-question-problem" id={`${id}-problem`} role="alert">{problemWords(problem, language, own)}</div>}
    </div>
  );
}

/** Names that stand in no list. */
function Names({ item, names, disabled, onNames, onDone }: { item: Item; names: string[]; disabled: boolean; onNames(names: string[]): void; onDone(): void }) {
  const t = useText(screenText);
  const [written, setWritten] = useState('');
  const add = () => {
    const name = written.trim().slice(0, 20);
    setWritten('');
    if (name !== '' && !names.includes(name)) onNames([...names, name]);
  };
  return (
    <div className="call-names">
      {names.map((name) => <button key={name} type="button" className="call-option call-option-on" disabled={disabled} aria-label={t.remove(name)} onClick={() => onNames(names.filter((other) => other !== name))}>{name} ×</button>)}
      {names.length < (item.max ?? 3) && (
        <input
          className="call-name" aria-label={t.names} placeholder={t.names} maxLength={20} value={written} disabled={disabled} onChange={(event) => setWritten(event.target.value)} onBlur={add}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
            event.preventDefault();
            event.stopPropagation();
            if (written.trim() === '') onDone();
            else add();
          }}
        />
      )}
    </div>
  );
}
