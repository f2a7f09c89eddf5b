/** Closing a clinic: the hours meant are the hours sent, in Shanghai's time whatever the machine's. */
import { readClosure, type ClosureTyped } from '../../../../src/console/visit/closure/form';

const at = (wall: string): number => Date.parse(`${wall.replace(' ', 'T')}:00+08:00`);
const now = at('2026-11-23 09:10');
const typed = (change: Partial<ClosureTyped>): ClosureTyped => ({ departmentCode: '0402', scheduleId: '', part: 'day', day: '2026-11-26', lastDay: '', from: '08:00', to: '12:00', reason: '医生出诊', ...change });
const span = (change: Partial<ClosureTyped>) => { const { ready } = readClosure(typed(change), now); return ready && [ready.from, ready.to]; };

test.each<[string, Partial<ClosureTyped>, [string, string]]>([
  ['a day', {}, ['2026-11-26 00:00', '2026-11-27 00:00']],
  ['a week', { lastDay: '2026-12-02' }, ['2026-11-26 00:00', '2026-12-03 00:00']],
  ['a morning', { part: 'am' }, ['2026-11-26 00:00', '2026-11-26 12:30']],
  ['an afternoon', { part: 'pm' }, ['2026-11-26 12:30', '2026-11-27 00:00']],
  ['two hours', { part: 'hours', from: '14:00', to: '16:00' }, ['2026-11-26 14:00', '2026-11-26 16:00']],
  ['the rest of today', { day: '2026-11-23' }, ['2026-11-23 00:00', '2026-11-24 00:00']],
])('%s', (_, change, [from, to]) => {
  expect(span(change)).toEqual([at(from), at(to)]);
});

test('a half of a day does not run over days that were typed before', () => {
  expect(span({ part: 'am', lastDay: '2026-12-02' })).toEqual([at('2026-11-26 00:00'), at('2026-11-26 12:30')]);
});

test.each<[string, Partial<ClosureTyped>, string, string]>([
  ['no department', { departmentCode: '' }, 'needDepartment', 'departmentCode'],
  ['no day', { day: '' }, 'wrongDay', 'day'],
  ['the thirtieth of February', { day: '2027-02-30' }, 'wrongDay', 'day'],
  ['backwards', { lastDay: '2026-11-25' }, 'wrongTime', 'day'],
  ['hours backwards', { part: 'hours', from: '12:00', to: '12:00' }, 'wrongTime', 'time'],
  ['yesterday', { day: '2026-11-22' }, 'wrongPast', 'day'],
  ['this morning\'s first hour', { part: 'hours', day: '2026-11-23', from: '08:00', to: '09:00' }, 'wrongPast', 'day'],
  ['half a year', { lastDay: '2027-05-01' }, 'wrongLength', 'day'],
  ['no reason', { reason: ' 病 ' }, 'wrongReason', 'reason'],
])('%s is refused at its field', (_, change, problem, field) => {
  expect(readClosure(typed(change), now)).toMatchObject({ problem, field });
});

test('the whole department names no clinic', () => {
  expect(readClosure(typed({}), now).ready).not.toHaveProperty('scheduleId');
  expect(readClosure(typed({ scheduleId: 'schedule:0402:general' }), now).ready).toMatchObject({ scheduleId: 'schedule:0402:general' });
});
