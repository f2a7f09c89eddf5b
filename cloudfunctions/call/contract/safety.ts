/** What a page says at once when words or a choice told of danger, in whichever domain. The questionnaire and the conversation add what to do until somebody rings (survey/contract, Safety). */
import { Instant, z } from '../../kit/contract';
import { DutyWho } from './rota';

/** A person rings before anything else happens. Who and when come from the duty rota. */
export const SafetyCard = z.object({
  level: z.enum(['today', 'crisis', 'emergency']),
  /** In Chinese as the page may say it (值班护士), and the key for other languages; '' while nobody could be told. */
  who: z.string(), whoKey: z.union([z.literal(''), DutyWho]),
  /** Somebody rings before this instant; null when the alarm could not be passed on yet: ring yourself. */
  ringBy: Instant.nullable(),
  wardPhone: z.string(), hospitalPhone: z.string(),
});
export type SafetyCard = z.infer<typeof SafetyCard>;
