import { hour, minute } from '../../../cloudfunctions/kit/calendar';
import type { Step } from '../../../cloudfunctions/followup/contract';
import { stepsFor } from '../../../cloudfunctions/followup/rules/plan';
import { afterAnswer, guard, linkOf, smsParams, targetsOf, thing, wechatData, wechatPage, wechatTime, type Facts, type PatientFacts, type Recipient, type StayFacts } from '../../../cloudfunctions/notice/rules';
import templates from '../../../cloudfunctions/notice/templates.json';
import { judgeWechat, readTemplateIds } from '../../../cloudfunctions/notice/wechat';
import { aStay, at, wall } from '../../support/stay';

const [first, full] = stepsFor(aStay('2026-11-18 15:00'), at('2026-11-18 18:00')) as [Step, Step];
const invited: Step = { ...first, state: 'invited', invitedAt: at('2026-11-19 10:00') };
const patient: PatientFacts = {
  name: '张小三', death: 'no', noContact: false, phoneHash: '#own', contactPhoneHash: '#child', phoneInvalid: false, contactInvalid: false, contactRelation: 'child', allowSmsSensitive: false, allowFamilySensitive: false,
};
const stay: StayFacts = { sensitive: false, state: 'finished', readmitted: false, decision: '' };
const ordinary: Facts = { step: invited, stay, patient, refused: false, complaining: false, inDanger: false, sent: [] };

describe('the last look before sending', () => {
  const look = (more: Partial<Facts>, now = '2026-11-19 10:01', kind: 'invite' | 'remind' | 'alert' | 'overdue' = 'invite', purpose: 'care' | 'survey' = 'care') => {
    const said = guard({ kind, purpose }, { ...ordinary, ...more }, at(now));
    return said.do === 'cancel' ? `cancel ${said.reason}` : said.do === 'wait' ? `wait until ${wall(said.until)}` : 'go';
  };
  it.each([
    ['nothing speaks against it', {}, 'go'],
    ['a told death', { patient: { ...patient, death: 'told' } }, 'cancel death_unconfirmed'],
    ['a confirmed death', { patient: { ...patient, death: 'confirmed' } }, 'cancel deceased'],
    ['wants no contact', { patient: { ...patient, noContact: true } }, 'cancel opted_out'],
    ['a withdrawn consent', { refused: true }, 'cancel opted_out'],
    ['a cancelled discharge', { stay: { ...stay, state: 'cancelled' } }, 'cancel cancelled'],
    ['a readmission', { stay: { ...stay, readmitted: true } }, 'cancel readmitted'],
    ['suppressed by a person', { stay: { ...stay, decision: 'suppress' } }, 'cancel suppressed'],
    ['answered meanwhile', { step: { ...invited, state: 'answered' } }, 'cancel answered'],
    ['queued meanwhile', { step: { ...invited, state: 'queued', reason: 'unsent' } }, 'cancel unsent'],
    ['held meanwhile', { step: { ...invited, state: 'held', reason: 'death_unconfirmed' } }, 'cancel death_unconfirmed'],
    ['the step not yet changed by its timer', { step: { ...invited, state: 'planned' } }, 'wait until 2026-11-19 10:03'],
    ['no such step', { step: undefined }, 'cancel unknown'],
  ] as [string, Partial<Facts>, string][])('%s', (_name, more, expected) => expect(look(more)).toBe(expected));

  it('an open complaint quiets questions of satisfaction and nothing else', () => {
    expect(look({ complaining: true }, undefined, 'invite', 'survey')).toBe('cancel complaint_open');
    expect(look({ complaining: true }, undefined, 'invite', 'care')).toBe('go');
    expect(look({ complaining: false }, undefined, 'invite', 'survey')).toBe('go');
  });
  it('whoever may be in danger is looked for by a person, and not reminded of a questionnaire', () => {
    expect(look({ inDanger: true }, '2026-11-20 10:00', 'remind')).toBe('cancel red_flag');
    expect(look({ inDanger: true }, '2026-11-20 10:00', 'alert')).toBe('go');
  });
  it('a word to staff waits for the sending hours', () => {
    expect(look({}, '2026-11-19 20:00', 'overdue')).toBe('wait until 2026-11-20 08:30');
    expect(look({ step: undefined, patient: undefined }, '2026-11-19 19:59', 'overdue')).toBe('go');
  });

  it('keeps the hours, the cap and the deadline', () => {
    expect(look({}, '2026-11-19 20:00')).toBe('wait until 2026-11-20 08:30');
    expect(look({}, '2026-11-21 09:00')).toBe('cancel deadline');
    expect(look({}, '2026-11-20 10:00', 'remind')).toBe('go');
    expect(look({ step: { ...invited, deadlineAt: at('2026-11-20 11:59') } }, '2026-11-20 10:00', 'remind')).toBe('cancel deadline_near');
    const three = ['2026-11-13 18:00', '2026-11-18 10:00', '2026-11-18 11:00'].map(at);
    expect(look({ sent: three })).toBe('wait until 2026-11-20 18:00');
    expect(look({ sent: three }, '2026-11-20 10:00', 'remind')).toBe('cancel message_cap');
    expect(look({ sent: three.map((t) => t + 48 * hour) })).toBe('cancel message_cap');
  });

  it('lets an alert go at any hour', () => expect(look({ step: undefined, patient: undefined, stay: undefined }, '2026-11-19 23:10', 'alert')).toBe('go'));
});

