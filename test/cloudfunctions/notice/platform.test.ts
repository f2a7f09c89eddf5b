/** Letters on the real SDK: the outbox's own store, its indexes, and the local carriers with the texts as they are registered. */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openLinkStore, collections as linkCollections, linkId } from '../../../cloudfunctions/account/store/link';
import type { Letter } from '../../../cloudfunctions/notice/contract/letter';
import { createNotices, type NoticeService } from '../../../cloudfunctions/notice/service';
import { createSms } from '../../../cloudfunctions/notice/sms';
import { collections, openCreditStore, openNoticeStore } from '../../../cloudfunctions/notice/store';
import { createWechat } from '../../../cloudfunctions/notice/wechat';
import { startLocal, type Local } from '../../../local';
import { openTemplates, type Templates } from '../../../local/wechat/templates';
import { openKitDatabase, type KitDatabase } from '../../support/kit-database';
import { connectSdk } from '../../support/sdk';
import { at } from '../../support/stay';

const now = at('2026-11-20 10:00');
const functions = mkdtempSync(path.join(os.tmpdir(), 'suifang-letters-'));
cpSync(path.resolve(__dirname, '../../fixtures/functions/echo'), path.join(functions, 'notice'), { recursive: true });
cpSync(path.resolve(__dirname, '../../../cloudfunctions/notice/templates.json'), path.join(functions, 'notice/templates.json'));
const { ids } = openTemplates([JSON.parse(readFileSync(path.join(functions, 'notice/templates.json'), 'utf8')) as Templates]);

let local: Local;
let kit: KitDatabase;
let notices: NoticeService;
const handed: string[] = [];
const links = () => openLinkStore(kit.database, { derive: (name) => Buffer.from(name).toString('base64url').slice(0, 22) });

beforeAll(async () => { local = await startLocal({ functions, now: '2026-11-20T10:00:00+08:00' }); });
beforeEach(async () => {
  await local.reset();
  handed.length = 0;
  kit = await openKitDatabase([...collections, ...linkCollections]);
  const owner = { stillTrue: async () => new Map<string, string>(), handed: async ({ noticeId }: { noticeId: string }) => void handed.push(noticeId) };
  const person = { name: '张小三', death: 'no', noContact: false, phoneHash: 'own', contactPhoneHash: '', phoneInvalid: false, contactInvalid: false, contactRelation: 'child', allowSmsSensitive: false, allowFamilySensitive: false, contactPhoneSealed: null } as const;
  const nobody = async () => new Set<string>();
  notices = createNotices({
    notices: openNoticeStore(kit.database), credits: openCreditStore(kit.database), links: links(), clock: () => 0, report: () => undefined, templateIds: ids.wechat,
    sms: createSms({ SMS_ENDPOINT: `${local.url}/sms`, SMS_APP_ID: '1400000000', SMS_SIGN: '随访中心', SMS_SECRET_ID: 'id', SMS_SECRET_KEY: 'key', SMS_TEMPLATES: JSON.stringify(ids.sms) }),
    wechat: createWechat(connectSdk(local.url)),
    steps: { getMany: async () => [] }, patients: { getMany: async (wanted) => wanted.map((_id) => ({ ...person, _id, phoneSealed: _id === 'pat:silent' ? null : '13800001234' })) },
    stays: { getMany: async (wanted) => wanted.map((_id) => ({ _id, sensitive: false, state: 'finished', readmittedAt: null, decision: '', departmentCode: '0402' })) },
    people: { recipientsOf: async (wanted) => new Map(wanted.map((id) => [id, [{ openid: local.wechat.openidOf('13800001234'), as: 'patient' as const, guardian: false, off: [] }]])), getMany: async () => [], relationships: async () => [] },
    consents: { refused: nobody }, openComplaints: nobody, inDanger: nobody, dutyPhone: async () => '13666667777', owners: { visit: owner, reply: owner, complaint: owner },
    address: { publicUrl: 'https://h.example', linkPrefix: '' }, cipher: { seal: (text) => text, open: (text) => text, hash: (text) => `#${text}` }, hospital: async () => ({ name: '某市人民医院' }),
    followup: { sent: async () => undefined, noChannel: async () => undefined },
  });
});
afterEach(() => kit.close());
afterAll(async () => {
  await local.dispose();
  rmSync(functions, { recursive: true, force: true });
});

