/** Who works how much, and who answers red flags. */
import { Day, Instant, Phone, z } from '../../kit/contract';

/** One day of the roster: how many ring, for how many hours each, how many calls an hour (×10, so 76 = 7.6). */
export const RosterDay = z.object({
  day: Day, people: z.int().min(0).max(200), hours: z.int().min(0).max(24), callsPerHour: z.int().min(0).max(600),
});
export type RosterDay = z.infer<typeof RosterDay>;
/** A day as the lead reads it: with what it carries, whether it was entered (`stated`), and whether it is a working day. */
export const RosterRow = RosterDay.extend({ capacity: z.int(), stated: z.boolean(), work: z.boolean(), by: z.string(), at: Instant });

/** Who answers red flags: `centre` (follow-up centre), `ward` (the ward's own line), `office` (总值班). */
export const DutyWho = z.enum(['centre', 'ward', 'office']);
export type DutyWho = z.infer<typeof DutyWho>;
/** Label as people say it (王护士, 总值班); for `ward` the phone may stay empty: each ward's own line is used. */
export const DutyPerson = z.object({ who: DutyWho, staffId: z.string().max(160), label: z.string().max(40), phone: z.union([Phone, z.literal('')]) });
export type DutyPerson = z.infer<typeof DutyPerson>;
/** 1 Monday … 7 Sunday, or a public holiday. */
export const DutyKey = z.enum(['1', '2', '3', '4', '5', '6', '7', 'holiday']);
export type DutyKey = z.infer<typeof DutyKey>;
/** Wall time. */
const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
/** Day duty from `from` to `to`, night duty the rest; at midnight the key changes. */
export const DutyDay = z.object({ key: DutyKey, from: Clock, to: Clock, day: DutyPerson, night: DutyPerson });
export type DutyDay = z.infer<typeof DutyDay>;
/** The levels above the person on duty. */
export const DutyChain = z.object({ lead: DutyPerson, director: DutyPerson });
export type DutyChain = z.infer<typeof DutyChain>;
