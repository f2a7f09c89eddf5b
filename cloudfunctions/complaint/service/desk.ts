/** The desk: lists, numbers on the tabs, one complaint. What somebody may not see is neither listed nor counted. */
import { inScope, type Staff } from '../../kit/caller';
import { forbidden } from '../../kit/errors';
import type { ComplaintDetail, DeskRow, DeskView, StayComplaint } from '../contract';
import { clockState } from '../rules/clock';
import { codesOf, sightOf } from '../rules/sight';
import { answerOf, isRunning } from '../rules/stand';
import type { Complaint } from '../store';
import { factsOf, openFor, patientHashOf, readerOf, type Ports } from './ports';
import { detailOf, rowOf, rowsOf } from './show';

const page = 30;
const batch = 200;

/** All that is open and that this colleague may see; a hospital has tens, and every page of them comes by an index. */
async function visibleOpen(ports: Ports, staff: Staff): Promise<Complaint[]> {
  const found: Complaint[] = [];
  for (let before = '', part: Complaint[] = []; before === '' || part.length === batch; before = part.at(-1)!.number) {
    part = await ports.complaints.open(before, batch);
    found.push(...part);
    if (part.length === 0) break;
  }
  return found.filter((c) => sightOf(readerOf(staff), factsOf(c)) !== 'none');
}

const dueDay = (c: Complaint): string => c.internal.day;
const stateOf = (c: Complaint, now: number): 'due' | 'over' | '' => {
  if (!isRunning(c.state)) return '';
  const answeredAt = answerOf(c)?.at ?? 0;
  const states = [clockState(c.internal, answeredAt, now), clockState(c.legal, answeredAt, now)];
  return states.includes('over') ? 'over' : states.includes('soon') ? 'due' : '';
};

function fits(c: Complaint, view: DeskView, staff: Staff, now: number): boolean {
  switch (view) {
    case 'new': return staff.role !== 'ward' && isRunning(c.state) && c.takenBy === '';
    case 'mine': return isRunning(c.state) && (staff.role === 'ward' ? codesOf(readerOf(staff), factsOf(c)).length > 0 : c.takenBy === staff.staffId);
    case 'due': case 'over': return stateOf(c, now) === view;
    case 'answered': return c.state === 'answered';
    case 'closed': return c.open === 0;
    case 'all': return true;
  }
}

/** A page of a view; nobody finds one about themselves. */
export async function desk(ports: Ports, staff: Staff, { view, cursor = '' }: { view: DeskView; cursor?: string }, now: number): Promise<{ rows: DeskRow[]; cursor: string | null }> {
  if (view === 'closed' || view === 'all') return older(ports, staff, view, cursor, now);
  const sorted = (await visibleOpen(ports, staff)).filter((c) => fits(c, view, staff, now));
  const key = (c: Complaint): string => (view === 'due' || view === 'over' ? `${dueDay(c)}|${c.number}` : c.number);
  if (view === 'due' || view === 'over') sorted.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  const from = cursor === '' ? 0 : sorted.findIndex((c) => (view === 'due' || view === 'over' ? key(c) > cursor : key(c) < cursor));
  const part = from < 0 ? [] : sorted.slice(from, from + page);
  const more = from >= 0 && from + page < sorted.length;
  return { rows: await rowsOf(ports, staff, part, now), cursor: more ? key(part.at(-1)!) : null };
}

/** What may go back for years: page by page through the index, until a page is full. */
async function older(ports: Ports, staff: Staff, view: 'closed' | 'all', cursor: string, now: number): Promise<{ rows: DeskRow[]; cursor: string | null }> {
  const next = (before: string): Promise<Complaint[]> => (staff.role === 'ward' && staff.departments !== 'all' ? ports.complaints.ofCodes(staff.departments, before, batch) : ports.complaints.all(before, batch));
  const found: Complaint[] = [];
  let before = cursor;
  for (;;) {
    const part = await next(before);
    for (const c of part) if (fits(c, view, staff, now) && sightOf(readerOf(staff), factsOf(c)) !== 'none') found.push(c);
    if (found.length > page || part.length < batch) break;
    before = part.at(-1)!.number;
  }
  const rows = found.slice(0, page);
  return { rows: await rowsOf(ports, staff, rows, now), cursor: found.length > page ? rows.at(-1)!.number : null };
}

/** The numbers on the views. */
export async function counts(ports: Ports, staff: Staff, now: number) {
  const open = await visibleOpen(ports, staff);
  const count = (view: DeskView): number => open.filter((c) => fits(c, view, staff, now)).length;
  return { new: count('new'), mine: count('mine'), due: count('due'), over: count('over'), answered: count('answered'), major: open.filter((c) => fits(c, 'new', staff, now) && c.warning === 'D1').length };
}

/** One complaint as this colleague may see it. */
export async function detail(ports: Ports, staff: Staff, number: string, now: number): Promise<ComplaintDetail> {
  const { complaint } = await openFor(ports, staff, number);
  return detailOf(ports, staff, complaint, now);
}

/** What is known at the desk about this stay's patient; an unknown stay and one of another department are refused in the same words. */
export async function ofStay(ports: Ports, staff: Staff, { encounterId }: { encounterId: string }, now: number): Promise<{ complaints: StayComplaint[] }> {
  const stay = await ports.stays.get(encounterId);
  if (!stay || !inScope(staff, stay.departmentCode)) throw forbidden();
  const found = (await ports.complaints.ofPatient(patientHashOf(ports, stay.patientId))).filter((c) => c.patientId === stay.patientId && sightOf(readerOf(staff), factsOf(c)) === 'all');
  return {
    complaints: found.map((c) => {
      const { number, round, state, category, departmentName, receivedAt, internal, legal, internalState, legalState, untold, callBack } = rowOf(ports, staff, c, now);
      return { number, round, state, category, departmentName, receivedAt, internal, legal, internalState, legalState, untold, callBack };
    }),
  };
}

/** Departments and colleagues to choose from. */
export async function choices(ports: Ports) {
  const [departments, staff] = await Promise.all([ports.departments(), ports.staff()]);
  return { departments: departments.map(({ code, name }) => ({ code, name })), staff: staff.filter(({ disabled }) => !disabled).map(({ staffId, name, role }) => ({ staffId, name, role })) };
}
