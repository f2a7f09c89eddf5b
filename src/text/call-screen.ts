/** The call: what is said, asked, written and decided while somebody is on the line. */
import type { z } from '../../cloudfunctions/kit/contract';
import type { CallKind, Consequence } from '../../cloudfunctions/call/contract';
import type { Hint, Level } from '../../cloudfunctions/survey/contract';
import { defineText } from './wording';

export const screenText = defineText({
  title: '通话',
  talking: (time: string) => `通话 ${time}`,
  lease: (left: string) => `占用还剩 ${left}`,
  leaseOver: '占用已到期，正在续',
  offline: '网络断了，写下的都在，连上后接着存',
  leave: '离开',
  complaint: '登记投诉',
  complaintDone: (number: string) => `已登记投诉 ${number}`,
  panes: '显示哪一块',
  paneGuide: '步骤和病情', paneAsk: '问卷', paneMatter: '事由', paneCall: '拨打和结果',
  take: '接下并继续',
  notHeld: '这位患者还没有人接下。接下后显示全名和问卷。',
  bed: (bed: string) => `${bed} 床`,
  sheetOver: '这通电话已经结束，问卷不再显示。',
  sheetHeld: '问卷在接下的同事那里，现在不显示。',
  heldBy: (name: string) => `${name || '同事'}正在处理这位患者。`,

  steps: '步骤', special: '特殊情况', backToSteps: '回到问卷', forbidden: '这些话不能说',
  record: '记下结果', sayThis: '这样说', remember: '注意',

  facts: '病情与用药', medications: '出院带药', instruction: '出院医嘱', revisit: '复诊', allergy: '过敏', operation: '手术', otherDx: '其他诊断', doctors: '主管医生 · 责任护士', stay: '住院',
  none: '没有记录', revisitNone: '医嘱没有写复诊日期',
  unawareWarn: '本人不知道病情：不说诊断和病名。',

  conversation: '留言里说了什么', conversationOpen: '打开对话', conversationPictures: (n: number) => `${n} 张图片，打开对话看`,

  questions: '问卷',
  progress: (done: number, all: number) => `已答 ${done} / ${all} 题`,
  ownAnswer: (who: string, words: string) => `${who}已答：${words}`,
  patientSaid: '本人', familySaid: '家人',
  ownRating: '患者自己的评价，只能看',
  restricted: '已答，内容不公开',
  pass: '没问到',
  optional: '可以不问',
  names: '写下姓名，回车加上', remove: (name: string) => `去掉${name}`,
  consent: '同意通话和录音吗？',
  consentBoth: '同意，可以录音', consentTalk: '同意，不录音', consentNone: '不同意',
  sheetDone: '问卷已经提交，下面是答案。',
  sheetNone: '这通电话没有问卷，请把说的话写在备注里。',
  keysAsk: '选项', keysMove: '上一题、下一题', keysPass: '没问到', keysEnd: '记结果',

  dial: '拨打', dialAgain: '再拨这个号码',
  canRing: '现在可以拨打',
  previous: '刚才那个号码怎么样？',
  dialled: (when: string) => `${when} 拨打`,
  dialledHelp: '请用桌上的电话拨这个号码',
  copy: '复制号码', copied: '已复制',
  callIt: '用本机拨打',
  numberGone: '号码只显示一次，刷新后没有留下。',
  answeringNow: (when: string) => `患者正在自己填写（${when}），请先等一等。`,
  dialRefused: (why: string) => `现在不能拨：${why}`,

  outcomes: '结束这次通话',
  note: '备注', noteHint: '写要点，不写身份证号', noteNeeded: '这个结果要写备注',
  tags: '遇到了（可不选）',
  confirm: (outcome: string) => `记下：${outcome}`,
  confirmReached: '提交问卷并完成',
  back: '再想想',
  when: '约在什么时候再打？', whenOptional: '约好了时间吗？没约就不选',
  otherTime: '其他时间', chosenTime: (when: string) => `约在${when}`,
  saving: '正在记下',
  missing: (n: number) => `还差 ${n} 题`,
  toMissing: '去第一道没答的题',
  visitOpen: '号还在停诊的时间里：请先接受改期、改时间或取消预约。对方定不下来，选“约定再打”。',
  dialFirst: '先拨打',
  leadOnly: '由组长决定',
  someoneElse: '接电话的不是患者本人或家人，请选“打错了”。',

  savedOutcome: (outcome: string) => `已记下：${outcome}`,
  undo: '撤回', undoLeft: (left: string) => `${left} 内可以撤回`,
  next: '下一位', toList: '回到名单',
  writtenAnyway: '患者已经自己回答，您记下的也保存了。',

  lateNote: '刚才已经说上话了？补记一个结果',
  lateNoteHelp: '您写的都在。要紧的（已故、拒绝、打错了）照样会生效。',
  keptTyped: '您刚才写的都保留着。',
  lostTitle: '占用已经不在您这里',
  lostClaimed: '同事已经接手这位患者。',
  lostFree: '离开太久，这位患者已放回名单。',
  takeAgain: '重新接下',
  doneTitle: '这通电话已经结束',
  doneWords: '结果已经记下。',

  leaveTitle: '还没有记下结果',
  leaveFree: '离开后，这位患者放回名单，别人可以接。写下的答案都已保存。',
  leaveDialled: '已经拨打过，请先选一个结果。现在离开的话，名单上方会留着“回到通话”，两分钟后别人可以接。',
  leaveUnsaved: '还有内容没有保存，离开会丢掉。',
  leaveGo: '放回名单并离开', leaveAnyway: '先离开', stay_: '留在这里',

  alarmWho: (who: string, when: string) => `已通知${who}，${when} 前回电`,
  alarmNobody: '还没有通知到值班，请马上当面或电话上报',
  alarmSay: '请对方现在就做',
  alarmRead: '知道了',
  alarmBefore: '已有的警示',
  recanted: '后来说已经好转',
}, {
  title: 'Call',
  talking: (time) => `On the line ${time}`,
  lease: (left) => `held for ${left}`,
  leaseOver: 'hold is over, renewing',
  offline: 'The connection is gone. What you wrote is kept and saved when it is back',
  leave: 'Leave',
  complaint: 'Register a complaint',
  complaintDone: (number) => `Complaint ${number}`,
  panes: 'What to show',
  paneGuide: 'Steps and stay', paneAsk: 'Questions', paneMatter: 'What it is about', paneCall: 'Ring and close',
  take: 'Take and go on',
  notHeld: 'Nobody has taken this call. Take it to see the full name and the questions.',
  bed: (bed) => `bed ${bed}`,
  sheetOver: 'This call is over; its questions are not shown any more.',
  sheetHeld: 'The questions are with the colleague who took the call.',
  heldBy: (name) => `${name || 'A colleague'} is at this call.`,

  steps: 'Steps', special: 'Special situations', backToSteps: 'Back to the questions', forbidden: 'Never say',
  record: 'Note the outcome', sayThis: 'Say', remember: 'Mind',

  facts: 'Stay and medicines', medications: 'Medicines', instruction: 'Instructions', revisit: 'Return visit', allergy: 'Allergies', operation: 'Operation', otherDx: 'Other diagnoses', doctors: 'Physician · nurse', stay: 'Stay',
  none: 'nothing recorded', revisitNone: 'no date in the discharge order',
  unawareWarn: 'The patient does not know the diagnosis: name no disease.',

  conversation: 'What was written', conversationOpen: 'Open the conversation', conversationPictures: (n) => `${n} ${n === 1 ? 'picture' : 'pictures'}, to be seen in the conversation`,

  questions: 'Questions',
  progress: (done, all) => `${done} of ${all} answered`,
  ownAnswer: (who, words) => `${who}: ${words}`,
  patientSaid: 'Patient', familySaid: 'Family',
  ownRating: 'their own rating, read only',
  restricted: 'answered, not shown',
  pass: 'not asked',
  optional: 'optional',
  names: 'A name, then the enter key', remove: (name) => `Remove ${name}`,
  consent: 'Consent to the call and the recording?',
  consentBoth: 'Yes, recording too', consentTalk: 'Yes, no recording', consentNone: 'No',
  sheetDone: 'The questionnaire was sent in. These are the answers.',
  sheetNone: 'This call has no questionnaire. Write what was said into the note.',
  keysAsk: 'options', keysMove: 'previous, next', keysPass: 'not asked', keysEnd: 'outcome',

  dial: 'Ring', dialAgain: 'Ring again',
  canRing: 'Can be rung now',
  previous: 'What became of the number before?',
  dialled: (when) => `rung ${when}`,
  dialledHelp: 'Please dial this number on your desk phone',
  copy: 'Copy', copied: 'Copied',
  callIt: 'Ring from here',
  numberGone: 'The number is shown once; it is gone after a reload.',
  answeringNow: (when) => `The patient is answering (${when}). Please wait a moment.`,
  dialRefused: (why) => `Cannot be rung now: ${why}`,

  outcomes: 'Close this call',
  note: 'Note', noteHint: 'The main points, no identity numbers', noteNeeded: 'This outcome needs a note',
  tags: 'What came up (optional)',
  confirm: (outcome) => `Note: ${outcome}`,
  confirmReached: 'Send in and finish',
  back: 'Not yet',
  when: 'When shall we ring again?', whenOptional: 'Was a time agreed? Leave empty if not',
  otherTime: 'Another time', chosenTime: (when) => `agreed for ${when}`,
  saving: 'Noting it',
  missing: (n) => `${n} still open`,
  toMissing: 'To the first open question',
  visitOpen: 'The visit is still in the closed clinic: accept the offer, change it or cancel it first. If they cannot decide, agree on another call.',
  dialFirst: 'ring first',
  leadOnly: 'the lead decides',
  someoneElse: 'Whoever answered is neither the patient nor family: choose the wrong number.',

  savedOutcome: (outcome) => `Noted: ${outcome}`,
  undo: 'Take back', undoLeft: (left) => `can be taken back for ${left}`,
  next: 'Next', toList: 'Back to the list',
  writtenAnyway: 'The patient has answered by themselves; what you noted is kept too.',

  lateNote: 'You were talking already? Add an outcome',
  lateNoteHelp: 'What you wrote is kept. What matters (death, refusal, wrong number) still counts.',
  keptTyped: 'What you wrote is kept.',
  lostTitle: 'You do not hold this call any more',
  lostClaimed: 'A colleague has taken it over.',
  lostFree: 'You were away too long; it went back to the list.',
  takeAgain: 'Take it again',
  doneTitle: 'This call is over',
  doneWords: 'The outcome was noted.',

  leaveTitle: 'No outcome was noted yet',
  leaveFree: 'If you leave, the patient goes back to the list and others can ring. The answers are saved.',
  leaveDialled: 'You have rung already: please choose an outcome first. If you leave now, the list keeps a way back, and after two minutes others can take over.',
  leaveUnsaved: 'Something is not saved yet and would be lost.',
  leaveGo: 'Give back and leave', leaveAnyway: 'Leave for now', stay_: 'Stay here',

  alarmWho: (who, when) => `${who} was told and rings before ${when}`,
  alarmNobody: 'Nobody on duty could be told yet: please report it in person now',
  alarmSay: 'Ask them to do this now',
  alarmRead: 'Understood',
  alarmBefore: 'Flags so far',
  recanted: 'said later that it is over',
});

