import { day, hour, minute } from '../../../cloudfunctions/kit/calendar';
import type { Relation } from '../../../cloudfunctions/kit/contract';
import { answerOf, openAccount, refusalOf, type Account, type From } from '../../support/account';

let account: Account;
let patient: From;
let daughter: From;
const [own, contact, strange] = ['13812341234', '13912345678', '13700000000'];
beforeEach(async () => {
  account = await openAccount();
  account.patient('pat:1', { phone: own, contact });
  patient = await account.inWechat('o-patient', own);
  daughter = await account.inWechat('o-daughter', contact);
});
afterEach(() => account.close());
const bind = (from: From, relation: Relation, more: { patientId?: string; birthMonth?: string; guardian?: boolean } = {}) => account.ask('bind', { patientId: 'pat:1', relation, birthMonth: '1966-05', ...more }, from);
const represents = async (from: From) => {
  const me = await account.ask('me', {}, from);
  return me.kind === 'person' ? me.represents : [];
};
const personId = async (from: From) => (await account.behind.get('person', { openid: from.openid! }))[0]!['_id'] as string;
const both = async () => {
  await bind(patient, 'self');
  await bind(daughter, 'child');
};

describe('finding one\'s record', () => {
  it('by the own or the contact number, masked', async () => {
    expect(await account.ask('matches', {}, patient)).toEqual({ matches: [{ patientId: 'pat:1', name: '张*三', through: 'own', dischargeDay: '2026-11-18', relation: 'self', guardian: false, bound: false }] });
    expect(await account.ask('matches', {}, daughter)).toEqual({ matches: [{ patientId: 'pat:1', name: '张*三', through: 'contact', dischargeDay: '2026-11-18', relation: 'child', guardian: false, bound: false }] });
    expect(await account.ask('matches', {}, await account.inBrowser(strange))).toEqual({ matches: [] });
  });

  it('shows the latest stay that this person may know of', async () => {
    account.register.stays.push({ patientId: 'pat:1', dischargeDay: '2026-11-19', sensitive: true, cancelled: false, cleared: false });
    const dayFor = async (from: From) => (await account.ask('matches', {}, from)).matches[0]?.dischargeDay;
    expect([await dayFor(patient), await dayFor(daughter)]).toEqual(['2026-11-19', '2026-11-18']);
  });

  it('family does not even learn that there is a patient with sensitive stays only', async () => {
    account.patient('pat:2', { phone: own, contact }, [{ sensitive: true }]);
    expect((await account.ask('matches', {}, daughter)).matches.map((m) => m.patientId)).toEqual(['pat:1']);
    const [hidden, missing] = await Promise.all(['pat:2', 'pat:none'].map((patientId) => refusalOf(bind(daughter, 'child', { patientId }))));
    expect(hidden).toEqual(missing);
    expect(await answerOf(bind(patient, 'self', { patientId: 'pat:2' }))).toBe('ok');
  });
});

