import { day, hour, instantAt, minute } from '../../../cloudfunctions/kit/calendar';
import { answerOf, openAccount, refusalOf, type Account } from '../../support/account';

let account: Account;
beforeEach(async () => { account = await openAccount(); });
afterEach(() => account.close());
const [mine, other] = ['13812341234', '13912345678'];
const send = (phone = mine, ip = '10.0.1.1') => account.ask('sendCode', { phone }, { ip });
const verify = (code: string, phone = mine, from = {}) => account.ask('verifyCode', { phone, code }, from);
const sent = (phone = mine) => account.sms.sent.findLast((s) => s.phone === phone)!.code;
const wrongOf = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

describe('a code by SMS', () => {
  it('comes to the number, lives five minutes and signs a browser in', async () => {
    expect(await send()).toEqual({ expiresAt: account.clock.now + 5 * minute, resendAt: account.clock.now + minute });
    const { token, expiresAt, me } = await verify(sent());
    expect(me).toEqual({ kind: 'person', wechat: false, phone: '138****1234', locale: 'zh-CN', represents: [] });
    expect(expiresAt).toBe(account.clock.now + 7 * day);
    expect(await account.ask('me', {}, { token })).toEqual(me);
  });

  it('is answered alike whether or not the register knows the number', async () => {
    account.patient('pat:1', { phone: mine });
    expect(await send(mine)).toEqual(await send(other));
    expect(account.sms.sent).toHaveLength(2);
  });

  it('is kept as a keyed hash only, and so is the number', async () => {
    await send();
    await verify(sent());
    for (const collection of ['sms_code', 'person', 'session', 'attempt', 'audit']) expect(JSON.stringify(await account.behind.get(collection, {}))).not.toMatch(new RegExp(`${mine}|${sent()}`));
  });

  it('is used once, also by two at once', async () => {
    await send();
    expect((await Promise.all([answerOf(verify(sent())), answerOf(verify(sent()))])).sort()).toEqual(['code_expired', 'ok']);
    expect(await answerOf(verify(sent()))).toBe('code_expired');
  });

  it('is over after five minutes', async () => {
    await send();
    account.clock.now += 5 * minute;
    expect(await answerOf(verify(sent()))).toBe('code_expired');
  });

  it('bears four wrong tries; the fifth ends it, and a new one may be asked for at once', async () => {
    await send();
    const code = sent();
    account.clock.now += 2 * minute;
    for (let i = 0; i < 4; i += 1) expect(await answerOf(verify(wrongOf(code)))).toBe('code');
    expect(await refusalOf(verify(wrongOf(code)))).toMatchObject({ code: 'TOO_MANY', reason: 'code_tries', retryAt: account.clock.now });
    expect(await answerOf(verify(code))).toBe('code_tries');
    await send();
    expect(await answerOf(verify(sent()))).toBe('ok');
  });

  it('a hundred guesses at once are five', async () => {
    await send();
    const answers = await Promise.all(Array.from({ length: 30 }, () => answerOf(verify(wrongOf(sent())))));
    expect(answers.filter((a) => a === 'code').length).toBeLessThanOrEqual(4);
    expect(await answerOf(verify(sent()))).toBe('code_tries');
  });

  it('of one number is not good for another', async () => {
    await send(mine);
    await send(other);
    expect(await answerOf(verify(sent(mine), other))).toMatch(sent(mine) === sent(other) ? 'ok' : 'code');
    expect(await answerOf(verify('000000', '13700000000'))).toBe('code_expired');
  });

  it('only the newest counts', async () => {
    await send();
    const old = sent();
    account.clock.now += minute;
    await send();
    if (old !== sent()) expect(await answerOf(verify(old))).toBe('code');
    expect(await answerOf(verify(sent()))).toBe('ok');
  });

  it('comes again after 60 s, and the answer says when', async () => {
    await send();
    account.clock.now += 20_000;
    expect(await refusalOf(send())).toMatchObject({ code: 'TOO_MANY', reason: 'code_resend', retryAt: account.clock.now + 40_000 });
    account.clock.now += 40_000;
    expect(await answerOf(send())).toBe('ok');
  });

  it('asked for twice at once is sent once', async () => {
    expect((await Promise.all([answerOf(send()), answerOf(send())])).sort()).toEqual(['code_resend', 'ok']);
    expect(account.sms.sent).toHaveLength(1);
  });

  it('goes to a number five times a day, until midnight in Shanghai', async () => {
    for (let i = 0; i < 5; i += 1) {
      expect(await answerOf(send(mine, `10.0.2.${i}`))).toBe('ok');
      account.clock.now += minute;
    }
    expect(await refusalOf(send(mine, '10.0.2.9'))).toMatchObject({ code: 'TOO_MANY', reason: 'code_number', retryAt: instantAt('2026-11-21') });
    account.clock.now = instantAt('2026-11-21');
    expect(await answerOf(send())).toBe('ok');
  });

  it('is asked for from one address twenty times a day', async () => {
    for (let i = 0; i < 20; i += 1) expect(await answerOf(send(`137000000${String(i).padStart(2, '0')}`))).toBe('ok');
    expect(await refusalOf(send('13700000099'))).toMatchObject({ code: 'TOO_MANY', reason: 'code_address', retryAt: instantAt('2026-11-21') });
    expect(await answerOf(send('13700000099', '10.0.1.2'))).toBe('code_resend');
    account.clock.now += minute;
    expect(await answerOf(send('13700000099', '10.0.1.2'))).toBe('ok');
  });

  test.each([['later', 'sms'], ['fault', 'sms'], ['unreachable', 'INVALID_INPUT']] as const)('that the carrier answers with %s is said, and may be tried again at once', async (delivery, answer) => {
    account.sms.next = delivery;
    expect(await answerOf(send())).toBe(answer);
    account.sms.next = 'sent';
    expect(await answerOf(send())).toBe('ok');
  });

  test.each(['12345', '1381234123a', '+8613812341234', '', '05718888772'])('does not go to %s', async (phone) => {
    expect((await refusalOf(send(phone))).fields).toEqual([expect.objectContaining({ path: 'phone' })]);
  });
});

