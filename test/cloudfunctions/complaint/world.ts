/** Complaints on the real stores, with the rest of the hospital in memory: two patients, three departments, colleagues of every role. What is said to others is written down. */
import { randomBytes } from 'node:crypto';
import type { Caller, Person, Staff } from '../../../cloudfunctions/kit/caller';
import { createCipher } from '../../../cloudfunctions/kit/crypto';
import { forbidden } from '../../../cloudfunctions/kit/errors';
import { admit } from '../../../cloudfunctions/kit/serve';
import type { z } from '../../../cloudfunctions/kit/contract';
import { instantAt } from '../../../cloudfunctions/kit/calendar';
import { api } from '../../../cloudfunctions/complaint/contract';
import { createHandlers } from '../../../cloudfunctions/complaint/handlers';
import { createComplaints, type Ports } from '../../../cloudfunctions/complaint/service';
import type { Colleague, Letter, PatientFacts, StayFacts } from '../../../cloudfunctions/complaint/service/ports';
import { collections, openComplaintStore, openDraftStore, openFileStore } from '../../../cloudfunctions/complaint/store';
import { openKitDatabase } from '../../support/kit-database';

export type Operations = (typeof api)['operations'];
export type Name = keyof Operations;
export const at = (text: string): number => instantAt(text.slice(0, 10), text.slice(11));
/** A Monday. */
export const monday = at('2026-11-02 10:00');
export const hour = 3_600_000;
export const day = 24 * hour;

const cipher = createCipher({ current: 'k1', keys: { k1: randomBytes(32) }, index: randomBytes(32) });
export const phones = { wang: '19900010001', son: '16600010001', stranger: '18800010009' };
export const secrets = ['王秀英', '秀英', '周小安', phones.wang, phones.son, 'pat:wang', 'person:wang', 'person:son', 'Z00001', 'P00001'];

/** How files of each ending begin, as bytes. */
const heads: Readonly<Record<string, string>> = { png: '\x89PNG\r\n\x1a\n', jpg: '\xff\xd8\xff\xe0', webp: 'RIFF....WEBP', pdf: '%PDF-1.7', mp3: 'ID3', mp4: '....ftypisom', m4a: '....ftypM4A ' };

const patient = (id: string, name: string, own: string, contactName: string, contact: string): PatientFacts => ({
  _id: `pat:${id}`, patientNo: id === 'wang' ? 'P00001' : 'P00002', name, motherName: '', contactName, phoneSealed: cipher.seal(own, 'phone'), contactPhoneSealed: cipher.seal(contact, 'contactPhone'),
  phoneHash: cipher.hash(own), contactPhoneHash: cipher.hash(contact), allowFamilySensitive: false, allowSmsSensitive: false, phoneInvalid: false, death: 'no',
});
const stay = (id: string, departmentCode: string, departmentName: string): StayFacts => ({
  _id: `enc:${id}`, patientId: `pat:${id}`, inpatientNo: id === 'wang' ? 'Z00001' : 'Z00002', departmentCode, departmentName, dischargeDay: '2026-10-30', dischargeAt: at('2026-10-30 10:00'), sensitive: false, state: 'finished', decision: '',
});
const departments = [{ code: '0401', name: '普外科', phone: '09438220401' }, { code: '0402', name: '骨科', phone: '09438220402' }];

const person = (id: string, represents: Person['represents']): Person => ({ kind: 'person', personId: `person:${id}`, represents, ip: '' });
export const wang = person('wang', [{ patientId: 'pat:wang', as: 'patient', relation: 'self', mayHear: true }]);
export const son = person('son', [{ patientId: 'pat:wang', as: 'family', relation: 'child', mayHear: false }]);
export const stranger = person('stranger', [{ patientId: 'pat:li', as: 'patient', relation: 'self', mayHear: true }]);

