/** Return visits at the console: the week by department, the list of a day. Schedules and closures: `visit-schedule.ts`; booking: `visit-booker.ts`. */
import type { z } from '../../cloudfunctions/kit/contract';
import type { DayFlag } from '../../cloudfunctions/visit/contract/schedule';
import { defineText } from './wording';

export const weekdayText = defineText({ 1: '周一', 2: '周二', 3: '周三', 4: '周四', 5: '周五', 6: '周六', 7: '周日' }, { 1: 'Mon', 2: 'Tue', 3: 'Wed', 4: 'Thu', 5: 'Fri', 6: 'Sat', 7: 'Sun' });

export const visitTabText = defineText({ tabs: '复诊', week: '一周', day: '当天名单', schedule: '排班', closure: '停诊' }, { tabs: 'Return visits', week: 'Week', day: 'Day', schedule: 'Schedules', closure: 'Closures' });

export const weekText = defineText({
  title: '复诊一周',
  department: '科室', doctor: '医生', search: '找医生', general: '普通门诊',
  from: '从哪天', previous: '上一周', next: '下一周', thisWeek: '本周',
  show: '怎么看', half: '按半天', slots: '按时段',
  am: '上午', pm: '下午',
  total: '合计', all: '全部',
  count: (taken: number, capacity: number) => `${taken} / ${capacity}`,
  whys: { holiday: '放假', closed: '停诊', none: '', unpublished: '未发布', past: '' }, makeUp: '调休上班', closedWith: (n: number) => `停诊 ${n} 人`,
  sum: (n: number) => `${n} 个门诊合计`, noSlots: '这一周没有号。',
  toDay: (day: string, doctor: string) => `看 ${day} ${doctor} 的名单`,
  time: '时段',
  legend: '数字是已约 / 号数；点一格看那天的名单。',
  emptyDepartment: '您的科室范围里还没有科室。',
  empty: (department: string) => `${department}这一周没有排班。可以换一周，或在“排班”里增加。`,
  emptySearch: (text: string) => `没有叫“${text}”的医生。`,
}, {
  title: 'Return visits this week',
  department: 'Department', doctor: 'Physician', search: 'Find a physician', general: 'General clinic',
  from: 'From', previous: 'Week before', next: 'Week after', thisWeek: 'This week',
  show: 'Show', half: 'Half-days', slots: 'Slots',
  am: 'am', pm: 'pm',
  total: 'Total', all: 'All',
  count: (taken, capacity) => `${taken} / ${capacity}`,
  whys: { holiday: 'holiday', closed: 'closed', none: '', unpublished: 'not published', past: '' }, makeUp: 'make-up day', closedWith: (n) => `closed ${n}`,
  sum: (n) => `${n} clinics`, noSlots: 'No places in this week.',
  toDay: (day, doctor) => `List of ${day}, ${doctor}`,
  time: 'Slot',
  legend: 'Booked of places. Press a cell for the list of that day.',
  emptyDepartment: 'There is no department in your scope.',
  empty: (department) => `${department} has no clinic in this week. Choose another week, or add one under Schedules.`,
  emptySearch: (text) => `No physician is called "${text}".`,
});

export const dayText = defineText({
  title: (day: string) => `${day} 复诊名单`,
  list: '复诊名单',
  department: '科室', doctor: '医生', allDoctors: '全部医生', general: '普通门诊',
  day: '哪一天', previous: '前一天', next: '后一天', today: '今天',
  views: '看哪些', all: '名单', expected: '还没到', arrived: '已到', fulfilled: '已完成', noshow: '未到', cancelled: '已取消',
  search: '找患者',
  time: '时间', patient: '患者', dayN: '出院', practitioner: '医生', state: '状态', phone: '电话',
  afterDischarge: (n: number) => `第 ${n} 天`,
  checkIn: '签到', complete: '完成', undo: '撤回',
  checkedIn: (name: string) => `${name} 已签到`, completed: (name: string) => `${name} 已完成`, undone: (name: string) => `${name} 已恢复为已约`,
  refused: (why: string) => `没有记下：${why}`,
  moved: '状态刚刚变了，名单已更新。',
  notToday: '只有当天才能签到。',
  print: '打印名单',
  printed: (when: string) => `打印于 ${when}`,
  blank: '签名',
  sum: (n: number, arrived: number, done: number) => `共 ${n} 人，已到 ${arrived}，完成 ${done}`,
  empty: (department: string) => `${department}这一天没有人预约。`,
  emptyFilter: '没有符合筛选的人。换一个状态或清除筛选。',
  noDepartment: '您的科室范围里还没有科室。',
  readOnly: '您的岗位只能看。',
  keys: '按键：', keysMove: '移动', keysOpen: '看情况', keysSearch: '查找',
  female: '女', male: '男', unknown: '', years: (n: number) => `${n} 岁`,
}, {
  title: (day) => `Return visits on ${day}`,
  list: 'Return visits of the day',
  department: 'Department', doctor: 'Physician', allDoctors: 'All physicians', general: 'General clinic',
  day: 'Day', previous: 'Day before', next: 'Day after', today: 'Today',
  views: 'Show', all: 'List', expected: 'Expected', arrived: 'Arrived', fulfilled: 'Completed', noshow: 'Missed', cancelled: 'Cancelled',
  search: 'Find a patient',
  time: 'Time', patient: 'Patient', dayN: 'Discharged', practitioner: 'Physician', state: 'State', phone: 'Phone',
  afterDischarge: (n) => `day ${n}`,
  checkIn: 'Check in', complete: 'Completed', undo: 'Take back',
  checkedIn: (name) => `${name} has arrived`, completed: (name) => `${name} is completed`, undone: (name) => `${name} is booked again`,
  refused: (why) => `Not noted: ${why}`,
  moved: 'This has just changed; the list is fresh again.',
  notToday: 'Check-in is for visits of today.',
  print: 'Print the list',
  printed: (when) => `printed ${when}`,
  blank: 'Signature',
  sum: (n, arrived, done) => `${n} in all, ${arrived} arrived, ${done} completed`,
  empty: (department) => `${department} has no visit on this day.`,
  emptyFilter: 'Nobody fits these filters. Choose another state or clear them.',
  noDepartment: 'There is no department in your scope.',
  readOnly: 'Your role may only read.',
  keys: 'Keys:', keysMove: 'move', keysOpen: 'open', keysSearch: 'search',
  female: 'f', male: 'm', unknown: '', years: (n) => `${n}`,
});

/** What a receptionist must know about somebody before they stand at the desk. */
export const dayFlagText = defineText<Record<z.output<typeof DayFlag>, string>>({
  elderly: '高龄', minor: '未成年', sensitive: '保密', unaware: '不知病情', no_voice: '听说不便', out_of_window: '医嘱窗口外', override: '例外办理', clinic_closed: '停诊待改', readmitted: '已再次住院',
}, {
  elderly: 'elderly', minor: 'minor', sensitive: 'sensitive', unaware: 'unaware of diagnosis', no_voice: 'hearing or speech', out_of_window: 'outside the window', override: 'exception', clinic_closed: 'clinic closed', readmitted: 'in hospital again',
});