describe('where to', () => {
  const self: Recipient = { openid: 'o-self', as: 'patient', guardian: false, off: [] };
  const child: Recipient = { openid: 'o-child', as: 'family', guardian: false, off: [] };
  const ways = (o: { patient?: Partial<PatientFacts>; stay?: Partial<StayFacts>; recipients?: Recipient[]; credits?: Record<string, number>; mobile?: { phone: boolean; contactPhone: boolean }; tried?: string[]; purpose?: 'care' | 'survey' }) =>
    targetsOf({
      purpose: o.purpose ?? 'care', tried: o.tried ?? [], patient: { ...patient, ...o.patient }, stay: { ...stay, ...o.stay }, recipients: o.recipients ?? [self, child],
      credits: new Map(Object.entries(o.credits ?? {})), mobile: o.mobile ?? { phone: true, contactPhone: true }, keyOfOpenid: (openid) => `#${openid}`,
    }).map((target) => `${target.channel} ${target.to}`);
  const both = { 'o-self': 1, 'o-child': 2 };

  it.each([
    ['WeChat where a grant is left, the patient first; then SMS, the own number first', { credits: both }, ['wechat self', 'wechat family', 'sms self', 'sms family']],
    ['no grant', {}, ['sms self', 'sms family']],
    ['a used-up grant', { credits: { 'o-self': 0 } }, ['sms self', 'sms family']],
    ['only the family bound', { recipients: [child], credits: both }, ['wechat family', 'sms self', 'sms family']],
    ['the patient wants no surveys in WeChat', { recipients: [{ ...self, off: ['survey'] }], credits: both, purpose: 'survey' }, ['sms self', 'sms family']],
    ['a landline', { mobile: { phone: false, contactPhone: true } }, ['sms family']],
    ['landlines only', { mobile: { phone: false, contactPhone: false } }, []],
    ['a wrong number', { patient: { phoneInvalid: true } }, ['sms family']],
    ['the contact has the same number', { patient: { contactPhoneHash: '#own' } }, ['sms self']],
    ['what was tried', { credits: both, tried: ['#o-self', '#own'] }, ['wechat family', 'sms family']],
    ['sensitive: the own WeChat alone', { stay: { sensitive: true }, credits: both }, ['wechat self']],
    ['sensitive, SMS chosen', { stay: { sensitive: true }, credits: both, patient: { allowSmsSensitive: true } }, ['wechat self', 'sms self']],
    ['sensitive, family chosen and SMS not', { stay: { sensitive: true }, credits: both, patient: { allowFamilySensitive: true } }, ['wechat self', 'wechat family']],
    ['sensitive, both chosen', { stay: { sensitive: true }, credits: both, patient: { allowSmsSensitive: true, allowFamilySensitive: true } }, ['wechat self', 'wechat family', 'sms self', 'sms family']],
    ['sensitive, no WeChat: nothing is sent', { stay: { sensitive: true } }, []],
    ['a child in sensitive care: the guardian once the ward has cleared it', { stay: { sensitive: true, decision: 'invite' }, recipients: [{ ...child, guardian: true }], credits: both }, ['wechat family']],
    ['and not before', { stay: { sensitive: true }, recipients: [{ ...child, guardian: true }], credits: both }, []],
  ] as [string, Parameters<typeof ways>[0], string[]][])('%s', (_name, o, expected) => expect(ways(o)).toEqual(expected));
});

