/** Correcting facts, adding a stay by hand, who said what, and the kinds of a timeline. */
import problems from '../../cloudfunctions/discharge/data/problem.json';
import { problemText } from './error';
import { defineText, type Language } from './wording';

export const correctText = defineText({
  open: '更正资料', title: '更正住院资料', words: '只改有误的几项，其余保持不动。原来的内容和您的更正都会留在“谁说了什么”里。',
  groups: { patient: '患者', contact: '联系人', stay: '住院与出院', care: '诊断与治疗', after: '出院以后' },
  now: (value: string) => `现在：${value}`, nowNone: '现在没有', hiddenHint: '已遮住。要改就写新的完整内容', clear: '改为没有', changing: (fields: string) => `将更正：${fields}`, nothing: '还没有改动。', reason: '原因', reasonHint: '例如：与身份证核对过', reasonShort: '请写两个字以上', save: '保存更正',
  several: '一行写一个', choose: '请选择', unknownSex: '不清楚', birthDate: '出生日期', yes: '是',
  saved: '已更正', same: '和现在的一样，没有改动。', doubts: (list: string) => `已保存。请再核对：${list}`, noSource: '这次住院没有来源记录，不能在这里更正。', elsewhere: (list: string) => `另有几项要先改好：${list}`, marked: '有几项没有填对，请看标出的地方。',
  phones: '电话在“联系方式”里更正。',
}, {
  open: 'Correct', title: 'Correct the record', words: 'Change only what is wrong. What stood there and your correction both stay under "Who said what".',
  groups: { patient: 'Patient', contact: 'Contact', stay: 'Stay', care: 'Diagnosis and care', after: 'After discharge' },
  now: (value) => `Now: ${value}`, nowNone: 'Nothing now', hiddenHint: 'Masked. Write the new value in full to change it', clear: 'There is none', changing: (fields) => `Will change: ${fields}`, nothing: 'Nothing changed yet.', reason: 'Reason', reasonHint: 'for example: compared with the identity card', reasonShort: 'At least two characters', save: 'Save',
  several: 'One on each line', choose: 'Please choose', unknownSex: 'not known', birthDate: 'Birth date', yes: 'yes',
  saved: 'Corrected', same: 'That is what stands there already.', doubts: (list) => `Saved. Please check: ${list}`, noSource: 'No source speaks of this stay, so it cannot be corrected here.', elsewhere: (list) => `To be settled first: ${list}`, marked: 'Some fields are not right, please look at the marks.',
  phones: 'Phones are corrected under "Contact".',
});

export const addText = defineText({
  title: '手工登记', words: '用于系统没有送来的出院患者。先填这些必填的项目，其余可以以后再补。', kept: '写了一半可以离开，草稿留在这个标签页里。',
  more: '其他项目（可以不填）', reason: '为什么手工登记', reasonHint: '例如：系统没有送来', reasonShort: '请写两个字以上', save: '登记', clear: '全部清空', cleared: '已清空', undo: '撤销',
  done: '已登记', doubts: (list: string) => `已登记。请再核对：${list}`, open: '看这位患者', another: '再登记一位',
  exists: '这次住院已经登记过了。', existsElsewhere: '这次住院已经登记过了，在别的科室，请联系组长。', existsOpen: (who: string) => `看已登记的 ${who}`, marked: '有几项没有填对，请看标出的地方。', notSaved: '没有保存，内容都在，请再试一次。',
  birthHint: '不知道哪一天，可以写在身份证号里', phoneHint: '手机，或带区号的座机；没有就留空', timesHint: '第几次住院', choose: '请选择',
}, {
  title: 'Add by hand', words: 'For discharges that no system sent. These are needed; the rest can follow later.', kept: 'You may leave half-way; the draft stays in this tab.',
  more: 'Other fields (optional)', reason: 'Why by hand', reasonHint: 'for example: the system did not send it', reasonShort: 'At least two characters', save: 'Register', clear: 'Clear all', cleared: 'Cleared', undo: 'Undo',
  done: 'Registered', doubts: (list) => `Registered. Please check: ${list}`, open: 'Open this patient', another: 'Add another',
  exists: 'This stay is registered already.', existsElsewhere: 'This stay is registered already, in another department; please ask the lead.', existsOpen: (who) => `Open ${who}`, marked: 'Some fields are not right, please look at the marks.', notSaved: 'Not saved. What you wrote is kept, please try again.',
  birthHint: 'If unknown, the identity number tells it', phoneHint: 'Mobile, or landline with area code; empty when there is none', timesHint: 'Number of this stay', choose: 'Please choose',
});

