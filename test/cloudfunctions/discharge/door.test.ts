/** The operations as they are served: contract kept on the way in and out, who may and who may not. */
import { openAudit } from '../../../cloudfunctions/kit/audit';
import { instantAt } from '../../../cloudfunctions/kit/calendar';
import type { Caller, Staff } from '../../../cloudfunctions/kit/caller';
import type { Envelope } from '../../../cloudfunctions/kit/contract';
import { serve } from '../../../cloudfunctions/kit/serve';
import { api, maxFileBytes } from '../../../cloudfunctions/discharge/contract';
import { createHandlers } from '../../../cloudfunctions/discharge/handlers';
import { createCare } from '../../../cloudfunctions/discharge/service/care';
import { contextOf } from '../../support/context';
import { registerOperations } from '../../../cloudfunctions/discharge/contract/register';
import { openRegisterDesk } from './register-world';
import { openDesk, type Desk } from './support';

const now = instantAt('2026-11-20', '20:00');
const staff = (role: Staff['role'], departments: Staff['departments'] = 'all'): Staff => ({ kind: 'staff', staffId: `staff:${role}`, name: '', role, departments, sessionId: 's', ip: '' });
const callers: Record<string, Caller> = {
  lead: staff('lead'), it: staff('it'), nurse: staff('nurse'), ward: staff('ward', ['骨科']), foreign: staff('ward', ['呼吸内科']), agent: staff('agent'), officer: staff('officer'), quality: staff('quality'), director: staff('director'),
  nobody: { kind: 'anyone', ip: '' }, person: { kind: 'person', personId: 'person:1', represents: [], ip: '' },
  link: { kind: 'link', stepId: 'step:1', encounterId: 'enc:1', patientId: 'pat:1', to: 'patient', relation: 'self', linkId: 'link:1', verified: true, ip: '' }, timer: { kind: 'timer', name: 'tick' },
};
const csv = Buffer.from('患者ID,住院号,住院次数,姓名,性别,出生日期,本人电话,出院科别,入院时间,出院时间,主要诊断,离院方式\nP1,Z1,1,王秀英,女,1960-01-02,13800001234,骨科,2026-11-10 08:00,2026-11-18 09:00,骨折,4\nP2,Z2,1,,女,1960-01-02,13800001235,骨科,2026-11-10 08:00,2026-11-18 09:00,骨折,1\n');

let desk: Desk;
let logged: jest.SpyInstance;
let call: (who: string, action: string, input?: unknown) => Promise<Envelope<Record<string, unknown>>>;
let encounterId: string;
beforeEach(async () => {
  logged = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  desk = await openDesk();
  const { patients, encounters, departments, cipher, followup, kit: { database }, intake } = desk;
  const audit = openAudit(database);
  const { register, registerDesk } = openRegisterDesk(desk);
  const care = createCare({ register, patients, encounters, departments, cipher, audit, command: database.command, followup });
  const main = serve({ api, handlers: createHandlers({ intake, undoing: desk.undoing, register, care, desk: registerDesk, audit }), identify: async ({ token = 'nobody' }) => callers[token]!, clock: () => now });
  call = async (who, action, input = {}) => (await main({ action, input, token: who }, contextOf())) as Envelope<Record<string, unknown>>;
  encounterId = `enc:${cipher.hash('Z1|1').slice(0, 20)}`;
  await desk.importBytes(csv, now);
});
afterEach(async () => {
  expect(JSON.stringify(logged.mock.calls)).not.toMatch(/1380000123|王秀英|Z1|骨折/);
  logged.mockRestore();
  await desk.close();
});
const answer = async (who: string, action: string, input?: unknown) => {
  const envelope = await call(who, action, input);
  return envelope.ok ? 'ok' : envelope.error.code;
};

