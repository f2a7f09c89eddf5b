/** A stay's timeline: each fact of each domain as a sentence. Kinds come from discharge, follow-up, calls, surveys and messages. */
import { wayText, holdText } from './discharge';
import { doorKinds, doorWords } from './door-story';
import { fieldWords } from './discharge-import';
import { planText, reasonWords, stepNameText } from './followup';
import { relationText } from './relation';
import { clockWords, dateWords, dayOf } from './time';
import { defineText, type Language } from './wording';

/** A fact as the server sends it. */
export interface StoryFact { kind: string; by: string; params: Readonly<Record<string, string | number | readonly string[]>> }

const kinds = defineText<Record<string, string>>({
  'encounter.admitted': '入院', 'encounter.discharged': '出院', 'encounter.registered': '登记', 'encounter.corrected': '名单更正', 'encounter.held': '等科室确认', 'encounter.released': '不再等待确认', 'encounter.cancelled': '取消出院',
  'encounter.cleared_invite': '科室确认：邀请', 'encounter.cleared_suppress': '科室确认：不联系', 'encounter.readmitted': '再次入院', 'encounter.readmission_withdrawn': '再次入院的记录已撤回',
  'encounter.prioritized': '列入每月重点名单', 'encounter.unprioritized': '移出每月重点名单', 'encounter.import_undone': '所在的名单已整批撤销', 'register.exported': '完整信息被导出', 'register.revealed': '查看完整信息', 'consent.given': '同意', 'consent.withdrawn': '撤回同意', 'binding.allowed': '同意由家人代办', 'binding.refused': '不同意由家人代办', 'binding.removed': '解除绑定', 'binding.restored': '恢复绑定', 'binding.may_hear': '允许向家人说明病情', 'binding.may_not_hear': '不再向家人说明病情', 'patient.merged': '患者号合并',
  'patient.corrected': '患者资料更正', 'patient.marked': '标记', 'patient.unmarked': '取消标记', 'patient.phone_corrected': '更正电话', 'patient.phone_invalid': '号码不对，已停用',
  'patient.death_told': '有人告知去世，暂停联系', 'patient.death_confirmed': '确认去世，停止联系', 'patient.death_no': '核实没有去世，恢复联系',
  'step.planned': '列入随访', 'step.replanned': '重新安排', 'step.invited': '安排邀请', 'step.sent': '邀请送出', 'step.reminded': '安排提醒', 'step.started': '开始填写', 'step.answered': '自己回答完成', 'step.queued': '进入拨打名单',
  'step.held': '暂停', 'step.resumed': '恢复', 'step.cleared': '科室确认后列入随访', 'step.reopened': '重新打开', 'step.reached': '电话完成', 'step.closed': '结束',
  'call.queued': '进入拨打名单', 'call.withdrawn': '不用再拨', 'call.revived': '重新进入拨打名单', 'call.raised_again': '再次出现警示', 'call.recanted': '患者说已好转', 'call.went_up': '没有人接手，上报一级', 'call.acknowledged': '有人接手', 'call.attempt': '拨打',
  'response.started': '打开问卷', 'response.submitted': '交了问卷', 'notice.sent': '发出消息',
}, {
  'encounter.admitted': 'Admitted', 'encounter.discharged': 'Discharged', 'encounter.registered': 'Registered', 'encounter.corrected': 'Corrected by file', 'encounter.held': 'Waits for the ward', 'encounter.released': 'Waits no longer', 'encounter.cancelled': 'Discharge cancelled',
  'encounter.cleared_invite': 'Ward decided: invite', 'encounter.cleared_suppress': 'Ward decided: no contact', 'encounter.readmitted': 'Readmitted', 'encounter.readmission_withdrawn': 'Readmission taken back',
  'encounter.prioritized': 'Named in the monthly list', 'encounter.unprioritized': 'Taken out of the monthly list', 'encounter.import_undone': 'Its whole file was taken back', 'register.exported': 'Exported in full', 'register.revealed': 'Looked at in full', 'consent.given': 'Agreed', 'consent.withdrawn': 'Withdrew consent', 'binding.allowed': 'Lets family act', 'binding.refused': 'Does not let family act', 'binding.removed': 'Link to the account ended', 'binding.restored': 'Link to the account restored', 'binding.may_hear': 'Family may be told', 'binding.may_not_hear': 'Family may not be told', 'patient.merged': 'Patient numbers merged',
  'patient.corrected': 'Patient data corrected', 'patient.marked': 'Marked', 'patient.unmarked': 'Mark removed', 'patient.phone_corrected': 'Number corrected', 'patient.phone_invalid': 'Wrong number, not used any more',
  'patient.death_told': 'Reported dead, contact paused', 'patient.death_confirmed': 'Death confirmed, contact stopped', 'patient.death_no': 'Not dead, contact resumed',
  'step.planned': 'Planned', 'step.replanned': 'Planned anew', 'step.invited': 'Invitation due', 'step.sent': 'Invitation sent', 'step.reminded': 'Reminder due', 'step.started': 'Began to answer', 'step.answered': 'Answered', 'step.queued': 'Into the worklist',
  'step.held': 'Paused', 'step.resumed': 'Resumed', 'step.cleared': 'Planned after clearing', 'step.reopened': 'Opened again', 'step.reached': 'Reached by phone', 'step.closed': 'Closed',
  'call.queued': 'Into the worklist', 'call.withdrawn': 'No call needed any more', 'call.revived': 'Into the worklist again', 'call.raised_again': 'Raised again', 'call.recanted': 'Says it is over', 'call.went_up': 'Nobody took it, one level up', 'call.acknowledged': 'Somebody has it', 'call.attempt': 'Rung',
  'response.started': 'Opened the questionnaire', 'response.submitted': 'Handed in the questionnaire', 'notice.sent': 'Message sent',
});

