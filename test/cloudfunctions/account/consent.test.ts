import { createHash } from 'node:crypto';
import { day, hour, minute } from '../../../cloudfunctions/kit/calendar';
import { answerOf, openAccount, type Account, type From } from '../../support/account';

let account: Account;
let patient: From;
let daughter: From;
const [own, contact] = ['13812341234', '13912345678'];
beforeEach(async () => {
  account = await openAccount();
  await account.lead();
  account.patient('pat:1', { phone: own, contact });
  patient = await account.inWechat('o-patient', own);
  daughter = await account.inWechat('o-daughter', contact);
  await account.ask('bind', { patientId: 'pat:1', relation: 'self', birthMonth: '1966-05' }, patient);
  await account.ask('bind', { patientId: 'pat:1', relation: 'child', birthMonth: '1966-05' }, daughter);
});
afterEach(() => account.close());
type Purpose = 'care' | 'survey';
const state = async (from: From, purpose: Purpose = 'survey', locale: 'zh-CN' | 'en' = 'zh-CN') => (await account.ask('consents', { locale }, from)).consents.find((c) => c.purpose === purpose)!;
const give = async (from: From, purpose: Purpose = 'survey', locale: 'zh-CN' | 'en' = 'zh-CN') => {
  const { text } = await state(from, purpose, locale);
  return account.ask('giveConsent', { purpose, version: text.version, locale, hash: text.hash }, from);
};
const withdraw = (from: From, purpose: Purpose = 'survey') => account.ask('withdrawConsent', { purpose }, from);
const rows = () => account.behind.get('consent', {}, { order: { at: 1 } });

describe('agreeing', () => {
  it('is asked with the text in force, and kept with its version, its hash, the time and the person', async () => {
    const before = await state(patient);
    expect([before.state, before.mayAsk, before.mayGive, before.text.title]).toEqual(['none', true, true, '住院体验的意见']);
    expect(before.text.sections.map((s) => s.body).join()).toContain('白银示范医院');
    await give(patient);
    expect(await state(patient)).toMatchObject({ state: 'given', by: 'patient', at: account.clock.now, version: 'survey-1', mayAsk: false });
    expect(await rows()).toEqual([expect.objectContaining({ patientId: 'pat:1', purpose: 'survey', what: 'given', textVersion: 'survey-1', textHash: before.text.hash, locale: 'zh-CN', at: account.clock.now, n: 1 })]);
  });

  it('the text itself is kept as it was shown', async () => {
    await give(patient, 'survey', 'en');
    const [kept] = (await account.behind.get('consent_text', {})) as { _id: string; text: { hash: string; title: string } }[];
    const { hash, ...text } = kept!.text;
    expect(createHash('sha256').update(JSON.stringify(text)).digest('hex')).toBe(hash);
    expect([kept!._id, text.title]).toEqual([`text:${hash}`, 'Your opinion of the stay']);
  });

  it('to a text that has changed meanwhile is no agreement', async () => {
    const { text } = await state(patient);
    const token = await account.lead();
    const { rev, ...hospital } = await account.ask('settings', {}, { token });
    await account.ask('saveSettings', { hospital: { ...hospital, name: '白银第一医院' }, rev }, { token });
    expect(await answerOf(account.ask('giveConsent', { purpose: 'survey', version: text.version, locale: 'zh-CN', hash: text.hash }, patient))).toBe('text_changed');
    expect(await answerOf(account.ask('giveConsent', { purpose: 'survey', version: 'survey-0', locale: 'zh-CN', hash: text.hash }, patient))).toBe('text_changed');
    expect(await answerOf(give(patient))).toBe('ok');
  });

  it('to one purpose is none to the other', async () => {
    await give(patient, 'survey');
    expect((await state(patient, 'care')).state).toBe('none');
  });

  it('twice is once', async () => {
    await give(patient);
    account.clock.now += minute;
    await give(patient);
    expect(await rows()).toHaveLength(1);
  });
});

