import fc from 'fast-check';
import { hour, instantAt, minute } from '../../../cloudfunctions/kit/calendar';
import type { Cells, Heard, Saying } from '../../../cloudfunctions/discharge/rules/statement';
import { cutAt, openDesk, type Desk } from './support';

const now = instantAt('2026-11-20', '20:00');
const at = (wall: string): number => instantAt('2026-11-20', wall);
const whole: Cells = {
  name: '王秀英', sex: '女', birthDate: '1960-01-02', phone: '13800001234', contactName: '李明', contactPhone: '13900001234', department: '骨科', admitAt: '2026-11-10 08:00', dischargeAt: '2026-11-18 09:00',
  dxCode: 'S72.000', dx: '骨折', way: '1', cancelled: '0',
};
const say = (time: string, cells: Cells, more: Partial<Saying> = {}): Saying => ({ kind: 'stay', patientNo: 'P1', inpatientNo: 'Z1', visitTimes: '1', into: '', cells, at: at(time), eventId: `E${time}`, ...more });
const person = (time: string, cells: Cells, patientNo = 'P1'): Saying => say(time, cells, { kind: 'person', patientNo, inpatientNo: '', visitTimes: '' });
const merge = (time: string, patientNo: string, into: string): Saying => say(time, {}, { kind: 'merge', patientNo, into, inpatientNo: '', visitTimes: '' });
const secondStay = { inpatientNo: 'Z2', visitTimes: '2' };

let desk: Desk;
beforeEach(async () => { desk = await openDesk(); });
afterEach(() => desk.close());
const take = async (...sayings: Saying[]) => {
  const heard = sayings.map((saying, n): Heard => ({ ref: `message ${n + 1}`, saying }));
  const { results } = await desk.receiving.take({ source: 'HIS', format: 'hl7', refs: heard.map(({ ref }) => ref), heard, size: 1, by: 'feed:his', now });
  return results.map(({ outcome }) => outcome);
};
const patient = async (no = 'P1') => (await desk.patients.get(`pat:${desk.cipher.hash(no).slice(0, 20)}`))!;
const stay = async (no = 'Z1', times = 1) => (await desk.encounters.get(`enc:${desk.cipher.hash(`${no}|${times}`).slice(0, 20)}`))!;
const stops = () => desk.told.filter(({ what }) => what === 'stop').map(({ id, reason }) => [id, reason]);
const collections = ['patient', 'encounter', 'statement', 'restated', 'import_job', 'import_reject'];
const clear = async (): Promise<void> => {
  for (const name of collections) await desk.kit.behind.remove(name, {});
  desk.told.length = 0;
};

test('an admission waits, a discharge registers, a correction corrects, the same again and the older change nothing, and the day is one run', async () => {
  expect(await take(say('08:00', { name: '王秀英', admitAt: '2026-11-10 08:00', admitted: '1' }))).toEqual(['waiting']);
  expect(await stay()).toBeNull();
  expect(await take(say('09:00', whole))).toEqual(['registered']);
  expect(await take(say('10:00', { phone: '13700001111' }), say('10:00', { phone: '13700001111' }), say('09:30', { phone: '13600001111' }))).toEqual(['corrected', 'unchanged', 'stale']);
  expect(desk.cipher.open((await patient()).phoneSealed!, 'phone')).toBe('13700001111');
  expect(desk.told.filter(({ what }) => what === 'plan').at(-1)!.id).toBe((await stay())._id);
  const { jobs } = await desk.intake.list({ limit: 10 });
  expect(jobs).toMatchObject([{ importId: 'import:HIS:2026-11-20', state: 'done', source: 'HIS', format: 'hl7', rows: 5, by: 'feed:his', newDepartments: ['骨科'], counts: { processed: 5, waiting: 1, registered: 1, corrected: 1, unchanged: 1, stale: 1, rejected: 0 } }]);
});

test('who hands over a discharge that is not whole is told what it waits for, and nobody is told of an admission', async () => {
  const told = async (saying: Saying) => {
    const { results: [result] } = await desk.receiving.take({ source: 'HIS', format: 'hl7', refs: ['message 1'], heard: [{ ref: 'message 1', saying }], size: 1, by: 'feed:his', now });
    return [result!.outcome, ...result!.problems.map(({ place, problem, doubt }) => `${place}:${problem}${doubt ? '?' : ''}`)];
  };
  expect(await told(say('08:00', { name: '王秀英', admitAt: '2026-11-19 08:00', admitted: '1' }))).toEqual(['waiting']);
  expect(await told(say('08:30', { phone: '13700001111' }))).toEqual(['waiting']);
  const { name: _said, admitAt: _before, dischargeAt: _left, dx: _dx, ...part } = whole;
  expect(await told(say('09:00', part))).toEqual(['waiting', 'dischargeAt:incomplete?', 'dx:incomplete?']);
  expect(await told(say('09:10', { dx: '骨折', dischargeAt: '2026-11-18 09:00', cancelled: '0' }))).toEqual(['waiting', 'dischargeAt:discharge_before_admission?']);
  expect(await told(say('09:20', { admitAt: '2026-11-10 08:00' }))).toEqual(['registered']);
});

