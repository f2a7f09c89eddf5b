import fc from 'fast-check';
import type { Relation, Role } from '../../../cloudfunctions/kit/contract';
import { addDays, ageOn, day, hour, instantAt, minute } from '../../../cloudfunctions/kit/calendar';
import {
  bindingOf, bindingProblem, fourteenth, isChild, isGuardian, mayHearToday, maySeeStay, throughOf, visibleStays, type PatientFacts, type Relationship, type StayFacts,
} from '../../../cloudfunctions/account/rules/binding';
import { allows, consentNow, consentText, coolDown, currentVersion, levelOf, mayAsk, mayGive, type ConsentBy, type ConsentRow } from '../../../cloudfunctions/account/rules/consent';
import { endOfDay, sessionEnd, worthTouching } from '../../../cloudfunctions/account/rules/session';
import { initialPassword, passwordProblem, scopeProblem, staffProblem } from '../../../cloudfunctions/account/rules/staff';
import { UserName } from '../../../cloudfunctions/account/contract';
import { hospital } from '../../support/account';

const now = instantAt('2026-11-20', '10:00');

describe('passwords', () => {
  test.each([
    ['short1', 'too_short'], ['longenoughbutnodigit', undefined], ['onlyletters', 'needs_letter_and_digit'], ['1357902468', 'needs_letter_and_digit'], ['随访中心工作人员的密码很长不好猜', undefined],
    ['nurse1-2026-xy', 'contains_user_name'], ['NURSE1-2026-xy', 'contains_user_name'], ['password12', 'common'], ['Suifang2026', 'common'], ['1234567890a', 'common'], ['abcdefghij1', 'common'], ['qwertyuiop1', 'common'],
    ['aaaaaaaaa1', 'common'], ['jiankang 2026 hao', undefined], ['k7m-qp2-xz9', undefined],
  ])('%s: %s', (password, problem) => {
    expect(passwordProblem(password, 'nurse1')).toBe(problem);
  });

  it('an initial password is a good one, whatever the random bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
      const made = initialPassword(bytes);
      expect(made).toMatch(/^([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/);
      if (new Set(bytes.map((b) => b % 31)).size > 8) expect(['common', undefined]).toContain(passwordProblem(made, 'nurse1'));
    }));
    expect(passwordProblem(initialPassword(Uint8Array.from([3, 141, 59, 26, 53, 58, 97, 93, 23, 84, 62, 64, 33, 83, 27, 95])), 'nurse1')).toBeUndefined();
  });

  test.each([['nurse1', true], ['10086', true], ['Chen.Jianhua', true], [' nurse1 ', true], ['陈建华', false], ['13812341234', false], ['a', false], ['a:b', false], ['$where', false]])('%s is a user name: %s', (name, is) => {
    expect(UserName.safeParse(name).success).toBe(is);
  });
});

describe('who manages whose account', () => {
  const account = (role: Role, id = 'staff:b') => ({ id, role, disabled: false });
  test.each<[Role, Role | null, Role, string | undefined]>([
    ['lead', null, 'lead', undefined], ['lead', 'director', 'nurse', undefined], ['it', null, 'nurse', undefined], ['it', 'nurse', 'ward', undefined],
    ['it', null, 'lead', 'not_allowed'], ['it', null, 'director', 'not_allowed'], ['it', 'nurse', 'lead', 'not_allowed'], ['it', 'lead', 'nurse', 'not_allowed'], ['it', 'lead', 'lead', 'not_allowed'],
    ['nurse', null, 'nurse', 'not_allowed'], ['director', 'nurse', 'nurse', 'not_allowed'], ['ward', 'ward', 'ward', 'not_allowed'],
  ])('%s makes %s a %s: %s', (actor, target, role, problem) => {
    expect(staffProblem({ id: 'staff:a', role: actor }, target && account(target), role)).toBe(problem);
  });

  it('nobody changes their own role', () => {
    expect(staffProblem({ id: 'staff:a', role: 'lead' }, account('lead', 'staff:a'), 'nurse')).toBe('self');
    expect(staffProblem({ id: 'staff:a', role: 'lead' }, account('lead', 'staff:a'), 'lead')).toBeUndefined();
  });

  test.each<[Role, 'all' | string[], string | undefined]>([['ward', 'all', 'needs_department'], ['ward', [], 'needs_department'], ['ward', ['0402'], undefined], ['nurse', 'all', undefined], ['nurse', [], 'needs_department']])('%s with %s: %s', (role, departments, problem) => {
    expect(scopeProblem(role, departments)).toBe(problem);
  });
});

