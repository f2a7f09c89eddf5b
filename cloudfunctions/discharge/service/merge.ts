/**
 * A good row meets what the register holds: new, corrected, unchanged or stale. The result depends on the rows and their times, never on the order in which they arrive.
 */
import type { Cipher } from '../../kit/crypto';
import { judgeStay, motherNameIn } from '../rules/hold';
import type { KnownDepartment } from '../rules/department';
import type { DischargeRow } from '../rules/row';
import type { Encounter, Patient } from '../store';

/** When the source said it: its own time (else the file's first upload), then the file's first upload. */
export interface Order { at: number; fileAt: number }
export interface Item { record: DischargeRow; department: KnownDepartment; encounterId: string; patientId: string; hash: string; order: Order; lostBaby: boolean; held: boolean }
export type Outcome = 'registered' | 'corrected' | 'unchanged' | 'stale';

export const patientIdOf = (cipher: Cipher, patientNo: string): string => `pat:${cipher.hash(patientNo).slice(0, 20)}`;
export const encounterIdOf = (cipher: Cipher, inpatientNo: string, visitTimes: number): string => `enc:${cipher.hash(`${inpatientNo}|${visitTimes}`).slice(0, 20)}`;
/** Keyed, so that the ten thousand possible endings cannot be looked up without the key. */
export const tailHashOf = (cipher: Cipher, number: string): string => (number.length < 4 ? '' : cipher.hash(`tail:${number.slice(-4)}`));

export function itemOf(cipher: Cipher, record: DischargeRow, department: KnownDepartment, fileAt: number): Item {
  const { updatedAt, ...content } = record;
  const flags = flagsOfItem(record, department);
  return {
    record, department,
    encounterId: encounterIdOf(cipher, record.inpatientNo, record.visitTimes), patientId: patientIdOf(cipher, record.patientNo),
    hash: cipher.hash(`row:${JSON.stringify(content)}`), order: { at: updatedAt ?? fileAt, fileAt }, lostBaby: flags.lostBaby, held: flags.hold !== '',
  };
}

const flagsOfItem = (record: DischargeRow, department: KnownDepartment) => judgeStay({ ...record, department, hasContact: record.contactPhone.number !== '' });

/** `again`: this very import wrote it already, before it was cut off or beside another runner; it is counted as it was then and not written. */
export function compare(item: Item, known: Encounter | undefined, importId: string): { outcome: Outcome; again: boolean } {
  if (!known) return { outcome: 'registered', again: false };
  if (known.contentHash === item.hash) {
    const mine = known.importId === importId ? known.history.findLast((entry) => entry.by === importId && (entry.what === 'registered' || entry.what === 'corrected')) : undefined;
    return { outcome: mine ? (mine.what === 'registered' ? 'registered' : 'corrected') : 'unchanged', again: true };
  }
  const older = item.order.at < known.sourceUpdatedAt || (item.order.at === known.sourceUpdatedAt && item.order.fileAt <= known.sourceFileAt);
  return { outcome: older ? 'stale' : 'corrected', again: false };
}

const encounterFacts = ({ record, department, patientId }: Item) => {
  const { sensitive, obstetric } = flagsOfItem(record, department);
  return {
    patientId, inpatientNo: record.inpatientNo, visitTimes: record.visitTimes, departmentCode: department.code, departmentName: department.name, ward: record.ward, bed: record.bed,
    attending: record.attending, nurse: record.nurse, admitAt: record.admitAt, dischargeAt: record.dischargeAt, dischargeDay: record.dischargeDay, way: record.way, receiver: record.receiver,
    dxCode: record.dxCode, dx: record.dx, dxOther: record.dxOther, operation: record.operation, instruction: record.instruction, medications: record.medications, revisitDay: record.revisitDay,
    allergy: record.allergy, sensitive, obstetric,
  };
};

export function newEncounter(item: Item, importId: string, now: number): Encounter {
  const { hold } = flagsOfItem(item.record, item.department);
  const state = item.record.cancelled ? 'cancelled' : 'finished';
  return {
    _id: item.encounterId, ...encounterFacts(item), motherEncounterId: null,
    hold, clearing: clearingOf({ hold, decision: '', state }), holdSince: hold ? now : 0, decision: '', decidedBy: '', decidedAt: 0, decisionNote: '',
    state, readmittedAt: null, planning: 'due',
    contentHash: item.hash, sourceUpdatedAt: item.order.at, sourceFileAt: item.order.fileAt, importId,
    history: [{ at: now, by: importId, what: 'registered' }], rev: 1, registeredAt: now, updatedAt: now,
  };
}

