import { day, hour, minute } from '../../../cloudfunctions/kit/calendar';
import type { Role } from '../../../cloudfunctions/kit/contract';
import { answerOf, hospital, openAccount, password, refusalOf, setupToken, type Account } from '../../support/account';

let account: Account;
beforeEach(async () => { account = await openAccount(); });
afterEach(() => account.close());
const first = (userName: string, token = setupToken) => account.ask('setup', { token, userName, name: '陈建华', password, hospital });
const signIn = (userName: string, secret = password, ip = '10.0.0.1') => account.ask('signIn', { userName, password: secret }, { ip });
const me = (token: string) => account.ask('me', {}, { token });

describe('the first lead', () => {
  it('comes by the setup link, names the hospital and is signed in', async () => {
    expect(await account.ask('hospital', {})).toMatchObject({ name: '', ready: false });
    const { token, mustChange } = await first('lead');
    expect([mustChange, await me(token)]).toEqual([false, { kind: 'staff', staffId: 'staff:lead', name: '陈建华', role: 'lead', departments: 'all', mustChange: false, locale: 'zh-CN' }]);
    expect(await account.ask('hospital', {})).toEqual({ ...hospital, ready: true });
  });

  it('is not made by a wrong token', async () => {
    expect(await answerOf(first('lead', 'another-token-altogether'))).toBe('FORBIDDEN');
    expect(await account.behind.count('staff', {})).toBe(0);
  });

  it('is made once: the link is over as soon as a lead exists', async () => {
    await first('lead');
    expect(await answerOf(first('second'))).toBe('setup_done');
    expect(await answerOf(first('lead'))).toBe('setup_done');
  });

  it('of two at once one becomes the lead', async () => {
    const answers = await Promise.all(['a1', 'b2', 'c3'].map((name) => answerOf(first(name))));
    expect(answers.filter((a) => a === 'ok')).toHaveLength(1);
    expect(await account.behind.count('staff', { role: 'lead' })).toBe(1);
  });

  it('needs a good password, said beside the field', async () => {
    const refused = await refusalOf(account.ask('setup', { token: setupToken, userName: 'lead', name: '陈', password: 'short', hospital }));
    expect([refused.code, refused.fields]).toEqual(['INVALID_INPUT', [{ path: 'password', problem: 'too_short' }]]);
  });

  it('token cannot be tried without end', async () => {
    for (let i = 0; i < 10; i += 1) await answerOf(first('lead', `guess-number-${i}`));
    expect(await refusalOf(first('lead'))).toMatchObject({ code: 'TOO_MANY', retryAt: account.clock.now + hour });
  });
});

