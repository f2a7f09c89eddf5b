/** Which service call an operation is; whose record it is, is decided where the record is read. */
import { asStaff } from '../kit/caller';
import type { Handlers } from '../kit/serve';
import type { api } from './contract';
import type { VisitService } from './service';

/** One line an operation. */
export const createHandlers = (visits: VisitService): Handlers<typeof api> => ({
  clinics: (input, { caller }) => visits.clinics(caller, input),
  places: (input, { caller, now }) => visits.places(caller, input, now),
  hold: (input, { caller, now }) => visits.hold(caller, input, now),
  async release(input, { caller, now }) {
    await visits.release(caller, input, now);
    return {};
  },
  book: (input, { caller, now }) => visits.book(caller, input, now),
  mine: (input, { caller, now }) => visits.mine(caller, input, now),
  saveReminders: (input, { caller, now }) => visits.saveReminders(caller, input, now),
  get: (input, { caller, now }) => visits.get(caller, input, now),
  cancel: (input, { caller, now }) => visits.cancel(caller, input, now),
  proposal: (input, { caller, now }) => visits.proposal(caller, input, now),
  answerProposal: (input, { caller, now }) => visits.answerProposal(caller, input, now),
  week: (input, { caller, now }) => visits.week(asStaff(caller), input, now),
  day: (input, { caller }) => visits.day(asStaff(caller), input),
  mark: (input, { caller, now }) => visits.mark(asStaff(caller), input, now),
  schedules: async (input, { caller }) => ({ schedules: await visits.schedules(asStaff(caller), input) }),
  saveSchedule: (input, { caller, now }) => visits.saveSchedule(asStaff(caller), input, now),
  close: (input, { caller, now }) => visits.close(asStaff(caller), input, now),
  closures: async (input, { caller }) => ({ closures: await visits.closures(asStaff(caller), input) }),
  closure: (input, { caller, now }) => visits.closure(asStaff(caller), input, now),
  ofStay: (input, { caller, now }) => visits.ofStay(asStaff(caller), input, now),
  tick: (_, { now }) => visits.tick(now),
});
