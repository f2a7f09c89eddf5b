/** Keeps with each stay what its record lacks: said again after whatever changed of the patient or the stay, so that the last one who changed something has the last word. */
import type { Collection } from '../../kit/database';
import { missingOf, missingText } from '../rules/missing';
import type { Encounter, Patient } from '../store';

export interface MissingPorts { patients: Pick<Collection<Patient>, 'getMany'>; encounters: Collection<Encounter>; command: { in(values: readonly unknown[]): unknown } }

/** Ids in one question. */
const idsAtOnce = 500;

/** `rev` stays: nobody else's change is in the way, and nothing of the plan follows from it. Safe to repeat. */
export async function refreshMissing({ patients, encounters, command }: MissingPorts, patientIds: readonly string[]): Promise<void> {
  for (let i = 0; i < patientIds.length; i += idsAtOnce) {
    const ids = [...new Set(patientIds.slice(i, i + idsAtOnce))];
    const known = new Map((await patients.getMany(ids)).map((patient) => [patient._id, patient]));
    for (let skip = 0, page: Encounter[] = []; skip === 0 || page.length === 1000; skip += 1000) {
      page = await encounters.find({ patientId: command.in(ids) }, { sort: [['patientId', 'asc'], ['admitAt', 'asc'], ['_id', 'asc']], limit: 1000, skip, fields: ['_id', 'patientId', 'dxCode', 'way', 'state', 'missing', 'priority'] });
      const groups = new Map<string, { from: string | undefined; to: string; bare: boolean; ids: string[] }>();
      for (const stay of page) {
        const patient = known.get(stay.patientId);
        if (!patient) continue;
        const [from, to, bare] = [stay.missing as string | undefined, missingText(missingOf(patient, stay)), (stay.priority as string | undefined) === undefined];
        if (from === to && !bare) continue;
        const key = `${from}|${to}|${bare}`;
        const group = groups.get(key) ?? { from, to, bare, ids: [] };
        group.ids.push(stay._id);
        groups.set(key, group);
      }
      // Only where it still stands as it was read: who changed it meanwhile knew more.
      for (const { from, to, bare, ids: stays } of groups.values()) await encounters.update({ _id: command.in(stays), ...(from !== undefined && { missing: from }) }, { missing: to, ...(bare && { priority: '' }) });
    }
  }
}
