/** What the fold says → what the register's documents become. What people decided here (holds, marks, deaths told, numbers found wrong) is theirs, and stays. */
import type { Cipher } from '../../kit/crypto';
import { judgeStay, motherNameIn, type StayFlags } from '../rules/hold';
import type { KnownDepartment } from '../rules/department';
import type { PatientFold, StayFold } from '../rules/fold';
import { missingOf, missingText, type MissingPatient } from '../rules/missing';
import type { DischargeRow } from '../rules/row';
import type { Encounter, Patient } from '../store';

/** A stay with a complete discharge, its department found, judged once. */
export interface Stay { fold: StayFold; record: DischargeRow; department: KnownDepartment; flags: StayFlags }

/** Keyed, so that the ten thousand possible endings cannot be looked up without the key. */
export const tailHashOf = (cipher: Cipher, number: string): string => (number.length < 4 ? '' : cipher.hash(`tail:${number.slice(-4)}`));
/** Of the statements in their order: another set, or another order, gives another hash. */
export const orderHash = (cipher: Cipher, order: readonly string[]): string => cipher.hash(`order:${order.join()}`);

export const stayOf = (fold: StayFold, record: DischargeRow, department: KnownDepartment): Stay =>
  ({ fold, record, department, flags: judgeStay({ ...record, department, hasContact: record.contactPhone.number !== '' }) });

const encounterFacts = ({ record, department, fold, flags: { sensitive, obstetric } }: Stay) => ({
  patientId: fold.patientId, inpatientNo: record.inpatientNo, visitTimes: record.visitTimes, departmentCode: department.code, departmentName: department.name, ward: record.ward, bed: record.bed,
  attending: record.attending, nurse: record.nurse, admitAt: record.admitAt, dischargeAt: record.dischargeAt, dischargeDay: record.dischargeDay, way: record.way, receiver: record.receiver,
  dxCode: record.dxCode, dx: record.dx, dxOther: record.dxOther, operation: record.operation, instruction: record.instruction, medications: record.medications, revisitDay: record.revisitDay,
  allergy: record.allergy, sensitive, obstetric,
});

export function newEncounter(cipher: Cipher, stay: Stay, importId: string, now: number): Encounter {
  const { hold } = stay.flags;
  const state = stay.fold.cancelled ? 'cancelled' : 'finished';
  return {
    _id: stay.fold.encounterId, ...encounterFacts(stay), motherEncounterId: null,
    hold, clearing: clearingOf({ hold, decision: '', state }), holdSince: hold ? now : 0, decision: '', decidedBy: '', decidedAt: 0, decisionNote: '',
    state, readmittedAt: null, missing: missingText(missingOf(asPatient(stay.record), { dxCode: stay.record.dxCode, way: stay.record.way, state })), priority: '', planning: 'due', contentHash: orderHash(cipher, stay.fold.order), importId,
    history: [{ at: now, by: importId, what: 'registered' }], rev: 1, registeredAt: now, updatedAt: now,
  };
}

/** What is known of the patient from the stay alone: of a patient with other stays it is judged again from what stands (refreshMissing). */
const asPatient = ({ phone, contactPhone, birthEstimated }: DischargeRow): MissingPatient => ({
  phoneHash: phone.number, contactPhoneHash: contactPhone.number, phoneInvalid: phone.number === '' && phone.source !== '', contactInvalid: contactPhone.number === '' && contactPhone.source !== '', birthEstimated, death: 'no',
});

/** The clearing list's field from what it stands for. */
export const clearingOf = ({ hold, decision, state }: Pick<Encounter, 'hold' | 'decision' | 'state'>): Encounter['clearing'] =>
  hold === '' || state === 'cancelled' ? '' : decision === '' ? 'waiting' : 'decided';

/** What changes of a known stay; the caller adds `rev` and pushes `entries` to the history. Only its hash and nothing to tell where the same facts were said again. */
export function correctEncounter(cipher: Cipher, stay: Stay, known: Encounter, run: { importId: string; by: string; reason: string }, now: number): { change: Partial<Encounter>; entries: Encounter['history'] } {
  const facts = encounterFacts(stay);
  const { hold } = stay.flags;
  const before = judgedBefore(known);
  const fields = changedKeys(known, facts);
  const contentHash = orderHash(cipher, stay.fold.order);
  const by = run.by || run.importId;
  const entries: Encounter['history'] = fields.length > 0 ? [{ at: now, by, what: 'corrected', fields, ...(run.reason && { note: run.reason }) }] : [];
  // A hold that a person or a lost child put there is not lifted by a source; a new reason asks anew.
  const held = hold === known.hold || known.hold === 'obstetric_loss' ? {} : { hold, holdSince: hold ? now : 0, decision: '' as const, decidedBy: '', decidedAt: 0, decisionNote: '' };
  if ('hold' in held && hold) entries.push({ at: now, by, what: 'held', fields: [hold] });
  // Staff who took a discharge back are believed until the source gives it another time.
  const cancelledByStaff = known.state === 'cancelled' && known.dischargeAt === stay.record.dischargeAt && !before.startsWith('import:');
  const state = stay.fold.cancelled || cancelledByStaff ? 'cancelled' : 'finished';
  if (state !== known.state) entries.push({ at: now, by, what: state === 'cancelled' ? 'cancelled' : 'finished_again' });
  if (entries.length === 0 && !('hold' in held)) return { change: { contentHash }, entries };
  return { change: { ...facts, ...held, state, clearing: clearingOf({ hold: known.hold, decision: known.decision, ...held, state }), planning: 'due', contentHash, importId: run.importId || known.importId, updatedAt: now }, entries };
}
/** Who took the discharge back. */
const judgedBefore = (known: Encounter): string => known.history.findLast((entry) => entry.what === 'cancelled' || entry.what === 'import_undone')?.by ?? 'import:';