describe('beginning to act', () => {
  it('as oneself, with everything; as family, without hearing', async () => {
    await both();
    expect(await represents(patient)).toEqual([{ patientId: 'pat:1', name: '张*三', as: 'patient', relation: 'self', mayHear: true }]);
    expect(await represents(daughter)).toEqual([{ patientId: 'pat:1', name: '张*三', as: 'family', relation: 'child', mayHear: false }]);
  });

  it('answers with who one is now', async () => {
    expect((await bind(daughter, 'child')).me).toEqual(await account.ask('me', {}, daughter));
  });

  it('the same number in a browser finds the same patient', async () => {
    const browser = await account.inBrowser(own);
    await bind(browser, 'self');
    expect(await represents(browser)).toHaveLength(1);
  });

  test.each<[string, () => Promise<unknown>, string]>([
    ['a stranger', async () => bind(await account.inBrowser(strange), 'child'), 'FORBIDDEN'],
    ['nobody', () => bind({}, 'self'), 'UNAUTHENTICATED'],
    ['an openid without a number', () => bind({ openid: 'o-new' }, 'self'), 'UNAUTHENTICATED'],
    ['an unknown patient', () => bind(patient, 'self', { patientId: 'pat:none' }), 'FORBIDDEN'],
    ['family as oneself', () => bind(daughter, 'self'), 'INVALID_INPUT'],
    ['a wrong month', () => bind(patient, 'self', { birthMonth: '1966-06' }), 'birth_month'],
    ['a month that is none', () => bind(patient, 'self', { birthMonth: '1966-13' }), 'INVALID_INPUT'],
  ])('%s is refused', async (_, ask, answer) => {
    expect(await answerOf(ask())).toBe(answer);
    expect(await account.behind.count('relationship', {})).toBe(0);
  });

  it('a number that was found wrong opens nothing', async () => {
    account.register.patients.set('pat:1', { ...account.register.patients.get('pat:1')!, phoneHash: '' });
    expect(await answerOf(bind(patient, 'self'))).toBe('FORBIDDEN');
  });

  it('five wrong months lock this number for this patient for 30 minutes, from any device, and nobody else', async () => {
    const browser = await account.inBrowser(own);
    for (let i = 0; i < 4; i += 1) expect(await answerOf(bind(i % 2 ? patient : browser, 'self', { birthMonth: `1970-0${i + 1}` }))).toBe('birth_month');
    const retryAt = account.clock.now + 30 * minute;
    expect(await refusalOf(bind(patient, 'self', { birthMonth: '1970-09' }))).toMatchObject({ code: 'TOO_MANY', retryAt });
    expect(await refusalOf(bind(browser, 'self'))).toMatchObject({ code: 'TOO_MANY', retryAt });
    expect(await answerOf(bind(daughter, 'child'))).toBe('ok');
    account.clock.now = retryAt;
    expect(await answerOf(bind(patient, 'self'))).toBe('ok');
  });

  it('a strange number cannot use the patient\'s tries up', async () => {
    const stranger = await account.inBrowser(strange);
    for (let i = 0; i < 6; i += 1) expect(await answerOf(bind(stranger, 'child', { birthMonth: '1970-01' }))).toBe('FORBIDDEN');
    expect(await answerOf(bind(patient, 'self'))).toBe('ok');
  });

  it('for a child a guardian acts, hears, and stops on the fourteenth birthday', async () => {
    account.patient('pat:kid', { phone: own, contact, birthDate: '2012-11-22', name: '张小宝' });
    expect((await account.ask('matches', {}, patient)).matches.find((m) => m.patientId === 'pat:kid')).toMatchObject({ guardian: true, relation: 'parent' });
    const kid = { patientId: 'pat:kid', birthMonth: '2012-11' };
    expect((await refusalOf(bind(patient, 'parent', kid))).fields).toEqual([{ path: 'guardian', problem: 'guardian_needed' }]);
    expect((await refusalOf(bind(patient, 'self', { ...kid, guardian: true }))).fields).toEqual([{ path: 'relation', problem: 'guardian_relation' }]);
    await bind(patient, 'parent', { ...kid, guardian: true });
    expect(await represents(patient)).toEqual([expect.objectContaining({ patientId: 'pat:kid', as: 'family', mayHear: true })]);
    account.clock.now += 2 * day;
    expect(await represents(patient)).toEqual([expect.objectContaining({ patientId: 'pat:kid', as: 'family', mayHear: false })]);
  });

  it('every step of it is a row', async () => {
    await answerOf(bind(patient, 'self', { birthMonth: '1970-01' }));
    await both();
    await account.ask('allowHear', { patientId: 'pat:1', personId: await personId(daughter), allow: true }, patient);
    await account.ask('removeRepresentative', { patientId: 'pat:1', personId: await personId(daughter) }, patient);
    const rows = await account.behind.get('audit', { subject: 'pat:1' }, { order: { at: 1 } });
    expect(rows.map((r) => r['action']).sort()).toEqual(['account.allowHear', 'account.bind', 'account.bind', 'account.removeRepresentative', 'account.wrongBirthMonth']);
    expect(((await account.behind.get('relationship', { as: 'family' }))[0]!['history'] as { what: string }[]).map((h) => h.what)).toEqual(['bound_child', 'may_hear', 'removed']);
  });
});

