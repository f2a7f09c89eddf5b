/** A complaint as its readers see it: the complainant, the desk, a ward. */
import type { Staff } from '../../kit/caller';
import { byId } from '../../kit/database';
import { maskName, maskPhone } from '../../kit/mask';
import type { ComplaintAnswer, ComplaintDetail, ComplaintView, DeskRow, Evidence, MyComplaint, PublicEvent } from '../contract';
import { clockState, endOf, silentAfter } from '../rules/clock';
import { codesOf, mayDecide, sightOf } from '../rules/sight';
import { answerOf, isOpen, isRunning, mayOf, saidByPhone } from '../rules/stand';
import { veil } from '../rules/veil';
import type { Complaint, StoredAnswer, StoredEvidence } from '../store';
import { factsOf, knownOf, opened, readerOf, type Colleague, type PatientFacts, type Ports } from './ports';

const excerptOf = (c: Complaint): string => Array.from(c.text.replace(/\s+/g, ' ')).slice(0, 60).join('');
const evidenceOf = ({ fileId, name, type, at, by }: StoredEvidence): Evidence => ({ fileId, name, type, at, by });
const answerView = ({ round, outcome, text, measures, channel, notHandledReason, at, toldAt }: StoredAnswer): ComplaintAnswer => ({ round, outcome, text, measures, channel, notHandledReason, at, silentAfter: silentAfter(toldAt || at) });

/** A line of the complainant's list. */
export function mineOf(c: Complaint, now: number): MyComplaint {
  return {
    number: c.number, state: c.state, round: c.round, category: c.category, receivedAt: c.receivedAt, promiseDay: c.internal.day, dueDay: c.legal.day, answered: c.state === 'answered',
    over: isRunning(c.state) && clockState(c.legal, 0, now) === 'over', patientId: c.patientId, excerpt: excerptOf(c),
  };
}

/** The whole for the complainant. */
export async function viewOf(ports: Ports, c: Complaint, now: number): Promise<ComplaintView> {
  const { accused, happenedAt, place, text, wants, anonymous, confidential, offices, source, departmentCode, departmentName } = c;
  return {
    ...mineOf(c, now), source, departmentCode, departmentName, accused, happenedAt, place, text, wants, anonymous, confidential, offices,
    evidence: c.evidence.filter(({ by }) => by === 'complainant').map(evidenceOf),
    timeline: c.timeline.filter((event) => event.public).map(({ at, kind, by, words, offices: codes, day, round }) => ({ at, kind, by, words, offices: codes, day, round }) as PublicEvent),
    answers: c.answers.map(answerView), rating: c.rating && { score: c.rating.score, comment: c.rating.comment, at: c.rating.at }, extended: c.extension?.round === c.round, may: mayOf(c, now), hospitalPhone: (await ports.hospital()).phone,
  };
}

/** A line of the desk. */
export function rowOf(ports: Pick<Ports, 'cipher'>, staff: Staff, c: Complaint, now: number): DeskRow {
  const answer = answerOf(c);
  const { number, round, state, source, category, departmentCode, departmentName, severity, warning, restricted, anonymous, confidential, receivedAt, internal, legal, offices, escalated } = c;
  const full = sightOf(readerOf(staff), factsOf(c)) === 'all';
  return {
    number, round, state, source, category, departmentCode, departmentName, severity, warning, restricted, anonymous, confidential, receivedAt, internal, legal, offices, escalated,
    internalState: clockState(internal, answer?.at ?? 0, now), legalState: clockState(legal, answer?.at ?? 0, now), contributed: [...new Set(c.contributions.map(({ code }) => code))],
    takenBy: c.takenName, mine: c.takenBy === staff.staffId, name: full ? maskName(opened(ports, c.nameSealed)) : '', excerpt: excerptOf(c), untold: state === 'answered' && answer?.toldAt === 0,
    callBack: full && state === 'answered' && answer?.toldAt === 0 && saidByPhone(c, round) === 'call_back',
  };
}

