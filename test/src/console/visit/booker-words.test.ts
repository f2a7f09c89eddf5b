/** A return visit in words, and walking through the places by arrow. */
import type { PlaceDay } from '../../../../cloudfunctions/visit/contract';
import { doctorWords, firstPlaces, movedTo, shownDays, whereWords, windowWords } from '../../../../src/components/visit-booker/words';

const at = (wall: string): number => Date.parse(`${wall.replace(' ', 'T')}:00+08:00`);
const place = (wall: string, tooSoon = false): PlaceDay['slots'][number] => ({ slotId: `slot:${wall.replace(' ', ':')}`, scheduleId: 'schedule:0402:general', practitioner: '', title: '', start: at(wall), end: at(wall) + 1_800_000, free: 1, inWindow: true, tooSoon });
const day = (on: string, slots: PlaceDay['slots'], closedWhy: PlaceDay['closedWhy'] = ''): PlaceDay => ({ day: on, closedWhy, inWindow: true, slots });

test('the window is said with its best day, and its absence as freedom', () => {
  expect(windowWords({ from: '2026-12-02', best: '2026-12-05', to: '2026-12-08', source: 'instruction' }, 'zh')).toBe('医嘱窗口 12月2日 周三 至 12月8日 周二，最好 12月5日 周六');
  expect(windowWords(null, 'zh')).toBe('医嘱没有写复诊时间，可以约任何一天');
});

test('a general clinic has a name, and nothing empty is joined', () => {
  expect(doctorWords({ practitioner: '', title: '' }, 'zh')).toBe('普通门诊');
  expect(whereWords({ departmentName: '骨科', practitioner: '张建国', title: '主任医师', place: '' }, 'zh')).toBe('骨科 · 张建国 主任医师');
});

test('days on which nobody ever sits are no news; holidays, closures and full days are', () => {
  const days = [day('2026-11-23', [], 'none'), day('2026-11-24', [], 'full'), day('2026-11-25', [], 'holiday'), day('2026-11-26', [], 'closed'), day('2026-11-27', [place('2026-11-27 09:00')])];
  expect(shownDays(days).map((one) => one.day)).toEqual(['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27']);
});

test('without a window the soonest of three days stand first, and none that needs an exception', () => {
  const days = [day('2026-11-23', [place('2026-11-23 10:00', true), place('2026-11-23 14:00')]), day('2026-11-24', [], 'full'), ...['2026-11-25', '2026-11-26', '2026-11-27'].map((on) => day(on, [place(`${on} 08:30`), place(`${on} 09:00`)]))];
  expect(firstPlaces(days).map(({ start }) => start)).toEqual([at('2026-11-23 14:00'), at('2026-11-25 08:30'), at('2026-11-26 08:30')]);
});

test.each([['ArrowDown', 2, 3], ['ArrowUp', 2, 1], ['ArrowRight', 4, 4], ['ArrowLeft', 0, 0], ['Home', 3, 0], ['End', 1, 4], ['ArrowDown', -1, 0], ['Enter', 2, undefined]])('%s from place %i of five leads to %p', (key, from, to) => {
  expect(movedTo(key, from, 5)).toBe(to);
});