describe('signing in', () => {
  beforeEach(() => account.lead());

  it('knows the name in any case', async () => {
    expect(await signIn(' LEAD ')).toMatchObject({ staffId: 'staff:lead', role: 'lead', expiresAt: account.clock.now + 12 * hour });
  });

  it('keeps neither the password nor the token', async () => {
    const { token } = await signIn('lead');
    for (const collection of ['staff', 'session', 'audit', 'attempt']) expect(JSON.stringify(await account.behind.get(collection, {}))).not.toMatch(new RegExp(`${password}|${token}|${token.slice(2)}`));
  });

  it('answers a wrong name, a wrong password and a disabled account alike, in words and in what is written', async () => {
    await account.colleague('gone', 'nurse');
    const list = await account.ask('staffList', {}, { token: await account.lead() });
    expect(list.staff.map((s) => s.id)).toContain('staff:gone');
    await account.ask('staffDisable', { id: 'staff:gone' }, { token: await account.lead() });
    const answers = [];
    for (const [name, secret] of [['nobody', password], ['lead', 'wrong-password-1'], ['gone', password]] as const) {
      const before = await account.behind.count('audit', { action: 'account.signInFailed' });
      answers.push(await refusalOf(signIn(name, secret)));
      expect(await account.behind.count('audit', { action: 'account.signInFailed' })).toBe(before + 1);
    }
    expect(new Set(answers.map((a) => JSON.stringify({ ...a, requestId: '' }))).size).toBe(1);
    expect(answers[0]).toMatchObject({ code: 'WRONG_SECRET', reason: 'sign_in' });
  });

  it('takes as long for an unknown name as for a known one', async () => {
    const spent = async (name: string) => {
      const times = [];
      for (let i = 0; i < 4; i += 1) {
        const from = process.hrtime.bigint();
        await answerOf(signIn(`${name}`, 'wrong-password-1'));
        times.push(Number(process.hrtime.bigint() - from) / 1e6);
      }
      return times.sort((a, b) => a - b)[1]!;
    };
    const [known, unknown] = [await spent('lead'), await spent('nobody')];
    // Hashing a password costs tens of milliseconds; without it an unknown name would answer in two or three.
    expect(unknown).toBeGreaterThan(known / 3);
    expect(known).toBeGreaterThan(unknown / 3);
  });

  test.each(['lead', 'nobody'])('the fifth wrong password for %s locks for 15 minutes, also the right one, and says until when', async (name) => {
    for (let i = 0; i < 4; i += 1) expect(await answerOf(signIn(name, 'wrong-password-1'))).toBe('sign_in');
    const retryAt = account.clock.now + 15 * minute;
    expect(await refusalOf(signIn(name, 'wrong-password-1'))).toMatchObject({ code: 'TOO_MANY', retryAt });
    account.clock.now += 14 * minute;
    expect(await refusalOf(signIn(name))).toMatchObject({ code: 'TOO_MANY', retryAt });
    account.clock.now = retryAt;
    expect(await answerOf(signIn(name))).toBe(name === 'lead' ? 'ok' : 'sign_in');
  });

  it('a hundred guesses at once are five guesses', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => answerOf(signIn('lead', 'wrong-password-1'))));
    const tried = await account.behind.count('audit', { action: 'account.signInFailed' });
    expect([answers.includes('ok'), tried]).toEqual([false, 5]);
    expect(await refusalOf(signIn('lead'))).toMatchObject({ code: 'TOO_MANY' });
  });

  it('forgets wrong tries after a right one', async () => {
    for (let round = 0; round < 3; round += 1) {
      for (let i = 0; i < 3; i += 1) await answerOf(signIn('lead', 'wrong-password-1'));
      expect(await answerOf(signIn('lead'))).toBe('ok');
    }
  });

  it('shows the lock in the staff list', async () => {
    await account.colleague('nurse1', 'nurse');
    for (let i = 0; i < 5; i += 1) await answerOf(signIn('nurse1', 'wrong-password-1'));
    const { staff } = await account.ask('staffList', {}, { token: await account.lead() });
    expect(staff.map((s) => [s.userName, s.lockedUntil > 0])).toEqual([['lead', false], ['nurse1', true]]);
  });
});

