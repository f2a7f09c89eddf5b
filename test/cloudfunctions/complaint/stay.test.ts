/** Beside a patient's stay: whoever reads the desk sees that there is a complaint and how it stands; a ward, and whom it is about, learn nothing. */
import { codeOf, monday, openWorld, phones, staff, type World } from './world';

let world: World;
beforeEach(async () => { world = await openWorld(); });
afterEach(() => world.close());
const ofStay = (who = staff.officer, encounterId = 'enc:wang') => world.call('ofStay', who, { encounterId });
const numbers = async (who = staff.officer): Promise<string[]> => (await ofStay(who)).complaints.map(({ number }) => number);

test('officer, director and lead see the number, how it stands and its two clocks, newest first, and not a word of what was said', async () => {
  const first = await world.file({ text: `我是王秀英，电话${phones.wang}`, accused: '张护士' });
  const second = await world.file({});
  await world.answer(second.number);
  for (const who of [staff.officer, staff.director, staff.lead]) {
    const { complaints } = await ofStay(who);
    expect(complaints.map(({ number, state, internalState, legalState, callBack }) => ({ number, state, internalState, legalState, callBack }))).toEqual([
      { number: second.number, state: 'answered', internalState: 'met', legalState: 'met', callBack: false }, { number: first.number, state: 'dispatched', internalState: 'in_time', legalState: 'in_time', callBack: false },
    ]);
    for (const word of ['王', '张护士', phones.wang]) expect(JSON.stringify(complaints)).not.toContain(word);
  }
  expect((await ofStay(staff.officer, 'enc:li')).complaints).toEqual([]);
});

test('a ward, an office and whoever only cares for the patient are refused; so is a stay that is unknown, or not of the own departments', async () => {
  await world.file({});
  for (const who of [staff.ward, staff.ward2, staff.nursing]) expect(await codeOf(ofStay(who))).toBe('FORBIDDEN');
  expect(await codeOf(ofStay(staff.nurse))).toBe('FORBIDDEN');
  expect(await codeOf(ofStay(staff.officer, 'enc:nobody'))).toBe('FORBIDDEN');
  expect(await codeOf(ofStay({ ...staff.lead, departments: ['0402'] }))).toBe('FORBIDDEN');
});

test('as at the desk: none about oneself, a restricted one not for the lead, an anonymous one with no patient', async () => {
  const about = await world.file({ accused: staff.officer.name });
  const restricted = await world.file({ text: '主任收红包' });
  await world.file({ anonymous: true });
  expect(await numbers()).toEqual([restricted.number]);
  expect(await numbers(staff.director)).toEqual([restricted.number, about.number]);
  expect(await numbers(staff.lead)).toEqual([about.number]);
});

test('one that waits for a call back says so, here and at the desk', async () => {
  const { number } = await world.call('register', staff.officer, { key: 'key-of-call-back', source: 'visit', encounterId: 'enc:wang', category: 'logistics.clean', text: '卫生间很脏', complainant: { name: '王秀英', phone: '09438221234', relation: 'self' } });
  await world.answer(number);
  const callId = `call:reply:complaint:${number}:1`;
  const row = async () => (await world.call('desk', staff.officer, { view: 'answered' })).rows.find((one) => one.number === number);
  expect(await row()).toMatchObject({ untold: true, callBack: false });
  world.held.set(callId, { about: `complaint:${number}`, by: staff.nurse.staffId });
  await world.call('reportTold', staff.nurse, { callId, said: 'call_back', words: '想听护士长自己说' });
  expect(await row()).toMatchObject({ untold: true, callBack: true });
  expect((await ofStay()).complaints).toMatchObject([{ number, untold: true, callBack: true }]);
  await world.call('tellAnswered', staff.officer, { number, channel: 'phone', said: 'none' }, monday);
  expect(await row()).toMatchObject({ untold: false, callBack: false });
});
