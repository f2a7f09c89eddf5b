/** Tencent SMS at its own wire: SendSms, its codes per number and per request. */
import path from 'node:path';
import { startLocal, type Local } from '../../local';
import { openTemplates } from '../../local/wechat/templates';

let local: Local;
beforeAll(async () => {
  local = await startLocal({ functions: path.resolve(__dirname, '../fixtures/functions'), now: '2026-11-21T09:00:00+08:00' });
});
beforeEach(() => local.reset());
afterAll(() => local.dispose());

interface Status { SerialNo: string; PhoneNumber: string; Fee: number; Code: string; Message: string }
interface Answer { Response: { SendStatusSet?: Status[]; Error?: { Code: string; Message: string }; RequestId: string } }
/** The account's id of the verification text, as the functions get it in SMS_TEMPLATES. */
const templateId = openTemplates([{ wechat: [], sms: [{ kind: 'code', text: '' }] }]).ids.sms['code']!;
const signed = { 'content-type': 'application/json', authorization: 'TC3-HMAC-SHA256 Credential=x/2026-11-21/sms/tc3_request, SignedHeaders=content-type;host, Signature=0', 'x-tc-action': 'SendSms', 'x-tc-version': '2021-01-11', 'x-tc-timestamp': '1' };
async function send(change: object = {}, headers: object = {}): Promise<Answer['Response']> {
  const body = { PhoneNumberSet: ['+8613800001234'], SmsSdkAppId: '1400000000', SignName: '随访中心', TemplateId: templateId, TemplateParamSet: ['123456'], ...change };
  const response = await fetch(`${local.url}/sms`, { method: 'POST', headers: { ...signed, ...headers } as Record<string, string>, body: JSON.stringify(body) });
  return ((await response.json()) as Answer).Response;
}
const codes = async (sent: Promise<Answer['Response']>): Promise<string[]> => (await sent).SendStatusSet!.map(({ Code }) => Code);

test('a text is sent, accounted for, and lands on the phone as written', async () => {
  expect(await send()).toEqual({ RequestId: expect.any(String), SendStatusSet: [{ SerialNo: expect.stringMatching(/./), PhoneNumber: '+8613800001234', Fee: 1, SessionContext: '', Code: 'Ok', Message: 'send success', IsoCode: 'CN' }] });
  expect(local.outbox.sms('13800001234')).toEqual([{ id: expect.any(String), at: '2026-11-21T01:00:00.000Z', phone: '13800001234', templateId, kind: 'code', params: ['123456'], text: '【随访中心】您的验证码是123456，5分钟内有效。' }]);
  expect(local.outbox.sms('+8613800001234').length).toBe(1);
});

test('each number gets its own code', async () => {
  expect(await codes(send({ PhoneNumberSet: ['+8613800001234', '09438220301', '13900001234', '+8612345'] }))).toEqual(['Ok', 'InvalidParameterValue.IncorrectPhoneNumber', 'Ok', 'InvalidParameterValue.IncorrectPhoneNumber']);
  expect(local.outbox.sms().map(({ phone }) => phone)).toEqual(['13800001234', '13900001234']);
});

test.each([
  ['an unknown template', { TemplateId: '1' }, 'FailedOperation.TemplateIncorrectOrUnapproved'],
  ['too few variables', { TemplateParamSet: [] }, 'FailedOperation.TemplateParamSetNotMatchApprovedTemplate'],
  ['another signature', { SignName: '别家' }, 'FailedOperation.SignatureIncorrectOrUnapproved'],
  ['a text too long', { TemplateParamSet: ['x'.repeat(500)] }, 'LimitExceeded.MessageLengthLimit'],
])('%s is refused per number', async (_, change, code) => expect(await codes(send(change))).toEqual([code]));

test.each([
  ['more than 200 numbers', { PhoneNumberSet: Array<string>(201).fill('13800001234') }, {}, 'LimitExceeded.PhoneNumberCountLimit'],
  ['a foreign application', { SmsSdkAppId: '1' }, {}, 'UnauthorizedOperation.SmsSdkAppIdVerifyFail'],
  ['numbers that are no list', { PhoneNumberSet: '13800001234' }, {}, 'InvalidParameter'],
  ['no signature', {}, { authorization: '' }, 'AuthFailure.SignatureFailure'],
  ['another action', {}, { 'x-tc-action': 'PullSmsSendStatus' }, 'InvalidAction'],
])('%s is refused for the whole request', async (_, change, headers, code) => expect((await send(change, headers)).Error?.Code).toBe(code));

test('the carrier fails as often as it was told to: per number, as a whole, or without an answer', async () => {
  local.failures.sms('LimitExceeded.PhoneNumberDailyLimit', 1);
  expect([await codes(send()), await codes(send())]).toEqual([['LimitExceeded.PhoneNumberDailyLimit'], ['Ok']]);
  local.failures.sms('InternalError.Timeout', 1);
  expect((await send()).Error?.Code).toBe('InternalError.Timeout');
  local.failures.sms('network', 1);
  await expect(send()).rejects.toThrow();
  expect(local.outbox.sms().length).toBe(1);
});
