/** The phone worklist. */
import type { z } from '../../cloudfunctions/kit/contract';
import type { CallKind, DayPart, RingWhy, RowFlag } from '../../cloudfunctions/call/contract';
import { defineText } from './wording';

export const callText = defineText({
  title: '拨打名单',
  team: '团队', mine: '我的', urgent: '紧急', callBacks: '约定回拨',
  views: '看哪些', list: '拨打名单',
  place: '#', patient: '患者', discharged: '出院', reason: '原因', ring: '现在能否拨打', attempts: '已拨', due: '期限',
  dayN: (n: number) => `第 ${n} 天`,
  age: (n: number) => `${n}`,
  male: '男', female: '女', unknown: '',
  line: (place: number) => `今天大约打到这里（第 ${place} 位）`,
  capacity: (people: number, reachable: number) => `在岗 ${people} 人，今天还能打约 ${reachable} 个`,
  emptyTeam: '现在没有等着拨打的人。到期没有回答的患者会自动进入这里。',
  emptyMine: '您现在没有接下的电话。',
  emptyUrgent: '没有红色警示。',
  emptyCallBacks: '没有约好的回拨。',
}, {
  title: 'Worklist',
  team: 'Team', mine: 'Mine', urgent: 'Urgent', callBacks: 'Call back',
  views: 'Show', list: 'Worklist',
  place: '#', patient: 'Patient', discharged: 'Discharged', reason: 'Why', ring: 'Can be rung now', attempts: 'Tries', due: 'Due',
  dayN: (n) => `day ${n}`,
  age: (n) => `${n}`,
  male: 'm', female: 'f', unknown: '',
  line: (place) => `Today will reach about here (place ${place})`,
  capacity: (people, reachable) => `${people} at work, about ${reachable} more calls today`,
  emptyTeam: 'Nobody waits for a call. Patients who have not answered by their deadline come here by themselves.',
  emptyMine: 'You hold no call.',
  emptyUrgent: 'No red flags.',
  emptyCallBacks: 'No agreed calls.',
});

/** Why a call exists. */
export const kindText = defineText<Record<z.output<typeof CallKind>, string>>(
  { followup: '到期未回答', redflag: '红色警示', callback: '希望回电', concern: '答案需要关心' },
  { followup: 'Not answered in time', redflag: 'Red flag', callback: 'Asked to be rung', concern: 'An answer needs care' },
);

export const partText = defineText<Record<z.output<typeof DayPart>, string>>({ morning: '上午', afternoon: '下午', evening: '傍晚' }, { morning: 'morning', afternoon: 'afternoon', evening: 'evening' });

/** What a nurse should know before she rings. */
export const flagText = defineText<Record<z.output<typeof RowFlag>, string>>({
  elderly: '高龄', unaware: '病情未告知本人', sensitive: '敏感住院', no_voice: '不便通话', minor: '未成年', high_risk: '高风险',
}, {
  elderly: 'elderly', unaware: 'diagnosis not told', sensitive: 'sensitive stay', no_voice: 'cannot phone', minor: 'minor', high_risk: 'high risk',
});

/** Why a call can or cannot be rung now. `from`: when it can, `by`: the colleague, both '' when there is none. */
export const ringText = defineText<Record<z.output<typeof RingWhy>, (from: string, by: string) => string>>({
  ok: () => '可以',
  outside_hours: (from) => `不在拨打时间${from && `，${from} 起`}`,
  lunch: (from) => `午休${from && `，${from} 起`}`,
  call_back_agreed: (from) => (from ? `约在${from}` : '已约时间'),
  not_yet: (from) => (from ? `${from} 起` : '还没到时间'),
  other_day_part: (from) => `${from && `${from} 起`}（换时段）`,
  rung_recently: (from) => `同号码刚拨过${from && `，${from} 起`}`,
  rung_twice_today: () => '今天已拨够次数',
  number_locked: (_, by) => `${by || '同事'}正在拨这个号码`,
  claimed: (_, by) => `${by || '同事'}已接下`,
  answering: () => '正在自己填写',
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
  rung_recently: (from) => `number rung just now${from && `, from ${from}`}`,
  rung_twice_today: () => 'rung often enough today',
  number_locked: (_, by) => `${by || 'a colleague'} is ringing this number`,
  claimed: (_, by) => `taken by ${by || 'a colleague'}`,
  answering: () => 'is answering right now',
  answered: () => 'has answered',
  closed: () => 'closed',
  suspended: () => 'reported dead, to be confirmed',
  deceased: () => 'deceased',
  no_number: () => 'no number to ring',
  no_voice: () => 'cannot use the phone',
  no_contact: () => 'does not want contact',
  not_on_duty: () => 'the person on duty confirms first',
});