describe('in WeChat', () => {
  it('the phone component\'s code binds the openid to its number', async () => {
    expect(await account.ask('me', {}, { openid: 'o1' })).toEqual({ kind: 'anyone', wechat: true });
    const from = await account.inWechat('o1', mine);
    expect(await account.ask('me', {}, from)).toMatchObject({ kind: 'person', wechat: true, phone: '138****1234' });
    expect(await account.ask('me', {}, { openid: 'o2' })).toEqual({ kind: 'anyone', wechat: true });
  });

  it('a code by SMS binds the openid too, without a token', async () => {
    await send();
    expect(await verify(sent(), mine, { openid: 'o1' })).toMatchObject({ token: '', me: { kind: 'person', wechat: true } });
    expect((await account.ask('me', {}, { openid: 'o1' })).kind).toBe('person');
  });

  test.each([[40029, 'phone_code'], [40013, 'phone_code'], [-1, 'wechat'], [45011, 'wechat'], [48001, 'wechat']])('errcode %i, which comes as an ordinary result, is %s', async (errcode, answer) => {
    account.wechat.numbers.set('c', mine);
    account.wechat.errcode = errcode;
    expect(await answerOf(account.ask('wechatPhone', { code: 'c' }, { openid: 'o1' }))).toBe(answer);
    expect((await account.ask('me', {}, { openid: 'o1' })).kind).toBe('anyone');
  });

  it('says so when WeChat does not answer', async () => {
    account.wechat.down = true;
    expect(await refusalOf(account.ask('wechatPhone', { code: 'c' }, { openid: 'o1' }))).toMatchObject({ code: 'UNAVAILABLE', reason: 'wechat' });
  });

  it('needs an openid that the platform states', async () => {
    expect(await answerOf(account.ask('wechatPhone', { code: 'c' }))).toBe('wechat_only');
    expect(account.wechat.calls).toBe(0);
  });

  it('asks WeChat, which is paid by the number, ten times a day and openid', async () => {
    for (let i = 0; i < 10; i += 1) await answerOf(account.ask('wechatPhone', { code: 'unknown' }, { openid: 'o1' }));
    expect(await answerOf(account.ask('wechatPhone', { code: 'unknown' }, { openid: 'o1' }))).toBe('phone_component');
    expect(account.wechat.calls).toBe(10);
  });

  it('another number replaces the first', async () => {
    await account.inWechat('o1', mine);
    await account.inWechat('o1', other);
    expect(await account.ask('me', {}, { openid: 'o1' })).toMatchObject({ phone: '139****5678' });
  });
});

describe('a person\'s session', () => {
  it('slides for seven days, thirty at most', async () => {
    const { token } = await account.inBrowser(mine);
    for (let i = 0; i < 4; i += 1) {
      account.clock.now += 6 * day;
      expect((await account.ask('me', {}, { token })).kind).toBe('person');
    }
    account.clock.now += 6 * day;
    expect((await account.ask('me', {}, { token })).kind).toBe('anyone');
  });

  it('ends with signing out, in this browser or in all of them, also from WeChat', async () => {
    const one = await account.inBrowser(mine);
    account.clock.now += hour;
    const two = await account.inBrowser(mine);
    const kinds = () => Promise.all([one, two].map(async (from) => (await account.ask('me', {}, from)).kind));
    await account.ask('signOut', {}, one);
    expect(await kinds()).toEqual(['anyone', 'person']);
    await account.inWechat('o1', mine);
    await account.ask('signOut', { everywhere: true }, { openid: 'o1' });
    expect(await kinds()).toEqual(['anyone', 'anyone']);
  });

  it('cannot be made from a token of another kind', async () => {
    const link = await account.link('patient');
    account.patient('pat:1');
    for (const action of ['matches', 'staffList', 'settings'] as const) expect(await answerOf(account.ask(action, {}, { token: link }))).toBe('FORBIDDEN');
    const { token } = await account.inBrowser(mine);
    for (const action of ['staffList', 'settings', 'auditOf', 'seal'] as const) expect(await answerOf(account.ask(action, {}, { token }))).toBe('FORBIDDEN');
  });
});

