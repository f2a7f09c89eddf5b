/** Moving through the questions by keyboard: which one it is, its step of the script, what a digit means now. */
import { useEffect, useRef, useState } from 'react';
import type { Answers, Item, Value } from '../../../../cloudfunctions/survey/contract';
import { nextItem } from '../../../../cloudfunctions/survey/rules/flow';
import type { Step } from './steps';
import { consentId, stepOf } from './steps';
import { isFinal, optionsOf, pressed, questionId, type Chosen } from './question';
import { optionKeys } from './answer-words';
import type { SheetState } from './use-sheet';
import { screenText } from '../../../text/call-screen';

/** A second digit within this time belongs to the first: 1, 0 → 10; ms. */
const secondDigit = 1200;

const both = (key: 'consent' | 'consentBoth' | 'consentTalk' | 'consentNone') => ({ zh: screenText.zh[key], en: screenText.en[key] });
/** Asked first, saved beside the sheet. */
const consentItem: Item = {
  linkId: consentId, prefix: '', group: consentId, section: 'opening', type: 'choice', required: true, purpose: 'care', text: both('consent'),
  answerOption: [{ code: 'both', text: both('consentBoth') }, { code: 'talk', text: both('consentTalk') }, { code: 'none', text: both('consentNone') }],
};
const consentValue = ({ talk, recording }: SheetState['consent']): Value | undefined => (talk === null ? undefined : !talk ? 'none' : recording ? 'both' : 'talk');

export interface Asking {
  /** The questions on screen, consent first. */
  items: Item[];
  values: Answers;
  current: Item | undefined;
  step: string;
  give(item: Item, chosen: Chosen): void;
  setCurrent(linkId: string): void;
  move(by: 1 | -1): void;
  toStep(key: string): void;
  /** A digit or `-` for the current question. */
  press(key: string): void;
  /** Puts the focus on the current question. */
  focus(): void;
  /** Puts the focus on the first question that must be answered and is not. */
  toMissing(): void;
}

export function useAsking(sheet: SheetState, steps: readonly Step[], still: boolean): Asking {
  const locked = sheet.sheet?.locked ?? [];
  const staff = sheet.sheet?.staff ?? [];
  const items = sheet.sheet ? [consentItem, ...sheet.items] : [];
  const agreed = consentValue(sheet.consent);
  const values: Answers = { ...sheet.values, ...(agreed !== undefined && { [consentId]: agreed }) };
  const [at, setAt] = useState<string>();
  const [chosenStep, setChosenStep] = useState<string>();
  const wanted = useRef<string>();
  const digit = useRef({ linkId: '', value: -1, at: 0 });

  const next = sheet.sheet && (agreed === undefined ? consentId : nextItem(sheet.sheet.questionnaire, sheet.values, sheet.sheet.setting));
  const firstOpen = items.find((item) => item.linkId === next);
  const current = items.find((item) => item.linkId === at) ?? firstOpen ?? items[0];
  const step = chosenStep ?? (current ? stepOf(current, steps) : steps[0]?.key ?? '');

  // The question that is wanted may only now be on screen.
  useEffect(() => {
    const linkId = wanted.current;
    if (linkId === undefined) return;
    const box = document.getElementById(questionId(linkId));
    if (!box) return;
    wanted.current = undefined;
    (box.querySelector<HTMLElement>('[tabindex="0"]') ?? box.querySelector<HTMLElement>('textarea, input'))?.focus({ preventScroll: true });
    box.scrollIntoView({ block: 'center' });
  });

  const goTo = (item: Item | undefined) => {
    if (!item) return;
    wanted.current = item.linkId;
    setAt(item.linkId);
    setChosenStep(undefined);
  };
  const give = (item: Item, { value, onwards, typing }: Chosen) => {
    setAt(item.linkId);
    setChosenStep(undefined);
    let after = items;
    if (item.linkId === consentId) sheet.giveConsent({ talk: value !== 'none', recording: value === 'both' });
    else after = [consentItem, ...sheet.answer(item, value, typing)];
    if (onwards) goTo(after[after.findIndex((other) => other.linkId === item.linkId) + 1]);
  };
  const move = (by: 1 | -1) => goTo(items[items.findIndex((item) => item.linkId === current?.linkId) + by]);

  return {
    items, values, current, step, give, move,
    setCurrent(linkId) {
      setAt(linkId);
      setChosenStep(undefined);
    },
    toStep(key) {
      const own = items.filter((item) => stepOf(item, steps) === key);
      const item = own.find((one) => values[one.linkId] === undefined) ?? own[0];
      if (item) goTo(item);
      else setChosenStep(key);
    },
    press(key) {
      if (!current || still || locked.includes(current.linkId)) return;
      if (key === '-') {
        if (current.linkId !== consentId && (!current.required || current.skippable) && current.type !== 'open-choice') give(current, { value: null, onwards: true });
        return;
      }
      if (current.type === 'integer') {
        const { linkId, value, at: before } = digit.current;
        const ten = key === '0' && linkId === current.linkId && value === 1 && performance.now() - before < secondDigit;
        digit.current = { linkId: current.linkId, value: Number(key), at: performance.now() };
        give(current, { value: ten ? 10 : Number(key), onwards: false });
        wanted.current = current.linkId;
        return;
      }
      const options = optionsOf(current, staff, 'zh');
      const option = options[optionKeys.indexOf(key as (typeof optionKeys)[number])];
      if (option) give(current, { value: pressed(current, values[current.linkId], options, option.value), onwards: isFinal(current, options, option.value) });
    },
    focus: () => goTo(current),
    toMissing: () => goTo(items.find((item) => item.linkId === (agreed === undefined ? consentId : sheet.missing[0])) ?? firstOpen ?? current),
  };
}
