/** The inbox of customer service and its standard answers. */
import type { AnswerCategory } from '../../cloudfunctions/message/contract/answer';
import type { Event, Mark, ReplyKind, Urgent, View } from '../../cloudfunctions/message/contract';
import { defineText } from './wording';

export const viewText = defineText<Record<View, string>>(
  { mine: '我的', unassigned: '没人接', waiting: '等回复', overdue: '超时', urgent: '紧急', department: '在科室', closed: '已结束' },
  { mine: 'Mine', unassigned: 'Unassigned', waiting: 'Waiting', overdue: 'Overdue', urgent: 'Urgent', department: 'With departments', closed: 'Closed' },
);

/** Why a view is empty. */
export const emptyViewText = defineText<Record<View, string>>({
  mine: '您手上没有留言。', unassigned: '没有等人接的留言。', waiting: '没有人在等回复。', overdue: '没有超时的留言。', urgent: '没有紧急的留言。', department: '没有留言在科室。', closed: '还没有结束的留言。',
}, {
  mine: 'No messages are yours.', unassigned: 'Every message has somebody.', waiting: 'Nobody waits for a reply.', overdue: 'Nothing is overdue.', urgent: 'Nothing is urgent.', department: 'Nothing lies with a department.', closed: 'Nothing has been closed yet.',
});

export const urgentText = defineText<Record<Urgent, string>>({ '': '', emergency: '急症', crisis: '心理危机', today: '当天处理' }, { '': '', emergency: 'Emergency', crisis: 'Crisis', today: 'Today' });
export const markText = defineText<Record<Mark, string>>(
  { death: '说到离世', stop: '不想再联系', wrong_person: '可能打错人', restricted: '需专人处理', epidemic: '传染病线索' },
  { death: 'Tells of a death', stop: 'Wants no contact', wrong_person: 'Wrong person', restricted: 'For few eyes', epidemic: 'Infection' },
);
export const replyKindText = defineText<Record<ReplyKind, string>>(
  { information: '一般说明', ward_answer: '转达科室答复', book: '协助预约', complaint: '投诉指引' },
  { information: 'Information', ward_answer: 'Department\'s answer', book: 'Booking', complaint: 'How to complain' },
);
export const categoryText = defineText<Record<AnswerCategory, string>>(
  { medicine: '用药', wound: '伤口', recovery: '康复', symptom: '症状', visit: '复诊', record: '病历', fee: '费用', child: '妇儿', mind: '情绪', service: '服务' },
  { medicine: 'Medicine', wound: 'Wound', recovery: 'Recovery', symptom: 'Symptoms', visit: 'Visits', record: 'Records', fee: 'Fees', child: 'Mother and child', mind: 'Mind', service: 'Service' },
);

/** A system line; `name` is the colleague or department that it is about. */
export const eventText = defineText<Record<Exclude<Event, ''>, (name: string) => string>>({
  handed: (name) => `转给${name}`, handed_back: (name) => `${name}已答复`, closed: (name) => `${name}结束了咨询`, reopened: (name) => (name ? `${name}重新打开` : '患者又留言，咨询继续'),
  assigned: (name) => `由${name}处理`, unassigned: (name) => `${name}退回，等人接`, returned: (name) => `${name}半小时没有动静，已退回等人接`, acknowledged: (name) => `${name}已接手紧急情况`,
  raised: () => '已通知值班人员', unanswered: () => '24 小时没有回复，已转电话', complaint: (name) => `已转为投诉${name ? ` ${name}` : ''}`,
}, {
  handed: (name) => `Handed to ${name}`, handed_back: (name) => `${name} has answered`, closed: (name) => `Closed by ${name}`, reopened: (name) => (name ? `Reopened by ${name}` : 'The patient wrote again'),
  assigned: (name) => `${name} has it`, unassigned: (name) => `Given back by ${name}`, returned: (name) => `No sign of ${name} for half an hour; given back`, acknowledged: (name) => `${name} has taken on the alarm`,
  raised: () => 'The person on duty was told', unanswered: () => 'No reply within 24 hours: a nurse will ring', complaint: (name) => `Registered as a complaint${name ? ` ${name}` : ''}`,
});

