/** Who works how much, and who answers red flags. Entered by the lead, each change kept. */
import { byId } from '../../kit/database';
import { addDays, dayOf, workday } from '../../kit/calendar';
import type { Staff } from '../../kit/caller';
import type { z } from '../../kit/contract';
import { invalid } from '../../kit/errors';
import { type CallApi } from '../contract';
import { DutyKey } from '../contract/rota';
import { capacityOf, defaultRoster } from '../rules/capacity';
import { defaultChain, defaultDuty, onDuty } from '../rules/duty';
import type { DutyRecord } from '../store/record';
import type { DeskPorts } from './desk';

type Api = CallApi['operations'];
/** Changes kept on one document. */
const kept = 50;

/** Who works when, as entered or by default. */
export async function readRoster(ports: DeskPorts, input: z.output<Api['roster']['input']>): Promise<z.input<Api['roster']['output']>> {
  const days = Array.from({ length: input.days }, (_, n) => addDays(input.from, n));
  const known = new Map((await ports.store.rosters(days)).map((r) => [r.day, r]));
  return {
    days: days.map((day) => {
      const { people, hours, callsPerHour, by, at } = known.get(day) ?? { ...defaultRoster, by: '', at: 0 };
      return { day, people, hours, callsPerHour, capacity: capacityOf({ people, hours, callsPerHour }), stated: known.has(day), work: workday(day).work, by, at };
    }),
    history: [...known.values()].flatMap((r) => r.history).sort((a, b) => b.at - a.at).slice(0, kept),
  };
}

/** By the lead; each day keeps its history. */
export async function saveRoster(ports: DeskPorts, staff: Staff, input: z.output<Api['saveRoster']['input']>, now: number): Promise<{ saved: number }> {
  if (input.days.some((d) => d.day < dayOf(now))) throw invalid('days', 'past');
  if (new Set(input.days.map((d) => d.day)).size < input.days.length) throw invalid('days', 'twice');
  const known = new Map((await ports.store.rosters(input.days.map((d) => d.day))).map((r) => [r.day, r]));
  const changed = input.days.filter((d) => {
    const old = known.get(d.day);
    return !old || old.people !== d.people || old.hours !== d.hours || old.callsPerHour !== d.callsPerHour;
  });
  await ports.store.saveRosters(changed.map((d) => ({
    ...d, _id: `roster:${d.day}`, by: staff.staffId, at: now,
    history: [...(known.get(d.day)?.history ?? []), { at: now, by: staff.staffId, what: `${d.day}: ${d.people} × ${d.hours} h × ${d.callsPerHour / 10}` }].slice(-kept),
  })));
  return { saved: changed.length };
}

/** The rota, and who is on duty now for the caller's ward. */
export async function readDuty(ports: DeskPorts, staff: Staff, now: number): Promise<z.input<Api['duty']['output']>> {
  const [records, departments] = await Promise.all([ports.store.duties(), ports.wardPhones()]);
  const days = records.flatMap((r) => r.duty ?? []);
  const own = staff.departments !== 'all' && staff.departments.length === 1 ? departments.get(staff.departments[0]!) ?? '' : '';
  return {
    days: DutyKey.options.map((key) => days.find((d) => d.key === key) ?? defaultDuty(key)), chain: records.find((r) => r.chain)?.chain ?? defaultChain, now: onDuty(days, own, now),
    history: records.flatMap((r) => r.history).sort((a, b) => b.at - a.at).slice(0, kept),
  };
}

/** By lead or director; INVALID_INPUT where a day ends before it begins. */
export async function saveDuty(ports: DeskPorts, staff: Staff, input: z.output<Api['saveDuty']['input']>, now: number): Promise<{ saved: number }> {
  for (const [n, d] of input.days.entries()) if (d.from >= d.to) throw invalid(`days.${n}.to`, 'before_from');
  const known = byId(await ports.store.duties());
  const record = (id: string, more: Pick<DutyRecord, 'duty' | 'chain'>): DutyRecord => ({
    _id: id, ...more, by: staff.staffId, at: now, history: [...(known.get(id)?.history ?? []), { at: now, by: staff.staffId, what: id }].slice(-kept),
  });
  const records = [...input.days.map((duty) => record(`duty:${duty.key}`, { duty, chain: null })), ...(input.chain ? [record('duty:chain', { duty: null, chain: input.chain })] : [])];
  await ports.store.saveDuties(records);
  return { saved: records.length };
}