describe('the patient decides', () => {
  beforeEach(both);
  const list = async (from: From) => account.ask('representatives', { patientId: 'pat:1' }, from);
  const about = async (action: 'removeRepresentative' | 'restoreRepresentative', who: From, by: From) => answerOf(account.ask(action, { patientId: 'pat:1', personId: await personId(who) }, by));
  const hear = async (who: From, by: From, allow = true) => answerOf(account.ask('allowHear', { patientId: 'pat:1', personId: await personId(who), allow }, by));

  it('and sees everybody; family sees themselves', async () => {
    const seen = await list(patient);
    expect([seen.mayManage, seen.representatives.map((r) => [r.relation, r.phone, r.me, r.mayHear, r.state])]).toEqual([true, [['self', '138****1234', true, true, 'active'], ['child', '139****5678', false, false, 'active']]]);
    const own = await list(daughter);
    expect([own.mayManage, own.representatives.map((r) => r.relation)]).toEqual([false, ['child']]);
  });

  it('who may hear', async () => {
    expect(await hear(daughter, patient)).toBe('ok');
    expect(await represents(daughter)).toEqual([expect.objectContaining({ mayHear: true })]);
    expect(await hear(daughter, patient, false)).toBe('ok');
    expect(await represents(daughter)).toEqual([expect.objectContaining({ mayHear: false })]);
  });

  it('who no longer acts: at once, and not again by themselves', async () => {
    await hear(daughter, patient);
    expect(await about('removeRepresentative', daughter, patient)).toBe('ok');
    expect(await represents(daughter)).toEqual([]);
    expect(await answerOf(list(daughter))).toBe('FORBIDDEN');
    expect(await answerOf(bind(daughter, 'child'))).toBe('removed');
    expect((await account.ask('matches', {}, daughter)).matches).toEqual([]);
    expect(await about('restoreRepresentative', daughter, patient)).toBe('ok');
    expect(await represents(daughter)).toEqual([expect.objectContaining({ as: 'family', mayHear: false })]);
  });

  it('a family member may go, and come back', async () => {
    expect(await about('removeRepresentative', daughter, daughter)).toBe('ok');
    expect(await about('removeRepresentative', daughter, daughter)).toBe('FORBIDDEN');
    expect(await about('restoreRepresentative', daughter, patient)).toBe('FORBIDDEN');
    expect(await answerOf(bind(daughter, 'child'))).toBe('ok');
  });

  it('family decides nothing of it', async () => {
    expect([await hear(daughter, daughter), await about('removeRepresentative', patient, daughter), await answerOf(account.ask('allowSensitive', { patientId: 'pat:1', family: true, sms: true }, daughter))]).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
  });

  it('nothing of it is decided for a patient whom one does not represent, known or not', async () => {
    account.patient('pat:2', { phone: strange });
    const daughterId = await personId(daughter);
    for (const patientId of ['pat:2', 'pat:none']) {
      const answers = await Promise.all([
        refusalOf(account.ask('representatives', { patientId }, patient)), refusalOf(account.ask('allowHear', { patientId, personId: daughterId, allow: true }, patient)),
        refusalOf(account.ask('removeRepresentative', { patientId, personId: daughterId }, patient)), refusalOf(account.ask('allowSensitive', { patientId, family: true, sms: true }, patient)),
        refusalOf(account.ask('consents', { patientId }, patient)),
      ]);
      expect(answers.map((a) => [a.code, a.reason, a.message])).toEqual(answers.map(() => ['FORBIDDEN', undefined, 'not allowed or not found']));
    }
  });

  it('whether family sees sensitive stays', async () => {
    account.patient('pat:2', { phone: own, contact }, [{ sensitive: true }]);
    await bind(patient, 'self', { patientId: 'pat:2' });
    await account.ask('allowSensitive', { patientId: 'pat:2', family: true, sms: false }, patient);
    expect(await account.ask('representatives', { patientId: 'pat:2' }, patient)).toMatchObject({ familySensitive: true, smsSensitive: false });
    expect((await account.ask('matches', {}, daughter)).matches.map((m) => m.patientId).sort()).toEqual(['pat:1', 'pat:2']);
  });
});

describe('who can be reached in WeChat', () => {
  it('the patient first, then family as bound; nobody who left, no browser', async () => {
    await bind(daughter, 'child');
    await bind(patient, 'self');
    await bind(await account.inBrowser(own), 'self');
    const now = account.clock.now;
    const reach = async () => (await account.stores.people.openidsOf('pat:1', now)).map((r) => [r.openid, r.as, r.mayHear]);
    expect(await reach()).toEqual([['o-patient', 'patient', true], ['o-daughter', 'family', false]]);
    await account.ask('removeRepresentative', { patientId: 'pat:1', personId: await personId(daughter) }, patient);
    expect(await reach()).toEqual([['o-patient', 'patient', true]]);
    expect([...(await account.stores.people.recipientsOf(['pat:1', 'pat:none'], now)).keys()]).toEqual(['pat:1']);
    expect(await account.stores.people.openidsOf('pat:none', now + hour)).toEqual([]);
  });
});