describe('a link from an SMS', () => {
  beforeEach(() => account.patient('pat:1', { birthDate: '1966-05-12' }));

  it('speaks for one step, and the same step and audience give the same link', async () => {
    const token = await account.link('patient');
    expect(token).toMatch(/^l_[\w-]{22}$/);
    expect([await account.link('patient'), await account.link('contact'), await account.link('patient', { stepId: 'step:2' }), await account.link('patient', { phoneHash: 'corrected' })].map((t) => t === token)).toEqual([true, false, false, false]);
    expect(await account.ask('me', {}, { token })).toEqual({ kind: 'link', stepId: 'step:1', patientId: 'pat:1', to: 'patient', relation: 'self', verified: false });
    expect(JSON.stringify(await account.behind.get('link', {}))).not.toContain(token);
  });

  it('made by the page costs two round trips, and again changes nothing', async () => {
    const many = Array.from({ length: 300 }, (_, i) => ({ stepId: `step:${i}`, encounterId: 'e', patientId: 'p', to: 'patient' as const, relation: 'self' as const, phoneHash: 'h', expiresAt: account.clock.now + day }));
    account.behind.database.resetStats();
    const tokens = await account.stores.links.makeMany(many, account.clock.now);
    expect(account.behind.database.stats().roundTrips).toBe(2);
    expect([new Set(tokens).size, await account.behind.count('link', {})]).toEqual([300, 300]);
    expect(await account.stores.links.makeMany(many, account.clock.now + hour)).toEqual(tokens);
    expect(await account.behind.count('link', { createdAt: account.clock.now })).toBe(300);
  });

  it('to a number that was corrected since is gone, for what it opened too; corrected back it speaks again', async () => {
    const token = await account.link('patient');
    const { token: proven } = await account.ask('verifyLink', { birthMonth: '1966-05' }, { token });
    const number = (phoneHash: string, contactPhoneHash: string) => account.behind.set('patient', 'pat:1', { phoneHash, contactPhoneHash });
    await number('another', 'hash-patient');
    expect(await answerOf(account.ask('consents', {}, { token }))).not.toBe('number_changed');
    await number('another', '');
    for (const secret of [token, proven]) expect(await refusalOf(account.ask('consents', {}, { token: secret }))).toMatchObject({ code: 'GONE', reason: 'number_changed' });
    await number('hash-patient', '');
    expect(await answerOf(account.ask('consents', {}, { token }))).not.toBe('number_changed');
  });

  test.each<[string, () => Promise<unknown>, string]>([
    ['submitted', () => account.stores.links.close('step:1', account.clock.now), 'submitted'],
    ['expired', async () => { account.clock.now += 30 * day; }, 'expired'],
  ])('that is %s is gone, and says why', async (_, end, reason) => {
    const token = await account.link('patient');
    await end();
    expect(await refusalOf(account.ask('consents', {}, { token }))).toMatchObject({ code: 'GONE', reason });
    await account.link('patient');
    expect(await answerOf(account.ask('consents', {}, { token }))).toBe(reason);
    expect((await account.ask('me', {}, { token })).kind).toBe('anyone');
  });

  it('is proven by the month of birth, in this browser only', async () => {
    const token = await account.link('patient');
    const session = await account.ask('verifyLink', { birthMonth: '1966-05' }, { token });
    expect(session.expiresAt).toBe(account.clock.now + 12 * hour);
    expect(await account.ask('me', {}, { token: session.token })).toMatchObject({ kind: 'link', verified: true });
    expect(await account.ask('me', {}, { token })).toMatchObject({ kind: 'link', verified: false });
    account.clock.now += 12 * hour;
    expect(await answerOf(account.ask('consents', {}, { token: session.token }))).toBe('expired');
  });

  it('proven sessions end with the link', async () => {
    const token = await account.link('patient', { expiresAt: account.clock.now + hour });
    const session = await account.ask('verifyLink', { birthMonth: '1966-05' }, { token });
    expect(session.expiresAt).toBe(account.clock.now + hour);
    await account.stores.links.close('step:1', account.clock.now);
    expect(await answerOf(account.ask('consents', {}, { token: session.token }))).toBe('submitted');
  });

  it('locks for 30 minutes after five wrong months, over all links to this number', async () => {
    const [one, two] = [await account.link('patient'), await account.link('patient', { stepId: 'step:2' })];
    const guess = (token: string, birthMonth = '1966-06') => account.ask('verifyLink', { birthMonth }, { token });
    for (let i = 0; i < 4; i += 1) expect(await answerOf(guess(i % 2 ? one : two))).toBe('birth_month');
    const retryAt = account.clock.now + 30 * minute;
    expect(await refusalOf(guess(one))).toMatchObject({ code: 'TOO_MANY', retryAt });
    expect(await refusalOf(guess(two, '1966-05'))).toMatchObject({ code: 'TOO_MANY', retryAt });
    expect(await answerOf(guess(await account.link('contact'), '1966-05'))).toBe('ok');
    account.clock.now = retryAt;
    expect(await answerOf(guess(two, '1966-05'))).toBe('ok');
  });
});