/** What an outcome would do. `when` and `left` come in words; '' where there is none. */
export const consequenceText = defineText<Record<z.output<typeof Consequence>['key'], (when: string, left: number) => string>>({
  completed: () => '关闭这次随访',
  ring_again: (when, left) => `${when || '换个时段'}再拨${left > 0 ? `，还可拨 ${left} 次` : ''}`,
  ring_at: (when) => (when ? `${when} 再拨，排在最前` : '到点排在最前'),
  ring_soon: (when) => `${when} 再拨`,
  number_wrong_contact_next: () => '号码停用，接着打家属',
  number_wrong_patient_next: () => '号码停用，接着打本人',
  lost_wrong_number: () => '没有别的号码，请病区更正',
  lost_no_answer: () => '已拨满三次，按失访关闭',
  stop_satisfaction: () => '不再打满意度电话',
  stop_everything: () => '停止一切消息，需第二人确认',
  goes_up: () => '上报上一级',
  ends: () => '关闭，不再拨',
  handled: () => '按备注关闭',
  closed_by_capacity: () => '按能力不足关闭',
}, {
  completed: () => 'closes this follow-up',
  ring_again: (when, left) => `rung again ${when || 'at another time of day'}${left > 0 ? `, ${left} left` : ''}`,
  ring_at: (when) => (when ? `first in the list ${when}` : 'first in the list at that time'),
  ring_soon: (when) => `rung again ${when}`,
  number_wrong_contact_next: () => 'number not used any more; the family is next',
  number_wrong_patient_next: () => 'number not used any more; the patient is next',
  lost_wrong_number: () => 'no number left: closed as lost, the ward corrects it',
  lost_no_answer: () => 'tried three times: closed as lost',
  stop_satisfaction: () => 'no satisfaction calls any more',
  stop_everything: () => 'stops every message; a second person confirms',
  goes_up: () => 'goes up a level',
  ends: () => 'closed, not rung again',
  handled: () => 'closed with the note',
  closed_by_capacity: () => 'closed for lack of capacity',
});

