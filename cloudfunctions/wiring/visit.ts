/** What return visits ask of the others. */
import type { Ports } from '../visit/service';
import { openVisitStore } from '../visit/store';
import type { Base } from './base';
import type { House } from './services';

export function visitPorts({ database, staff, patients, encounters, departments, hospital, maskedPhone, newToken, clock, report }: Base, house: House): Ports {
  return {
    store: openVisitStore(database), patients, stays: encounters, departments, hospital, maskedPhone, newId: newToken, clock, report,
    staffNames: async (ids) => new Map((await staff.getMany(ids)).map(({ _id, name }) => [_id, name])),
    calls: {
      queue: (calls, now) => house().calls.queue(calls, now),
      withdrawIds: (ids, reason, now) => house().calls.withdrawIds(ids, reason, now),
      states: (ids, now) => house().calls.standing(ids, now),
      raise: (flag, now) => house().calls.raise(flag, now),
      inHand: async (ids, now) => new Set([...(await house().calls.standing(ids, now))].flatMap(([id, { state }]) => (state === 'claimed' ? [id] : []))),
    },
    notices: {
      write: (letters, now) => house().notices.write(letters, now),
      cancelAbout: (about, reason, now, kinds) => house().notices.cancelAbout(about, reason, now, kinds),
      reach: (of, now) => house().notices.reach(of, now),
    },
  };
}