describe('sessions', () => {
  it('slide for twelve hours and end by themselves', async () => {
    const token = await account.lead();
    account.clock.now += 11 * hour;
    expect((await me(token)).kind).toBe('staff');
    account.clock.now += 11 * hour;
    expect((await me(token)).kind).toBe('staff');
    account.clock.now += 12 * hour;
    expect((await me(token)).kind).toBe('anyone');
    expect(await answerOf(account.ask('staffList', {}, { token }))).toBe('expired');
  });

  it('end after a week, however busy', async () => {
    const token = await account.lead();
    for (let i = 0; i < 27; i += 1) {
      account.clock.now += 6 * hour;
      expect((await me(token)).kind).toBe('staff');
    }
    account.clock.now += 6 * hour;
    expect((await me(token)).kind).toBe('anyone');
  });

  it('a token that never was is nobody\'s', async () => {
    for (const token of ['s_'.padEnd(45, 'x'), 'x'.repeat(45), 'l_'.padEnd(24, 'x')]) expect(await answerOf(account.ask('staffList', {}, { token }))).toMatch(/unknown|link/);
  });

  it('signing out ends this one, signing out everywhere all of them', async () => {
    await account.lead();
    const [a, b, c] = await Promise.all([1, 2, 3].map(async () => (await signIn('lead')).token));
    await account.ask('signOut', {}, { token: a! });
    expect(await Promise.all([a!, b!].map(async (t) => (await me(t)).kind))).toEqual(['anyone', 'staff']);
    await account.ask('signOut', { everywhere: true }, { token: b! });
    expect(await Promise.all([b!, c!, await account.lead()].map(async (t) => (await me(t)).kind))).toEqual(['anyone', 'anyone', 'anyone']);
    expect(await answerOf(signIn('lead'))).toBe('ok');
  });

  it('a new password ends every other session and gives this browser a new one', async () => {
    await account.lead();
    const [here, there] = [(await signIn('lead')).token, (await signIn('lead')).token];
    const { token } = await account.ask('changePassword', { current: password, next: 'another-good-one-7' }, { token: here });
    expect(await Promise.all([token, here, there].map(async (t) => (await me(t)).kind))).toEqual(['staff', 'anyone', 'anyone']);
    expect(await answerOf(signIn('lead'))).toBe('sign_in');
    expect(await answerOf(signIn('lead', 'another-good-one-7'))).toBe('ok');
  });

  it('a session that is written while the password changes is over too', async () => {
    const token = await account.lead();
    const record = (await account.behind.get('session', {}))[0]!;
    await account.ask('changePassword', { current: password, next: 'another-good-one-7' }, { token });
    await account.behind.update('session', { _id: record['_id'] }, { $set: { revokedAt: 0 } });
    expect(await answerOf(account.ask('staffList', {}, { token }))).toBe('revoked');
  });

  test.each([['wrong', 'another-good-one-7', 'password'], [password, password, 'INVALID_INPUT'], [password, 'short', 'INVALID_INPUT'], [password, 'lead-lead-2026', 'INVALID_INPUT']])('from %s to %s: %s', async (current, next, answer) => {
    expect(await answerOf(account.ask('changePassword', { current, next }, { token: await account.lead() }))).toBe(answer);
    expect(await answerOf(signIn('lead'))).toBe('ok');
  });

  it('the current password cannot be guessed from an open screen', async () => {
    const token = await account.lead();
    for (let i = 0; i < 5; i += 1) await answerOf(account.ask('changePassword', { current: `guess ${i}`, next: 'another-good-one-7' }, { token }));
    expect(await refusalOf(account.ask('changePassword', { current: password, next: 'another-good-one-7' }, { token }))).toMatchObject({ code: 'TOO_MANY', retryAt: account.clock.now + 15 * minute });
  });
});