export const inboxText = defineText({
  title: '留言', list: '留言', views: '显示', pick: '选一条留言，内容会显示在这里。', more: '再显示 30 条', back: '返回列表',
  dayN: (n: number) => (n === 0 ? '今天出院' : `出院第 ${n} 天`), years: (n: number) => `${n} 岁`, unread: '有新留言', mine: '我', nobody: '没人接', withDepartment: (name: string) => `在${name || '科室'}`,
  waits: (clock: string) => `等了 ${clock}`, due: (when: string) => `${when} 前回复`, dueShort: (when: string) => `${when} 前`, over: (clock: string) => `超时 ${clock}`, latest: (when: string) => `24 小时限 ${when}`, answered: '已回复',
  flags: '紧急留言，还没有人接手', flagShow: '查看', flagsMore: (n: number) => `还有 ${n} 条紧急留言没有人接手，都看看`, acknowledge: '我来处理', acknowledged: (name: string) => `${name}已接手`, phrases: (words: string) => `原话提到：${words}`,
  here: (names: string) => `${names}也在看这条留言`,
  stay: '出院记录', people: '参与的人', mayHear: '可以告知', mayNotHear: '只听不说病情', deceased: '患者已离世',
  afterDeath: (who: string) => `患者已离世，拨打名单不会拨患者的电话。写的人：${who}。`, ringRecord: (phone: string) => `对方的号码 ${phone} 就是登记的家属电话：请护士或组长在“出院记录”里看完整号码，现在就打。`, ringOther: (phone: string, ward: string) => `对方的号码 ${phone} 没有登记在住院资料里：请马上在留言里问怎么联系，同时请 ${ward} 协助。`, ownAccount: '用患者本人账号的人', ringNobody: (ward: string) => `不知道对方的号码：请马上在留言里问怎么联系，同时请 ${ward} 协助。`,
  reach: { wechat: '回复会发微信提醒', sms: '回复会发短信提醒', none: '通知不到，没看到就由护士打电话' },
  seenByPatient: '对方已看到', rated: (words: string) => `评价：${words}`, scores: { 5: '很满意', 4: '满意', 3: '一般', 2: '不满意', 1: '很不满意' },
  take: '我来接', assign: '分派', assignTo: '分派给', giveBack: '退回等人接', hand: '转科室', close: '结束', reopen: '重新打开', complain: '转为投诉', book: '预约复诊', answers: '标准答案',
  taken: '同事刚刚改过分派，已重新读取。', closedDone: '已结束这次咨询', handedDone: (name: string) => `已转给${name}，患者会看到“已转给科室”`,
  closeWaiting: '对方还在等回复，仍要结束吗？', closeWaitingWords: '如果最后一条只是“谢谢”，可以直接结束。', closeAnyway: '直接结束', closeUrgent: '紧急情况还没有人接手，不能结束。', closeHanded: '问题还在科室，等答复后再结束。',
  handTitle: '转给科室', handDepartment: '科室', handQuestion: '要科室回答什么', handQuestionHint: '写清楚问题。科室看不到的内容不要写。', handGo: '转过去', handed: '已经在科室了，等答复。', needed: '请填写这一项', chooseDepartment: '请选择科室',
  older: '看更早的', note: '仅同事可见', noteOf: (name: string) => `${name} 的备注`, question: (name: string) => `${name} 问科室`, wardAnswer: (name: string) => `${name}的答复`, hidden: '这条内容不对您的岗位开放', hiddenPart: '不对您的岗位开放',
  help: '一键求助：请护士联系我', picture: (at: number) => `图片 ${at}`, edited: '已改动', answerUsed: (version: number) => `标准答案 第 ${version} 版`,
  reply: '回复', noteTab: '内部备注', backTab: '科室答复', kind: '这条回复是', text: '回复内容', noteLabel: '备注，患者看不到', backLabel: '科室的答复，客服会用大白话转告', canned: '常用语', cannedPick: '选一条插入', pictures: '图片',
  send: '发送', sendNote: '记下', sendBack: '交给客服', sending: '正在发送', sent: '已发送', noted: '已记下', handedBack: '已交给客服',
  empty: '还没有写内容', draftKept: '草稿已保存在这个窗口', left: (n: number) => `还可以写 ${n} 个字`, tooLong: (n: number) => `多了 ${n} 个字，请分成几条`, picturesLost: (n: number) => `刚才选的图片有 ${n} 张没有传上，请重新选择`,
  taboo: (words: string) => `服务忌语：${words}`, tabooWords: '换一种说法更好，例如“我先记下来，转给专科医生，今天回复您”。', tabooSend: '仍然发送',
  usesAnswer: (question: string) => `含标准答案“${question}”，原文不能改`, answerChanged: '标准答案的原文被改过，会按普通回复发送', dropAnswer: '不用标准答案',
  problems: { answer_changed: '标准答案的原文被改过。请重新插入，或点“不用标准答案”。', answer_draft: '这条标准答案还没有审核，不能用。', answer_expired: '这条标准答案过了有效期，不能用。', answer_retired: '这条标准答案已停用。', no_ward_answer: '科室还没有答复。请先转科室，或换一种回复类型。', required: '还没有写内容', too_long: '写得太长了', unknown: '有图片要重新选', wrong_type: '有图片格式不对', too_large: '有图片太大', handed: '已经在科室了', not_handed: '这条留言不在科室' },
  unsent: '还没有发出去，写的内容都在。', trouble: '暂时读不到新留言，正在再试。', complained: (number: string) => `已登记投诉 ${number}`,
  offHours: (when: string) => `现在没有人值守，下次${when}`,
  keys: '按键：', keyMove: '上下', keyNext: '下一条等的', keyReply: '回复', keyTake: '我来接', keyClose: '结束', keyAnswers: '标准答案', keySend: 'Ctrl+Enter 发送，Esc 离开输入框',
  nobodyWaits: '没有等回复的留言了。', readOnly: '您可以看，回复由客服来做。', gone: '这条留言已经不在您这里了。', choose: '选中要转的留言', chosen: (n: number) => `选中 ${n} 条`, chooseDone: '登记投诉', chooseCancel: '不转了', chooseFirst: '先选中说到投诉的留言', chooseOne: (n: number) => `选中第 ${n} 条`,
}, {
  title: 'Messages', list: 'Messages', views: 'Show', pick: 'Choose a message to read it here.', more: 'Show 30 more', back: 'Back to the list',
  dayN: (n) => (n === 0 ? 'left today' : `day ${n}`), years: (n) => `${n}`, unread: 'new', mine: 'me', nobody: 'nobody', withDepartment: (name) => `with ${name || 'a department'}`,
  waits: (clock) => `waits ${clock}`, due: (when) => `reply by ${when}`, dueShort: (when) => `by ${when}`, over: (clock) => `overdue ${clock}`, latest: (when) => `24 h end ${when}`, answered: 'answered',
  flags: 'Urgent messages that nobody has taken on', flagShow: 'Show', flagsMore: (n) => `${n} more urgent messages that nobody has taken on`, acknowledge: 'I take it', acknowledged: (name) => `${name} has taken it`, phrases: (words) => `They said: ${words}`,
  here: (names) => `${names} is reading this too`,
  stay: 'Stay', people: 'Taking part', mayHear: 'may be told', mayNotHear: 'listen only', deceased: 'The patient has died',
  afterDeath: (who) => `The patient has died; the calls' list does not ring their number. Written by: ${who}.`, ringRecord: (phone) => `Their number ${phone} is the contact's on record: a nurse or lead can see it in full on the stay's page. Ring now.`, ringOther: (phone, ward) => `Their number ${phone} is not on the record of the stay: ask in the conversation how to reach them, and ask ${ward} for help.`, ownAccount: 'somebody with the patient\'s own account', ringNobody: (ward) => `Their number is not known: ask in the conversation how to reach them, and ask ${ward} for help.`,
  reach: { wechat: 'A reply is announced in WeChat', sms: 'A reply is announced by SMS', none: 'Cannot be notified: a nurse rings if it is not read' },
  seenByPatient: 'seen by them', rated: (words) => `Rated: ${words}`, scores: { 5: 'very good', 4: 'good', 3: 'fair', 2: 'poor', 1: 'very poor' },
  take: 'Take it', assign: 'Assign', assignTo: 'Assign to', giveBack: 'Give back', hand: 'To a department', close: 'Close', reopen: 'Reopen', complain: 'Make a complaint', book: 'Book a visit', answers: 'Standard answers',
  taken: 'A colleague has just changed this; it was read again.', closedDone: 'The conversation is closed', handedDone: (name) => `Handed to ${name}; the patient sees that a department was asked`,
  closeWaiting: 'Somebody still waits. Close all the same?', closeWaitingWords: 'A mere "thank you" needs no reply.', closeAnyway: 'Close', closeUrgent: 'Nobody has taken on the alarm: it cannot be closed.', closeHanded: 'It lies with a department; close it after the answer.',
  handTitle: 'To a department', handDepartment: 'Department', handQuestion: 'What the department should answer', handQuestionHint: 'Write the question plainly. Leave out what the department may not see.', handGo: 'Hand over', handed: 'It lies with a department already.', needed: 'Please fill this in', chooseDepartment: 'Please choose a department',
  older: 'Earlier messages', note: 'for colleagues only', noteOf: (name) => `Note by ${name}`, question: (name) => `${name} asks the department`, wardAnswer: (name) => `${name} answers`, hidden: 'This is not open to your role', hiddenPart: 'not open to your role',
  help: 'Help button: a nurse should ring', picture: (at) => `Picture ${at}`, edited: 'changed', answerUsed: (version) => `Standard answer, version ${version}`,
  reply: 'Reply', noteTab: 'Private note', backTab: 'Department\'s answer', kind: 'This reply is', text: 'Reply', noteLabel: 'Note; patients never see it', backLabel: 'The department\'s answer; customer service tells it in plain words', canned: 'Ready texts', cannedPick: 'Choose one to insert', pictures: 'Pictures',
  send: 'Send', sendNote: 'Note it', sendBack: 'To customer service', sending: 'Sending', sent: 'Sent', noted: 'Noted', handedBack: 'Handed to customer service',
  empty: 'Nothing is written yet', draftKept: 'The draft is kept in this window', left: (n) => `${n} characters left`, tooLong: (n) => `${n} characters too many, please send it in parts`, picturesLost: (n) => `${n} of the pictures you chose were not uploaded. Please choose them again`,
  taboo: (words) => `Better not say: ${words}`, tabooWords: 'Put it another way, for example: "I have noted it and pass it to the specialist; you have an answer today."', tabooSend: 'Send all the same',
  usesAnswer: (question) => `Holds the standard answer "${question}", word for word`, answerChanged: 'The standard answer was changed; this goes out as an ordinary reply', dropAnswer: 'Without the standard answer',
  problems: { answer_changed: 'The standard answer was changed. Insert it again, or go without it.', answer_draft: 'This answer is not reviewed yet.', answer_expired: 'This answer has expired.', answer_retired: 'This answer is retired.', no_ward_answer: 'The department has not answered. Hand it over first, or choose another kind.', required: 'Nothing is written yet', too_long: 'This is too long', unknown: 'A picture has to be chosen again', wrong_type: 'A picture has the wrong format', too_large: 'A picture is too large', handed: 'It lies with a department already', not_handed: 'It does not lie with a department' },
  unsent: 'This was not sent yet; everything you wrote is kept.', trouble: 'New messages cannot be read right now; we keep trying.', complained: (number) => `Registered as complaint ${number}`,
  offHours: (when) => `Nobody is on duty now; next ${when}`,
  keys: 'Keys: ', keyMove: 'move', keyNext: 'next waiting', keyReply: 'reply', keyTake: 'take it', keyClose: 'close', keyAnswers: 'answers', keySend: 'Ctrl+Enter sends, Esc leaves the field',
  nobodyWaits: 'Nobody waits for a reply any more.', readOnly: 'You may read; customer service replies.', gone: 'This conversation is not with you any more.', choose: 'Choose the messages to pass on', chosen: (n) => `${n} chosen`, chooseDone: 'Register the complaint', chooseCancel: 'Never mind', chooseFirst: 'First choose the messages that complain', chooseOne: (n) => `choose message ${n}`,
});

