/** The questionnaires as the server knows them: with dimensions, alerts and readers, scales spelt out. */
import type { AnswerOption, Item, Level, Questionnaire, Text } from '../contract';
import fuShort from '../data/fu-short-1.json';
import ipFull from '../data/ip-full-1.json';
import scales from '../data/scale.json';

/** What an answer sets off. `callback`: they wish to be rung. `note`: kept for the quality of nursing, rings nobody. `hint`: a door that the page opens. */
export interface Alert { in: string[]; level: Level | 'callback' | 'note'; advice?: string[]; hint?: 'booking' }
/** Who may read an answer: `care` all who look after the patient, `experience` never the rated ward, `sealed` nobody of the hospital's follow-up. */
export type SeenBy = 'care' | 'experience' | 'sealed';
export interface DefinedItem extends Item {
  seenBy: SeenBy;
  /** Key of the dimension that its score counts for. */
  dimension?: string;
  /** False: never shown again to whoever opens the draft. */
  replay?: boolean;
  alert?: Alert[];
  /** "不适用" in the item's own words. */
  apartText?: Text;
}
export interface Definition extends Questionnaire {
  item: DefinedItem[];
  dimensions: { key: string; title: Text }[];
  /** Faster than this is `suspect` (40 s for the full form, 15 s for the short one: our choice). */
  minSeconds: number;
  /** Clinical content needs a physician's sign-off; null: unreviewed sample. */
  status: string; reviewedBy: string | null; reviewedAt: string | null;
}
export type ScaledOption = AnswerOption & { score: number | null };

/** Scores 0–100 by option; null is excluded. */
export const scaleOptions = (scale: NonNullable<Item['scale']>): readonly ScaledOption[] => scales[scale] as ScaledOption[];

function spellOut(source: Definition): Definition {
  const item = source.item.map((i) => {
    if (i.answerOption || !i.scale || i.type !== 'choice') return i;
    return { ...i, answerOption: scaleOptions(i.scale).map(({ score: _score, ...o }) => (o.apart && i.apartText ? { ...o, text: i.apartText } : o)) };
  });
  return { ...source, item };
}

const definitions: readonly Definition[] = [spellOut(fuShort as Definition), spellOut(ipFull as Definition)];

/** The questionnaire in one version; a sheet keeps the version it was begun with. */
export const definitionOf = (code: string, version: number): Definition | undefined => definitions.find((d) => d.code === code && d.version === version);
/** Every questionnaire in its latest version. */
export const definitionsNow = (): readonly Definition[] => definitions;

/** What patients get: without the nurse's words. (Dimensions, alerts and readers are dropped by the output schema.) */
export const forPeople = (definition: Definition): Definition => ({
  ...definition,
  item: definition.item.filter((i) => i.only !== 'phone').map(({ script: _script, ...item }) => item),
});
/** What the nurse's screen gets: with her words, without what is only asked in writing. */
export const forNurse = (definition: Definition): Definition => ({ ...definition, item: definition.item.filter((i) => i.only !== 'web') });
