/** The phone worklist: who, why, why now or why not now, until when. */
import type { z } from '../../cloudfunctions/kit/contract';
import type { CallKind, DayPart, RingWhy, RowFlag } from '../../cloudfunctions/call/contract';
import { defineText } from './wording';

export const callText = defineText({
  title: '拨打名单',
  team: '团队', mine: '我的', urgent: '紧急', callBacks: '约定回拨',
  views: '看哪些', list: '拨打名单',
  department: '科室', allDepartments: '全部科室',
  place: '#', patient: '患者', discharged: '出院', reason: '原因', ring: '现在能否拨打', attempts: '已拨', due: '期限',
  dayN: (n: number) => `第 ${n} 天`,
  age: (n: number) => `${n}`,
  years: (n: number) => `${n} 岁`,
  male: '男', female: '女', unknown: '',
  line: (place: number) => `今天大约打到这里（第 ${place} 位）`,
  capacity: (people: number, reachable: number) => `在岗 ${people} 人，今天还能打约 ${reachable} 个`,
  capacityGuess: '（还没有排班，按常规估计）',
  capacityRest: (rest: number) => `，其余 ${rest} 个要到明天`,
  capacityOver: '今天的拨打时间已过',
  doneToday: (n: number) => `今天我已办 ${n} 个`,
  more: (shown: number, all: number) => `再看一些（已显示 ${shown} / ${all}）`,
  next: '下一位', open: '接下并拨打', skip: '跳过', acknowledge: '我来处理',
  emptyTeam: '现在没有等着拨打的人。到期没有回答的患者会自动进入这里。',
  emptyWard: '本科室现在没有需要处理的警示。到期没有回答的患者由回访中心拨打，不在这里。',
  emptyMine: '您现在没有接下的电话。按“下一位”就会接下一位。',
  emptyUrgent: '没有红色警示，也没有需要当天联系的人。',
  emptyCallBacks: '没有约好的回拨。',
  emptyDepartment: (name: string) => `${name}现在没有等着拨打的人。`,
  nobody: (why: string) => `现在没有可以拨的人：${why}`,
  nobodyFrom: (when: string) => `最早 ${when} 可以拨`,
  nobodyLeft: '名单上没有等着拨打的人了。',
  unacknowledged: '红色警示，还没有人处理',
  unacknowledgedMore: (n: number) => `还有 ${n} 条红色警示没有人接手，都看看`,
  acknowledgeBy: (left: string) => `还剩 ${left}，要有人接手`,
  acknowledgeLate: (words: string) => `已超时 ${words}，正在逐级上报`,
  acknowledged: (by: string, when: string) => `${by || '同事'}已接手（${when}）`,
  acknowledgedNow: '您已接手，请尽快拨打',
  levels: (level: number): string => (level >= 2 ? '已报到院领导' : level === 1 ? '已报到组长' : ''),
  notTaken: (why: string) => `没有接下：${why}`,
  held: (name: string) => `您手上还有一位没有结束：${name}`,
  heldNameless: '您手上还有一位没有结束',
  heldGo: '回到通话',
  backToList: '返回名单',
  keys: '按键：',
  keysMove: '上下移动',
}, {
  title: 'Worklist',
  team: 'Team', mine: 'Mine', urgent: 'Urgent', callBacks: 'Call back',
  views: 'Show', list: 'Worklist',
  department: 'Department', allDepartments: 'All departments',
  place: '#', patient: 'Patient', discharged: 'Discharged', reason: 'Why', ring: 'Can be rung now', attempts: 'Tries', due: 'Due',
  dayN: (n) => `day ${n}`,
  age: (n) => `${n}`,
  years: (n) => `${n}`,
  male: 'm', female: 'f', unknown: '',
  line: (place) => `Today will reach about here (place ${place})`,
  capacity: (people, reachable) => `${people} at work, about ${reachable} more calls today`,
  capacityGuess: ' (no roster yet, an estimate)',
  capacityRest: (rest) => `, the other ${rest} tomorrow`,
  capacityOver: 'Calling hours are over for today',
  doneToday: (n) => `${n} done by me today`,
  more: (shown, all) => `Show more (${shown} of ${all})`,
  next: 'Next', open: 'Take and ring', skip: 'Skip', acknowledge: 'I take it',
  emptyWard: 'No alert waits for your department. Patients who have not answered are rung by the follow-up centre and do not stand here.',
  emptyTeam: 'Nobody waits for a call. Patients who have not answered by their deadline come here by themselves.',
  emptyMine: 'You hold no call. "Next" gives you one.',
  emptyUrgent: 'No red flags, and nobody to be rung the same day.',
  emptyCallBacks: 'No agreed calls.',
  emptyDepartment: (name) => `Nobody of ${name} waits for a call.`,
  nobody: (why) => `Nobody can be rung now: ${why}`,
  nobodyFrom: (when) => `the soonest can be rung ${when}`,
  nobodyLeft: 'Nobody in the list waits any more.',
  unacknowledged: 'Red flag, nobody has it yet',
  unacknowledgedMore: (n) => `${n} more red flags that nobody has taken`,
  acknowledgeBy: (left) => `${left} left for somebody to take it`,
  acknowledgeLate: (words) => `${words} late, going up a level`,
  acknowledged: (by, when) => `${by || 'A colleague'} has it (${when})`,
  acknowledgedNow: 'You have it. Please ring soon',
  levels: (level) => (level >= 2 ? 'the director was told' : level === 1 ? 'the lead was told' : ''),
  notTaken: (why) => `Not taken: ${why}`,
  held: (name) => `You still hold a call: ${name}`,
  heldNameless: 'You still hold a call',
  heldGo: 'Back to the call',
  backToList: 'Back to the list',
  keys: 'Keys:',
  keysMove: 'move',
});

