/** Conversations on the real SDK and the local platform's database; what other domains do is written down. */
import type { Person, Staff } from '../../../cloudfunctions/kit/caller';
import { instantAt } from '../../../cloudfunctions/kit/calendar';
import type { Letter } from '../../../cloudfunctions/notice/contract/letter';
import { createMessages, type MessageService, type Ports } from '../../../cloudfunctions/message/service';
import type { CallFlag, CallState, NewReplyCall } from '../../../cloudfunctions/message/service/ports';
import { collections } from '../../../cloudfunctions/message/store';
import { openDeskStore } from '../../../cloudfunctions/message/store/desk';
import { openThreadStore } from '../../../cloudfunctions/message/store/thread';
import { openKitDatabase, type KitDatabase } from '../../support/kit-database';

export const at = (wallTime: string): number => instantAt(wallTime.slice(0, 10), wallTime.slice(11));
export const patientId = 'pat:1';
export const threadId = 'thread:pat:1';

export const self: Person = { kind: 'person', personId: 'person:wx:self', ip: '', represents: [{ patientId, as: 'patient', relation: 'self', mayHear: true }, { patientId: 'pat:2', as: 'patient', relation: 'self', mayHear: true }] };
export const son: Person = { kind: 'person', personId: 'person:wx:son', ip: '', represents: [{ patientId, as: 'family', relation: 'child', mayHear: false }] };
export const agent: Staff = { kind: 'staff', staffId: 'staff:agent1', name: '王小芳', role: 'agent', departments: 'all', sessionId: 's', ip: '' };
export const lead: Staff = { ...agent, staffId: 'staff:lead', name: '陈建华', role: 'lead' };
export const ward: Staff = { ...agent, staffId: 'staff:ward1', name: '张护士长', role: 'ward', departments: ['0401'] };

export interface World {
  kit: KitDatabase; ports: Ports; messages: MessageService;
  raised: CallFlag[]; queued: Map<string, NewReplyCall>; withdrawn: string[]; letters: Map<string, Letter>; reminded: Set<string>; dead: Set<string>; cancelled: string[]; reports: string[];
  states: Map<string, CallState>; held: Map<string, string>; audited: string[]; sensitive: { value: boolean }; unaware: { value: boolean };
  close(): Promise<void>;
}

export async function openWorld(): Promise<World> {
  const kit = await openKitDatabase(collections);
  const raised: CallFlag[] = [];
  const queued = new Map<string, NewReplyCall>();
  const withdrawn: string[] = [];
  const letters = new Map<string, Letter>();
  const reminded = new Set<string>();
  const dead = new Set<string>();
  const cancelled: string[] = [];
  const reports: string[] = [];
  const states = new Map<string, CallState>();
  /** Which call a colleague has in hand. */
  const held = new Map<string, string>();
  const audited: string[] = [];
  const sensitive = { value: false };
  const unaware = { value: false };
  let tokens = 0;
  const ports: Ports = {
    threads: openThreadStore(kit.database), desk: openDeskStore(kit.database),
    patients: { getMany: async (ids) => ids.filter((id) => id !== 'pat:nobody').map((_id) => ({ _id, name: '王秀英', sex: 'female', birthDate: '1966-05-12', death: dead.has(_id) ? 'confirmed' : 'no', contactName: '周小安', contactPhoneHash: 'hash-son', allowFamilySensitive: false, unaware: unaware.value })) },
    stays: { latest: async (id) => ({ encounterId: `enc:${id}`, patientId: id, departmentCode: '0401', departmentName: '普外科', dischargeDay: '2026-11-18', sensitive: sensitive.value, cleared: false, dxCode: 'S72.001', dx: '股骨颈骨折' }) },
    stayFacts: async () => ({ wardPhone: '09438220401', sensitive: sensitive.value, phoneMasked: '199****0001', contact: 'child' }),
    people: {
      standing: async (_patientId, ids) => [
        { personId: self.personId, as: 'patient' as const, relation: 'self' as const, mayHear: true, guardian: false, phoneHash: 'hash-self', phoneMasked: '199****0001' }, { personId: son.personId, as: 'family' as const, relation: 'child' as const, mayHear: false, guardian: false, phoneHash: 'hash-son', phoneMasked: '188****0002' },
      ].filter((s) => ids.includes(s.personId)),
    },
    hospital: async () => ({ name: '白银示范医院', phone: '09438220000' }),
    staff: async () => [agent, lead, ward].map(({ staffId, name, role, departments }) => ({ staffId, name, role, departments })),
    departments: async () => [{ code: '0401', name: '普外科' }, { code: '0402', name: '骨科' }],
    calls: {
      // As the real one: the call is there once, what is said twice changes nothing.
      async raise(flag, now) {
        if (!raised.some((r) => r.items.join() === flag.items.join())) raised.push(flag);
        const callId = `call:redflag:${flag.stepId}`;
        if (!states.has(callId)) states.set(callId, { open: true, taken: false, by: '' });
        return { callId, ringBy: now + 900_000, who: '值班护士', whoKey: 'centre' };
      },
      queue: async (list) => { for (const call of list) if (!queued.has(call.id)) queued.set(call.id, call); },
      withdrawIds: async (ids, _reason, _now, by) => void withdrawn.push(...ids.filter((id) => by === undefined || held.get(id) !== by)),
      redFlag: async (callId) => { const state = states.get(callId); return state ? { about: callId.slice('call:redflag:'.length), departmentCode: '0401', items: raised.flatMap((flag) => flag.items), open: state.open } : null; },
      acknowledge: async (callId, { name }) => { const known = states.get(callId); if (!known || known.taken) return false; states.set(callId, { ...known, taken: true, by: name }); return true; },
      states: async (ids) => new Map(ids.flatMap((id) => { const s = states.get(id); return s ? [[id, s] as const] : []; })),
    },
    notices: { write: async (list) => { for (const letter of list) if (!letters.has(letter.id)) letters.set(letter.id, letter); }, remindStaff: async ({ id }) => void reminded.add(id), cancelReplies: async (id) => void cancelled.push(id), reach: async () => 'sms' },
    audit: { record: async ({ caller, action, subject }) => void audited.push(`${caller.kind === 'staff' ? caller.staffId : ''} ${action} ${subject}`) },
    storage: { uploadPlace: async (path) => ({ fileId: `cloud://${path}`, url: `https://put/${path}`, headers: {} }), peek: async () => null, addressOf: async (fileId) => `https://get/${fileId}`, remove: async () => undefined },
    newToken: () => `token${(tokens += 1)}`,
    report: ({ what }) => void reports.push(what),
  };
  return { kit, ports, messages: createMessages(ports), raised, queued, withdrawn, letters, reminded, dead, cancelled, reports, states, held, audited, sensitive, unaware, close: () => kit.close() };
}

let keys = 0;
export const key = (): string => `key-${String((keys += 1)).padStart(8, '0')}`;
export const say = (world: World, text: string, now: number, who: Person = self, of = patientId) => world.messages.send(who, { patientId: of, key: key(), text, images: [] }, now);
export const answer = (world: World, text: string, now: number, staff: Staff = agent, of = threadId) => world.messages.reply(staff, { threadId: of, key: key(), text, images: [], replyKind: 'information' }, now);