export const versionText = defineText({
  title: '谁说了什么', words: '新的在上。打勾的是现在采用的内容。', empty: '没有来源记录。', show: (n: number) => `看 ${n} 条记录`, hide: '收起',
  first: (n: number) => `送来 ${n} 项`, nothing: '与之前相同', all: (n: number) => `看全部 ${n} 项`, less: '收起',
  correction: '更正', undone: '整批已撤销', person: '患者资料', merge: '合并患者号', by: (who: string) => `${who} 更正`, added: (who: string) => `${who} 登记`, reason: (words: string) => `原因：${words}`, holds: '现在采用', replaced: '已被后来的代替', arrived: (when: string) => `${when} 收到`, nobody: '同事', none: '（空）', yes: '是', no: '否', admitted: '在院', alike: '已更正，遮住后看不出差别',
  line: (n: string) => `第 ${n} 行`, message: (n: string) => `第 ${n} 条消息`, entry: (n: string) => `第 ${n} 条`, event: (n: string) => `第 ${n} 个事件`,
}, {
  title: 'Who said what', words: 'Newest first. A tick marks what counts now.', empty: 'No source has spoken.', show: (n) => `Show ${n} entries`, hide: 'Hide',
  first: (n) => `brought ${n} facts`, nothing: 'the same as before', all: (n) => `Show all ${n}`, less: 'Less',
  correction: 'correction', undone: 'run taken back', person: 'about the person', merge: 'numbers merged', by: (who) => `corrected by ${who}`, added: (who) => `added by ${who}`, reason: (words) => `Reason: ${words}`, holds: 'counts now', replaced: 'replaced since', arrived: (when) => `arrived ${when}`, nobody: 'a colleague', none: '(blank)', yes: 'yes', no: 'no', admitted: 'In hospital', alike: 'corrected; looks alike when masked',
  line: (n) => `line ${n}`, message: (n) => `message ${n}`, entry: (n) => `entry ${n}`, event: (n) => `event ${n}`,
});

/** Parts of the house that a timeline can be narrowed to. */
export const storyKindText = defineText({
  label: '看哪一类', all: '全部', record: '登记与更正', followup: '随访与消息', survey: '问卷', call: '电话', visit: '复诊', message: '留言', complaint: '投诉', person: '同意与家属',
}, {
  label: 'Show', all: 'all', record: 'record', followup: 'follow-up', survey: 'answers', call: 'calls', visit: 'visits', message: 'messages', complaint: 'complaints', person: 'consent, family',
});

const own = defineText<Record<string, string>>({
  foreign: '您不负责这个科室', unknown: '没有这个科室', other_person: '这个患者号属于另一位患者，姓名或出生日期不同', required: problemText.zh.required,
}, {
  foreign: 'Not one of your departments', unknown: 'No such department', other_person: 'This number belongs to somebody of another name or birth date', required: problemText.en.required,
});
interface Worded { reason?: string; en?: { reason: string } }

/** What is wrong with one fact, beside its field: as the error file of an import words it. */
export function cellWords(problem: string, language: Language): string {
  const known = (problems as Readonly<Record<string, Worded | string>>)[problem];
  const file = typeof known === 'object' ? (language === 'en' ? known.en?.reason : known.reason) : undefined;
  return own[language][problem] ?? file ?? (problemText[language] as Readonly<Record<string, string>>)[problem] ?? problemText[language].wrong;
}