describe('sessions', () => {
  it('of staff slide by twelve hours, a week at most', () => {
    expect(sessionEnd('staff', now, now + 3 * hour) - now).toBe(15 * hour);
    expect(sessionEnd('staff', now, now + 7 * day - minute) - now).toBe(7 * day);
  });
  it('are written again only when that moves the end by five minutes', () => {
    const session = { createdAt: now, expiresAt: sessionEnd('staff', now, now) };
    expect([4 * minute, 5 * minute].map((later) => worthTouching('staff', session, now + later))).toEqual([false, true]);
    expect(worthTouching('link', { createdAt: now, expiresAt: sessionEnd('link', now, now) }, now + hour)).toBe(false);
  });
  test.each([['00:00', '2026-11-21'], ['23:59', '2026-11-21']])('a daily limit of %s ends at midnight in Shanghai', (time, next) => {
    expect(endOfDay(instantAt('2026-11-20', time))).toBe(instantAt(next));
  });
});

const patient: PatientFacts = { patientId: 'pat:1', name: '张小三', birthDate: '1966-05-12', phoneHash: 'own', contactPhoneHash: 'contact', contactRelation: 'child', allowFamilySensitive: false, allowSmsSensitive: false };
const child: PatientFacts = { ...patient, birthDate: '2014-11-21' };
const stay: StayFacts = { patientId: 'pat:1', dischargeDay: '2026-11-18', sensitive: false, cancelled: false, cleared: false };
const today = '2026-11-20';
const known = (more: Partial<Relationship>): Relationship => ({ ...bindingOf({ personId: 'p', patient, relation: 'child', guardian: false, known: null, now, today }), ...more });