describe('accounts', () => {
  it('a new one has an initial password, shown once, that opens nothing but its own replacement', async () => {
    const lead = await account.lead();
    const { account: made, initialPassword } = await account.ask('staffSave', { userName: 'nurse1', name: '王护士', role: 'nurse', departments: 'all' }, { token: lead });
    expect(made).toMatchObject({ id: 'staff:nurse1', role: 'nurse', mustChange: true, disabled: false });
    const { token, mustChange } = await signIn('nurse1', initialPassword);
    expect([mustChange, await me(token)]).toEqual([true, expect.objectContaining({ mustChange: true })]);
    expect(await answerOf(account.ask('setLocale', { locale: 'en' }, { token }))).toBe('password_change');
    const changed = await account.ask('changePassword', { current: initialPassword, next: password }, { token });
    expect(await answerOf(account.ask('setLocale', { locale: 'en' }, { token: changed.token }))).toBe('ok');
    expect(await me(changed.token)).toMatchObject({ locale: 'en', mustChange: false });
  });

  it('a user name is given once, also when two give it at once', async () => {
    const lead = await account.lead();
    const make = () => account.ask('staffSave', { userName: 'nurse1', name: '王护士', role: 'nurse', departments: 'all' }, { token: lead });
    expect((await Promise.all([answerOf(make()), answerOf(make())])).sort()).toEqual(['ok', 'taken']);
  });

  it('a change counts only on the account as it was read', async () => {
    const lead = await account.lead();
    await account.colleague('nurse1', 'nurse');
    const { rev } = (await account.ask('staffList', {}, { token: lead })).staff.find((s) => s.id === 'staff:nurse1')!;
    const save = (name: string) => account.ask('staffSave', { id: 'staff:nurse1', rev, userName: 'nurse1', name, role: 'nurse', departments: 'all' }, { token: lead });
    expect(await answerOf(save('王护士'))).toBe('ok');
    expect(await answerOf(save('李护士'))).toBe('changed');
  });

  it('role and departments change at once, in open sessions too', async () => {
    const lead = await account.lead();
    const token = await account.colleague('ward1', 'ward', ['0402']);
    expect(await me(token)).toMatchObject({ role: 'ward', departments: ['0402'] });
    const { rev } = (await account.ask('staffList', {}, { token: lead })).staff.find((s) => s.id === 'staff:ward1')!;
    await account.ask('staffSave', { id: 'staff:ward1', rev, userName: 'ward1', name: '同事', role: 'ward', departments: ['0401', '0301', '0401'] }, { token: lead });
    expect(await me(token)).toMatchObject({ departments: ['0301', '0401'] });
  });

  it('disabling ends the sessions at once; enabling does not bring them back', async () => {
    const lead = await account.lead();
    const token = await account.colleague('nurse1', 'nurse');
    await account.ask('staffDisable', { id: 'staff:nurse1', reason: '离职' }, { token: lead });
    expect(await answerOf(account.ask('setLocale', { locale: 'en' }, { token }))).toMatch(/revoked|expired/);
    await account.ask('staffDisable', { id: 'staff:nurse1', disabled: false }, { token: lead });
    expect((await me(token)).kind).toBe('anyone');
    expect(await answerOf(signIn('nurse1'))).toBe('ok');
  });

  it('a forgotten password is replaced by an initial one, and what was open is closed', async () => {
    const lead = await account.lead();
    const token = await account.colleague('nurse1', 'nurse');
    for (let i = 0; i < 5; i += 1) await answerOf(signIn('nurse1', 'wrong-password-1'));
    const { rev } = (await account.ask('staffList', {}, { token: lead })).staff.find((s) => s.id === 'staff:nurse1')!;
    const { initialPassword } = await account.ask('staffSave', { id: 'staff:nurse1', rev, userName: 'nurse1', name: '同事', role: 'nurse', departments: 'all', resetPassword: true }, { token: lead });
    expect((await me(token)).kind).toBe('anyone');
    expect(await answerOf(signIn('nurse1'))).toBe('sign_in');
    expect(await signIn('nurse1', initialPassword)).toMatchObject({ mustChange: true });
  });

  it('nobody disables or resets themselves, and the last lead stays', async () => {
    const lead = await account.lead();
    expect(await answerOf(account.ask('staffDisable', { id: 'staff:lead' }, { token: lead }))).toBe('self');
    expect(await answerOf(account.ask('staffSave', { id: 'staff:lead', rev: 1, userName: 'lead', name: '陈', role: 'nurse', departments: 'all' }, { token: lead }))).toBe('self');
    expect(await answerOf(account.ask('staffSave', { id: 'staff:lead', rev: 1, userName: 'lead', name: '陈', role: 'lead', departments: 'all', resetPassword: true }, { token: lead }))).toBe('INVALID_INPUT');
  });

  it('two leads who disable each other at once leave a lead', async () => {
    const one = await account.lead();
    const two = await account.colleague('second', 'lead');
    await Promise.all([answerOf(account.ask('staffDisable', { id: 'staff:second' }, { token: one })), answerOf(account.ask('staffDisable', { id: 'staff:lead' }, { token: two }))]);
    expect(await account.behind.count('staff', { role: 'lead', disabled: false })).toBeGreaterThanOrEqual(1);
  });

  it('the information department manages everybody but leads and directors', async () => {
    const it = await account.colleague('it1', 'it');
    const save = (userName: string, role: Role, more = {}) => answerOf(account.ask('staffSave', { userName, name: '同事', role, departments: 'all', ...more }, { token: it }));
    expect([await save('n1', 'nurse'), await save('l1', 'lead'), await save('d1', 'director'), await save('lead', 'nurse', { id: 'staff:lead', rev: 1 }), await save('lead', 'lead', { id: 'staff:lead', rev: 1, resetPassword: true })])
      .toEqual(['ok', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
    expect(await answerOf(account.ask('staffDisable', { id: 'staff:lead' }, { token: it }))).toBe('FORBIDDEN');
  });

  it('an unknown account is refused like a foreign one', async () => {
    const it = await account.colleague('it1', 'it');
    const answers = await Promise.all(['staff:nobody', 'staff:lead'].map((id) => refusalOf(account.ask('staffDisable', { id }, { token: it }))));
    expect(answers[0]).toEqual(answers[1]);
  });

  test.each<[Role, string[]]>([
    ['nurse', []], ['agent', []], ['officer', []], ['ward', []], ['quality', []],
    ['director', ['staffList', 'auditOf']], ['it', ['staffList', 'staffSave', 'settings']], ['lead', ['staffList', 'staffSave', 'settings', 'auditOf']],
  ])('%s may %o', async (role, may) => {
    const token = role === 'lead' ? await account.lead() : await account.colleague('someone', role, ['0401']);
    const asked = {
      staffList: () => account.ask('staffList', {}, { token }), staffSave: () => account.ask('staffSave', { userName: 'n9', name: '同事', role: 'nurse', departments: 'all' }, { token }),
      settings: () => account.ask('settings', {}, { token }), auditOf: () => account.ask('auditOf', {}, { token }),
    };
    const open = [];
    for (const [name, ask] of Object.entries(asked)) if ((await answerOf(ask())) === 'ok') open.push(name);
    expect(open.sort()).toEqual([...may].sort());
  });
});

describe('settings and audit', () => {
  it('the hospital is saved by one at a time', async () => {
    const token = await account.lead();
    const { rev } = await account.ask('settings', {}, { token });
    const save = (name: string) => account.ask('saveSettings', { hospital: { ...hospital, name }, rev }, { token });
    expect((await save('白银第一医院')).name).toBe('白银第一医院');
    expect(await answerOf(save('白银第二医院'))).toBe('changed');
    expect(await answerOf(account.ask('saveSettings', { hospital: { ...hospital, phone: '12' }, rev: rev + 1 }, { token }))).toBe('INVALID_INPUT');
  });

  it('says who did what, by record and by day, and that nothing was altered', async () => {
    const token = await account.lead();
    const { initialPassword } = await account.ask('staffSave', { userName: 'nurse1', name: '王护士', role: 'nurse', departments: 'all' }, { token });
    const nurse = await signIn('nurse1', initialPassword);
    await account.ask('changePassword', { current: initialPassword, next: password }, { token: nurse.token });
    await account.ask('staffDisable', { id: 'staff:nurse1', reason: '离职' }, { token });
    const ofRecord = await account.ask('auditOf', { subject: 'staff:nurse1' }, { token });
    expect(ofRecord.rows.map((r) => r.action).sort()).toEqual(['account.changePassword', 'account.signIn', 'account.staffDisable', 'account.staffSave']);
    expect(ofRecord.rows.find((r) => r.action === 'account.staffDisable')).toMatchObject({ actor: 'staff:lead', actorName: '陈建华', reason: '离职', ip: '10.0.0.1' });
    const ofDay = await account.ask('auditOf', { day: '2026-11-20', actor: 'staff:lead' }, { token });
    expect([ofDay.rows.every((r) => r.actor === 'staff:lead'), ofDay.sealed, ofDay.broken]).toEqual([true, false, []]);
  });

  it('the hourly timer seals past days, and an altered row shows', async () => {
    const token = await account.lead();
    await signIn('lead');
    account.clock.now += day;
    expect(await account.timer()).toMatchObject({ ok: true, data: { sealed: ['2026-11-20'] } });
    expect(await account.timer()).toMatchObject({ ok: true, data: { sealed: [] } });
    const fresh = (await signIn('lead')).token;
    expect(await account.ask('auditOf', { day: '2026-11-20' }, { token: fresh })).toMatchObject({ sealed: true, broken: [] });
    await account.behind.update('audit', { day: '2026-11-20' }, { $set: { subject: 'staff:other' } });
    expect((await account.ask('auditOf', { day: '2026-11-20' }, { token: fresh })).broken).not.toEqual([]);
    expect((await me(token)).kind).toBe('anyone');
  });

  it('the timer forgets what is over', async () => {
    await account.lead();
    await answerOf(signIn('lead', 'wrong-password-1'));
    expect([await account.behind.count('session', {}), await account.behind.count('attempt', {})]).toEqual([1, 2]);
    account.clock.now += 20 * day;
    await account.timer();
    expect([await account.behind.count('session', {}), await account.behind.count('attempt', {})]).toEqual([0, 0]);
  });
});