test('what cannot be right stays out with its place, the rest of the delivery comes in, and the list of reasons has no values', async () => {
  const { importId, results } = await desk.receiving.take({
    source: '接口 平台', format: 'json', refs: ['event 1', 'event 2', 'event 3', 'event 4'], size: 1, by: 'feed:x', now,
    heard: [{ ref: 'event 1', saying: say('09:00', { ...whole, phone: '12345', contactPhone: '' }) }, { ref: 'event 2', saying: say('09:00', whole) }, { ref: 'event 3', eventId: 'X3', problem: 'missing', place: 'data.patientNo' }, { ref: 'event 4', saying: say('09:00', whole, { patientNo: ' ' }) }],
  });
  expect(results.map(({ outcome, problems }) => [outcome, problems.map(({ place, problem }) => `${place}:${problem}`)])).toEqual([['rejected', ['phone:phone_wrong']], ['registered', []], ['rejected', ['data.patientNo:missing']], ['rejected', ['patientNo:missing']]]);
  expect(importId).toBe('import:接口-平台:2026-11-20');
  const { rows } = await desk.intake.rejects(importId, now);
  expect(rows).toBe(3);
  expect([...desk.files.values()][0]!.toString('utf8')).not.toMatch(/12345/);
});

test('a new admission pauses the stay before it, and its being taken back lets it go on', async () => {
  await take(say('09:00', whole));
  desk.told.length = 0;
  expect(await take(say('10:00', { admitAt: '2026-11-20 08:00', admitted: '1' }, secondStay))).toEqual(['waiting']);
  expect((await stay()).readmittedAt).toBe(instantAt('2026-11-20', '08:00'));
  expect(stops()).toEqual([[(await stay())._id, 'readmitted']]);
  desk.told.length = 0;
  await take(say('11:00', { admitted: '0' }, secondStay));
  expect(await stay()).toMatchObject({ readmittedAt: null, planning: 'due' });
  expect(desk.told).toEqual([{ what: 'plan', id: (await stay())._id }]);
});

test('a discharge taken back, finished again, and corrected to death', async () => {
  await take(say('09:00', whole));
  await take(say('10:00', { cancelled: '1' }));
  expect((await stay()).state).toBe('cancelled');
  expect(stops()).toContainEqual([(await stay())._id, 'cancelled']);
  expect(await take(say('11:00', { ...whole, dischargeAt: '2026-11-20 09:00' }))).toEqual(['corrected']);
  expect(await stay()).toMatchObject({ state: 'finished', dischargeDay: '2026-11-20' });
  await take(say('12:00', { way: '5' }));
  expect((await patient()).death).toBe('confirmed');
  expect(stops()).toContainEqual([(await patient())._id, 'deceased']);
  await take(say('12:10', { way: '1' }));
  expect((await patient()).death).toBe('no');
});

test('a word about the person alone waits for a stay, and a death told of the person stops everything', async () => {
  expect(await take(person('08:00', { phone: '13500001111' }))).toEqual(['waiting']);
  await take(say('07:00', whole));
  expect(desk.cipher.open((await patient()).phoneSealed!, 'phone')).toBe('13500001111');
  expect(await take(person('12:00', { deceased: '1' }))).toEqual(['corrected']);
  expect(await patient()).toMatchObject({ death: 'confirmed', deathSource: (await patient())._id });
  expect(stops()).toEqual([[(await patient())._id, 'deceased']]);
});

describe('two patients become one', () => {
  const other: Cells = { ...whole, name: '王秀', admitAt: '2026-10-01 08:00', dischargeAt: '2026-10-05 08:00' };
  const second = { patientNo: 'P2', inpatientNo: 'Z9' };
  const sayings = [say('09:00', whole), say('09:05', other, second), merge('10:00', 'P2', 'P1')];
  test.each([[[0, 1, 2]], [[2, 1, 0]], [[1, 2, 0]], [[2, 0, 1]]])('in the order %s: the stays are of who lives on, the other record stays and says where it went', async (order) => {
    for (const n of order) await take(sayings[n]!);
    const [lives, gone] = [await patient('P1'), await patient('P2')];
    expect([(await stay()).patientId, (await stay('Z9')).patientId]).toEqual([lives._id, lives._id]);
    expect(lives).toMatchObject({ patientNo: 'P1', mergedInto: '' });
    if (gone) expect(gone.mergedInto).toBe(lives._id);
    expect((await stay('Z9')).readmittedAt).toBe(instantAt('2026-11-10', '08:00'));
    expect(desk.told).toContainEqual({ what: 'moved', id: (await stay('Z9'))._id, reason: lives._id });
  });
  test('the run of the merge is taken back: each has its own again', async () => {
    await take(sayings[0]!, sayings[1]!);
    await desk.receiving.take({ source: 'MPI', format: 'hl7', refs: ['message 1'], heard: [{ ref: 'message 1', saying: sayings[2]! }], size: 1, by: 'feed:mpi', now });
    expect((await stay('Z9')).patientId).toBe((await patient('P1'))._id);
    await desk.undoing.begin('import:MPI:2026-11-20', 'staff:1', now);
    while ((await desk.intake.run('import:MPI:2026-11-20', now)).state !== 'undone');
    expect((await stay('Z9')).patientId).toBe((await patient('P2'))._id);
    expect((await patient('P2')).mergedInto).toBe('');
    expect((await stay('Z9')).readmittedAt).toBeNull();
  });
});