/** The clearing list's field from what it stands for. */
export const clearingOf = ({ hold, decision, state }: Pick<Encounter, 'hold' | 'decision' | 'state'>): Encounter['clearing'] =>
  hold === '' || state === 'cancelled' ? '' : decision === '' ? 'waiting' : 'decided';

/** What a newer row changes; the caller adds `rev` and pushes `entries` to the history. */
export function correctEncounter(item: Item, known: Encounter, importId: string, now: number): { change: Partial<Encounter>; entries: Encounter['history'] } {
  const facts = encounterFacts(item);
  const { hold } = flagsOfItem(item.record, item.department);
  const fields = changedKeys(known, facts);
  const entries: Encounter['history'] = [{ at: now, by: importId, what: 'corrected', fields }];
  // A hold that a person or a lost child put there is not lifted by a file; a new reason asks anew.
  const held = hold === known.hold || known.hold === 'obstetric_loss' ? {} : { hold, holdSince: hold ? now : 0, decision: '' as const, decidedBy: '', decidedAt: 0, decisionNote: '' };
  if ('hold' in held && hold) entries.push({ at: now, by: importId, what: 'held', fields: [hold] });
  // Staff who took a discharge back are believed until the source gives it another time.
  const cancelledByStaff = known.state === 'cancelled' && known.dischargeAt === item.record.dischargeAt && !known.history.findLast((entry) => entry.what === 'cancelled')?.by.startsWith('import:');
  const state = item.record.cancelled || cancelledByStaff ? 'cancelled' : 'finished';
  if (state === 'cancelled' && known.state !== 'cancelled') entries.push({ at: now, by: importId, what: 'cancelled' });
  return {
    change: { ...facts, ...held, state, clearing: clearingOf({ hold: known.hold, decision: known.decision, ...held, state }), planning: 'due', contentHash: item.hash, sourceUpdatedAt: item.order.at, sourceFileAt: item.order.fileAt, importId, updatedAt: now },
    entries,
  };
}

/** Names of the keys of `next` whose value differs in `known`. */
const changedKeys = (known: object, next: object): string[] =>
  Object.entries(next).filter(([key, value]) => JSON.stringify((known as Record<string, unknown>)[key]) !== JSON.stringify(value)).map(([key]) => key);

const plainFacts = (record: DischargeRow) => ({
  patientNo: record.patientNo, name: record.name, motherName: motherNameIn(record.name), sex: record.sex, birthDate: record.birthDate, contactName: record.contactName, contactRelation: record.contactRelation, district: record.district, tags: record.tags,
});

/** Sealed number, its hashes, and whether the file's own was unusable. */
function numberFacts(cipher: Cipher, field: 'phone' | 'contactPhone', record: DischargeRow) {
  const { number, source } = record[field];
  return { sealed: number ? cipher.seal(number, field) : null, hash: number ? cipher.hash(number) : '', tail: tailHashOf(cipher, number), sourceHash: source ? cipher.hash(source) : '', invalid: number === '' && source !== '' };
}

const sourceOf = (item: Item): Patient['source'] => ({ at: item.order.at, dischargeAt: item.record.dischargeAt, encounterId: item.encounterId });
/** The later word counts; of two words at one time that of the later stay. */
export const isLater = (a: Patient['source'], b: Patient['source']): boolean =>
  a.at !== b.at ? a.at > b.at : a.dischargeAt !== b.dischargeAt ? a.dischargeAt > b.dischargeAt : a.encounterId > b.encounterId;

/** All accepted rows of one patient in a page: the latest gives the facts; "do not contact" and a death count whichever row says so. */
export interface PatientRows { best: Item; noContact: boolean; diedIn: string; diedAt: number; /** A stay whose death was a mistake, corrected by this page. */ livedAfterAll: string[] }

