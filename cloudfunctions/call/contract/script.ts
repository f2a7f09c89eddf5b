/** What is said on the telephone, as versioned data. */
import { z } from '../../kit/contract';

/** A line of the script; `{hospital}`, `{agent}`, `{dutyPhone}`, `{department}`, `{time}` are filled by the screen. */
export const ScriptLine = z.object({ zh: z.string(), en: z.string() });
/** One part of a talk. */
export const ScriptStep = z.object({ key: z.string(), title: ScriptLine, say: z.array(ScriptLine), remind: z.array(ScriptLine) });
export type ScriptStep = z.infer<typeof ScriptStep>;
/** The words of a call, in order, and what is said in special cases and never. */
export const Script = z.object({
  version: z.string(),
  /** In order: opening, identity, recovery, revisit, stay, closing; of a call without a questionnaire opening, identity, matter, closing. */
  steps: z.array(ScriptStep),
  /** wrong_number, deceased, angry, professional, adverse_reaction, dispute, inconvenient, contact_answers. */
  special: z.array(ScriptStep),
  /** 服务忌语. */
  forbidden: z.array(z.string()),
});
export type Script = z.infer<typeof Script>;
