/** Made-up return visits as the server would show them to the pages. For pages without a server behind them. */
import type { z } from '../../cloudfunctions/kit/contract';
import { Appointment, type api, type Place, type PlaceDay } from '../../cloudfunctions/visit/contract';
import { hospital, now, playing, wang } from './patient';

type Out<K extends keyof (typeof api)['operations']> = z.output<(typeof api)['operations'][K]['output']>;
const halfHour = 1_800_000;
/** An instant of Shanghai's wall clock: `2026-12-02 14:30`. */
export const at = (wall: string): number => Date.parse(`${wall.replace(' ', 'T')}:00+08:00`);

export const window = { from: '2026-11-29', best: '2026-12-02', to: '2026-12-05', source: 'instruction' } as const;

export function visit(more: Partial<z.output<typeof Appointment>> = {}): z.output<typeof Appointment> {
  const start = more.start ?? at('2026-12-02 14:30');
  return Appointment.parse({
    appointmentId: 'apt:1', patientId: 'pat:wang', name: '王*英', encounterId: 'enc:a', departmentCode: '0402', departmentName: '骨科', practitioner: '张建国', title: '主任医师', place: '门诊楼3层6诊室',
    preparation: '带上出院时的片子。', sensitive: false, slotId: 'slot:0402:zhang:2026-12-02:1430', scheduleId: 'schedule:0402:zhang', day: '2026-12-02', start, end: start + halfHour, state: 'booked', heldUntil: 0,
    byKind: 'patient', relation: 'self', window, inWindow: true, replaces: '', replacedBy: '', proposal: null, cancel: null, createdAt: now, bookedAt: now, arrivedAt: 0, doneAt: 0, missedAt: 0, canChange: true,
    changeUntil: start - 4 * halfHour, phone: '09438220801', history: [], ...more,
  });
}

export const place = (day: string, time: string, more: Partial<z.output<typeof Place>> = {}): z.output<typeof Place> => ({
  slotId: `slot:0402:zhang:${day}:${time.replace(':', '')}`, scheduleId: 'schedule:0402:zhang', practitioner: '张建国', title: '主任医师', start: at(`${day} ${time}`), end: at(`${day} ${time}`) + halfHour, free: 3, inWindow: day >= window.from && day <= window.to,
  tooSoon: false, ...more,
});
const dayOf = (day: string, more: Partial<z.output<typeof PlaceDay>> = {}): z.output<typeof PlaceDay> => ({ day, closedWhy: 'none', inWindow: day >= window.from && day <= window.to, slots: [], ...more });

/** The first two weeks from the advised days on: 1 and 2 December have places, the 3rd is full. */
export const places = (more: Partial<Out<'places'>> = {}): Out<'places'> => {
  const days = Array.from({ length: 14 }, (_, n) => new Date(Date.parse('2026-11-29T00:00:00Z') + n * 86_400_000).toISOString().slice(0, 10));
  const full: Readonly<Record<string, Partial<z.output<typeof PlaceDay>>>> = {
    '2026-12-01': { closedWhy: '', slots: [place('2026-12-01', '09:00'), place('2026-12-01', '14:30', { free: 1 })] },
    '2026-12-02': { closedWhy: '', slots: [place('2026-12-02', '09:30'), place('2026-12-02', '14:30'), place('2026-12-02', '15:00', { free: 0 })] },
    '2026-12-03': { closedWhy: 'full', slots: [place('2026-12-03', '09:00', { free: 0 })] },
    '2026-12-09': { closedWhy: '', slots: [place('2026-12-09', '10:00')] },
  };
  return {
    window, today: '2026-11-20', from: '2026-11-29', to: '2026-12-12', days: days.map((day) => dayOf(day, full[day])), suggested: ['2026-12-02:1430', '2026-12-02:0930', '2026-12-01:1430'].map((tail) => `slot:0402:zhang:${tail}`),
    more: true, nextFree: '2026-12-16', ...more,
  };
};

export const clinics = (more: Partial<Out<'clinics'>> = {}): Out<'clinics'> => ({
  departments: [
    { departmentCode: '0402', departmentName: '骨科', own: true, doctors: [{ scheduleId: 'schedule:0402:zhang', practitioner: '张建国', title: '主任医师', place: '门诊楼3层6诊室' }] },
    { departmentCode: '0301', departmentName: '呼吸内科', own: false, doctors: [{ scheduleId: 'schedule:0301:', practitioner: '', title: '', place: '门诊楼2层1诊室' }] },
  ],
  window, ownDepartmentCode: '0402', phone: '09438220801', ...more,
});

/** As they are unless somebody chose otherwise. */
export const reminders = { dayBefore: true, morning: true };

/** The cloud of a patient who has nothing booked yet. */
export const door = (more: Parameters<typeof playing>[0] = {}) => playing({
  'account.me': wang, 'account.hospital': hospital, 'notice.templates': { templates: [{ kind: 'visit', templateId: 'T9' }] }, 'notice.grant': { left: [] },
  'visit.clinics': clinics(), 'visit.mine': { upcoming: [], past: [], reminders }, 'visit.places': places(), 'visit.release': {},
  'visit.hold': { appointmentId: 'apt:held', heldUntil: now + 300_000, slot: place('2026-12-02', '14:30'), departmentCode: '0402', departmentName: '骨科', day: '2026-12-02', place: '门诊楼3层6诊室', preparation: '', replaces: '' },
  ...more,
});
