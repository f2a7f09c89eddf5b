/** The register of discharges and the ward's clearing list. */
import type { z } from '../../cloudfunctions/kit/contract';
import type { Following, Hold, Missing, Way } from '../../cloudfunctions/discharge/contract';
import { defineText } from './wording';

export const wayText = defineText<Record<z.output<typeof Way>, string>>(
  { 1: '医嘱离院', 2: '医嘱转院', 3: '转社区', 4: '非医嘱离院', 5: '死亡', 9: '其他' },
  { 1: 'by order', 2: 'transferred', 3: 'community care', 4: 'against advice', 5: 'died', 9: 'other' },
);

/** Why a stay waits for a decision. */
export const holdText = defineText<Record<Exclude<z.output<typeof Hold>, ''>, { name: string; why: string }>>({
  against_advice: { name: '非医嘱离院', why: '可能是放弃治疗或带临终患者回家。请确认是否适合邀请；邀请后按重点随访联系。' },
  critical: { name: '重症出院', why: '从重症科室出院，或标记为危重。请确认患者情况是否适合直接联系。' },
  obstetric_loss: { name: '产科不幸事件', why: '可能有胎儿或新生儿去世，母亲和孩子的随访一起暂停。请慎重决定。' },
  sensitive_minor: { name: '未成年敏感住院', why: '14 至 17 岁患者的敏感住院。请与本人或监护人确认能否联系、用什么方式。' },
  guardian_missing: { name: '没有监护人电话', why: '未满 14 岁的患者只能联系监护人。请补上联系人电话；补上后会自动进入随访。' },
}, {
  against_advice: { name: 'Against advice', why: 'This may be a patient taken home to die. Please decide whether an invitation is fitting; an invited one is followed up as high risk.' },
  critical: { name: 'Critical care', why: 'Discharged from critical care or marked as critical. Please decide whether direct contact is fitting.' },
  obstetric_loss: { name: 'Obstetric loss', why: 'A child may have died. Contact with mother and child is paused together. Please decide with care.' },
  sensitive_minor: { name: 'Minor, sensitive stay', why: 'Aged 14 to 17 in sensitive care. Please settle with the patient or guardian whether and how to contact.' },
  guardian_missing: { name: 'No guardian number', why: 'Under 14 only a guardian may be contacted. Add the contact\'s number and the follow-up begins by itself.' },
});

/** What a record lacks. */
export const lackText = defineText<Record<z.output<typeof Missing>, string>>(
  { no_phone: '没有电话', wrong_phone: '号码不对', no_code: '没有诊断编码', birth_estimated: '出生日期是估算的' },
  { no_phone: 'no phone', wrong_phone: 'wrong number', no_code: 'no diagnosis code', birth_estimated: 'birth date estimated' },
);

/** How the first contact of a stay stands. */
export const followingText = defineText<Record<z.output<typeof Following>, string>>(
  { waiting: '等待答复', answered: '已随访', in_calls: '待电话随访', lost: '失访', over: '未随访' },
  { waiting: 'waiting', answered: 'answered or reached', in_calls: 'in the call list', lost: 'lost', over: 'not contacted' },
);

export const sexText = defineText({ male: '男', female: '女', unknown: '' }, { male: 'm', female: 'f', unknown: '' });