test('every operation answers as its contract says', async () => {
  const started = await call('it', 'importStart', { fileName: '出院.csv', size: csv.length });
  expect(started).toMatchObject({ ok: true, data: { upload: { method: 'PUT' } } });
  const importId = started.ok ? started.data['importId'] : '';
  desk.files.set((await desk.jobs.jobs.get(String(importId)))!.fileId, csv);
  const department = { code: '骨科', name: '骨科', aliases: ['骨外科'], phone: '', sensitive: false, critical: false, obstetric: false, paediatric: false };
  const note = '已核实情况';
  for (const [who, action, input] of [
    ['it', 'importRun', { importId }], ['lead', 'importStatus', { importId }], ['lead', 'importList', {}], ['lead', 'importRejects', { importId }], ['it', 'importSources', {}], ['it', 'importForget', { source: '手工上传' }], ['lead', 'importUndo', { importId, dryRun: true }], ['ward', 'list', {}], ['agent', 'search', { text: '王' }], ['nurse', 'get', { encounterId }],
    ['quality', 'timeline', { encounterId }], ['officer', 'reveal', { encounterId, fields: ['phone'], reason: note }], ['ward', 'heldList', {}], ['ward', 'clear', { encounterId, decision: 'invite', note }], ['nurse', 'departments', {}], ['it', 'saveDepartment', department],
    ['agent', 'reportDeath', { encounterId, note }], ['lead', 'confirmDeath', { encounterId, verdict: 'wrong', note }], ['nurse', 'mark', { encounterId, mark: 'noVoice', value: true, note }],
    ['ward', 'correctPhone', { encounterId, which: 'contactPhone', number: '09438221234', note }], ['ward', 'cancelDischarge', { encounterId, note }], ['timer', 'tick', {}],
  ] as const) expect([action, await answer(who, action, input)]).toEqual([action, 'ok']);
  expect(await call('lead', 'importMap', { importId, columns: [{ heading: '方式', field: 'way' }] })).toMatchObject({ ok: false, error: { code: 'CONFLICT', reason: 'not_asked' } });
  // Those of the register's desk: register-desk.test.ts.
  expect(Object.keys(api.operations).filter((name) => !(name in registerOperations))).toHaveLength(24);
});

test('patients, links and strangers have no door here; of staff each role has its own', async () => {
  for (const action of Object.keys(api.operations)) {
    expect([action, await answer('nobody', action)]).toEqual([action, 'UNAUTHENTICATED']);
    for (const who of ['person', 'link']) expect([action, await answer(who, action)]).toEqual([action, 'FORBIDDEN']);
    if (action !== 'tick') expect([action, await answer('timer', action)]).toEqual([action, 'FORBIDDEN']);
  }
  for (const who of ['nurse', 'agent', 'officer', 'ward', 'quality', 'director']) for (const action of ['importStart', 'importRun', 'importRejects', 'saveDepartment', 'tick']) expect(await answer(who, action)).toBe('FORBIDDEN');
  for (const action of ['list', 'get', 'timeline', 'reveal', 'heldList', 'clear']) expect(await answer('it', action)).toBe('FORBIDDEN');
  for (const who of ['quality', 'director', 'it']) expect(await answer(who, 'reveal')).toBe('FORBIDDEN');
  expect(await answer('foreign', 'get', { encounterId })).toBe('FORBIDDEN');
  expect(await answer('lead', 'get', { encounterId: 'enc:unknown' })).toBe('FORBIDDEN');
});

test('what breaks the contract is said beside the field', async () => {
  for (const [action, input, path] of [
    ['importStart', { fileName: 'a.csv', size: maxFileBytes + 1 }, 'size'], ['list', { from: '2026-02-40' }, 'from'], ['list', { to: '2026-02-30' }, 'to'], ['correctPhone', { encounterId, which: 'phone', number: '12345', note: '更正' }, 'number'],
    ['reveal', { encounterId, fields: ['phone'], reason: ' ' }, 'reason'], ['clear', { encounterId, decision: 'later', note: '可以' }, 'decision'], ['get', { encounterId: { $gt: '' } }, 'encounterId'],
  ] as const) {
    const envelope = await call('lead', action, input);
    expect([action, envelope.ok ? 'ok' : envelope.error.fields?.map((field) => field.path)]).toEqual([action, [path]]);
  }
});
