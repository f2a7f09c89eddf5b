import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSms, judgeSms, signTc3 } from '../../../cloudfunctions/notice/sms';
import templates from '../../../cloudfunctions/notice/templates.json';

const settings = { SMS_APP_ID: '1400000000', SMS_SIGN: '某医院', SMS_SECRET_ID: 'id', SMS_SECRET_KEY: 'key', SMS_TEMPLATES: '{"code":"1234567"}' };

describe('Tencent SMS', () => {
  it('signs as the published example of the API does', () => {
    // Tencent Cloud API documentation, 签名方法 v3, the worked example (its secrets are printed as asterisks).
    const stars = '*'.repeat(32);
    expect(signTc3({
      secretId: `AKID${stars}`, secretKey: stars, service: 'cvm', host: 'cvm.tencentcloudapi.com', contentType: 'application/json; charset=utf-8', action: 'DescribeInstances', timestamp: 1551113065,
      payload: '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}',
    })).toMatch(/Credential=AKID\*+\/2019-02-25\/cvm\/tc3_request, SignedHeaders=content-type;host;x-tc-action, Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f$/);
  });

  it.each([
    ['Ok', 'sent'],
    ['InvalidParameterValue.IncorrectPhoneNumber', 'unreachable'],
    ['FailedOperation.PhoneNumberInBlacklist', 'unreachable'],
    ['LimitExceeded.PhoneNumberDailyLimit', 'unreachable'],
    ['LimitExceeded.PhoneNumberThirtySecondLimit', 'later'],
    ['LimitExceeded.DeliveryFrequencyLimit', 'later'],
    ['InternalError.Timeout', 'later'],
    ['InternalError', 'later'],
    ['InternalError.SigVerificationFail', 'fault'],
    ['RequestLimitExceeded', 'later'],
    ['FailedOperation.TemplateIncorrectOrUnapproved', 'fault'],
    ['FailedOperation.InsufficientBalanceInSmsPackage', 'fault'],
    ['InvalidParameterValue.ProhibitedUseUrlInTemplateParameter', 'fault'],
    ['AuthFailure.SignatureFailure', 'fault'],
    ['SomethingNew', 'fault'],
  ])('takes %s for %s', (code, delivery) => expect(judgeSms(code)).toBe(delivery));

  it('sends what the carrier expects, and reads the answer of the number', async () => {
    const seen: { headers: Record<string, unknown>; body: unknown }[] = [];
    const replies: unknown[] = [
      { Response: { SendStatusSet: [{ Code: 'Ok', PhoneNumber: '+8613900000001' }], RequestId: 'r' } },
      { Response: { Error: { Code: 'AuthFailure.SignatureFailure', Message: 'no' }, RequestId: 'r' } },
      'not an answer',
    ];
    const server = createServer(async (request, response) => {
      let text = '';
      for await (const chunk of request) text += String(chunk);
      seen.push({ headers: request.headers, body: JSON.parse(text) });
      response.end(JSON.stringify(replies.shift()));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const sms = createSms({ ...settings, SMS_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    try {
      const message = { kind: 'code', phone: '13900000001', params: ['123456', '5'] } as const;
      expect(await sms.send(message)).toEqual({ delivery: 'sent', code: 'Ok' });
      expect(await sms.send(message)).toEqual({ delivery: 'fault', code: 'AuthFailure.SignatureFailure' });
      expect(await sms.send(message)).toEqual({ delivery: 'later', code: 'unreadable' });
      expect(seen[0]!.body).toEqual({ PhoneNumberSet: ['+8613900000001'], SmsSdkAppId: '1400000000', SignName: '某医院', TemplateId: '1234567', TemplateParamSet: ['123456', '5'] });
      expect(seen[0]!.headers).toMatchObject({ 'x-tc-action': 'SendSms', 'x-tc-version': '2021-01-11', authorization: expect.stringMatching(/^TC3-HMAC-SHA256 Credential=id\//) });
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
    expect(await sms.send({ kind: 'code', phone: '13900000001', params: ['1', '5'] })).toEqual({ delivery: 'later', code: 'network' });
  });

  it('says that it is not configured instead of failing at the start', async () => {
    expect(await createSms({}).send({ kind: 'code', phone: '13900000001', params: ['1', '5'] })).toEqual({ delivery: 'fault', code: 'not_configured' });
    expect(await createSms({ ...settings, SMS_TEMPLATES: 'not json' }).send({ kind: 'code', phone: '13900000001', params: ['1', '5'] })).toEqual({ delivery: 'fault', code: 'not_configured' });
    expect(await createSms(settings).send({ kind: 'alert', phone: '13900000001', params: [] })).toEqual({ delivery: 'fault', code: 'not_configured' });
  });

  it('keeps departments, diagnoses and more than 500 characters out of every text', () => {
    for (const { text } of templates.sms) {
      expect(text).not.toMatch(/科|诊断|病房|病区/);
      expect(text.length).toBeLessThan(300);
      // Variables are numbered 1…n without a gap, as the carrier wants them.
      const numbers = [...text.matchAll(/\{(\d)\}/g)].map((m) => Number(m[1]));
      expect(numbers).toEqual(numbers.map((_, i) => i + 1));
    }
  });
});
