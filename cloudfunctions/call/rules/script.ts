/** Which words belong to a call. One with a questionnaire has the whole script; one about a visit, an answer or a danger told elsewhere says who rings, checks who listens, and comes to the matter. */
import type { CallKind } from '../contract';
import type { Script, ScriptStep } from '../contract/script';
import full from '../data/script.json';
import short from '../data/short.json';

const matters: Readonly<Record<string, ScriptStep | undefined>> = short.matter;
const ofFull = (key: string): ScriptStep[] => full.steps.filter((step) => step.key === key);

/** By its reason where that has words of its own, else by its kind; what has neither is spoken about as a danger is. */
export function scriptOf({ kind, reason }: { kind: CallKind; reason: string }, asks: boolean): Script {
  if (asks) return full;
  const matter = matters[reason] ?? matters[kind] ?? short.matter.redflag;
  return { version: short.version, steps: [short.opening, ...ofFull('identity'), matter, ...ofFull('closing')], special: full.special, forbidden: full.forbidden };
}