const times = fc.integer({ min: 0, max: 11 * 60 }).map((minutes) => `${String(8 + Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`);
const said: fc.Arbitrary<Saying> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(times, fc.constantFrom<Cells>({ admitAt: '2026-11-19 08:00', admitted: '1' }, { admitted: '0' }, { cancelled: '1' }, whole, { ...whole, way: '5' }, { ...whole, dischargeAt: '2026-11-19 09:00', bed: '7' }, { phone: '13700001111' }, { dx: '扭伤', noContact: '1' }), fc.constantFrom('P1', 'P2'), fc.constantFrom('1', '2'))
    .map(([time, cells, patientNo, visitTimes]) => say(time, cells, { patientNo, inpatientNo: `Z${patientNo}`, visitTimes })) },
  { weight: 1, arbitrary: fc.tuple(times, fc.constantFrom<Cells>({ phone: '13600001111' }, { deceased: '1' }, { name: '王一' }), fc.constantFrom('P1', 'P2')).map(([time, cells, no]) => person(time, cells, no)) },
  { weight: 1, arbitrary: fc.tuple(times, fc.constantFrom<[string, string]>(['P1', 'P2'], ['P2', 'P1'], ['P2', 'P3'])).map(([time, [gone, into]]) => merge(time, gone, into)) },
);
/** What must not depend on the order: all but who was told when, and records that nobody lives in any more. */
const held = async () => {
  const { patients, encounters } = await desk.register();
  return { patients: patients.filter((one) => (one as { mergedInto: string }).mergedInto === ''), encounters };
};

test('delivered in any order, in one delivery or in many, once or twice: the same register', async () => {
  await fc.assert(fc.asyncProperty(
    fc.uniqueArray(said, { selector: ({ at: time, patientNo, visitTimes }) => `${time}${patientNo}${visitTimes}`, minLength: 2, maxLength: 7 }).chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 }), fc.integer({ min: 1, max: 4 }))),
    async ([list, shuffled, size]) => {
      await clear();
      await take(...[...list].sort((a, b) => a.at! - b.at!));
      const expected = await held();
      await clear();
      for (let from = 0; from < shuffled.length; from += size) await take(...shuffled.slice(from, from + size));
      expect(await held()).toEqual(expected);
    },
  ), { numRuns: 40 });
}, 60_000);

test('cut off at any action: the sender tries again, or the timer finishes, and the register and what was told are whole', async () => {
  const first = say('08:00', { ...whole, dischargeAt: '2026-11-12 09:00' });
  const next = [say('09:00', { ...whole, admitAt: '2026-11-14 08:00', way: '5' }, secondStay)];
  for (const again of [true, false]) {
    for (let n = 1, cut = true; cut; n += 1) {
      await clear();
      await take(first);
      desk.told.length = 0;
      cut = await cutAt(desk, n, () => take(...next).catch(() => undefined));
      if (again) await take(...next);
      else await desk.another().tick(now + 5 * minute);
      if (!again && (await desk.kit.behind.count('statement', {})) < 2) continue;
      expect((await stay('Z2', 2)).way).toBe('5');
      expect((await stay()).readmittedAt).toBe(instantAt('2026-11-14', '08:00'));
      expect((await patient()).death).toBe('confirmed');
      expect(stops()).toEqual(expect.arrayContaining([[(await patient())._id, 'deceased'], [(await stay())._id, 'readmitted']]));
      expect(await desk.kit.behind.count('statement', { settled: false })).toBe(0);
    }
  }
}, 60_000);

test('messages by the door itself: HL7 as it comes, and the same again', async () => {
  const message = ['MSH|^~\\&|HIS|H|SF|H|20261118093000||ADT^A03|M1|P|2.4', 'EVN|A03|20261118093000', 'PID|1||P77^^^H^PI||赵^一||19660512|M|||||13800007777', 'PV1|1|I|骨科病区^12^1||||D001^王医师|||骨科|||||||||ZY2026001_1|||||||||||||||||1||||||||20261110080000|20261118090000', 'DG1|1||S72.000^股骨颈骨折^I10'].join('\r');
  const receive = () => desk.receiving.receive({ source: 'HIS', format: 'hl7', bytes: Buffer.from(message, 'utf8'), by: 'feed:his', now: now + hour });
  const first = await receive();
  expect(first.results).toHaveLength(1);
  expect(first.results[0]!.problems.filter(({ doubt }) => !doubt)).toEqual([]);
  expect(first.results[0]).toMatchObject({ ref: 'message 1', eventId: 'M1', outcome: 'registered' });
  const second = await receive();
  expect(second.results[0]!.outcome).toBe('unchanged');
});