/** Why a call exists. */
export const kindText = defineText<Record<z.output<typeof CallKind>, string>>(
  { followup: '到期未回答', redflag: '红色警示', callback: '希望回电', concern: '答案需要关心', closure: '停诊改约', missed: '复诊未到', reply: '需要回复' },
  { followup: 'Not answered in time', redflag: 'Red flag', callback: 'Asked to be rung', concern: 'An answer needs care', closure: 'Clinic closed', missed: 'Missed visit', reply: 'Waits for an answer' },
);

/** What a call without a questionnaire is about, by its reason; a reason that is not listed is named by its kind. */
export const matterText = defineText<Record<string, string>>({
  clinic_closed: '停诊改约，没有回应', missed_visit: '复诊没有来', reply_undelivered: '客服回复没送到', unanswered: '留言超过 24 小时没回复', complaint_answer: '投诉答复没送到',
}, {
  clinic_closed: 'clinic closed, offer not answered', missed_visit: 'did not come to the visit', reply_undelivered: 'answer could not be delivered', unanswered: 'message not answered for 24 hours', complaint_answer: 'answer to the complaint not delivered',
});

/** The reason column, put together from kind, tries and flags. */
export const reasonText = defineText({
  silent: '到期未回答',
  no_channel: '微信和短信都没送到',
  silentHighRisk: '高风险，未回答',
  again: (nth: number, part: string) => `第 ${nth} 次${part && `，上次${part}`}`,
  agreed: '约定再打',
  today: '当天要联系',
  more: (n: number) => `等 ${n} 项`,
  recanted: '本人说已好转',
}, {
  silent: 'not answered in time',
  no_channel: 'no message could be delivered',
  silentHighRisk: 'high risk, not answered',
  again: (nth, part) => `try ${nth}${part && `, last ${part}`}`,
  agreed: 'agreed call',
  today: 'Ring today',
  more: (n) => `${n} in all`,
  recanted: 'says it is over',
});

export const partText = defineText<Record<z.output<typeof DayPart>, string>>({ morning: '上午', afternoon: '下午', evening: '傍晚' }, { morning: 'morning', afternoon: 'afternoon', evening: 'evening' });

/** What a nurse should know before she rings. */
export const flagText = defineText<Record<z.output<typeof RowFlag>, string>>({
  elderly: '高龄', unaware: '病情未告知本人', sensitive: '敏感住院', no_voice: '不便通话', minor: '未成年', high_risk: '高风险',
}, {
  elderly: 'elderly', unaware: 'diagnosis not told', sensitive: 'sensitive stay', no_voice: 'cannot phone', minor: 'minor', high_risk: 'high risk',
});