/** What an outcome would do on a call that is no follow-up, where the words above would say something else; by the kind of the call. */
export const matterConsequenceText = defineText<Partial<Record<z.output<typeof CallKind>, Partial<Record<z.output<typeof Consequence>['key'], string>>>>>({
  redflag: { completed: '按备注关闭这次警示' },
  callback: { completed: '关闭这次回拨', lost_no_answer: '已拨满三次，关闭' },
  concern: { completed: '已关心过，关闭', lost_no_answer: '已拨满三次，关闭' },
  closure: { completed: '停诊已告知，关闭', lost_no_answer: '已拨满三次，关闭' },
  missed: { completed: '没来的原因已问，关闭', lost_no_answer: '已拨满三次，关闭' },
  reply: { completed: '已经回复对方，关闭', lost_no_answer: '已拨满三次，关闭' },
}, {
  redflag: { completed: 'closes this alarm with the note' },
  callback: { completed: 'closes this call back', lost_no_answer: 'tried three times: closed' },
  concern: { completed: 'cared for: closed', lost_no_answer: 'tried three times: closed' },
  closure: { completed: 'told about the closed clinic: closed', lost_no_answer: 'tried three times: closed' },
  missed: { completed: 'asked why they did not come: closed', lost_no_answer: 'tried three times: closed' },
  reply: { completed: 'they have their answer: closed', lost_no_answer: 'tried three times: closed' },
});