/** The whole for staff, veiled where they see the facts only. */
export async function detailOf(ports: Ports, staff: Staff, c: Complaint, now: number): Promise<ComplaintDetail> {
  const facts = factsOf(c);
  const reader = readerOf(staff);
  const full = sightOf(reader, facts) === 'all';
  const decide = mayDecide(reader, facts);
  const running = isRunning(c.state);
  const [patient, stay, colleagues] = await Promise.all([c.patientId ? ports.patients.get(c.patientId) : null, c.encounterId ? ports.stays.get(c.encounterId) : null, full && c.accusedStaff.length > 0 ? ports.staff() : []]);
  const { text, accused, happenedAt, place, wants, note, external, verdict, words, rev } = c;
  const detail: ComplaintDetail = {
    ...rowOf(ports, staff, c, now), text, accused, happenedAt, place, wants, note: full ? note : '', external: full ? external : null,
    person: full ? personOf(ports, c, patient) : null,
    accusedStaff: full ? c.accusedStaff.map((staffId) => ({ staffId, name: nameOf(colleagues, staffId) })) : [],
    extension: c.extension && { at: c.extension.at, by: c.timeline.findLast((event) => event.kind === 'extended')?.name ?? '', reason: c.extension.reason, offices: c.extension.offices },
    evidence: c.evidence.map((one) => ({ ...evidenceOf(one), shared: one.shared, mayOpen: full || one.shared })),
    contributions: c.contributions.filter(({ code }) => full || codesOf(reader, facts).includes(code)).map(({ code, name, text: found, at, files }) => ({ code, by: name, text: found, at, files: files.map(evidenceOf) })),
    answers: c.answers.map((answer) => ({ ...answerView(answer), proof: full ? answer.proof : '', by: answer.byName, toldAt: answer.toldAt })),
    verdict, rating: c.rating && { score: c.rating.score, comment: c.rating.comment, at: c.rating.at },
    timeline: c.timeline.filter((event) => full || event.public || event.kind === 'note').map((event) => ({ at: event.at, kind: event.kind, by: event.name, words: event.words, offices: concerned(c, event), round: event.round, public: event.public })),
    words: full ? words : [],
    may: {
      dispatch: decide && running, take: decide && running && c.takenBy !== staff.staffId, contribute: running && (full || codesOf(reader, facts).length > 0), extend: decide && running && c.extension?.round !== c.round && now < endOf(c.legal),
      answer: decide && running && (c.takenBy === '' || c.takenBy === staff.staffId), tell: decide && c.state === 'answered', close: decide && c.state === 'answered', reveal: full && (reader.role === 'officer' || reader.role === 'director') && !c.anonymous,
      accuse: decide && isOpen(c.state), warn: decide && isOpen(c.state),
    },
    rev,
  };
  return full ? detail : veil(detail, knownOf(ports, c, patient, stay));
}

/** Dispatched to offices, and always to the department that it is about: it looks into it, too. */
const concerned = (c: Complaint, { kind, offices }: Complaint['timeline'][number]): string[] => (kind === 'dispatched' && c.departmentCode !== '' ? [...offices, c.departmentCode] : offices);

const nameOf = (colleagues: readonly Colleague[], staffId: string): string => colleagues.find((one) => one.staffId === staffId)?.name ?? '';

function personOf(ports: Pick<Ports, 'cipher'>, c: Complaint, patient: PatientFacts | null): ComplaintDetail['person'] {
  if (c.anonymous || (!c.patientId && !c.nameSealed && !c.phoneSealed)) return null;
  return {
    name: maskName(opened(ports, c.nameSealed)), phone: maskPhone(opened(ports, c.phoneSealed)), relation: c.relation, patientName: patient ? maskName(patient.name) : '', patientId: c.patientId, encounterId: c.encounterId, inApp: c.ownerKey !== '',
  };
}

/** Rows of a list; a ward's without anybody behind them. */
export async function rowsOf(ports: Ports, staff: Staff, complaints: readonly Complaint[], now: number): Promise<DeskRow[]> {
  const rows = complaints.map((c) => rowOf(ports, staff, c, now));
  if (staff.role !== 'ward') return rows;
  const ids = [...new Set(complaints.flatMap(({ patientId }) => (patientId ? [patientId] : [])))];
  const [people, stays] = await Promise.all([ports.patients.getMany(ids), ports.stays.ofPatients(ids)]);
  const patients = byId(people);
  const stayById = byId(stays);
  return rows.map((row, n) => veil(row, knownOf(ports, complaints[n]!, patients.get(complaints[n]!.patientId), stayById.get(complaints[n]!.encounterId))));
}
