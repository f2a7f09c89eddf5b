/** What a device keeps of questionnaires. */
import fc from 'fast-check';
import { alarmLasts, alarmsOf, fresh, mark, pendingLasts, put, shelfKey, type Shelf } from '../../../src/cloud/shelf';
import { chestPain, now } from '../../support/patient';

test('a link is known on the device by a mark that does not tell it', () => {
  const token = 'l_0123456789abcdefghijklmn';
  expect(shelfKey({ token })).toBe(`link:${mark(token)}`);
  expect(shelfKey({ token })).not.toContain(token.slice(0, 6));
  expect(shelfKey({ stepId: 'step:a' })).toBe('step:step:a');
  fc.assert(fc.property(fc.uniqueArray(fc.string({ minLength: 20, maxLength: 30 }), { minLength: 2, maxLength: 30 }), (tokens) => {
    expect(new Set(tokens.map(mark)).size).toBe(tokens.length);
  }));
});

test('answers that are not sent stay until they are, an alarm for a day', () => {
  let shelf: Shelf = put({}, 'step:a', { stepId: 'a', pending: { who: 'self' } }, now);
  shelf = put(shelf, 'step:b', { stepId: 'b', alarm: chestPain, alarmAt: now }, now);
  expect(Object.keys(shelf)).toEqual(['step:a', 'step:b']);
  expect(alarmsOf(shelf, now + alarmLasts - 1).map(({ stepId }) => stepId)).toEqual(['b']);
  expect(Object.keys(fresh(shelf, now + alarmLasts))).toEqual(['step:a']);
  expect(fresh(shelf, now + pendingLasts)).toEqual({});
  expect(put(put(shelf, 'step:a', { pending: {} }, now), 'step:b', { alarm: null }, now)).toEqual({});
});

test('an alarm stays when the answers of its sheet are sent, and the latest comes first', () => {
  let shelf: Shelf = put({}, 'step:a', { stepId: 'a', pending: { red: ['chest'] }, alarm: chestPain, alarmAt: now - 1000 }, now);
  shelf = put(shelf, 'step:b', { stepId: 'b', alarm: { ...chestPain, level: 'today' }, alarmAt: now }, now);
  shelf = put(shelf, 'step:a', { pending: {} }, now);
  expect(alarmsOf(shelf, now).map(({ stepId }) => stepId)).toEqual(['b', 'a']);
});