/** Keys of parameters that mean the same wherever they stand. */
const words = defineText<Record<string, string>>({
  reached: '通话完成', no_answer: '无人接听', busy: '占线', off: '关机或停机', call_back: '约定再打', inconvenient: '不方便', cut_off: '中途断了', wrong_number: '号码不对', refused: '拒绝', deceased: '告知去世', handled: '由别人处理', not_attempted: '来不及拨打',
  patient: '打给本人', contact: '打给联系人', wechat: '微信', sms: '短信', browser: '网页', phone: '电话', invite: '邀请', remind: '提醒', alert: '值班提醒',
  followup: '随访电话', redflag: '红色警示', callback: '希望回电', concern: '答案需要关心', asked: '患者希望回电', answered: '已回答', red_flag: '红色警示',
  unaware: '病情未告知本人', noVoice: '不便接听电话', noContact: '不接受联系', allowFamilySensitive: '家人可看敏感住院', allowSmsSensitive: '敏感住院可发短信', phoneInvalid: '本人号码不对', contactInvalid: '联系人号码不对',
  contactPhone: '联系人电话', phoneSealed: '本人电话', contactPhoneSealed: '联系人电话', 'FU-SHORT-1': '康复问卷', 'IP-FULL-1': '住院感受问卷',
}, {
  reached: 'talked', no_answer: 'no answer', busy: 'busy', off: 'switched off', call_back: 'ring again as agreed', inconvenient: 'not now', cut_off: 'broken off', wrong_number: 'wrong number', refused: 'refused', deceased: 'reported dead', handled: 'taken care of', not_attempted: 'not attempted',
  patient: 'the patient', contact: 'the contact', wechat: 'WeChat', sms: 'SMS', browser: 'web page', phone: 'phone', invite: 'invitation', remind: 'reminder', alert: 'alert of the duty',
  followup: 'follow-up call', redflag: 'red flag', callback: 'asked to be rung', concern: 'an answer needs care', asked: 'asked to be rung', answered: 'has answered', red_flag: 'red flag',
  unaware: 'diagnosis not told', noVoice: 'cannot use the phone', noContact: 'no contact', allowFamilySensitive: 'family may see sensitive stays', allowSmsSensitive: 'SMS about sensitive stays', phoneInvalid: 'own number wrong', contactInvalid: 'contact\'s number wrong',
  contactPhone: 'contact\'s number', phoneSealed: 'own number', contactPhoneSealed: 'contact\'s number', 'FU-SHORT-1': 'recovery questionnaire', 'IP-FULL-1': 'questionnaire about the stay',
});

const purposes = defineText({ care: '康复随访', survey: '满意度调查' }, { care: 'care after discharge', survey: 'satisfaction' });
const deciders = defineText({ patient: '本人', guardian: '监护人', family: '家人自己', link: '短信链接' }, { patient: 'the patient', guardian: 'a guardian', family: 'family, for themselves', link: 'SMS link' });

/** Facts of the store behind one another in a correction: shown as the hospital's own heading where there is one. */
const hidden = /Hash$|Tail$|^(motherName|sourceUpdatedAt|rev|dischargeDay|obstetric|sensitive|idNoSealed|addressSealed)$/;

