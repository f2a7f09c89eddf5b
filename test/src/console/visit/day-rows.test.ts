/** The list of a day: nobody is in no view, and a press means what stands on it. */
import { AppointmentState } from '../../../../cloudfunctions/visit/contract';
import { marksFrom } from '../../../../cloudfunctions/visit/rules/visit';
import { inView, markOf, matches, readView, views, type Act } from '../../../../src/console/visit/day/rows';

test('whoever came, may come or did not come is in the list; who cancelled stands apart', () => {
  expect(AppointmentState.options.filter((state) => inView({ state }, ''))).toEqual(['booked', 'arrived', 'fulfilled', 'noshow']);
  expect(AppointmentState.options.filter((state) => inView({ state }, 'cancelled'))).toEqual(['cancelled']);
  expect(readView('arrived')).toBe('arrived');
  expect(readView('nonsense')).toBe('');
  expect(new Set(views).size).toBe(views.length);
});

test.each<[Act, Partial<Record<AppointmentState, string>>]>([
  ['checkIn', { booked: 'arrived', noshow: 'arrived' }], ['complete', { arrived: 'fulfilled' }], ['undo', { arrived: 'booked', fulfilled: 'arrived' }],
])('%s does one thing, and only where the server allows it', (act, expected) => {
  for (const state of AppointmentState.options) {
    const to = markOf(act, state);
    expect(to).toBe(expected[state]);
    if (to) expect(marksFrom(to)).toContain(state);
  }
});

test('undo takes back exactly what was pressed', () => {
  expect(markOf('undo', markOf('checkIn', 'booked')!)).toBe('booked');
  expect(markOf('undo', markOf('complete', 'arrived')!)).toBe('arrived');
});

test.each([['王', true], ['王英', true], ['李', false], ['0002', true], ['02', true], ['2', false], ['9999', false], ['', true], ['王*英', true]])('%p finds 王*英 199****0002: %p', (text, found) => {
  expect(matches({ name: '王*英', phone: '199****0002' }, text)).toBe(found);
});