const names: Record<string, string> = { officer: '马丽娟', officer2: '何小燕', director: '刘院长', lead: '陈建华', ward: '周护士长', nursing: '护理部干事', ward2: '骨科护士长', nurse: '张晓晴', agent: '林客服', quality: '罗质控', it: '信息员' };
const staffOf = (id: string, role: Staff['role'], scope: Staff['departments'] = 'all'): Staff => ({ kind: 'staff', staffId: `staff:${id}`, name: names[id]!, role, departments: scope, sessionId: 's', ip: '' });
export const staff = {
  officer: staffOf('officer', 'officer'), officer2: staffOf('officer2', 'officer'), director: staffOf('director', 'director'), lead: staffOf('lead', 'lead'), ward: staffOf('ward', 'ward', ['0401']),
  nursing: staffOf('nursing', 'ward', ['nursing']), ward2: staffOf('ward2', 'ward', ['0402']), nurse: staffOf('nurse', 'nurse'), agent: staffOf('agent', 'agent'), quality: staffOf('quality', 'quality'), it: staffOf('it', 'it'),
} as const;
export const timer: Caller = { kind: 'timer', name: 'tick' };

export async function openWorld() {
  const kit = await openKitDatabase(collections);
  const arrived = new Map<string, { size: number; head: Buffer }>();
  const said = { letters: [] as Letter[], reminders: [] as { id: string; level: number; words: string; by: number }[], raised: [] as { about: string; level: string; items: string[]; stay: string }[], queued: [] as { id: string; about: string }[], withdrawn: [] as string[], quieted: [] as string[], became: [] as string[], audited: [] as { action: string; subject: string; reason?: string }[], reported: [] as string[] };
  const patients = new Map([patient('wang', '王秀英', phones.wang, '周小安', phones.son), patient('li', '李建国', phones.stranger, '李平', '18800010010')].map((one) => [one._id, one]));
  const stays = new Map([stay('wang', '0401', '普外科'), stay('li', '0402', '骨科')].map((one) => [one._id, one]));
  const people = new Map([['person:wang', phones.wang], ['person:son', phones.son], ['person:stranger', phones.stranger]].map(([id, phone]) => [id!, { phoneSealed: cipher.seal(phone!, 'person.phone'), phoneHash: cipher.hash(phone!) }]));
  const stored = new Map<string, Buffer>();
  /** Calls in hand: what each is about, and whose it is. */
  const held = new Map<string, { about: string; by: string }>();
  /** What fails next, by port. */
  const broken = new Set<string>();
  const work = async (port: string, act: () => void): Promise<void> => {
    if (broken.has(port)) throw new Error(`${port} does not answer`);
    act();
  };
  let ids = 0;
  const ports: Ports = {
    complaints: openComplaintStore(kit.database), drafts: openDraftStore(kit.database), files: openFileStore(kit.database),
    patients: { get: async (id) => patients.get(id) ?? null, getMany: async (all) => all.flatMap((id) => patients.get(id) ?? []) },
    stays: { get: async (id) => stays.get(id) ?? null, ofPatients: async (all) => [...stays.values()].filter(({ patientId }) => all.includes(patientId)) },
    departments: async () => departments,
    staff: async () => Object.values(staff).map(({ staffId, name, role }): Colleague => ({ staffId, name, role, disabled: false })),
    people: { get: async (id) => people.get(id) ?? null },
    calls: {
      raise: async ({ about, level, items, stay: of }) => {
        await work('raise', () => said.raised.push({ about, level, items, stay: of._id }));
        return { ringBy: monday + 900_000, who: '值班护士', whoKey: 'centre' };
      },
      queueReply: ({ id, about }) => work('queue', () => said.queued.push({ id, about })),
      withdrawIds: (all, _reason, _now, by) => work('withdraw', () => said.withdrawn.push(...all.filter((id) => !held.has(id) || held.get(id)!.by !== by))),
      holds: async (callId, staffId) => { const call = held.get(callId); return call?.by === staffId ? call.about : null; },
      about: async (callId) => (callId === 'call:1' ? { patientId: 'pat:wang', encounterId: 'enc:wang', departmentCode: '0401' } : null),
    },
    notices: { write: (letters) => work('write', () => said.letters.push(...letters)), remindStaff: (reminder) => work('remind', () => said.reminders.push(reminder)) },
    messages: {
      async forComplaint(threadId, ns, who) {
        if (threadId !== 'thread:pat:wang' || ns.length === 0 || who.role === 'ward') throw forbidden();
        return { patientId: 'pat:wang', encounterId: 'enc:wang', text: '昨晚按铃没人来。\n  我姓王，  请给个说法', personId: 'person:wang', relation: 'self', images: [{ fileId: 'cloud://message/pat:wang/a.png' }, { fileId: 'cloud://message/pat:wang/gone.png' }] };
      },
      becameComplaint: (threadId, number) => work('became', () => said.became.push(`${threadId} ${number}`)),
    },
    quiet: (patientId) => work('quiet', () => said.quieted.push(patientId)),
    storage: {
      uploadPlace: async (path) => ({ fileId: `cloud://${path}`, url: `https://storage/${path}`, headers: {} }),
      download: async (fileId) => (fileId.includes('gone') ? null : Buffer.from('png')),
      // What arrived is what was announced, unless a test says otherwise of this path.
      peek: async (fileId) => arrived.get(fileId) ?? { size: 10, head: Buffer.from(heads[fileId.split('.').at(-1)!] ?? '', 'latin1') },
      upload: async (path, content) => { stored.set(path, content); return { fileId: `cloud://${path}` }; },
      addressOf: async (fileId) => `https://storage/${fileId.slice('cloud://'.length)}`,
      remove: async (fileId) => work('remove', () => void stored.delete(fileId)),
    },
    audit: { record: ({ action, subject, reason }) => work('audit', () => said.audited.push({ action, subject, ...(reason !== undefined && { reason }) })) },
    cipher, hospital: async () => ({ name: '白银示范医院', phone: '09438220000' }),
    newId: () => { ids += 1; return `file${'abcdefghij'[Math.floor(ids / 10) % 10]}${'abcdefghij'[ids % 10]}`; },
    report: ({ what }) => void said.reported.push(what),
  };
  const handlers = createHandlers(ports);
  /** As through the function's own door: may they, is the input right, run, is the output right. */
  async function call<K extends Name>(action: K, caller: Caller, input: z.input<Operations[K]['input']>, now = monday): Promise<z.output<Operations[K]['output']>> {
    const operation = api.operations[action];
    const allowed = admit(operation, caller);
    const parsed: unknown = operation.input.parse(input);
    const result = await handlers[action](parsed as never, { caller: allowed, now, requestId: 'test' });
    return operation.output.parse(result) as z.output<Operations[K]['output']>;
  }
  const count = { key: 0 };
  const file = (more: Partial<z.input<Operations['file']['input']>> = {}, who: Person = wang, now = monday) => {
    count.key += 1;
    return call('file', who, { patientId: who.represents[0]!.patientId, key: `key-of-test-${count.key}`, category: 'nursing.response', departmentCode: '0401', text: '按铃没人来', ...more }, now);
  };
  const answer = (number: string, who: Staff = staff.officer, more: Partial<z.input<Operations['answer']['input']>> = {}, now = monday) =>
    call('answer', who, { number, outcome: 'upheld', text: '属实，向您道歉', measures: '护士长负责，本月完成', proof: '谈话记录', channel: 'app', ...more }, now);
  /** What an officer, and what the complainant, sees of it. */
  const detail = (number: string, now = monday) => call('detail', staff.officer, { number }, now);
  const view = (number: string, now = monday) => call('view', wang, { number }, now);
  return { kit, ports, handlers, complaints: createComplaints(ports), said, broken, patients, stays, held, stored, arrived, call, file, answer, detail, view, close: () => kit.close() };
}
export type World = Awaited<ReturnType<typeof openWorld>>;

/** The error code (and reason) of a refusal, `ok` otherwise. */
export const codeOf = (call: Promise<unknown>): Promise<string> => call.then(() => 'ok', (error: unknown) => {
  const { code, reason, fields } = error as { code?: string; reason?: string; fields?: { path: string; problem: string }[] };
  if (!code) throw error;
  return [code, reason ?? fields?.map(({ path, problem }) => `${path}:${problem}`).join()].filter(Boolean).join('/');
});
