/** Where a follow-up step stands and why, for lists and for a stay's own page. */
import type { z } from '../../cloudfunctions/kit/contract';
import type { PlanCode, StepReason, StepState } from '../../cloudfunctions/followup/contract';
import { defineText, type Language } from './wording';

export const stepStateText = defineText<Record<z.output<typeof StepState>, string>>(
  { planned: '等待邀请', held: '待确认', invited: '已邀请，等回答', queued: '等待拨打', answered: '自己回答', reached: '电话完成', closed: '已结束' },
  { planned: 'to be invited', held: 'to be decided', invited: 'invited, waiting', queued: 'waiting for a call', answered: 'answered', reached: 'reached by phone', closed: 'closed' },
);

export const stepReasonText = defineText<Record<Exclude<z.output<typeof StepReason>, ''>, string>>({
  silent: '到期未回答', no_channel: '微信和短信都送不到', unsent: '邀请没能按时发出', message_cap: '一周消息已到上限',
  awaiting_clearance: '等科室确认', death_unconfirmed: '有人告知去世，等待确认',
  no_contact: '没有可用的电话', too_late: '登记太晚，超过 30 天', deceased: '已去世', opted_out: '本人不愿被联系', suppressed: '科室决定不联系', absorbed: '并入下一次随访', readmitted: '再次入院', cancelled: '出院已取消',
  lost_no_answer: '多次无人接听', lost_wrong_number: '号码不对', refused: '拒绝', complaint_open: '投诉办理中，暂不问满意度', not_attempted_capacity: '人手不够，按政策未拨',
}, {
  silent: 'not answered in time', no_channel: 'no message can be delivered', unsent: 'invitation could not go out in time', message_cap: 'messages of the week used up',
  awaiting_clearance: 'the ward decides', death_unconfirmed: 'reported dead, to be confirmed',
  no_contact: 'no usable number', too_late: 'registered later than 30 days', deceased: 'deceased', opted_out: 'does not want contact', suppressed: 'the ward decided: no contact', absorbed: 'taken up by the next one', readmitted: 'readmitted', cancelled: 'discharge cancelled',
  lost_no_answer: 'no answer, several tries', lost_wrong_number: 'wrong number', refused: 'refused', complaint_open: 'complaint open, not asked about satisfaction', not_attempted_capacity: 'not attempted, capacity',
});

export const planText = defineText<Record<z.output<typeof PlanCode>, string>>(
  { standard: '常规', 'high-risk': '重点', epidemic: '传染病 1-3-7', chronic: '慢病' },
  { standard: 'Standard', 'high-risk': 'High risk', epidemic: 'Epidemic 1-3-7', chronic: 'Chronic' },
);

/** A reason's key as words; '' when there is none. */
export function reasonWords(reason: string, language: Language): string {
  return (stepReasonText[language] as Readonly<Record<string, string>>)[reason] ?? '';
}

/** 等待拨打 · 到期未回答; a closed step says its reason alone. */
export function stepWords(state: string, reason: string, language: Language): string {
  const named = (stepStateText[language] as Readonly<Record<string, string>>)[state] ?? '';
  const why = reasonWords(reason, language);
  if (why === '') return named;
  return state === 'closed' || state === 'held' ? why : `${named} · ${why}`;
}

/** What the tone of a tag may repeat: done, under way, needs somebody, over. */
export function stepTone(state: string): 'action' | 'info' | 'warn' | 'plain' {
  if (state === 'answered' || state === 'reached') return 'action';
  if (state === 'queued' || state === 'held') return 'warn';
  return state === 'closed' ? 'plain' : 'info';
}

/** Names of the steps of the plans, where only the key is at hand. */
export const stepNameText = defineText<Record<string, string>>(
  { 'contact-1': '第一次随访', 'full-10': '住院感受', 'day-3': '第 3 天', 'day-7': '第 7 天', 'day-30': '第 30 天', 'day-90': '第 90 天' },
  { 'contact-1': 'first contact', 'full-10': 'your stay', 'day-3': 'day 3', 'day-7': 'day 7', 'day-30': 'day 30', 'day-90': 'day 90' },
);
