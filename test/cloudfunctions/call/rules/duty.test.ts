import { minute } from '../../../../cloudfunctions/kit/calendar';
import type { DutyChain, DutyDay, DutyPerson } from '../../../../cloudfunctions/call/contract/rota';
import { alertFrom, defaultChain, dutyKeyOf, isOnDuty, mayHandle, maySee, onDuty, promise } from '../../../../cloudfunctions/call/rules/duty';
import { at } from './facts';

const person = (who: DutyPerson['who'], phone: string, more: Partial<DutyPerson> = {}): DutyPerson => ({ who, staffId: '', label: who, phone, ...more });
const centre = person('centre', '13800000001');
const ward = person('ward', '');
const office = person('office', '13800000009');
const rota: DutyDay[] = (['1', '2', '3', '4', '5'] as const).map((key): DutyDay => ({ key, from: '08:00', to: '18:00', day: centre, night: ward })).concat({ key: 'holiday', from: '08:00', to: '18:00', day: office, night: office });
const chain: DutyChain = { lead: person('centre', '13800000002'), director: person('office', '13800000003') };

describe('who is on duty', () => {
  test.each([
    ['a Monday', '2026-11-23', '1'], ['an ordinary Saturday', '2026-11-21', '6'], ['National Day on a Thursday', '2026-10-01', 'holiday'],
    ['the Saturday in National Day week', '2026-10-03', 'holiday'], ['a Sunday worked in exchange', '2026-09-20', '1'], ['a weekday of a year without an arrangement', '2031-10-01', '3'],
  ])('%s', (_, day, key) => expect(dutyKeyOf(day)).toBe(key));

  test('the centre by day, the ward\'s own line by night, the duty office on holidays', () => {
    expect(onDuty(rota, '02088887777', at('10:00', '2026-11-23'))).toEqual(centre);
    expect(onDuty(rota, '02088887777', at('23:00', '2026-11-23'))).toMatchObject({ who: 'ward', phone: '02088887777' });
    expect(onDuty(rota, '', at('03:00', '2026-10-03'))).toEqual(office);
  });

  test('without a rota: the centre by day, the duty office by night, and nobody to alert', () => {
    expect(onDuty([], '', at('10:00'))).toMatchObject({ who: 'centre', phone: '' });
    expect(onDuty([], '', at('23:00'))).toMatchObject({ who: 'office', phone: '' });
  });

  test('by name when a name is given, else by place', () => {
    expect(isOnDuty({ ...centre, staffId: 'staff:wang' }, { staffId: 'staff:wang', role: 'nurse' })).toBe(true);
    expect(isOnDuty({ ...centre, staffId: 'staff:wang' }, { staffId: 'staff:li', role: 'nurse' })).toBe(false);
    expect(isOnDuty(ward, { staffId: 'staff:ward', role: 'ward' })).toBe(true);
    expect(isOnDuty(office, { staffId: 'staff:ward', role: 'ward' })).toBe(false);
    expect(isOnDuty(office, { staffId: 'staff:d', role: 'director' })).toBe(true);
  });
});

describe('whom an alert reaches', () => {
  test('the first with a mobile, from a level upwards', () => {
    expect(alertFrom(0, centre, chain)).toEqual({ level: 0, person: centre });
    expect(alertFrom(0, person('ward', '02088887777'), chain)).toMatchObject({ level: 1 });
    expect(alertFrom(2, centre, chain)).toMatchObject({ level: 2, person: chain.director });
    expect(alertFrom(0, person('ward', ''), defaultChain)).toBeNull();
  });
});

describe('what the patient is promised', () => {
  const reached = { level: 0, person: centre };
  test.each([
    ['an emergency: a quarter of an hour, at any hour', 'emergency', reached, at('23:00'), at('23:15')],
    ['a crisis likewise', 'crisis', reached, at('10:00'), at('10:15')],
    ['nobody to alert at night: when the centre opens, not a wish', 'emergency', null, at('23:00'), at('09:15', '2026-11-22')],
    ['nobody to alert, but people at their screens', 'emergency', null, at('10:00'), at('10:15')],
    ['same day: within four hours', 'today', reached, at('10:00'), at('14:00')],
    ['same day, late: before eight in the evening', 'today', reached, at('17:30'), at('20:00')],
    ['same day, very late: within the hour', 'today', reached, at('19:45'), at('20:45')],
    ['same day at night: in the morning', 'today', reached, at('23:00'), at('10:00', '2026-11-22')],
    ['a concern: within the calling hours', 'concern', null, at('10:00'), at('19:30')],
  ] as const)('%s', (_, level, alerted, now, by) => expect(promise(level, alerted, now)).toBe(by));
  test('is never in the past and never sooner than a quarter of an hour', () => {
    for (let now = at('00:00'); now < at('00:00', '2026-11-23'); now += 7 * minute) {
      for (const level of ['emergency', 'crisis', 'today', 'concern'] as const) for (const alerted of [reached, null]) expect(promise(level, alerted, now) - now).toBeGreaterThanOrEqual(15 * minute);
    }
  });
});

test('the ward sees what is urgent and may ring a red flag; satisfaction is none of its business', () => {
  expect((['followup', 'callback', 'concern', 'redflag'] as const).filter((k) => maySee('ward', k))).toEqual(['concern', 'redflag']);
  expect((['followup', 'callback', 'concern', 'redflag'] as const).filter((k) => mayHandle('ward', k))).toEqual(['redflag']);
  expect((['followup', 'callback', 'concern', 'redflag'] as const).filter((k) => mayHandle('nurse', k))).toHaveLength(4);
  expect(mayHandle('quality', 'redflag')).toBe(false);
});
