/**
 * A small hospital in memory: follow-up and outbox as they are, with stores, carriers and a call list that keep to the same promises as the real ones (conditional updates, insert by id).
 * Every access can be made to fail, so that a run is cut anywhere.
 */
import type { Notice } from '../../cloudfunctions/notice/contract';
import { createNotices, type CreditStore, type NoticeService, type NoticeStore, type PatientRecord, type PersonContact, type Ports as NoticePorts } from '../../cloudfunctions/notice/service';
import type { LetterOwner } from '../../cloudfunctions/notice/contract/letter';
import type { SmsMessage } from '../../cloudfunctions/notice/sms';
import type { Recipient } from '../../cloudfunctions/notice/rules';
import type { Step } from '../../cloudfunctions/followup/contract';
import { createFollowup, type Doors, type FollowupService, type NewCall, type Patient, type Ports, type Stay, type StepStore, type StepWhere } from '../../cloudfunctions/followup/service';

export interface FakeCall extends NewCall { state: 'waiting' | 'claimed' | 'done' | 'withdrawn'; why: string; queuedAt: number; times: number }
export type WorldPatient = Patient & PatientRecord;
export type WorldStay = Stay & { planning: 'due' | 'planned' | 'none' };

export interface World {
  followup: FollowupService; notices: NoticeService;
  steps: Map<string, Step>; stays: Map<string, WorldStay>; patients: Map<string, WorldPatient>; calls: Map<string, FakeCall>; outbox: Map<string, Notice>;
  recipients: Map<string, Recipient[]>; credits: Map<string, number>;
  refused: { care: Set<string>; survey: Set<string> };
  /** Persons to whom letters go, and their rows `rel:<person>:<patient>`. */
  persons: Map<string, PersonContact>; relations: Map<string, { _id: string; as: 'patient' | 'family'; state: 'active' | 'removed' | 'asked'; guardianUntil: string }>;
  /** Patients with an open complaint, with an unacknowledged red flag; mobiles of the duty chain by level. */
  complaining: Set<string>; inDanger: Set<string>; duty: string[];
  /** Letters that are true no more, by notice id; what the owners were told (`kind about n`). */
  untrue: Map<string, string>; handed: string[];
  /** What visit, message and complaint have for the patient's home. */
  doors: { visits: Map<string, MapValue<Doors['visits']>>; worse: Map<string, MapValue<Doors['worse']>>; messages: Map<string, MapValue<Doors['messages']>>; complaints: Map<string, MapValue<Doors['complaints']>> };
  /** What went out, in order. */
  messages: { at: number; channel: 'wechat' | 'sms'; kind: string; to: string; text: string[]; patientId: string }[];
  /** What the carriers say next; sent when empty. */
  carrier: { sms: string[]; wechat: number[] };
  reports: { what: string; id?: string }[];
  /** Calls of any port so far, by name; and a number of further accesses after which everything breaks (the run is cut). */
  trips: string[]; cutAfter: number;
  /** How long each access takes, in turns of the event loop: what runs together is shuffled by it. */
  pause(): number;
  /** Something that happens just as an access begins. */
  onTrip(name: string): void;
  /** Records whose writing always fails. */
  poison: Set<string>;
  admit(id: string, stay: Partial<WorldStay>, patient?: Partial<WorldPatient>): void;
  step(id: string): Step;
  firstSteps(): Step[];
}

type MapValue<M> = M extends ReadonlyMap<string, infer V> ? V : never;

export class Cut extends Error {}

const copy = <T>(value: T): T => structuredClone(value);