/** Nothing that counts speaks of this stay any more. */
export function withdrawEncounter(cipher: Cipher, fold: StayFold | undefined, known: Encounter, importId: string, now: number): { change: Partial<Encounter>; entries: Encounter['history'] } {
  const change = { contentHash: orderHash(cipher, fold?.order ?? []), state: 'cancelled' as const, clearing: '' as const, planning: 'due' as const, importId, updatedAt: now };
  return { change, entries: known.state === 'cancelled' ? [] : [{ at: now, by: importId, what: 'import_undone' }] };
}

/** Names of the keys of `next` whose value differs in `known`. */
const changedKeys = (known: object, next: object): string[] =>
  Object.entries(next).filter(([key, value]) => JSON.stringify((known as Record<string, unknown>)[key]) !== JSON.stringify(value)).map(([key]) => key);

const plainFacts = ({ patientNo, record }: PatientFold) => ({
  patientNo, name: record.name, motherName: motherNameIn(record.name), sex: record.sex, birthDate: record.birthDate, birthEstimated: record.birthEstimated, contactName: record.contactName, contactRelation: record.contactRelation, district: record.district, tags: record.tags,
});

/** Sealed number, its hashes, and whether the source's own was unusable. */
function numberFacts(cipher: Cipher, field: 'phone' | 'contactPhone', record: DischargeRow) {
  const { number, source } = record[field];
  const hash = number ? cipher.hash(number) : '';
  return { sealed: number ? cipher.seal(number, field) : null, hash, tail: tailHashOf(cipher, number), sourceHash: source === '' ? '' : source === number ? hash : cipher.hash(source), invalid: number === '' && source !== '' };
}

export function newPatient(cipher: Cipher, fold: PatientFold, importId: string, now: number): Patient {
  const { record } = fold;
  const phone = numberFacts(cipher, 'phone', record);
  const contact = numberFacts(cipher, 'contactPhone', record);
  return {
    _id: fold.patientId, ...plainFacts(fold),
    idNoSealed: record.idNo ? cipher.seal(record.idNo, 'idNo') : null, idHash: record.idNo ? cipher.hash(record.idNo) : '',
    phoneSealed: phone.sealed, phoneHash: phone.hash, phoneTail: phone.tail, sourcePhoneHash: phone.sourceHash, phoneInvalid: phone.invalid,
    contactPhoneSealed: contact.sealed, contactPhoneHash: contact.hash, contactPhoneTail: contact.tail, sourceContactPhoneHash: contact.sourceHash, contactInvalid: contact.invalid,
    addressSealed: null, unaware: false, noVoice: record.tags.includes('hearing'), noContact: fold.noContact, sourceNoContact: fold.noContact,
    death: fold.diedIn ? 'confirmed' : 'no', deathAt: fold.diedIn ? fold.diedAt : null, deathSource: fold.diedIn,
    allowFamilySensitive: false, allowSmsSensitive: false, mergedInto: '', contentHash: patientHash(cipher, fold),
    history: [{ at: now, by: importId, what: 'registered' }], rev: 1, registeredAt: now, updatedAt: now,
  };
}
export const patientHash = (cipher: Cipher, fold: PatientFold): string => orderHash(cipher, fold.order);

/** What changes of a known patient. The caller adds `rev` and pushes the history entry where `fields` names something. */
export function correctPatient(cipher: Cipher, fold: PatientFold, known: Patient, now: number): { change: Partial<Patient>; fields: string[] } {
  const { record } = fold;
  const facts = plainFacts(fold);
  const change: Partial<Patient> = { contentHash: patientHash(cipher, fold), mergedInto: '', ...facts };
  const fields = changedKeys(known, facts).filter((field) => field !== 'motherName' && field !== 'birthEstimated');
  const idHash = record.idNo ? cipher.hash(record.idNo) : '';
  if (idHash !== known.idHash) {
    Object.assign(change, { idHash, idNoSealed: record.idNo ? cipher.seal(record.idNo, 'idNo') : null });
    fields.push('idNo');
  }
  // A number only counts as changed when the source changed it: what staff corrected here stays.
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
  if (fold.noContact !== known.sourceNoContact) {
    Object.assign(change, { noContact: fold.noContact, sourceNoContact: fold.noContact });
    if (fold.noContact !== known.noContact) fields.push('noContact');
  }
  // A death that people told or confirmed is theirs; one that a source said goes when the source takes it back.
  const said = known.death === 'confirmed' && /^(enc|pat):/.test(known.deathSource);
  if (fold.diedIn && known.death !== 'confirmed') {
    Object.assign(change, { death: 'confirmed', deathAt: fold.diedAt, deathSource: fold.diedIn });
    fields.push('death');
  } else if (fold.diedIn && said) {
    Object.assign(change, { deathAt: fold.diedAt, deathSource: fold.diedIn });
  } else if (!fold.diedIn && said) {
    Object.assign(change, { death: 'no', deathAt: null, deathSource: '' });
    fields.push('death');
  }
  if (known.mergedInto !== '') fields.push('mergedInto');
  return { change: { ...change, updatedAt: now }, fields };
}