/** Why a call can or cannot be rung now. `from`: when it can; `by`: the colleague; `at`: when the hindering fact happened; each '' when there is none. */
export const ringText = defineText<Record<z.output<typeof RingWhy>, (from: string, by: string, at: string) => string>>({
  ok: () => '可以',
  outside_hours: (from) => (from ? `${from} 起（不在拨打时间）` : '不在拨打时间'),
  lunch: (from) => (from ? `${from} 起（午休）` : '午休'),
  call_back_agreed: (from) => (from ? `约在${from}` : '已约时间'),
  not_yet: (from) => (from ? `${from} 起` : '还没到时间'),
  other_day_part: (from) => `${from && `${from} 起`}（换时段）`,
  rung_recently: (from, _, at) => `同号码${at ? ` ${at} ` : ''}刚拨过${from && `，${from} 起`}`,
  rung_twice_today: (from) => `今天已拨够次数${from && `，${from} 起`}`,
  number_locked: (_, by) => `${by || '同事'}正在拨这个号码`,
  claimed: (_, by) => `${by || '同事'}已接下`,
  answering: (_, __, at) => `正在自己填写${at && `（${at}）`}`,
  answered: () => '已经回答',
  closed: () => '已结束',
  suspended: () => '有人告知去世，待确认',
  deceased: () => '已去世',
  no_number: () => '没有可拨的号码',
  no_voice: () => '不便接听电话',
  no_contact: () => '不愿被联系',
  not_on_duty: () => '由值班人员先确认',
}, {
  ok: () => 'yes',
  outside_hours: (from) => `outside calling hours${from && `, from ${from}`}`,
  lunch: (from) => `lunch break${from && `, from ${from}`}`,
  call_back_agreed: (from) => (from ? `agreed for ${from}` : 'time agreed'),
  not_yet: (from) => (from ? `from ${from}` : 'not yet'),
  other_day_part: (from) => `${from && `from ${from} `}(another part of the day)`,
  rung_recently: (from, _, at) => `number rung ${at || 'just now'}${from && `, again from ${from}`}`,
  rung_twice_today: (from) => `rung often enough today${from && `, again from ${from}`}`,
  number_locked: (_, by) => `${by || 'a colleague'} is ringing this number`,
  claimed: (_, by) => `taken by ${by || 'a colleague'}`,
  answering: (_, __, at) => `is answering${at ? ` (${at})` : ' right now'}`,
  answered: () => 'has answered',
  closed: () => 'closed',
  suspended: () => 'reported dead, to be confirmed',
  deceased: () => 'deceased',
  no_number: () => 'no number to ring',
  no_voice: () => 'cannot use the phone',
  no_contact: () => 'does not want contact',
  not_on_duty: () => 'the person on duty confirms first',
});

/** Beside "yes": what speaks for another moment or somebody else. */
export const ringNoteText = defineText({
  elderly_morning: '高龄，上午 9–11 点更合适',
  kept_for: (by: string) => `${by || '同事'}约好的`,
  agreed: (when: string) => `约在${when}`,
  acknowledged: (by: string) => `${by}已接手`,
}, {
  elderly_morning: 'elderly, rather 9–11 am',
  kept_for: (by) => `promised by ${by || 'a colleague'}`,
  agreed: (when) => `agreed for ${when}`,
  acknowledged: (by) => `${by} has it`,
});

/** Of the people shown beside a call: numbers, what they have answered, what went out and came back. */
export const cardText = defineText({
  self: '本人',
  mayHear: '可告知病情', mayNotHear: '只听不说病情',
  discharged: (day: string) => `${day}出院`,
  draft: (n: number) => `自己已答 ${n} 题`,
  draftTouched: (when: string) => `${when} 还在填`,
  draftNone: '还没有自己填过',
  draftDone: '已经自己填完',
  draftGoOn: '从没答的地方接着问',
  story: '经过', storyEmpty: '还没有记录',
  noNumbers: '没有留下电话',
  numberToday: (n: number) => `今天已拨 ${n} 次`,
  script: '开场这样说',
}, {
  self: 'Patient',
  mayHear: 'may be told', mayNotHear: 'listen, tell nothing',
  discharged: (day) => `discharged ${day}`,
  draft: (n) => `${n} answered by themselves`,
  draftTouched: (when) => `last touched ${when}`,
  draftNone: 'nothing filled in yet',
  draftDone: 'filled in and sent',
  draftGoOn: 'go on from the first open question',
  story: 'What happened', storyEmpty: 'nothing yet',
  noNumbers: 'no telephone number',
  numberToday: (n) => `rung ${n} times today`,
  script: 'Begin like this',
});

/** Why a number cannot be rung. */
export const numberWhyText = defineText({
  none: '没有号码', wrong: '号码不对，已停用', no_voice: '本人不便接听', sensitive: '敏感住院，不打家属', same_number: '和本人是同一个号码', no_contact: '不愿被联系',
}, {
  none: 'no number', wrong: 'wrong number, not used any more', no_voice: 'cannot use the phone', sensitive: 'sensitive stay: not the family', same_number: 'the same number as the patient', no_contact: 'does not want contact',
});

/** 离院方式 (病案首页 2011). */
export const wayText = defineText<Record<string, string>>({ 1: '医嘱离院', 2: '医嘱转院', 3: '转社区', 4: '非医嘱离院', 5: '死亡', 9: '其他' }, { 1: 'by order', 2: 'transferred', 3: 'to community care', 4: 'against advice', 5: 'died', 9: 'other' });

/** High-risk and language tags of the record; a tag that is not listed is shown as the hospital wrote it. */
export const tagText = defineText<Record<string, string>>({
  elderly: '老年', child: '儿童', minority: '少数民族', hearing: '听力不好', language: '方言', chronic: '慢性病', epidemic: '传染病', critical: '危重', 'high-risk': '高风险',
}, {
  elderly: 'elderly', child: 'child', minority: 'ethnic minority', hearing: 'hard of hearing', language: 'dialect', chronic: 'chronic', epidemic: 'infectious', critical: 'critical', 'high-risk': 'high risk',
});
