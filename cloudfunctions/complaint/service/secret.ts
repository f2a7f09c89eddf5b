/** Who is behind a complaint: shown in full with a reason and an audit row, and listed for those who answer for it. */
import type { Staff } from '../../kit/caller';
import { AppError } from '../../kit/errors';
import type { RevealField } from '../contract';
import { alter, event, openFor, opened, type Ports } from './ports';

/** The row is written before the value leaves. GONE (`unknown`) where nothing of it is known. */
export async function reveal(ports: Ports, staff: Staff, { number, fields, reason }: { number: string; fields: RevealField[]; reason: string }, now: number): Promise<{ values: Partial<Record<RevealField, string>> }> {
  const { complaint } = await openFor(ports, staff, number);
  const wanted = [...new Set(fields)];
  const patient = complaint.patientId && wanted.includes('patientName') ? await ports.patients.get(complaint.patientId) : null;
  const all: Record<RevealField, string> = { name: opened(ports, complaint.nameSealed), phone: opened(ports, complaint.phoneSealed), patientName: patient?.name ?? '' };
  if (wanted.every((field) => all[field] === '')) throw new AppError('GONE', 'nothing of it is known', { reason: 'unknown' });
  await ports.audit.record({ caller: staff, action: 'complaint.reveal', subject: number, reason: `${wanted.join(',')}: ${reason}`, now });
  await alter(ports, complaint, now, (c) => ({ set: { reveals: [...c.reveals, { at: now, staffId: staff.staffId, name: staff.name, fields: wanted, reason }] }, events: [event(c, now, 'revealed', { by: 'hospital', staff }, { words: reason, public: false })] }));
  return { values: Object.fromEntries(wanted.filter((field) => all[field] !== '').map((field) => [field, all[field]])) };
}

/** Who looked, when and why. */
export async function reveals(ports: Ports, staff: Staff, number: string) {
  const { complaint } = await openFor(ports, staff, number);
  return { reveals: complaint.reveals.map(({ at, name, fields, reason }) => ({ at, by: name, fields, reason })) };
}