describe('what follows from an answer', () => {
  const now = at('2026-11-19 10:00');
  it.each([
    ['sent', 1, true, 'sent'],
    ['later', 1, true, 'again in 1 min'],
    ['later', 2, false, 'again in 10 min'],
    ['later', 3, true, 'next'],
    ['unreachable', 1, false, 'next'],
    ['fault', 1, true, 'next'],
    ['fault', 1, false, 'again in 30 min'],
    ['fault', 3, false, 'next'],
  ] as const)('%s at try %d, others left: %s → %s', (delivery, tries, others, expected) => {
    const after = afterAnswer(delivery, tries, others, now);
    expect(after.do === 'again' ? `again in ${(after.at - now) / minute} min` : after.do).toBe(expected);
  });
  it.each([[0, 'sent'], [43101, 'unreachable'], [40003, 'unreachable'], [47003, 'fault'], [40037, 'fault'], [41030, 'fault'], [-604101, 'fault'], [-1, 'later'], [45009, 'later']])('WeChat %d is %s', (code, delivery) => expect(judgeWechat(code)).toBe(delivery));
});

describe('words', () => {
  const wording = { hospital: '某某省某某市第一人民医院（东院区）随访中心', patientName: '欧阳小三', family: false, step: { ...first, deadlineAt: at('2026-11-21 09:00') } };

  it('fits WeChat\'s fields for every plan, kind and reader', () => {
    const stays = [aStay('2026-11-18 15:00'), aStay('2026-11-18 15:00', { birthDate: '1940-01-01' }), aStay('2026-11-18 15:00', { tags: ['epidemic'] }), aStay('2026-11-18 15:00', { dxCode: 'I10.x00' })];
    for (const step of stays.flatMap((s) => stepsFor(s, at('2026-11-18 18:00')))) {
      for (const kind of ['invite', 'remind'] as const) for (const family of [true, false]) {
        const data = wechatData(kind, { ...wording, family, step });
        expect(Object.keys(data)).toEqual(Object.keys(templates.wechat.find((template) => template.kind === kind)!.fields));
        for (const [field, value] of Object.entries(data)) {
          if (field.startsWith('thing')) expect(value).toMatch(/^[^\n\r]{1,20}$/u);
          else expect(value).toMatch(/^\d{4}年\d{2}月\d{2}日 \d{2}:\d{2}$/);
          expect(value).not.toContain('欧阳小三');
        }
      }
    }
  });

  it('says what it is, how long it takes, and until when', () => {
    expect(wechatData('invite', { ...wording, hospital: '某市人民医院' })).toEqual({ thing1: '某市人民医院', thing2: '出院后恢复得怎么样', time3: '2026年11月21日 09:00', thing4: '约3分钟，未答护士会来电问候' });
    expect(wechatData('remind', { ...wording, family: true, step: full }).thing2).toBe('欧**三：住院感受');
    expect(wechatData('invite', { ...wording, step: full }).thing4).toBe('约6分钟，答到一半也会保存');
    expect(smsParams(wording, 'https://h.example/#/x')).toEqual(['欧**三', '3', 'https://h.example/#/x']);
    expect(wechatTime(at('2026-01-05 08:30'))).toBe('2026年01月05日 08:30');
    expect(wechatPage('step:1a:contact-1')).toBe('pages/survey/answer/index?stepId=step%3A1a%3Acontact-1');
  });

  it('cuts a long name with a sign, and never sends nothing', () => {
    expect(Array.from(thing('某某省某某市第一人民医院（东院区）随访中心')).length).toBe(20);
    expect(thing(' \n ')).toBe('出院随访');
  });

  it('sends the whole link, or the rest of it where the beginning stands in the approved template', () => {
    expect(linkOf('https://h.example/', 'l_abc', '')).toBe('https://h.example/#/pages/survey/answer/index?t=l_abc');
    expect(linkOf('https://h.example', 'l_abc', 'https://h.example/#/pages/survey/answer/index?t=')).toBe('l_abc');
    expect(linkOf('https://h.example', 'l_abc', 'https://other.example/')).toBe('https://h.example/#/pages/survey/answer/index?t=l_abc');
  });

  it('reads template ids, and does without', () => {
    expect(readTemplateIds('{"invite":"a","remind":"","code":"x"}')).toEqual({ invite: 'a' });
    expect(readTemplateIds(undefined)).toEqual({});
    expect(readTemplateIds('nonsense')).toEqual({});
  });
});