const letter = (n: number, more: Partial<Letter> = {}): Letter => ({
  id: `notice:apt:${n}:visit_booked`, kind: 'visit_booked', about: `apt:${n}`, encounterId: 'enc:1', patientId: 'pat:1', to: 'patient', due: now, until: now + 86_400_000, params: ['张*三', '11月26日（周四）14:30', '门诊楼2层3诊室'],
  page: 'pages/visit/mine/index?patientId=pat:1', ...more,
});

test('the card and the text arrive as they are registered', async () => {
  local.wechat.accept(local.wechat.openidOf('13800001234'), 'visit');
  await openCreditStore(kit.database).add(local.wechat.openidOf('13800001234'), 'visit', now);
  await notices.write([letter(1), letter(2, { id: 'notice:apt:2:visit_closed', kind: 'visit_closed', page: 'pages/visit/proposal/index', link: true })], now);
  expect(await notices.send(now)).toMatchObject({ taken: 2, sent: 2 });
  expect(local.outbox.wechat().map(({ title, page, fields }) => [title, page, fields.map(({ value }) => value)])).toEqual([['复诊提醒', 'pages/visit/mine/index?patientId=pat:1', ['某市人民医院', '复诊已约好', '11月26日（周四）14:30', '门诊楼2层3诊室']]]);
  const [text] = local.outbox.sms('13800001234');
  const token = /\?t=(l_\S+)$/.exec(text!.text)?.[1];
  expect(text!.text).toMatch(/^【随访中心】张\*三，您好。很抱歉，您约的复诊时间医院临时停诊。新的时间：11月26日（周四）14:30，请点开确认/);
  expect(await links().get(linkId(token!))).toMatchObject({ stepId: 'apt:2', patientId: 'pat:1', to: 'patient', closedAt: 0 });
});

test('six runs at once send each letter once', async () => {
  await notices.write(Array.from({ length: 40 }, (_, n) => letter(n)), now);
  const reports = await Promise.all(Array.from({ length: 6 }, () => notices.send(now)));
  expect(reports.reduce((sum, report) => sum + report.sent, 0)).toBe(40);
  expect(local.outbox.sms().length).toBe(40);
});

test('what no channel carried is handed back once, what was taken back is not sent', async () => {
  await notices.write([letter(1, { patientId: 'pat:silent' }), letter(2)], now);
  await notices.cancelAbout(['apt:2'], 'changed', now);
  expect(await notices.send(now)).toMatchObject({ handed: 1, sent: 0 });
  await notices.send(now + 60_000);
  expect([handed, local.outbox.sms()]).toEqual([['notice:apt:1:visit_booked'], []]);
});

test('a word to the duty chain arrives', async () => {
  await notices.remindStaff({ id: 'notice:complaint:TS20261121-0001:overdue:1', about: 'complaint:TS20261121-0001', encounterId: '', patientId: '', level: 0, departmentCode: '0402', words: '投诉TS20261121-0001的内部答复', by: at('2026-11-20 17:30') }, now);
  await notices.send(now);
  expect(local.outbox.sms('13666667777').map(({ text }) => text)).toEqual(['【随访中心】请留意：投诉TS20261121-0001的内部答复，时限11月20日17:30。请登录随访系统处理。']);
});

test('taking letters back searches by what they are about, and the timer by what is due', async () => {
  await notices.write(Array.from({ length: 300 }, (_, n) => letter(n)), now);
  const { index, examined } = kit.behind.explain('notice', { stepId: { $in: ['apt:1', 'apt:2'] }, state: 'waiting', kind: { $in: ['visit_booked', 'visit_morning'] } });
  expect([index, examined < 10]).toEqual(['step', true]);
  expect(kit.behind.explain('notice', { due: { $gt: 0, $lte: now } }, { order: { due: 1 }, limit: 100 }).index).toBe('due');
});
