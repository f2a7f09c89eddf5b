/** Where the reader is on the way through a questionnaire, and what stands in the way of the next screen. */
import { useEffect, useState, type MutableRefObject } from 'react';
import type { Answers, Item, Opened, Setting } from '../../../../cloudfunctions/survey/contract';
import { isAnswered, missingItems, nextItem, screensOf, type Screen } from '../../../../cloudfunctions/survey/rules/flow';

export type Place = { is: 'question'; group: string } | { is: 'review' };

export interface Way {
  place: Place;
  screens: readonly Screen[];
  /** Of the question in sight; 0 when its screen has gone. */
  at: number;
  screen?: Screen;
  missing: readonly string[];
  go(place: Place): void;
  /** To the screen of an item. */
  goTo(linkId: string): void;
}

/** `kept` holds the place while the safety page stands in front of the questions. */
export function useWay(opened: Opened, answers: Answers, setting: Setting, kept: MutableRefObject<Place | undefined>): Way {
  const { questionnaire } = opened;
  const [place, go] = useState((): Place => {
    if (kept.current) return kept.current;
    const next = nextItem(questionnaire, answers, setting);
    const group = questionnaire.item.find((item) => item.linkId === next)?.group;
    if (group !== undefined) return { is: 'question', group };
    return { is: 'review' };
  });
  useEffect(() => { kept.current = place; }, [place, kept]);
  const screens = screensOf(questionnaire, answers, setting);
  const found = place.is === 'question' ? screens.findIndex((screen) => screen.group === place.group) : -1;
  const at = Math.max(0, found);
  return {
    place, go, screens, at, screen: place.is === 'question' ? screens[at] : undefined, missing: missingItems(questionnaire.item, answers, setting).filter((linkId) => !isWithheld(linkId, answers, opened.withheld)),
    goTo(linkId) {
      const group = questionnaire.item.find((item) => item.linkId === linkId)?.group;
      if (group !== undefined) go({ is: 'question', group });
    },
  };
}

/** Answered earlier; the server has it and does not show it again. */
const isWithheld = (linkId: string, answers: Answers, withheld: readonly string[]): boolean => answers[linkId] === null && withheld.includes(linkId);

/** What keeps this screen from being left: an unanswered item that must be answered, or must be passed over deliberately. */
export function openItem(screen: Screen, answers: Answers, withheld: readonly string[]): { item: Item; skippable: boolean } | undefined {
  for (const item of screen.items) {
    const value = answers[item.linkId];
    if (!item.required || isAnswered(value) || isWithheld(item.linkId, answers, withheld)) continue;
    if (item.skippable !== true) return { item, skippable: false };
    if (value === undefined) return { item, skippable: true };
  }
  return undefined;
}

/** Items of the screen that nobody has touched and nobody needs: leaving the screen passes them over. */
export const untouched = (screen: Screen, answers: Answers): Item[] => screen.items.filter((item) => answers[item.linkId] === undefined && (!item.required || item.skippable === true));