export function openWorld(): World {
  const steps = new Map<string, Step>();
  const stays = new Map<string, WorldStay>();
  const patients = new Map<string, WorldPatient>();
  const calls = new Map<string, FakeCall>();
  const outbox = new Map<string, Notice>();
  const credits = new Map<string, number>();
  const recipients = new Map<string, Recipient[]>();
  const refused = { care: new Set<string>(), survey: new Set<string>() };
  const [persons, relations, complaining, inDanger, duty]: [World['persons'], World['relations'], World['complaining'], World['inDanger'], string[]] = [new Map(), new Map(), new Set(), new Set(), []];
  const untrue = new Map<string, string>();
  const handed: string[] = [];
  const messages: World['messages'] = [];
  const carrier: World['carrier'] = { sms: [], wechat: [] };
  const reports: World['reports'] = [];
  const doors: World['doors'] = { visits: new Map(), worse: new Map(), messages: new Map(), complaints: new Map() };
  let time = 0;
  const world = Object.assign(Object.create(null) as World, {
    steps, stays, patients, calls, outbox, credits, recipients, refused, persons, relations, complaining, inDanger, duty, untrue, handed, doors, messages, carrier, reports, trips: [] as string[], cutAfter: Infinity, pause: () => 0, onTrip: () => undefined, poison: new Set<string>(),
  });

  /** Each access is one await: others may come between, and the run may end here. */
  async function trip(name: string): Promise<void> {
    for (let turns = 1 + world.pause(); turns > 0; turns -= 1) await Promise.resolve();
    if (world.cutAfter <= 0) throw new Cut('cut');
    world.cutAfter -= 1;
    world.trips.push(name);
    world.onTrip(name);
  }
  const many = <T extends { _id: string }>(map: ReadonlyMap<string, T>, ids: readonly string[]): T[] => [...new Set(ids)].flatMap((id) => (map.has(id) ? [copy(map.get(id)!)] : []));
  const poisoned = (ids: readonly string[]): void => {
    if (ids.some((id) => world.poison.has(id))) throw new Error('the record cannot be written');
  };

  const fits = (step: Step, w: StepWhere): boolean =>
    (!w.ids || w.ids.includes(step._id)) && (!w.encounterId || w.encounterId === step.encounterId) && (!w.patientId || w.patientId === step.patientId) && w.states.includes(step.state) &&
    (!w.purpose || w.purpose === step.purpose) && (!w.call || w.call === step.call) && (w.reason === undefined || w.reason === step.reason) &&
    (w.dueBy === undefined || (step.due > 0 && step.due <= w.dueBy)) && (w.unsentSince === undefined || (step.sentAt === 0 && step.invitedAt > 0 && step.invitedAt < w.unsentSince));
  const group = <R extends object>(found: readonly Step[], key: (step: Step) => R): (R & { count: number; steps: Step[] })[] => {
    const groups = new Map<string, R & { count: number; steps: Step[] }>();
    for (const step of found) {
      const name = JSON.stringify(key(step));
      const known = groups.get(name) ?? { ...key(step), count: 0, steps: [] };
      groups.set(name, { ...known, count: known.count + 1, steps: [...known.steps, step] });
    }
    return [...groups.values()];
  };
  const all = () => [...steps.values()];
  const stepStore: StepStore = {
    async get(id) { await trip('step.get'); return many(steps, [id])[0] ?? null; },
    async getMany(ids) { await trip('step.getMany'); return many(steps, ids); },
    async ofEncounters(ids) { await trip('step.ofEncounters'); return all().filter((s) => ids.includes(s.encounterId)).map(copy); },
    async ofPatients(ids) { await trip('step.ofPatients'); return all().filter((s) => ids.includes(s.patientId)).map(copy); },
    async insertMissing(documents) {
      await trip('step.insertMissing');
      poisoned(documents.map((d) => d._id));
      const missing = documents.filter((d) => !steps.has(d._id));
      for (const d of missing) steps.set(d._id, copy(d));
      return missing.length;
    },
    async change(where, { set, event, again }) {
      if (where.ids?.length === 0) return 0;
      await trip('step.change');
      poisoned(where.ids ?? []);
      const found = all().filter((step) => fits(step, where));
      for (const step of found) steps.set(step._id, { ...step, ...copy(set), history: event ? [...step.history, copy(event)] : step.history, round: step.round + (again ? 1 : 0) });
      return found.length;
    },
    async find(where, limit) { await trip('step.find'); return all().filter((step) => fits(step, where)).slice(0, limit).map(copy); },
    async due(now, limit) { await trip('step.due'); return all().filter((s) => s.due > 0 && s.due <= now).sort((a, b) => a.due - b.due).slice(0, limit).map(copy); },
    async unfinished(limit) { await trip('step.unfinished'); return all().filter((s) => s.call === 'due' || s.call === 'ending').slice(0, limit).map(copy); },
    async funnel(from, to) {
      await trip('step.funnel');
      return group(all().filter((s) => s.order === 1 && s.dischargeDay >= from && s.dischargeDay <= to), ({ state, reason }) => ({ state, reason }))
        .map(({ steps: found, ...rest }) => ({ ...rest, firstDue: Math.min(...found.map((s) => s.due)), lastDue: Math.max(...found.map((s) => s.due)) }));
    },
    async queued() { const found = all().filter((s) => s.state === 'queued'); return { count: found.length, oldestAt: found.length > 0 ? Math.min(...found.map((s) => s.deadlineAt)) : 0 }; },
    async openDeadlines(to) {
      return group(all().filter((s) => s.escalates && (s.state === 'planned' || s.state === 'invited') && s.deadlineDay <= to), (s) => ({ day: s.deadlineDay })).map(({ day, count }) => ({ day, count }));
    },
    async silence(from, to) {
      const found = all().filter((s) => (s.silence === 'answered' || s.silence === 'silent') && s.deadlineDay >= from && s.deadlineDay <= to);
      return group(found, ({ deadlineDay, plan, key, escalates, silence }) => ({ deadlineDay, plan, key, escalates, silence: silence === 'silent' ? 'silent' as const : 'answered' as const })).map(({ steps: _steps, ...rest }) => rest);
    },
    async list(f) {
      return all().filter((s) => s.order === 1 && s.dischargeDay >= f.from && s.dischargeDay <= f.to && s.state === f.state && (f.reason === undefined || s.reason === f.reason)
        && (f.departments === 'all' || f.departments.includes(s.departmentCode)) && s._id > f.after).sort((a, b) => (a._id < b._id ? -1 : 1)).slice(0, f.limit).map(copy);
    },
    async firstSteps(day) { return all().filter((s) => s.order === 1 && s.dischargeDay === day).map(copy); },
  };

  const stayPort = {
    async getMany(ids: readonly string[]) { await trip('stay.getMany'); return many(stays, ids); },
    async duePlanning(limit: number) { await trip('stay.duePlanning'); return [...stays.values()].filter((s) => s.planning === 'due').slice(0, limit).map(copy); },
    async setPlanned(list: readonly { _id: string; rev: number }[], planning: 'planned' | 'none') {
      await trip('stay.setPlanned');
      for (const { _id, rev } of list) { const stay = stays.get(_id); if (stay?.rev === rev) stays.set(_id, { ...stay, planning }); }
    },
    async ofPatients(ids: readonly string[]) { await trip('stay.ofPatients'); return [...stays.values()].filter((s) => ids.includes(s.patientId)).map(copy); },
    async countDischarged(from: string, to: string) { await trip('stay.count'); return [...stays.values()].filter((s) => s.dischargeDay >= from && s.dischargeDay <= to).length; },
  };
  const refusedPort = async (ids: readonly string[], purpose: 'care' | 'survey') => { await trip('consent.refused'); return new Set(ids.filter((id) => refused[purpose].has(id))); };
  const patientPort = { async getMany(ids: readonly string[]) { await trip('patient.getMany'); return many(patients, ids); } };
  const report = (entry: { what: string; id?: string }) => void reports.push(entry);

  const noticeStore: NoticeStore = {
    async getMany(ids) { await trip('notice.getMany'); return many(outbox, ids); },
    async insertMissing(documents) {
      await trip('notice.insertMissing');
      poisoned(documents.map((d) => d.stepId));
      const missing = documents.filter((d) => !outbox.has(d._id));
      for (const d of missing) outbox.set(d._id, copy(d));
      return missing.length;
    },
    async change(w, { set, result, tried, again }) {
      if (w.ids?.length === 0 || w.stepIds?.length === 0) return 0;
      await trip('notice.change');
      const found = [...outbox.values()].filter((n) => (!w.ids || w.ids.includes(n._id)) && (!w.stepIds || w.stepIds.includes(n.stepId)) && (!w.patientId || w.patientId === n.patientId) && w.states.includes(n.state)
        && (!w.kinds || w.kinds.includes(n.kind)) && (w.runId === undefined || w.runId === n.runId) && (w.cancelReason === undefined || w.cancelReason === n.cancelReason) && (w.dueBy === undefined || (n.due > 0 && n.due <= w.dueBy)));
      for (const n of found) outbox.set(n._id, { ...n, ...copy(set), results: result ? [...n.results, result] : n.results, tried: tried ? [...n.tried, tried] : n.tried, tries: (set.tries ?? n.tries) + (again ? 1 : 0) });
      return found.length;
    },
    async due(now, limit) { await trip('notice.due'); return [...outbox.values()].filter((n) => n.due > 0 && n.due <= now).sort((a, b) => a.due - b.due).slice(0, limit).map(copy); },
    async untold(limit) { await trip('notice.untold'); return [...outbox.values()].filter((n) => !n.told && (n.state === 'sent' || n.state === 'handed')).slice(0, limit).map(copy); },
    async ofStep(stepId) { return [...outbox.values()].filter((n) => n.stepId === stepId).map(copy); },
    async counting(ids, since) { await trip('notice.counting'); return [...outbox.values()].filter((n) => ids.includes(n.patientId) && n.countsAt > since).map(copy); },
  };
  const creditStore: CreditStore = {
    async left(openids, kind) { return new Map(openids.map((openid) => [openid, credits.get(`${openid} ${kind}`) ?? 0])); },
    async spend(openid, kind) { const left = credits.get(`${openid} ${kind}`) ?? 0; if (left > 0) credits.set(`${openid} ${kind}`, left - 1); return left > 0; },
    async add(openid, kind) { credits.set(`${openid} ${kind}`, (credits.get(`${openid} ${kind}`) ?? 0) + 1); return credits.get(`${openid} ${kind}`)!; },
    async clear(openid, kind) { credits.set(`${openid} ${kind}`, 0); },
  };

  const setCall = (id: string, change: Partial<FakeCall>) => void calls.set(id, { ...calls.get(id)!, ...change });
  const callPort: Ports['calls'] = {
    async queue(list, now) {
      await trip('call.queue');
      poisoned(list.map((c) => c.stepId));
      for (const call of list) {
        const known = calls.get(call._id);
        if (!known) calls.set(call._id, { ...copy(call), state: 'waiting', why: '', queuedAt: now, times: 1 });
        else if (known.state === 'withdrawn' && known.why === 'death_unconfirmed') setCall(call._id, { state: 'waiting', why: '' });
      }
    },
    async withdraw(ids, why) {
      await trip('call.withdraw');
      for (const call of calls.values()) if (ids.includes(call.stepId) && (call.state === 'waiting' || call.state === 'claimed')) setCall(call._id, { state: 'withdrawn', why });
    },
    async withdrawAll(filter, why) {
      await trip('call.withdrawAll');
      for (const call of calls.values()) {
        const mine = 'patientId' in filter ? call.patientId === filter.patientId : call.encounterId === filter.encounterId;
        if (mine && (call.state === 'waiting' || call.state === 'claimed')) setCall(call._id, { state: 'withdrawn', why });
      }
    },
    async busy(ids) { await trip('call.busy'); return new Set([...calls.values()].filter((c) => c.state === 'claimed' && ids.includes(c.stepId)).map((c) => c.stepId)); },
    firstDials: async () => new Map(),
    unacknowledged: async () => ({ open: 0, oldestAt: 0 }),
    beside: async () => 0,
    roster: async (from, days) => Array.from({ length: days }, (_, i) => ({ day: new Date(Date.parse(from) + i * 86_400_000).toISOString().slice(0, 10), people: 2, hours: 5, callsPerHour: 76, stated: true })),
  };

  const owner: LetterOwner = {
    async stillTrue(letters) { await trip('owner.stillTrue'); return new Map(letters.flatMap(({ noticeId }) => (untrue.has(noticeId) ? [[noticeId, untrue.get(noticeId)!] as const] : []))); },
    async handed({ kind, about, n }) { await trip('owner.handed'); poisoned([about]); handed.push(`${kind} ${about} ${n}`); },
  };
  const notices = createNotices({
    notices: noticeStore, credits: creditStore, templateIds: { invite: 'tpl-invite', remind: 'tpl-remind', visit: 'tpl-visit', reply: 'tpl-reply', complaint: 'tpl-complaint' }, steps: stepStore, patients: patientPort, stays: stayPort,
    sms: {
      async send({ kind, phone, params }: SmsMessage) {
        await trip('sms');
        const code = carrier.sms.shift() ?? 'Ok';
        const { judgeSms } = await import('../../cloudfunctions/notice/sms');
        const patientId = [...patients.values()].find((p) => p.phoneSealed === phone || p.contactPhoneSealed === phone)?._id ?? '';
        if (code === 'Ok') messages.push({ at: time, channel: 'sms', kind, to: phone, text: [...params], patientId });
        return code === 'network' ? { delivery: 'later', code } : { delivery: judgeSms(code), code };
      },
    },
    wechat: {
      async send({ openid, data, page }) {
        await trip('wechat');
        const code = carrier.wechat.shift() ?? 0;
        const { judgeWechat } = await import('../../cloudfunctions/notice/wechat');
        const patientId = [...recipients].find(([, list]) => list.some((who) => who.openid === openid))?.[0] ?? '';
        if (code === 0) messages.push({ at: time, channel: 'wechat', kind: page, to: openid, text: Object.values(data), patientId });
        return { delivery: judgeWechat(code), code: String(code), spent: code === 43101 };
      },
    },
    people: {
      async recipientsOf(ids) { await trip('recipients'); return new Map(ids.map((id) => [id, recipients.get(id) ?? []])); },
      getMany: async (ids) => ids.flatMap((id) => persons.get(id) ?? []),
      relationships: async (ids) => ids.flatMap((id) => relations.get(id) ?? []),
    },
    owners: { visit: owner, reply: owner, complaint: owner }, openComplaints: async (ids) => new Set(ids.filter((id) => complaining.has(id))), inDanger: async (ids) => new Set(ids.filter((id) => inDanger.has(id))),
    dutyPhone: async (_code, level) => duty[level] ?? '',
    consents: { refused: refusedPort },
    links: { async makeMany(list) { await trip('links'); return list.map((link) => `l_${link.stepId}:${link.to}`); } },
    address: { publicUrl: 'https://h.example', linkPrefix: '' },
    cipher: { seal: (text) => text, open: (text) => { if (text.includes('lost key')) throw new Error('no key'); return text; }, hash: (text) => `#${text}` },
    hospital: async () => ({ name: '某市人民医院' }),
    followup: { sent: (ids, channel, at) => followup.sent(ids, channel, at), noChannel: (ids, now) => followup.noChannel(ids, now) },
    clock: () => 0, report,
  } satisfies NoticePorts);
  const followup: FollowupService = createFollowup({
    steps: stepStore, stays: stayPort, patients: patientPort, consents: { refused: refusedPort }, openComplaints: async (ids) => new Set(ids.filter((id) => complaining.has(id))), departments: { phones: async () => new Map([['0402', '8220402']]) },
    hospital: async () => ({ name: '某市人民医院', phone: '05718888888' }), calls: callPort,
    notices: {
      enqueue: (list, now) => notices.enqueue(list, now), cancel: (ids, why, now) => notices.cancel({ stepIds: ids }, why, now), recent: (ids, since) => notices.recent(ids, since),
    },
    responses: { startedItems: async () => new Map() }, doors: async () => doors, clock: () => 0, report,
  });

  Object.assign(world, {
    notices: { ...notices, send: (now: number) => { time = now; return notices.send(now); } },
    followup,
    admit(id: string, stay: Partial<WorldStay>, patient: Partial<WorldPatient> = {}) {
      const patientId = stay.patientId ?? `pat:${id}`;
      if (!patients.has(patientId)) {
        const phone = `139${id.padStart(8, '0')}`;
        patients.set(patientId, {
          _id: patientId, name: '张小三', birthDate: '1970-05-01', tags: [], phoneHash: `#${phone}`, contactPhoneHash: '', phoneSealed: phone, contactPhoneSealed: null, phoneInvalid: false, contactInvalid: false,
          contactRelation: 'child', unaware: false, noContact: false, death: 'no', allowSmsSensitive: false, allowFamilySensitive: false, ...patient,
        });
      }
      const dischargeAt = stay.dischargeAt ?? Date.parse('2026-11-18T15:00:00+08:00');
      stays.set(`enc:${id}`, {
        _id: `enc:${id}`, patientId, departmentCode: '0402', departmentName: '骨科', dischargeAt, dischargeDay: new Date(dischargeAt + 8 * 3_600_000).toISOString().slice(0, 10), way: '1', dxCode: 'S06.500', dx: '硬膜下血肿',
        sensitive: false, hold: '', decision: '', state: 'finished', readmittedAt: null, rev: 1, planning: 'due', ...stay,
      });
    },
    step: (id: string) => steps.get(id)!,
    firstSteps: () => all().filter((step) => step.order === 1),
  });
  return world;
}