export function gatherPatients(items: readonly Item[], knownEncounters: ReadonlyMap<string, Encounter>): Map<string, PatientRows> {
  const patients = new Map<string, PatientRows>();
  for (const item of items) {
    const before = patients.get(item.patientId);
    const died = item.record.way === '5' && !item.record.cancelled ? item.encounterId : '';
    const lived = item.record.way !== '5' && knownEncounters.get(item.encounterId)?.way === '5' ? [item.encounterId] : [];
    patients.set(item.patientId, {
      best: before && !isLater(sourceOf(item), sourceOf(before.best)) ? before.best : item,
      noContact: item.record.noContact || (before?.noContact ?? false),
      diedIn: died || (before?.diedIn ?? ''), diedAt: died ? item.record.dischargeAt : (before?.diedAt ?? 0), livedAfterAll: [...(before?.livedAfterAll ?? []), ...lived],
    });
  }
  return patients;
}

export function newPatient(cipher: Cipher, rows: PatientRows, importId: string, now: number): Patient {
  const { record } = rows.best;
  const phone = numberFacts(cipher, 'phone', record);
  const contact = numberFacts(cipher, 'contactPhone', record);
  return {
    _id: rows.best.patientId, ...plainFacts(record),
    idNoSealed: record.idNo ? cipher.seal(record.idNo, 'idNo') : null, idHash: record.idNo ? cipher.hash(record.idNo) : '',
    phoneSealed: phone.sealed, phoneHash: phone.hash, phoneTail: phone.tail, sourcePhoneHash: phone.sourceHash, phoneInvalid: phone.invalid,
    contactPhoneSealed: contact.sealed, contactPhoneHash: contact.hash, contactPhoneTail: contact.tail, sourceContactPhoneHash: contact.sourceHash, contactInvalid: contact.invalid,
    addressSealed: null, unaware: false, noVoice: record.tags.includes('hearing'), noContact: rows.noContact,
    death: rows.diedIn ? 'confirmed' : 'no', deathAt: rows.diedIn ? rows.diedAt : null, deathSource: rows.diedIn,
    allowFamilySensitive: false, allowSmsSensitive: false,
    source: sourceOf(rows.best), history: [{ at: now, by: importId, what: 'registered' }], rev: 1, registeredAt: now, updatedAt: now,
  };
}

/** What a page changes of a known patient; null when nothing. The caller adds `rev` and pushes the history entry. */
export function correctPatient(cipher: Cipher, rows: PatientRows, known: Patient, now: number): { change: Partial<Patient>; fields: string[] } | null {
  const { record } = rows.best;
  const change: Partial<Patient> = {};
  const fields: string[] = [];
  if (isLater(sourceOf(rows.best), known.source)) {
    change.source = sourceOf(rows.best);
    const facts = plainFacts(record);
    fields.push(...changedKeys(known, facts).filter((field) => field !== 'motherName'));
    Object.assign(change, facts);
    const idHash = record.idNo ? cipher.hash(record.idNo) : '';
    if (idHash !== known.idHash) {
      Object.assign(change, { idHash, idNoSealed: record.idNo ? cipher.seal(record.idNo, 'idNo') : null });
      fields.push('idNo');
    }
    // The number only counts as changed when the source changed it: what staff corrected here stays.
    const phone = numberFacts(cipher, 'phone', record);
    if (phone.sourceHash !== known.sourcePhoneHash) {
      Object.assign(change, { phoneSealed: phone.sealed, phoneHash: phone.hash, phoneTail: phone.tail, sourcePhoneHash: phone.sourceHash, phoneInvalid: phone.invalid });
      fields.push('phone');
    }
    const contact = numberFacts(cipher, 'contactPhone', record);
    if (contact.sourceHash !== known.sourceContactPhoneHash) {
      Object.assign(change, { contactPhoneSealed: contact.sealed, contactPhoneHash: contact.hash, contactPhoneTail: contact.tail, sourceContactPhoneHash: contact.sourceHash, contactInvalid: contact.invalid });
      fields.push('contactPhone');
    }
  }
  if (rows.noContact && !known.noContact) {
    change.noContact = true;
    fields.push('noContact');
  }
  if (rows.diedIn && known.death !== 'confirmed') {
    Object.assign(change, { death: 'confirmed', deathAt: rows.diedAt, deathSource: rows.diedIn });
    fields.push('death');
  } else if (!rows.diedIn && known.death === 'confirmed' && rows.livedAfterAll.includes(known.deathSource)) {
    Object.assign(change, { death: 'no', deathAt: null, deathSource: '' });
    fields.push('death');
  }
  return Object.keys(change).length > 0 ? { change: { ...change, updatedAt: now }, fields } : null;
}