describe('withdrawing', () => {
  it('is one call, counts at once and stops what is open', async () => {
    await give(patient);
    account.clock.now += minute;
    const { consents } = await withdraw(patient);
    expect(consents.find((c) => c.purpose === 'survey')).toMatchObject({ state: 'withdrawn', by: 'patient', mayAsk: false, askAgainAt: account.clock.now + 90 * day, mayGive: true });
    expect(account.followup.stops).toEqual([{ patientId: 'pat:1', scope: 'survey', by: expect.stringMatching(/^person:wx:/) }]);
    expect(await account.stores.consents.allows('pat:1', 'survey')).toBe(false);
    expect(await account.stores.consents.allows('pat:1', 'care')).toBe(true);
  });

  it('of care stops everything', async () => {
    await withdraw(patient, 'care');
    expect(account.followup.stops.map((s) => s.scope)).toEqual(['all']);
  });

  it('works without ever having agreed', async () => {
    await withdraw(patient);
    expect((await state(patient)).state).toBe('withdrawn');
  });

  it('twice is once', async () => {
    await withdraw(patient);
    await withdraw(patient);
    expect([(await rows()).length, account.followup.stops.length]).toEqual([1, 1]);
  });

  it('is not asked about again for 90 days, but can be taken back at any time', async () => {
    await withdraw(patient);
    account.clock.now += 89 * day;
    expect((await state(patient)).mayAsk).toBe(false);
    account.clock.now += day;
    expect((await state(patient)).mayAsk).toBe(true);
    await give(patient);
    expect(await account.stores.consents.allows('pat:1', 'survey')).toBe(true);
  });

  it('that was cut off before followup knew is told by the timer, once', async () => {
    account.followup.failing = 1;
    expect(await answerOf(withdraw(patient))).toBe('UNAVAILABLE');
    expect([await account.stores.consents.allows('pat:1', 'survey'), account.followup.stops.length]).toEqual([false, 0]);
    account.clock.now += hour;
    expect(await account.timer()).toMatchObject({ data: { told: 1 } });
    expect(await account.timer()).toMatchObject({ data: { told: 0 } });
    expect(account.followup.stops).toHaveLength(1);
  });

  it('said again after being cut off tells followup at once', async () => {
    account.followup.failing = 1;
    await answerOf(withdraw(patient));
    await withdraw(patient);
    expect([(await rows()).length, account.followup.stops.length]).toEqual([1, 1]);
  });

  it('that was taken back before the timer came stops nothing', async () => {
    account.followup.failing = 1;
    await answerOf(withdraw(patient));
    account.clock.now += minute;
    await give(patient);
    account.clock.now += hour;
    await account.timer();
    expect(account.followup.stops).toEqual([]);
  });

  it('and agreeing at once, from two devices, ends in one clear state', async () => {
    const browser = await account.inBrowser(own);
    await account.ask('bind', { patientId: 'pat:1', relation: 'self', birthMonth: '1966-05' }, browser);
    await Promise.all([give(patient), withdraw(browser)]);
    const seen = await state(patient);
    expect(seen.state).not.toBe('none');
    expect((await state(browser)).state).toBe(seen.state);
    expect(await account.stores.consents.allows('pat:1', 'survey')).toBe(seen.state === 'given');
    expect(account.followup.stops.length).toBeGreaterThanOrEqual(seen.state === 'withdrawn' ? 1 : 0);
  });
});

describe('who decides what', () => {
  it('family switches their own messages off, nobody else\'s', async () => {
    await withdraw(daughter);
    expect([(await state(daughter)).state, (await state(patient)).state, account.followup.stops]).toEqual(['withdrawn', 'none', []]);
    expect(await account.stores.consents.allows('pat:1', 'survey')).toBe(true);
    const off = async () => (await account.stores.people.openidsOf('pat:1', account.clock.now)).map((r) => r.off);
    expect(await off()).toEqual([[], ['survey']]);
    account.clock.now += minute;
    await give(daughter);
    expect(await off()).toEqual([[], []]);
  });

  it('family\'s yes does not lift the patient\'s no', async () => {
    await withdraw(patient);
    account.clock.now += minute;
    await give(daughter);
    expect(await account.stores.consents.allows('pat:1', 'survey')).toBe(false);
  });

  it('a child\'s guardian decides for the child', async () => {
    account.patient('pat:kid', { phone: own, birthDate: '2016-03-01' });
    await account.ask('bind', { patientId: 'pat:kid', relation: 'parent', guardian: true, birthMonth: '2016-03' }, patient);
    expect(await answerOf(account.ask('withdrawConsent', { purpose: 'survey' }, patient))).toBe('FORBIDDEN');
    await account.ask('withdrawConsent', { patientId: 'pat:kid', purpose: 'survey' }, patient);
    expect(account.followup.stops).toEqual([expect.objectContaining({ patientId: 'pat:kid', scope: 'survey' })]);
    expect(await rows()).toEqual([expect.objectContaining({ by: 'guardian', level: 'patient' })]);
  });

  it('whoever holds an SMS link agrees and withdraws for its patient, and no other', async () => {
    const from = { token: await account.link('patient') };
    await give(from);
    expect(await state(patient)).toMatchObject({ state: 'given', by: 'link' });
    account.clock.now += minute;
    await withdraw(from);
    expect(account.followup.stops).toHaveLength(1);
    account.patient('pat:2');
    expect(await answerOf(account.ask('consents', { patientId: 'pat:2' }, from))).toBe('FORBIDDEN');
  });

  it('a link does not lift the patient\'s no; a proven link of the patient does', async () => {
    await withdraw(patient);
    account.clock.now += minute;
    const [bare, family] = [{ token: await account.link('patient') }, { token: await account.link('contact') }];
    expect([await answerOf(give(bare)), await answerOf(give(family)), (await state(bare)).mayGive]).toEqual(['withdrawn_by_patient', 'withdrawn_by_patient', false]);
    const { token } = await account.ask('verifyLink', { birthMonth: '1966-05' }, { token: bare.token });
    expect(await answerOf(give({ token }))).toBe('ok');
    const proven = await account.ask('verifyLink', { birthMonth: '1966-05' }, { token: family.token });
    account.clock.now += minute;
    await withdraw(patient);
    account.clock.now += minute;
    expect(await answerOf(give({ token: proven.token }))).toBe('withdrawn_by_patient');
  });

  it('a page of patients is asked for at once', async () => {
    account.patient('pat:2');
    await withdraw(patient);
    expect([...(await account.stores.consents.refused(['pat:1', 'pat:2', ...Array.from({ length: 700 }, (_, i) => `pat:x${i}`)], 'survey'))]).toEqual(['pat:1']);
  });

  it('staff do not decide for a patient', async () => {
    const token = await account.lead();
    expect([await answerOf(account.ask('consents', { patientId: 'pat:1' }, { token })), await answerOf(account.ask('withdrawConsent', { patientId: 'pat:1', purpose: 'survey' }, { token }))]).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  });
});