/** Why the call was taken back while a nurse held it; any other reason is `other`. */
export const withdrawnText = defineText({
  answered: '患者刚刚自己答完了，不用再打',
  deceased: '患者已去世，请不要拨打',
  death_unconfirmed: '有人告知患者去世，先不要拨打，等第二人核实',
  opted_out: '患者不愿再被联系，请不要拨打',
  refused: '患者不愿再被联系，请不要拨打',
  readmitted: '患者又住院了，这次随访已停',
  cancelled: '出院登记已撤销，不用再打',
  suppressed: '科室说明不需要随访，不用再打',
  absorbed: '已并入另一次随访，不用再打',
  booked: '已经约好新的复诊，不用再打',
  accepted: '患者已接受新的时间，不用再打',
  changed: '复诊已经改约，不用再打',
  visit_cancelled: '患者取消了复诊，不用再打',
  arrived: '患者已经来就诊，不用再打',
  replied: '客服已经回复，不用再打',
  read: '患者已经看到回复，不用再打',
  other: '这通电话已撤回，不用再打',
}, {
  answered: 'The patient has just answered by themselves: no need to ring',
  deceased: 'The patient has died: please do not ring',
  death_unconfirmed: 'Somebody reported a death: do not ring until a second person has checked',
  opted_out: 'The patient does not want contact: please do not ring',
  refused: 'The patient does not want contact: please do not ring',
  readmitted: 'The patient is in hospital again; this follow-up has stopped',
  cancelled: 'The discharge was cancelled: no need to ring',
  suppressed: 'The department wants no follow-up: no need to ring',
  absorbed: 'Merged into another follow-up: no need to ring',
  booked: 'Another visit is booked: no need to ring',
  accepted: 'The patient has taken the new time: no need to ring',
  changed: 'The visit was moved: no need to ring',
  visit_cancelled: 'The patient cancelled the visit: no need to ring',
  arrived: 'The patient has come: no need to ring',
  replied: 'Customer service has answered: no need to ring',
  read: 'The patient has read the answer: no need to ring',
  other: 'This call was taken back: no need to ring',
});

