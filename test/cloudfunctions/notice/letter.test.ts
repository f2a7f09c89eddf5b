/** Letters: visits, answers and complaints through the outbox. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { day, hour } from '../../../cloudfunctions/kit/calendar';
import { LetterKind, type Notice } from '../../../cloudfunctions/notice/contract';
import { letterData, letterGuard, letterLink, letters, letterSms, letterSmsKind, numberOf, templateOf, whenWords } from '../../../cloudfunctions/notice/rules/letter';
import type { Letter } from '../../../cloudfunctions/notice/contract/letter';
import { checkData, type Templates } from '../../../local/wechat/templates';
import { openWorld, type World } from '../../support/followup-world';
import { at, wall } from '../../support/stay';

const values: Record<'visit' | 'reply' | 'complaint', string[]> = { visit: ['张*三', '11月26日（周四）14:30', '门诊楼2层3诊室'], reply: ['张*三'], complaint: ['TS20261121-0001', '11月27日'] };
const kinds = LetterKind.options;

const registered = JSON.parse(readFileSync(path.resolve(__dirname, '../../../cloudfunctions/notice/templates.json'), 'utf8')) as Templates;

describe('words', () => {
  it.each(kinds.flatMap((kind) => [[kind, false], [kind, true]] as const))('%s for the family %s: both carriers take what is sent', (kind, family) => {
    const { family: template } = letters[kind];
    const sms = registered.sms.find((one) => one.kind === letterSmsKind(kind, family))!;
    expect(letterSms(kind, values[template], 'https://h.example/#/x')).toHaveLength(new Set(sms.text.match(/\{\d+\}/g)).size);
    const card = registered.wechat.find((one) => one.kind === templateOf(kind))!;
    const data = letterData(kind, values[template], '某市人民医院', family);
    expect(checkData(card, Object.fromEntries(Object.entries(data).map(([field, value]) => [field, { value }])))).toBeUndefined();
  });
  it('no text shouts, and none names a department or a place', () => {
    for (const { text } of registered.sms) expect(text).not.toMatch(/[!！]|科|病区|诊室|诊断/);
  });
  it('in a sensitive stay, where no place is given, the card still has something to say', () => {
    expect(letterData('visit_morning', ['张*三', '11月26日（周四）14:30'], '某市人民医院', false)).toMatchObject({ thing3: '11月26日（周四）14:30', thing4: '点开看地点和准备事项' });
  });
  it('addresses the page of the browser build, with the token where there is one', () => {
    expect(letterLink('https://h.example/', 'pages/visit/mine/index?patientId=pat:1', '', '')).toBe('https://h.example/#/pages/visit/mine/index?patientId=pat:1');
    expect(letterLink('https://h.example', 'pages/visit/proposal/index?a=1', 'l_x', '')).toBe('https://h.example/#/pages/visit/proposal/index?a=1&t=l_x');
    expect(letterLink('https://h.example', 'pages/visit/proposal/index', 'l_x', 'https://h.example/#/pages/survey/')).toBe('pages/visit/proposal/index?t=l_x');
  });
  it('reads the number at the end of an id', () => {
    const of = (_id: string): number => numberOf({ _id, stepId: 'thread:pat:1', kind: 'reply' });
    expect(['notice:thread:pat:1:reply', 'notice:thread:pat:1:reply:7', 'notice:thread:pat:1:reply:12'].map(of)).toEqual([0, 7, 12]);
  });
  it('says a time to staff in Shanghai', () => expect(whenWords(at('2026-11-07 09:05'))).toBe('11月7日09:05'));
});

describe('the last look before a letter', () => {
  type Seen = Parameters<typeof letterGuard>;
  const look = (kind: LetterKind, now: string, more: Partial<Seen[0]> = {}, facts: Partial<Seen[1]> = {}): string => {
    const said = letterGuard({ kind, toPerson: '', toSealed: '', patientId: 'pat:1', until: 0, ...more }, { patient: { death: 'no' }, reader: null, untrue: '', ...facts }, at(now));
    return said.do === 'cancel' ? `cancel ${said.reason}` : said.do === 'wait' ? `wait until ${wall(said.until)}` : 'go';
  };
  it.each([
    ['visit_morning', '2026-11-26 06:59', 'wait until 2026-11-26 07:00'], ['visit_morning', '2026-11-26 07:00', 'go'], ['visit_missed', '2026-11-26 19:59', 'go'], ['visit_missed', '2026-11-26 20:00', 'wait until 2026-11-27 07:00'],
    ['reply', '2026-11-26 07:00', 'wait until 2026-11-26 08:30'], ['reply', '2026-11-26 08:30', 'go'], ['complaint_answered', '2026-11-26 22:00', 'wait until 2026-11-27 08:30'],
  ] as const)('%s at %s: %s', (kind, now, expected) => expect(look(kind, now)).toBe(expected));

  it('is not sent when it is worth nothing any more, nor kept for a time when it will be', () => {
    expect(look('visit_missed', '2026-11-26 12:00', { until: at('2026-11-26 12:00') })).toBe('cancel too_late');
    expect(look('visit_missed', '2026-11-26 20:30', { until: at('2026-11-27 00:00') })).toBe('cancel too_late');
    expect(look('visit_missed', '2026-11-26 11:59', { until: at('2026-11-26 12:00') })).toBe('go');
  });
  it('never goes to the dead; the family that wrote is answered', () => {
    const dead = { patient: { death: 'confirmed' as const } };
    expect(look('reply', '2026-11-26 12:00', {}, dead)).toBe('cancel deceased');
    expect(look('reply', '2026-11-26 12:00', { toPerson: 'person:1' }, { ...dead, reader: 'patient' })).toBe('cancel deceased');
    expect(look('reply', '2026-11-26 12:00', { toPerson: 'person:1' }, { ...dead, reader: 'family' })).toBe('go');
    expect(look('visit_booked', '2026-11-26 12:00', { toPerson: 'person:1' }, { patient: { death: 'told' }, reader: 'family' })).toBe('cancel death_unconfirmed');
    expect(look('complaint_answered', '2026-11-26 12:00', { toSealed: 'x' }, dead)).toBe('go');
  });
  it('asks its domain, and whether the person still acts for the patient; a complainant is answered all the same', () => {
    expect(look('visit_booked', '2026-11-26 12:00', {}, { untrue: 'changed' })).toBe('cancel changed');
    expect(look('reply', '2026-11-26 12:00', { toPerson: 'person:1' }, { reader: 'none' })).toBe('cancel not_entitled');
    expect(look('complaint_answered', '2026-11-26 12:00', { toPerson: 'person:1' }, { reader: 'none' })).toBe('go');
    expect(look('complaint_answered', '2026-11-26 12:00', { toPerson: 'person:1', patientId: '' }, { patient: undefined })).toBe('go');
    expect(look('visit_booked', '2026-11-26 12:00', {}, { patient: undefined })).toBe('cancel unknown');
  });
});

const now = at('2026-11-20 10:00');
const letter = (more: Partial<Letter> = {}): Letter => ({
  id: 'notice:apt:1:visit_booked', kind: 'visit_booked', about: 'apt:1', encounterId: 'enc:1', patientId: 'pat:1', to: 'patient', due: now, until: now + 5 * day, params: values.visit, page: 'pages/visit/mine/index?patientId=pat:1', ...more,
});
const reply = (more: Partial<Letter> = {}): Letter => letter({ id: 'notice:thread:pat:1:reply:3', kind: 'reply', about: 'thread:pat:1', to: { personId: 'person:1' }, params: values.reply, page: 'pages/message/thread/index', ...more });
const hospital = (patient: Parameters<World['admit']>[2] = {}, stay: Parameters<World['admit']>[1] = {}): World => {
  const world = openWorld();
  world.admit('1', stay, patient);
  return world;
};
const person = (world: World, as: 'patient' | 'family', openid = '', state: 'active' | 'removed' = 'active'): void => {
  world.persons.set('person:1', { _id: 'person:1', openid, phoneSealed: '13800000000', phoneHash: '#138' });
  world.relations.set('rel:person:1:pat:1', { _id: 'rel:person:1:pat:1', as, state, guardianUntil: '' });
};
const stored = (world: World): Notice => [...world.outbox.values()][0]!;

describe('letters in the outbox', () => {
  it('written twice is once, and goes once', async () => {
    const world = hospital();
    await world.notices.write([letter()], now);
    await world.notices.write([letter({ due: now + hour })], now);
    await world.notices.send(now);
    await world.notices.send(now + 60_000);
    expect(world.messages.map(({ kind, to, text }) => ({ kind, to, text }))).toEqual([{ kind: 'visit_booked', to: '13900000001', text: ['张*三', '11月26日（周四）14:30', 'https://h.example/#/pages/visit/mine/index?patientId=pat:1'] }]);
    expect([stored(world).state, stored(world).told, stored(world).purpose, stored(world).countsAt]).toEqual(['sent', true, 'visit', 0]);
  });

  it('stands outside opt-outs and the three messages a week, and does not use them up', async () => {
    const world = hospital({ noContact: true });
    world.refused.care.add('pat:1');
    const many = Array.from({ length: 5 }, (_, n) => letter({ id: `notice:apt:${n}:visit_booked`, about: `apt:${n}` }));
    await world.notices.write(many, now);
    expect(await world.notices.send(now)).toMatchObject({ sent: 5 });
    expect((await world.notices.recent(['pat:1'], 0)).size).toBe(0);
  });

  it('takes the grant of its own template, and opens its own page', async () => {
    const world = hospital();
    world.recipients.set('pat:1', [{ openid: 'o1', as: 'patient', guardian: false, off: ['care', 'survey'] }]);
    world.credits.set('o1 invite', 1).set('o1 visit', 1);
    await world.notices.write([letter()], now);
    await world.notices.send(now);
    expect(world.messages.map(({ channel, kind, text }) => [channel, kind, text[1]])).toEqual([['wechat', 'pages/visit/mine/index?patientId=pat:1', '复诊已约好']]);
    expect([world.credits.get('o1 invite'), world.credits.get('o1 visit')]).toEqual([1, 0]);
  });

  it('carries a personal link only where it is asked for', async () => {
    const world = hospital();
    await world.notices.write([letter({ id: 'notice:apt:1:visit_closed', kind: 'visit_closed', page: 'pages/visit/proposal/index', link: true })], now);
    await world.notices.send(now);
    expect(world.messages[0]!.text[2]).toBe('https://h.example/#/pages/visit/proposal/index?t=l_apt:1:patient');
    expect(world.trips.filter((trip) => trip === 'links')).toHaveLength(1);
  });

  it('in a sensitive stay nothing goes by SMS unless the patient chose it; the domain is told', async () => {
    const world = hospital({}, { sensitive: true });
    await world.notices.write([letter()], now);
    expect(await world.notices.send(now)).toMatchObject({ handed: 1 });
    expect([world.messages, world.handed, stored(world).told]).toEqual([[], ['visit_booked apt:1 0'], true]);
    const chosen = hospital({ allowSmsSensitive: true }, { sensitive: true });
    await chosen.notices.write([letter()], now);
    expect(await chosen.notices.send(now)).toMatchObject({ sent: 1 });
  });

  it('an answer goes to who asked: their WeChat, else their own number, never the number of the record', async () => {
    for (const [openid, credits, expected] of [['o9', 1, ['wechat', 'o9']], ['o9', 0, ['sms', '13800000000']], ['', 0, ['sms', '13800000000']]] as const) {
      const world = hospital();
      person(world, 'family', openid);
      world.credits.set('o9 reply', credits);
      await world.notices.write([reply()], now);
      await world.notices.send(now);
      expect(world.messages.map(({ channel, to }) => [channel, to])).toEqual([expected]);
    }
  });

  it('family reads for whom it is; whoever no longer acts for the patient gets nothing', async () => {
    const world = hospital();
    person(world, 'family');
    await world.notices.write([reply()], now);
    await world.notices.send(now);
    expect(world.messages.map(({ kind, text }) => [kind, text[0]])).toEqual([['reply_family', '张*三']]);
    const gone = hospital();
    person(gone, 'family', '', 'removed');
    await gone.notices.write([reply()], now);
    await gone.notices.send(now);
    expect([gone.messages, stored(gone).cancelReason, gone.handed]).toEqual([[], 'not_entitled', []]);
  });

  it('in a sensitive stay an answer reaches family in WeChat only where the patient allowed it', async () => {
    for (const [as, allowed, expected] of [['family', false, 0], ['family', true, 1], ['patient', false, 1]] as const) {
      const world = hospital({ allowFamilySensitive: allowed }, { sensitive: true });
      person(world, as, 'o9');
      world.credits.set('o9 reply', 1);
      await world.notices.write([reply()], now);
      await world.notices.send(now);
      expect([world.messages.length, world.handed.length]).toEqual([expected, 1 - expected]);
    }
  });

  it('a complainant who is no user is written to at the number they left', async () => {
    const world = openWorld();
    await world.notices.write([letter({ id: 'notice:complaint:TS20261121-0001:complaint_filed', kind: 'complaint_filed', about: 'complaint:TS20261121-0001', encounterId: '', patientId: '', to: { phoneSealed: '13711112222' }, params: values.complaint, page: 'pages/complaint/view/index' })], now);
    await world.notices.send(now);
    expect(world.messages.map(({ kind, to, text }) => ({ kind, to, text }))).toEqual([{ kind: 'complaint_filed', to: '13711112222', text: ['TS20261121-0001', '11月27日', 'https://h.example/#/pages/complaint/view/index'] }]);
  });

  it('asks its domain in the moment of sending', async () => {
    const world = hospital();
    await world.notices.write([letter(), letter({ id: 'notice:apt:2:visit_booked', about: 'apt:2' })], now);
    world.untrue.set('notice:apt:1:visit_booked', 'changed');
    expect(await world.notices.send(now)).toMatchObject({ sent: 1, cancelled: 1 });
    expect(world.outbox.get('notice:apt:1:visit_booked')).toMatchObject({ state: 'cancelled', cancelReason: 'changed' });
  });

  it('a domain that does not answer holds up its own letters only, and they go when it does', async () => {
    const world = hospital();
    await world.followup.tick(at('2026-11-19 10:00'));
    await world.notices.write([letter({ due: at('2026-11-19 10:00') })], at('2026-11-19 10:00'));
    let away = true;
    world.onTrip = (name) => { if (away && name === 'owner.stillTrue') throw new Error('away'); };
    expect(await world.notices.send(at('2026-11-19 10:01'))).toMatchObject({ sent: 1, postponed: 1 });
    away = false;
    expect(await world.notices.send(at('2026-11-19 10:06'))).toMatchObject({ sent: 1 });
  });

  it('tells the domain again until it has heard, and one bad letter keeps nobody else waiting', async () => {
    const world = hospital({ phoneSealed: null });
    await world.notices.write([letter(), letter({ id: 'notice:apt:2:visit_booked', about: 'apt:2' })], now);
    world.poison.add('apt:1');
    expect(await world.notices.send(now)).toMatchObject({ handed: 2 });
    expect([world.handed, world.outbox.get('notice:apt:1:visit_booked')!.told]).toEqual([['visit_booked apt:2 0'], false]);
    world.poison.clear();
    await world.notices.send(now + 60_000);
    expect([world.handed, world.outbox.get('notice:apt:1:visit_booked')!.told]).toEqual([['visit_booked apt:2 0', 'visit_booked apt:1 0'], true]);
  });

  it('cut anywhere, everything is sent or handed over in the end, and nothing twice', async () => {
    for (let cut = 1; cut < 40; cut += 1) {
      const world = hospital();
      person(world, 'family');
      world.admit('2', {}, { phoneSealed: null });
      await world.notices.write([letter(), reply(), letter({ id: 'notice:apt:2:visit_booked', about: 'apt:2', encounterId: 'enc:2', patientId: 'pat:2' })], now);
      world.cutAfter = cut;
      await world.notices.send(now).catch(() => undefined);
      world.cutAfter = Infinity;
      for (const later of [1, 3, 6, 9]) await world.notices.send(now + later * 60_000);
      expect([...world.outbox.values()].map(({ state, told }) => [state, told])).toEqual([['sent', true], ['sent', true], ['handed', true]]);
      expect(new Set(world.handed)).toEqual(new Set(['visit_booked apt:2 0']));
    }
  });

  it('is taken back by what it is about, all of it or some kinds, as long as it waits', async () => {
    const world = hospital();
    await world.notices.write([letter(), letter({ id: 'notice:apt:1:visit_day_before', kind: 'visit_day_before', due: now + day }), letter({ id: 'notice:apt:1:visit_morning', kind: 'visit_morning', due: now + 2 * day })], now);
    await world.notices.send(now);
    await world.notices.cancelAbout(['apt:1'], 'moved', now, ['visit_morning']);
    expect([...world.outbox.values()].map(({ kind, state }) => `${kind} ${state}`)).toEqual(['visit_booked sent', 'visit_day_before waiting', 'visit_morning cancelled']);
    await world.notices.cancelAbout(['apt:1'], 'moved', now);
    expect([...world.outbox.values()].map(({ kind, state }) => `${kind} ${state}`)).toEqual(['visit_booked sent', 'visit_day_before cancelled', 'visit_morning cancelled']);
  });

  it('a death told in error: what was taken back for it goes after all, unless its time is past; what was not yet due goes once', async () => {
    const world = hospital({ death: 'told' });
    await world.notices.write([
      letter({ until: now + hour }), letter({ id: 'notice:apt:1:visit_day_before', kind: 'visit_day_before', until: now + 5 * hour }), letter({ id: 'notice:apt:1:visit_morning', kind: 'visit_morning', due: now + 4 * hour }),
      letter({ id: 'notice:apt:2:visit_booked', about: 'apt:2', due: now + 4 * hour }),
    ], now);
    await world.notices.send(now);
    await world.notices.cancelAbout(['apt:2'], 'changed', now);
    expect([...world.outbox.values()].map(({ state, cancelReason }) => `${state} ${cancelReason}`)).toEqual(['cancelled death_unconfirmed', 'cancelled death_unconfirmed', 'waiting ', 'cancelled changed']);
    world.patients.set('pat:1', { ...world.patients.get('pat:1')!, death: 'no' });
    for (const later of [2, 3]) await world.notices.restore('pat:1', now + later * hour);
    for (const later of [3, 4, 5]) await world.notices.send(now + later * hour);
    await world.notices.restore('pat:1', now + 5 * hour);
    expect([...world.outbox.values()].map(({ state, cancelReason }) => `${state} ${cancelReason}`)).toEqual(['cancelled too_late', 'sent ', 'sent ', 'cancelled changed']);
  });

  it('a change of the plan takes back no letter', async () => {
    const world = hospital();
    await world.notices.write([letter({ due: now + day })], now);
    await world.notices.cancel({ patientId: 'pat:1' }, 'refused', now);
    expect(stored(world).state).toBe('waiting');
  });
});

describe('whether somebody can be told in writing', () => {
  const asked = (world: World, encounterId = 'enc:1') => world.notices.reach({ patientId: 'pat:1', encounterId }, now);
  it('says WeChat, SMS or neither, by the rules of sending', async () => {
    const world = hospital();
    expect(await asked(world)).toBe('sms');
    world.recipients.set('pat:1', [{ openid: 'o1', as: 'patient', guardian: false, off: [] }]);
    world.credits.set('o1 reply', 1);
    expect(await asked(world)).toBe('wechat');
    expect(await asked(hospital({ phoneInvalid: true }))).toBe('none');
    expect(await asked(hospital({ death: 'told' }))).toBe('none');
    expect(await asked(hospital({}, { sensitive: true }))).toBe('none');
  });
  it('an unknown stay is taken for a sensitive one', async () => expect(await asked(hospital(), '')).toBe('none'));
});

describe('a word to the duty chain', () => {
  const reminder = { id: 'notice:complaint:TS1:overdue:1', about: 'complaint:TS1', encounterId: '', patientId: '', level: 1 as const, departmentCode: '0402', words: '投诉TS20261121-0001的内部答复', by: at('2026-11-20 17:30') };
  it('goes once by SMS, in the sending hours', async () => {
    const world = openWorld();
    world.duty.push('', '13666667777');
    const night = at('2026-11-19 22:00');
    await world.notices.remindStaff(reminder, night);
    await world.notices.remindStaff(reminder, night + hour);
    await world.notices.send(night);
    expect(world.messages).toEqual([]);
    await world.notices.send(at('2026-11-20 08:30'));
    await world.notices.send(at('2026-11-20 08:31'));
    expect(world.messages.map(({ kind, to, text }) => ({ kind, to, text }))).toEqual([{ kind: 'overdue', to: '13666667777', text: ['投诉TS20261121-0001的内部答复', '11月20日17:30'] }]);
  });
  it('nobody with a mobile shows in the log', async () => {
    const world = openWorld();
    await world.notices.remindStaff(reminder, now);
    expect([world.outbox.size, world.reports]).toEqual([0, [expect.objectContaining({ what: 'duty_without_mobile', id: reminder.id })]]);
  });
});