function valueWords(key: string, value: string | number, language: Language): string {
  const text = String(value);
  if (key === 'note') return language === 'zh' ? `“${text}”` : `"${text}"`;
  if (key === 'way') return (wayText[language] as Readonly<Record<string, string>>)[text] ?? '';
  if (key === 'fields') {
    if (hidden.test(text)) return '';
    const hold = (holdText[language] as Readonly<Record<string, { name: string } | undefined>>)[text];
    const heading = fieldWords(text);
    return hold?.name ?? words[language][text] ?? (heading === text ? '' : heading);
  }
  if (key === 'purpose') return (purposes[language] as Readonly<Record<string, string>>)[text] ?? '';
  if (key === 'whose') return (deciders[language] as Readonly<Record<string, string>>)[text] ?? '';
  if (key === 'as') return '';
  if (key === 'key') return stepNameText[language][text] ?? '';
  if (key === 'start') return `${dateWords(dayOf(Number(value)), language)} ${clockWords(Number(value), language)}`;
  if (['department', 'number', 'of'].includes(key)) return text;
  if (key === 'relation') return (relationText[language] as Readonly<Record<string, string>>)[text] ?? '';
  if (key === 'score') return language === 'zh' ? `${text} 分` : `${text} of 5`;
  if (key === 'n') return '';
  const plan = (planText[language] as Readonly<Record<string, string | undefined>>)[text];
  return plan ?? (words[language][text] || doorWords[language][text] || reasonWords(text, language) || '');
}

/** binding.bound_child, binding.asked_spouse: somebody took the patient into an account, or asks to; as what stands beside it. */
function boundWords(kind: string, language: Language): string | undefined {
  if (kind.startsWith('binding.bound')) return { zh: '绑定到账号', en: 'Linked to an account' }[language];
  return kind.startsWith('binding.asked') ? { zh: '申请代办', en: 'Asks to act' }[language] : undefined;
}

/** One fact as words: what, and the particulars beside it. A kind that nobody has worded yet is not shown as a code. */
export function factWords(fact: StoryFact, language: Language): { what: string; more: string } {
  const [domain] = fact.kind.split('.');
  const what = boundWords(fact.kind, language) ?? kinds[language][fact.kind] ?? doorKinds[language][fact.kind] ?? { zh: '其他记录', en: 'Another entry' }[language];
  const order = domain === 'step' ? ['key', 'reason'] : Object.keys(fact.params);
  const parts = order.flatMap((key) => {
    const value = fact.params[key];
    if (value === undefined || value === '') return [];
    return (typeof value === 'object' ? value : [value]).map((one) => valueWords(key, one, language));
  }).filter((word) => word !== '');
  return { what, more: [...new Set(parts)].join(' · ') };
}

/** Two domains tell the same event: what the second one says, the first need not. */
const sameAs: Readonly<Record<string, string>> = { 'step.invited': 'notice.sent', 'step.sent': 'notice.sent', 'step.reminded': 'notice.sent', 'call.queued': 'step.queued', 'step.answered': 'response.submitted', 'step.started': 'response.started', 'call.withdrawn': 'response.submitted' };
/** ms within which two tellings are one event: the outbox is emptied every minute, on a busy morning over some minutes. */
const together = 10 * 60_000;

/** The facts as people tell them: an event that two domains noted is told once, by the one that knows more. */
export function onceEach<T extends StoryFact & { at: number }>(facts: readonly T[]): T[] {
  return facts.filter((fact) => {
    const better = sameAs[fact.kind];
    return better === undefined || (fact.kind === 'call.queued' && fact.params['kind'] !== 'followup') || (fact.kind === 'call.withdrawn' && fact.params['reason'] !== 'answered') || !facts.some((other) => other.kind === better && Math.abs(other.at - fact.at) <= together);
  });
}

/** Which part of the house a fact belongs to, for the mark before it. */
export const storyTone = (kind: string): 'action' | 'warn' | 'danger' | 'plain' => {
  if (/answered|submitted|reached|cleared_invite|visit\.(booked|changed_to|arrived|fulfilled)|replied|accepted/.test(kind)) return 'action';
  if (/death|redflag|went_up|raised_again|message\.help/.test(kind)) return 'danger';
  return /queued|held|attempt|suppress|phone_invalid|cancelled|visit\.(closed|missed|silent)|unanswered|complaint\.(received|reopened)/.test(kind) ? 'warn' : 'plain';
};

/** Who did it: a colleague by name, a person by their part, a machine by nothing. */
export function actorWords(by: string, names: Readonly<Record<string, string>>, me: string | undefined, language: Language): string {
  if (by.startsWith('staff:')) return by === me ? { zh: '我', en: 'me' }[language] : names[by] ?? '';
  if (by.startsWith('import')) return { zh: '名单导入', en: 'import' }[language];
  if (by.startsWith('person')) return { zh: '本人或家人', en: 'patient or family' }[language];
  if (by.startsWith('link')) return { zh: '短信链接', en: 'SMS link' }[language];
  return '';
}