/** Head of the banner when an answer means danger. */
export const levelText = defineText<Record<z.output<typeof Level>, string>>({
  emergency: '红色警示：请对方马上拨打 120', crisis: '红色警示：不要挂断，陪对方说话', today: '今天要有人联系', concern: '需要关心',
}, {
  emergency: 'Red flag: ask them to ring 120 now', crisis: 'Red flag: stay on the line', today: 'To be rung today', concern: 'Needs care',
});

/** What an answer suggests to do next. */
export const hintText = defineText<Record<z.output<typeof Hint>, string>>({
  booking: '患者想约复诊：现在就可以约（F6）。',
  death: '话里说到去世：问清后选“已故”。',
  stop: '话里说不要再联系：问清后选“拒绝”。',
  wrong_person: '话里说不是本人：问清后选“打错了”。',
}, {
  booking: 'They want to book a return visit: book it now (F6).',
  death: 'The text speaks of a death: ask, then choose that outcome.',
  stop: 'The text asks for no more contact: ask, then choose refused.',
  wrong_person: 'The text says it is the wrong person: ask, then choose wrong number.',
});

/** What came up in the talk, for statistics. */
export const talkTagText = defineText({
  emotional: '情绪激动', professional: '专业问题', adverse_reaction: '不良反应', dispute: '纠纷预警', complaint: '投诉', language: '语言不通', told_by_family: '家人代述',
}, {
  emotional: 'upset', professional: 'question for a specialist', adverse_reaction: 'reaction to a medicine', dispute: 'signs of a dispute', complaint: 'complaint', language: 'language', told_by_family: 'told by family',
});

/** Beside an answer or a time that cannot be taken. */
export const callProblemText = defineText<Record<string, string>>({
  patients_own: '这是患者自己的评价，不能改', exclusive: '“以上都没有”不能和别的一起选', too_many: '选得太多了', past: '这个时间已经过了', too_far: '最远约到 14 天后', outside_hours: '请约在 9–12 点或 14 点–19 点半', required: '请填写这一项',
}, {
  patients_own: 'This is their own rating and cannot be changed', exclusive: '"None of these" stands alone', too_many: 'Too many chosen', past: 'This time has passed', too_far: 'At most 14 days ahead', outside_hours: 'Please agree on 9–12 am or 2–7:30 pm', required: 'Please fill this in',
});