export const registerText = defineText({
  title: '出院登记',
  list: '出院登记',
  searchHint: '姓名、拼音首字母、住院号、电话',
  searchHelp: '可以输入：姓名的开头（赵敏）· 拼音首字母或全拼（zm）· 住院号或患者号 · 完整电话或后四位',
  days: '出院日', all: '全部', last3: '近 3 天', last7: '近 7 天', last30: '近 30 天',
  from: '从', to: '到',
  department: '科室', allDepartments: '全部科室',
  way: '离院方式', allWays: '全部', state: '状态', allStates: '全部', finished: '已出院', cancelled: '出院已取消',
  filters: '更多筛选', ward: '病区', followup1: '首次随访', followupAny: '不限', missing: '资料', missingNone: '不限', missingAny: '有缺项', held: '科室确认', heldAny: '不限', heldWaiting: '等待确认', heldInvite: '已决定邀请', heldSuppress: '已决定不联系',
  discharged: '出院', patient: '患者', inpatientNo: '住院号', place: '科室 · 床', dx: '诊断', phone: '电话', followup: '随访',
  times: (n: number) => (n > 1 ? ` 第 ${n} 次` : ''),
  bed: (bed: string) => `${bed} 床`,
  years: (n: number) => `${n} 岁`,
  noPhone: '没有电话', phoneInvalid: '号码不对', deathTold: '去世待确认', deathConfirmed: '已去世', readmitted: '再次入院', sensitive: '敏感', waitingHold: '待科室确认',
  unplanned: '稍后列入随访',
  shown: (n: number, more: boolean) => (more ? `已显示 ${n} 人，还有` : `共 ${n} 人`),
  sortedShown: (n: number) => `只在已显示的 ${n} 人里排序`,
  more: '再看一些',
  open: '打开',
  emptyAll: '还没有登记出院患者。导入出院名单后，患者会出现在这里。',
  emptyFilter: '没有符合这些条件的出院患者。可以放宽出院日期，或者清除筛选。',
  emptySearch: (text: string) => `没有找到“${text}”。可以输入姓名的开头、拼音首字母、住院号、患者号、完整电话或电话后四位。`,
  toImport: '去导入',
  keysSearch: '查找', keysOpen: '打开', keysMove: '上下移动', keys: '按键：',
}, {
  title: 'Register',
  list: 'Register of discharges',
  searchHint: 'Name, pinyin initials, number, phone',
  searchHelp: 'Type the start of a name, pinyin or its initials (zmf), an inpatient or patient number, a phone or its last four digits',
  days: 'Discharged', all: 'All', last3: '3 days', last7: '7 days', last30: '30 days',
  from: 'from', to: 'to',
  department: 'Department', allDepartments: 'All departments',
  way: 'Way', allWays: 'All', state: 'State', allStates: 'All', finished: 'discharged', cancelled: 'cancelled',
  filters: 'More filters', ward: 'Ward', followup1: 'First contact', followupAny: 'any', missing: 'Record', missingNone: 'any', missingAny: 'something missing', held: 'Decision', heldAny: 'any', heldWaiting: 'to be decided', heldInvite: 'invite', heldSuppress: 'no contact',
  discharged: 'Discharged', patient: 'Patient', inpatientNo: 'Stay no.', place: 'Department, bed', dx: 'Diagnosis', phone: 'Phone', followup: 'Follow-up',
  times: (n) => (n > 1 ? ` (${n})` : ''),
  bed: (bed) => `bed ${bed}`,
  years: (n) => `${n}`,
  noPhone: 'no number', phoneInvalid: 'wrong number', deathTold: 'death to be confirmed', deathConfirmed: 'deceased', readmitted: 'readmitted', sensitive: 'sensitive', waitingHold: 'ward decides',
  unplanned: 'planned in a moment',
  shown: (n, more) => (more ? `${n} shown, there are more` : `${n} in all`),
  sortedShown: (n) => `sorted within the ${n} shown`,
  more: 'Show more',
  open: 'Open',
  emptyAll: 'No discharges yet. They appear here once a file is imported.',
  emptyFilter: 'No discharge fits these filters. Try a longer period, or clear the filters.',
  emptySearch: (text) => `Nothing found for "${text}". Type the start of a name, pinyin initials, a number of stay or patient, a whole phone or its last four digits.`,
  toImport: 'Import',
  keysSearch: 'search', keysOpen: 'open', keysMove: 'move', keys: 'Keys:',
});

export const heldText = defineText({
  title: '待科室确认',
  list: '等待科室确认的患者',
  views: '看哪些', waiting: '等待确认', invite: '已邀请', suppress: '不联系',
  why: '为什么等', since: '等了', waited: (n: number, unit: 'minutes' | 'hours' | 'days') => `${n} ${{ minutes: '分钟', hours: '小时', days: '天' }[unit] ?? ''}`, patient: '患者', discharged: '出院', department: '科室',
  decided: '决定', decidedBy: (who: string, when: string) => `${who} · ${when}`,
  detailEmpty: '在左边选一位，这里显示情况。',
  inviteDo: '邀请随访', suppressDo: '不联系',
  inviteTitle: (name: string) => `邀请 ${name} 随访？`,
  inviteWords: '会按随访计划发出邀请；到期没有回答会有护士打电话。',
  suppressTitle: (name: string) => `不再联系 ${name}？`,
  suppressWords: '不发消息，也不打电话。患者和家属自己来找我们不受影响。',
  note: '依据', noteHint: '例如：已与主治医师确认', noteDecided: '依据',
  doneInvite: (name: string) => `${name}：已决定邀请`,
  doneSuppress: (name: string) => `${name}：已决定不联系`,
  taken: '同事刚刚已经决定了这一位。',
  openStay: '看全部情况',
  mother: '母亲或孩子的住院',
  emptyWaiting: '没有等待确认的患者。非医嘱离院、重症和产科特殊情况的患者出院后会先到这里。',
  emptyInvite: '还没有决定邀请的患者。', emptySuppress: '还没有决定不联系的患者。',
  readOnly: '由病区或组长决定。',
  keys: '按键：',
}, {
  title: 'Ward decides',
  list: 'Patients who wait for the ward',
  views: 'Show', waiting: 'Waiting', invite: 'Invited', suppress: 'No contact',
  why: 'Why', since: 'Waits', waited: (n, unit) => `${n} ${{ minutes: 'min', hours: 'h', days: 'days' }[unit] ?? ''}`, patient: 'Patient', discharged: 'Discharged', department: 'Department',
  decided: 'Decided', decidedBy: (who, when) => `${who}, ${when}`,
  detailEmpty: 'Choose somebody on the left.',
  inviteDo: 'Invite', suppressDo: 'No contact',
  inviteTitle: (name) => `Invite ${name}?`,
  inviteWords: 'The plan\'s invitations go out; if nobody answers in time a nurse rings.',
  suppressTitle: (name) => `No contact with ${name}?`,
  suppressWords: 'No message and no call. The patient and the family may still come to us.',
  note: 'Grounds', noteHint: 'for example: agreed with the physician', noteDecided: 'Grounds',
  doneInvite: (name) => `${name}: to be invited`,
  doneSuppress: (name) => `${name}: no contact`,
  taken: 'A colleague has just decided this one.',
  openStay: 'Whole stay',
  mother: 'Stay of mother or child',
  emptyWaiting: 'Nobody waits. Patients who left against advice, from critical care or after an obstetric loss come here first.',
  emptyInvite: 'Nobody was invited yet.', emptySuppress: 'Nobody was left out yet.',
  readOnly: 'The ward or the lead decides.',
  keys: 'Keys:',
});