export const answersText = defineText({
  title: '标准答案', list: '标准答案', search: '找问题或关键词', state: '状态', category: '类别', all: '全部', usable: '可以用', draft: '待审核', expired: '已过期', retired: '已停用', pending: '有新版本待审核',
  add: '新增一条', pick: '选一条标准答案查看。', empty: '没有这样的标准答案。', question: '患者会怎么问', keywords: '关键词', keywordsHint: '用空格或顿号隔开，包括患者的说法', answer: '答案', answerHint: '用患者听得懂的话。涉及诊疗的，结尾会自动加上固定提醒语。',
  department: '科室', everybody: '所有科室通用', shared: '通用', forWhom: '适用', departments: '适用科室', departmentsHint: '不选就是所有科室都能用', addDepartment: '加一个科室', removeDepartment: (name: string) => `去掉${name}`, diseases: '适用疾病', diseasesHint: '诊断里的词或诊断编码，用空格或顿号隔开，例如：骨折、S72、I10-I15。不填就是所有疾病', fits: '适合这次住院', others: '其他科室或疾病用',
  escalateWhen: '什么情况要转科室', route: '转给谁', direct: '可以直接答复，不用问科室', clinical: '涉及诊疗，结尾加固定提醒语', closing: '固定提醒语',
  version: (n: number) => `第 ${n} 版`, reviewed: (who: string, title: string, when: string) => `${who}（${title}）${when} 审核`, expires: (when: string) => `有效到 ${when}`, unreviewed: '没有审核，不能插入回复', expiredWords: '过了有效期，不能插入回复', retiredWords: '已停用，不能插入回复', editedBy: (who: string, when: string) => `${who} ${when} 修改`,
  edit: '修改', save: '保存为新草稿', cancel: '不改了', saved: (n: number) => `已保存为第 ${n} 版草稿，审核后才能用`, waiting: (n: number) => `第 ${n} 版等待审核`, inUse: (n: number) => `第 ${n} 版在用`,
  sample: '系统样例', review: '审核通过', reviewTitle: (n: number) => `审核第 ${n} 版`, reviewer: '审核人姓名', reviewerTitle: '职称', reviewerTitleHint: '例如：骨科主任医师', expiresOn: '有效到', expiresHint: '最长两年，到期要重新审核', reviewWords: '由有资质的医师、药师或护士逐字看过后填写。', reviewDone: (n: number) => `第 ${n} 版可以用了`,
  retire: '停用', retireTitle: '停用这条标准答案？', retireWords: '客服不能再插入它。写一个新版本并审核后可以恢复。', retireDone: '已停用', history: '以前的版本', changed: '同事刚刚改过，已重新读取，请再看一下。', gone: '这个版本已经不是草稿了，已重新读取。', expiresWrong: '请选今天以后、两年以内的日期', required: '请填写这一项', readOnly: '由组长或质控修改和审核。',
  suggested: '按对方最后说的话找到的', insert: '插入', insertOf: (question: string) => `插入：${question}`, searchGo: '搜索', close: '收起', noFit: '没有合适的标准答案，请转科室问。', needsWard: '要先问科室', sure: '可直接答复',
}, {
  title: 'Standard answers', list: 'Standard answers', search: 'Question or keyword', state: 'State', category: 'Category', all: 'All', usable: 'in use', draft: 'to review', expired: 'expired', retired: 'retired', pending: 'new version to review',
  add: 'New answer', pick: 'Choose an answer.', empty: 'There is no such answer.', question: 'How patients ask', keywords: 'Keywords', keywordsHint: 'Separated by spaces; patients\' own words too', answer: 'Answer', answerHint: 'In words that patients understand. A fixed sentence is added where it is clinical.',
  department: 'Department', everybody: 'For everybody', shared: 'Everybody', forWhom: 'For', departments: 'Departments', departmentsHint: 'None: for every department', addDepartment: 'Add a department', removeDepartment: (name) => `Remove ${name}`, diseases: 'Diseases', diseasesHint: 'Words of a diagnosis or ICD-10 codes, separated by spaces, for example: fracture S72 I10-I15. None: every disease', fits: 'for this stay', others: 'for other departments or diseases',
  escalateWhen: 'When to ask the department', route: 'Whom', direct: 'May be given without asking the department', clinical: 'Clinical: the fixed sentence is added', closing: 'Fixed sentence',
  version: (n) => `version ${n}`, reviewed: (who, title, when) => `reviewed by ${who} (${title}) ${when}`, expires: (when) => `until ${when}`, unreviewed: 'Not reviewed: cannot be inserted', expiredWords: 'Expired: cannot be inserted', retiredWords: 'Retired: cannot be inserted', editedBy: (who, when) => `changed by ${who} ${when}`,
  edit: 'Change', save: 'Save as a new draft', cancel: 'Never mind', saved: (n) => `Saved as draft, version ${n}; usable after its review`, waiting: (n) => `version ${n} waits for review`, inUse: (n) => `version ${n} in use`,
  sample: 'the sample', review: 'Approve', reviewTitle: (n) => `Review of version ${n}`, reviewer: 'Reviewer', reviewerTitle: 'Title', reviewerTitleHint: 'for example: chief physician, orthopaedics', expiresOn: 'Valid until', expiresHint: 'At most two years', reviewWords: 'Filled in after a qualified physician, pharmacist or nurse has read every word.', reviewDone: (n) => `Version ${n} can be used`,
  retire: 'Retire', retireTitle: 'Retire this answer?', retireWords: 'It can no longer be inserted. A new, reviewed version brings it back.', retireDone: 'Retired', history: 'Earlier versions', changed: 'A colleague has just changed this; it was read again.', gone: 'This version is no draft any more; it was read again.', expiresWrong: 'Choose a day after today, within two years', required: 'Please fill this in', readOnly: 'Changed and reviewed by leads and quality.',
  suggested: 'Found by their last words', insert: 'Insert', insertOf: (question) => `Insert: ${question}`, searchGo: 'Search', close: 'Close', noFit: 'No answer fits. Ask the department.', needsWard: 'ask the department first', sure: 'may be given at once',
});
