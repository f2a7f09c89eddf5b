/** What complaints offer the other domains; the use cases behind the operations are in service/. */
import type { Staff } from '../kit/caller';
import { byId } from '../kit/database';
import type { LetterOwner } from '../notice/contract/letter';
import { isOpen } from './rules/stand';
import { sightOf } from './rules/sight';
import { numberFrom } from './rules/number';
import type { Complaint } from './store';
import { factsOf, ownerKeyOf, patientHashOf, readerOf, type Ports } from './service/ports';
import { handed, letterUntrue } from './service/settle';

export type { Ports } from './service/ports';

/** A line of a stay's timeline, for those who may know that there is a complaint. */
export interface ComplaintFact { at: number; kind: string; by: string; params: Record<string, string> }

/** Asked by the home page, the timeline, the plan and the outbox; a letter's `n` is the round. */
export interface ComplaintService extends LetterOwner {
  readonly ports: Ports;
  /** Open complaints that this person filed, by patient; anonymous ones belong to no patient. */
  home(personId: string, patientIds: readonly string[], now: number): Promise<Map<string, { number: string; state: Complaint['state']; dueDay: string; answered: boolean }[]>>;
  /** For officer, director and lead only, and none about themselves: a ward must not learn who complained. */
  facts(patientId: string, staff: Staff): Promise<ComplaintFact[]>;
  /** Of these patients, those with a complaint that is not over, anonymous ones included: nobody asks them whether they were satisfied. */
  openOf(patientIds: readonly string[]): Promise<ReadonlySet<string>>;
}

/** The operations take `ports` themselves (handlers.ts). */
export function createComplaints(ports: Ports): ComplaintService {
  return {
    ports,
    async home(personId, patientIds) {
      const own = await ports.people.get(personId);
      const wanted = new Set(patientIds);
      const found = new Map<string, { number: string; state: Complaint['state']; dueDay: string; answered: boolean }[]>();
      for (const { patientId, number, state, legal } of await ports.complaints.ofOwner(ownerKeyOf(ports, personId), own?.phoneHash ?? '')) {
        if (!isOpen(state) || !wanted.has(patientId)) continue;
        found.set(patientId, [...(found.get(patientId) ?? []), { number, state, dueDay: legal.day, answered: state === 'answered' }]);
      }
      return found;
    },
    async facts(patientId, staff) {
      const complaints = (await ports.complaints.ofPatient(patientHashOf(ports, patientId))).filter((c) => c.patientId === patientId && sightOf(readerOf(staff), factsOf(c)) === 'all');
      return complaints.flatMap((c) => c.timeline.filter((event) => event.public).map(({ at, kind, staffId }) => ({ at, kind: `complaint.${kind}`, by: staffId, params: { number: c.number } })));
    },
    async openOf(patientIds) {
      const byHash = new Map(patientIds.map((id) => [patientHashOf(ports, id), id]));
      const open = await ports.complaints.openAmong([...byHash.keys()]);
      return new Set([...open].flatMap((hash) => byHash.get(hash) ?? []));
    },
    async stillTrue(letters) {
      const known = byId(await ports.complaints.getMany([...new Set(letters.map(({ about }) => about))]));
      return new Map(letters.flatMap(({ noticeId, about, kind, n }) => {
        const reason = letterUntrue(known.get(about), kind, n);
        return reason ? [[noticeId, reason] as const] : [];
      }));
    },
    handed: async ({ kind, about, n }, now) => (kind === 'complaint_answered' ? handed(ports, numberFrom(about), n, now) : undefined),
  };
}