describe('acting for a patient', () => {
  test.each<[string, Partial<Parameters<typeof bindingProblem>[0]>, string | undefined]>([
    ['the own number as oneself', { phoneHash: 'own', relation: 'self' }, undefined],
    ['the own number in the family\'s hands', { phoneHash: 'own', relation: 'spouse' }, undefined],
    ['the contact number as family', { phoneHash: 'contact', relation: 'child' }, undefined],
    ['the contact number as oneself', { phoneHash: 'contact', relation: 'self' }, 'self_needs_own_number'],
    ['another number', { phoneHash: 'other', relation: 'child' }, 'unknown'],
    ['no number', { phoneHash: '', relation: 'self', patient: { ...patient, phoneHash: '', contactPhoneHash: '' } }, 'unknown'],
    ['a patient who does not exist', { patient: null, phoneHash: 'own', relation: 'self' }, 'unknown'],
    ['only a cancelled stay', { phoneHash: 'own', relation: 'self', stays: [{ ...stay, cancelled: true }] }, 'unknown'],
    ['family and only a sensitive stay', { phoneHash: 'contact', relation: 'child', stays: [{ ...stay, sensitive: true }] }, 'unknown'],
    ['family and a sensitive stay that the patient opened', { phoneHash: 'contact', relation: 'child', stays: [{ ...stay, sensitive: true }], patient: { ...patient, allowFamilySensitive: true } }, undefined],
    ['the patient and a sensitive stay', { phoneHash: 'own', relation: 'self', stays: [{ ...stay, sensitive: true }] }, undefined],
    ['whom the patient removed', { phoneHash: 'contact', relation: 'child', known: known({ state: 'removed', removedBy: 'patient' }) }, 'removed'],
    ['who removed themselves', { phoneHash: 'contact', relation: 'child', known: known({ state: 'removed', removedBy: 'self' }) }, undefined],
    ['a removed stranger learns no more than a stranger', { phoneHash: 'other', relation: 'child', known: known({ state: 'removed', removedBy: 'patient' }) }, 'unknown'],
    ['a child without a guardian\'s word', { patient: child, phoneHash: 'own', relation: 'parent' }, 'guardian_needed'],
    ['a child\'s guardian', { patient: child, phoneHash: 'contact', relation: 'parent', guardian: true }, undefined],
    ['a grandparent who is the guardian', { patient: child, phoneHash: 'own', relation: 'grandparent', guardian: true }, undefined],
    ['a child for itself', { patient: child, phoneHash: 'own', relation: 'self', guardian: true }, 'guardian_relation'],
    ['a child\'s spouse', { patient: child, phoneHash: 'own', relation: 'spouse', guardian: true }, 'guardian_relation'],
    ['a child\'s sensitive stay that nobody cleared', { patient: child, phoneHash: 'own', relation: 'parent', guardian: true, stays: [{ ...stay, sensitive: true }] }, 'unknown'],
    ['a child\'s sensitive stay that the ward cleared', { patient: child, phoneHash: 'own', relation: 'parent', guardian: true, stays: [{ ...stay, sensitive: true, cleared: true }] }, undefined],
    ['a child of fourteen today', { patient: { ...child, birthDate: '2012-11-20' }, phoneHash: 'own', relation: 'self' }, undefined],
  ])('%s', (_, facts, problem) => {
    expect(bindingProblem({ patient, stays: [stay], phoneHash: '', relation: 'self', guardian: false, known: null, today, ...facts })).toBe(problem);
  });

  it('a number is the own one before it is the contact', () => {
    expect(throughOf({ phoneHash: 'a', contactPhoneHash: 'a' }, 'a')).toBe('own');
    expect(throughOf({ phoneHash: '', contactPhoneHash: '' }, '')).toBeUndefined();
  });

  it('family never sees a sensitive stay that the patient did not open, whatever else is true', () => {
    fc.assert(fc.property(fc.array(fc.record({ sensitive: fc.boolean(), cancelled: fc.boolean(), cleared: fc.boolean() }), { maxLength: 5 }), fc.boolean(), (stays, allow) => {
      const all = stays.map((s) => ({ ...stay, ...s }));
      const seen = visibleStays({ ...patient, allowFamilySensitive: allow }, all, 'contact', today);
      expect(seen.some((s) => s.cancelled || (s.sensitive && !allow))).toBe(false);
      expect(visibleStays(patient, all, 'own', today)).toHaveLength(all.filter((s) => !s.cancelled).length);
    }));
    expect(maySeeStay({ as: 'family', guardian: true }, { sensitive: true, cleared: false }, { allowFamilySensitive: true })).toBe(false);
  });

  it('a guardian is one until the fourteenth birthday, to the day', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 9000 }).map((n) => addDays('2000-01-01', n)), (birth) => {
      const birthday = fourteenth(birth);
      expect([ageOn(birth, addDays(birthday, -1)), ageOn(birth, birthday)]).toEqual([13, 14]);
      expect([isGuardian({ guardianUntil: birthday }, addDays(birthday, -1)), isGuardian({ guardianUntil: birthday }, birthday)]).toEqual([true, false]);
      expect(isChild(birth, birthday)).toBe(false);
    }));
  });

  it('hearing: the patient always, family when allowed, a guardian until the birthday', () => {
    expect(mayHearToday(known({}), today)).toBe(false);
    expect(mayHearToday(known({ mayHear: true }), today)).toBe(true);
    expect(mayHearToday(bindingOf({ personId: 'p', patient, relation: 'self', guardian: false, known: null, now, today }), today)).toBe(true);
    const guardian = bindingOf({ personId: 'p', patient: { ...child, birthDate: '2012-11-21' }, relation: 'parent', guardian: true, known: null, now, today });
    expect([mayHearToday(guardian, today), mayHearToday(guardian, '2026-11-21')]).toEqual([true, false]);
  });

  it('claiming to be the guardian of an adult gives nothing', () => {
    const r = bindingOf({ personId: 'p', patient, relation: 'child', guardian: true, known: null, now, today });
    expect([r.as, r.guardianUntil, r.mayHear]).toEqual(['family', '', false]);
  });

  it('who was the patient and comes back as family does not keep the patient\'s ear', () => {
    const before = bindingOf({ personId: 'p', patient, relation: 'self', guardian: false, known: null, now, today });
    expect(bindingOf({ personId: 'p', patient, relation: 'child', guardian: false, known: before, now, today }).mayHear).toBe(false);
  });
});

