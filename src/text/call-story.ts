/** What happened before a call, line by line: keys of steps, messages and calls as words. */
import type { z } from '../../cloudfunctions/kit/contract';
import type { Outcome } from '../../cloudfunctions/call/contract';
import { defineText, type Language } from './wording';

/** What a nurse says became of a call. */
export const outcomeText = defineText<Record<z.output<typeof Outcome>, string>>({
  reached: '完成', no_answer: '无人接听', busy: '占线', off: '关机或停机', call_back: '约定再打', inconvenient: '现在不方便', cut_off: '说到一半断了', wrong_number: '打错了', refused: '拒绝',
  deceased: '已故', handled: '已由他人处理', not_attempted: '来不及拨打',
}, {
  reached: 'Done', no_answer: 'No answer', busy: 'Busy', off: 'Switched off', call_back: 'Ring again at', inconvenient: 'Not now', cut_off: 'Broken off', wrong_number: 'Wrong number', refused: 'Refused',
  deceased: 'Has died', handled: 'Somebody else took care', not_attempted: 'Not attempted',
});

const steps = defineText<Record<string, string>>({
  planned: '列入随访', invited: '安排邀请', reminded: '安排提醒', sent: '邀请已送出', started: '开始填写', answered: '填写完成', queued: '到期，进入名单', held: '暂停联系', resumed: '恢复联系', closed: '随访关闭', reached: '电话完成',
}, {
  planned: 'planned', invited: 'invitation due', reminded: 'reminder due', sent: 'invitation sent', started: 'began to answer', answered: 'answered', queued: 'overdue, into the list', held: 'contact paused', resumed: 'contact resumed', closed: 'closed', reached: 'reached by phone',
});
const notices = defineText<Record<string, string>>({
  invite: '邀请', remind: '提醒', alert: '值班提醒', overdue: '时限提醒', visit_booked: '约好通知', visit_day_before: '复诊前一天提醒', visit_morning: '复诊当天提醒', visit_closed: '停诊改约通知', visit_missed: '未到问候',
  reply: '回复通知', complaint_filed: '投诉收到通知', complaint_extended: '投诉延期通知', complaint_answered: '投诉答复通知',
}, {
  invite: 'invitation', remind: 'reminder', alert: 'alert of the duty', overdue: 'word about a deadline', visit_booked: 'booking notice', visit_day_before: 'reminder the day before', visit_morning: 'reminder on the day', visit_closed: 'notice of a closed clinic',
  visit_missed: 'word after a missed visit', reply: 'notice of an answer', complaint_filed: 'receipt of the complaint', complaint_extended: 'notice of a longer time', complaint_answered: 'notice of the answer',
});
const states = defineText<Record<string, string>>({ waiting: '等待发送', sending: '正在发送', sent: '已送出', handed: '没有送到', cancelled: '已取消', failed: '没有送到' }, { waiting: 'waiting', sending: 'on its way', sent: 'sent', handed: 'not delivered', cancelled: 'cancelled', failed: 'not delivered' });
const channels = defineText<Record<string, string>>({ wechat: '微信', sms: '短信', phone: '电话' }, { wechat: 'WeChat', sms: 'SMS', phone: 'phone' });

/** One line: `notice:invite:sent` by `sms` → 短信邀请 · 已送出. Undefined for what a nurse need not know, and for keys that nobody has worded. */
export function storyWords(what: string, channel: string, language: Language): string | undefined {
  const [kind = '', key = '', state = ''] = what.split(':');
  if (kind === 'step') return key === 'planned' || key === 'invited' || key === 'reminded' || key === 'sent' ? undefined : steps[language][key];
  if (kind === 'notice') {
    const name = notices[language][key];
    if (!name) return undefined;
    const through = channels[language][channel] ?? '';
    const joined = language === 'zh' ? `${through}${name}` : `${through} ${name}`.trim();
    const fate = states[language][state];
    return fate ? `${joined} · ${fate}` : joined;
  }
  if (kind === 'call') return key === 'dialled' ? { zh: '拨打', en: 'rung' }[language] : (outcomeText[language] as Readonly<Record<string, string>>)[key];
  return undefined;
}
