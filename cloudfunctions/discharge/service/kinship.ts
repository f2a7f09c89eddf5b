/** A lost child and its mother: whichever of the two stays is imported second finds the other, and the mother's waits for a person. */
import { isMotherOf, judgeStay, isNewborn, type PersonFacts } from '../rules/hold';
import type { Encounter, Patient } from '../store';
import type { ConsequencePorts } from './consequence';
import type { Stay } from './merge';
import { eachOf } from './batch';

const lostBabyStay = (stay: Encounter, patient: Patient): boolean =>
  isNewborn(patient.birthDate, stay.dischargeDay) && judgeStay({ ...stay, sex: patient.sex, birthDate: patient.birthDate, tags: [], hasContact: true, department: { sensitive: false, critical: false, obstetric: false } }).lostBaby;

/** Returns the mothers' stays that are now held and must be planned again. */
export async function linkLostBabies(ports: ConsequencePorts, accepted: readonly Stay[], importId: string, now: number): Promise<string[]> {
  const lost = accepted.filter((item) => item.flags.lostBaby);
  const births = accepted.filter((item) => item.record.sex !== 'male' && !item.flags.lostBaby && isObstetric(item));
  if (lost.length === 0 && births.length === 0) return [];
  const { patients, encounters, command } = ports;
  const persons = new Map((await patients.getMany([...lost, ...births].map((item) => item.fold.patientId))).map((patient) => [patient._id, patient]));
  const hashes = [...new Set([...persons.values()].flatMap((p) => [p.phoneHash, p.contactPhoneHash]).filter((hash) => hash !== ''))];
  const names = [...new Set([...persons.values()].flatMap((p) => [p.name, p.contactName, p.motherName]).filter((name) => name !== ''))];
  const searches = [
    ...(hashes.length > 0 ? [{ phoneHash: command.in(hashes) }, { contactPhoneHash: command.in(hashes) }] : []),
    // A mother is looked for by the name that her child's papers carry, a child by its mother's name.
    ...(lost.length > 0 ? [{ name: command.in(names) }] : []), ...(births.length > 0 ? [{ contactName: command.in(names) }, { motherName: command.in(names) }] : []),
  ];
  for (const query of searches) for (const patient of await patients.collection.find(query, { limit: 1000 })) persons.set(patient._id, patient);
  const stays = await encounters.ofPatients([...persons.keys()]);
  const facts = (stay: Encounter): PersonFacts & Encounter => ({ ...persons.get(stay.patientId)!, ...stay });
  const babies = stays.filter((stay) => lostBabyStay(stay, persons.get(stay.patientId)!));
  const pairs = babies.flatMap((baby) => {
    const mother = stays.find((stay) => stay.patientId !== baby.patientId && stay.state === 'finished' && isMotherOf(facts(stay), facts(baby)));
    return mother ? [{ baby, mother }] : [];
  });
  await eachOf(pairs.filter(({ baby, mother }) => baby.motherEncounterId !== mother._id), async ({ baby, mother }) => {
    await encounters.collection.update({ _id: baby._id }, { motherEncounterId: mother._id, rev: command.inc(1), updatedAt: now });
  });
  const unheld = pairs.filter(({ mother }) => mother.hold !== 'obstetric_loss' && mother.way !== '5');
  await eachOf(unheld, async ({ mother }) => {
    await encounters.collection.update({ _id: mother._id, hold: mother.hold }, {
      hold: 'obstetric_loss', clearing: 'waiting', holdSince: now, decision: '', decidedBy: '', decidedAt: 0, decisionNote: '', planning: 'due', rev: command.inc(1), updatedAt: now,
      history: command.push([{ at: now, by: importId, what: 'held', fields: ['obstetric_loss'] }]),
    });
  });
  return [...new Set(unheld.map(({ mother }) => mother._id))];
}

const isObstetric = ({ record, department }: Stay): boolean => judgeStay({ ...record, department, hasContact: true }).obstetric;