describe('consent', () => {
  const row = (what: ConsentRow['what'], at: number, by: ConsentBy = 'patient', more: Partial<ConsentRow> = {}): ConsentRow =>
    ({ _id: `${at}`, personId: by, patientId: 'pat:1', purpose: 'survey', n: 1, what, by, level: levelOf(by), textVersion: 'survey-1', textHash: '', locale: 'zh-CN', at, told: at, ...more });

  it('the newest decision counts, in whatever order the rows come', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 8 }), fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), (times, given) => {
      const rows = times.map((at, i) => row(given[i] ? 'given' : 'withdrawn', at));
      const last = rows.reduce((a, b) => (b.at > a.at ? b : a));
      expect(consentNow([...rows].reverse(), 'survey')).toMatchObject({ state: last.what, at: last.at });
    }));
  });

  it('of a yes and a no at the same instant the no counts', () => {
    expect(consentNow([row('withdrawn', 5), row('given', 5)], 'survey').state).toBe('withdrawn');
    expect(consentNow([row('given', 5), row('withdrawn', 5)], 'survey').state).toBe('withdrawn');
  });

  it('what a family member decides is theirs alone', () => {
    const rows = [row('given', 1), row('withdrawn', 2, 'family')];
    expect(consentNow(rows, 'survey').state).toBe('given');
    expect(consentNow(rows, 'survey', 'family').state).toBe('withdrawn');
    expect(consentNow(rows, 'survey', 'someone').state).toBe('none');
  });

  it('purposes do not touch each other', () => {
    expect(consentNow([row('withdrawn', 1)], 'care')).toEqual({ state: 'none', at: 0, by: '', version: '' });
  });

  test.each<[string, ConsentRow[], boolean]>([
    ['nothing', [], true], ['a yes', [row('given', 1)], true], ['a no', [row('withdrawn', 1)], false], ['a no and then a yes', [row('withdrawn', 1), row('given', 2)], true],
  ])('after %s the patient may be contacted: %#', (_, rows, may) => {
    expect(allows(consentNow(rows, 'survey'))).toBe(may);
  });

  test.each<[string, ConsentRow[], number, boolean]>([
    ['never asked', [], 0, true],
    ['a yes to this text', [row('given', 10)], 10 + 1000 * day, false],
    ['a yes to an older text', [row('given', 10, 'patient', { textVersion: 'survey-0' })], 20, true],
    ['a no, a day before the 90 are over', [row('withdrawn', 10)], 10 + coolDown - day, false],
    ['a no, 90 days later', [row('withdrawn', 10)], 10 + coolDown, true],
  ])('%s: asks %#', (_, rows, at, asks) => {
    expect(mayAsk(consentNow(rows, 'survey'), 'survey-1', at)).toBe(asks);
  });

  test.each<[ConsentBy, ConsentBy, boolean]>([['patient', 'patient', true], ['patient', 'guardian', true], ['patient', 'link', false], ['guardian', 'link', false], ['link', 'link', true], ['link', 'patient', true]])('a no by %s is lifted by %s: %s', (no, writer, may) => {
    expect(mayGive(consentNow([row('withdrawn', 1, no)], 'survey'), writer)).toBe(may);
  });

  it.each(['care', 'survey'] as const)('the text for %s says who, why, what, how, how long and which rights, in both languages', (purpose) => {
    const [zh, en] = (['zh-CN', 'en'] as const).map((locale) => consentText(purpose, currentVersion(purpose), locale, hospital)!);
    for (const text of [zh!, en!]) {
      const whole = JSON.stringify(text);
      for (const fact of [hospital.name, hospital.phone, hospital.privacyContact.phone, '3', '15', 'SMS|短信']) expect(whole).toMatch(new RegExp(fact));
      expect(whole).not.toMatch(/[{][a-z]+[}]|undefined|！|!/);
      expect(text.sections).toHaveLength(7);
    }
    expect(en!.sections.map((s) => s.body.length > 20)).not.toContain(false);
  });

  it('knows no text that never was', () => {
    expect(consentText('care', 'care-0', 'zh-CN', hospital)).toBeUndefined();
    expect(consentText('care', currentVersion('survey'), 'zh-CN', hospital)).toBeUndefined();
  });
});
