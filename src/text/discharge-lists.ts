/** The lists beside the register: what records lack, a ward's monthly list, random samples. */
import type { z } from '../../cloudfunctions/kit/contract';
import type { Proposal } from '../../cloudfunctions/discharge/contract/register';
import { defineText } from './wording';

export const missingText = defineText({
  title: '资料不全', list: '资料不全的患者', views: '缺什么', all: '全部', none: '没有资料不全的患者。', noneOf: (what: string) => `没有“${what}”的患者。`, lacks: '缺什么',
  words: '没有电话的患者无法邀请，也无法拨打；补上后随访会自动继续。', fixPhone: '补电话', fixFact: '补资料', phoneTitle: (name: string) => `补上 ${name} 的电话`, which: '谁的电话', own: '本人', contact: '联系人', number: '号码', numberHint: '手机号，或带区号的座机号',
  numberWrong: '请填写 11 位手机号，或带区号的座机号', reason: '从哪里知道的', reasonHint: '例如：病区护士提供', reasonShort: '请写两个字以上', save: '保存', saved: (name: string, masked: string) => `${name}：已改为 ${masked}`, print: '打印这一页',
}, {
  title: 'Data missing', list: 'Patients with something missing', views: 'What is missing', all: 'all', none: 'Nothing is missing.', noneOf: (what) => `Nobody with "${what}".`, lacks: 'Missing',
  words: 'Without a phone nobody can be invited or rung; once it is there the follow-up goes on by itself.', fixPhone: 'Add phone', fixFact: 'Complete', phoneTitle: (name) => `Phone of ${name}`, which: 'Whose', own: 'Patient', contact: 'Contact', number: 'Number', numberHint: 'Mobile, or landline with area code',
  numberWrong: 'Give an 11-digit mobile or a landline with area code', reason: 'How it is known', reasonHint: 'for example: from the ward nurse', reasonShort: 'At least two characters', save: 'Save', saved: (name, masked) => `${name}: now ${masked}`, print: 'Print this page',
});

/** Why a stay is proposed for the monthly list. */
export const proposalText = defineText<Record<z.output<typeof Proposal>, string>>(
  { critical: '急危疑难', chronic: '慢性病', revisit: '需要复诊', complaint: '有投诉' },
  { critical: 'critical or difficult', chronic: 'chronic', revisit: 'return visit', complaint: 'complaint' },
);

export const monthlyText = defineText({
  title: '每月名单', month: '月份', monthName: (month: string) => `${month.slice(0, 4)}年${Number(month.slice(5))}月`, department: '科室', view: '看哪些', all: '全部', ticked: '已勾选', proposed: '系统建议', choose: '勾选', why: '建议理由',
  words: (from: string, to: string, due: string) => `${from} 至 ${to} 出院的患者里，请勾选需要随访的，${due}前交上。系统已按急危疑难、慢性病、需要复诊、有投诉先勾好。`,
  states: { open: '未到期', submitted: '已交', overdue: '已超期' }, handed: (who: string, when: string, n: number) => `${who} ${when}交上，共 ${n} 人`, late: '迟交', times: (n: number) => `第 ${n} 次交`, draft: '有改动，还没有交。', reset: '改回已交的',
  submit: (n: number) => `交上 ${n} 人`, again: (n: number) => `重新交上 ${n} 人`, note: '备注（可以不写）', noteHint: '例如：3 床需要先联系家属', nobodyTitle: '这个月没有需要随访的患者？', nobody: '会记下：本科室这个月没有需要重点随访的患者。', nobodyDo: '没有，交上',
  done: (n: number) => `已交上，共 ${n} 人`, changed: '同事刚刚交过这份名单，已换成最新的。请看过再交。', empty: '这个月没有出院患者。', emptyView: '没有符合的患者。', tick: (name: string) => `勾选 ${name}`, previous: (month: string) => `${month}的名单还没有交`, toPrevious: '去填', tickedOf: (n: number, of: number) => `已勾选 ${n} 人，共 ${of} 人`,
  overview: '各科室名单', overdue: (n: number) => `${n} 个科室超期未交`, allIn: '全部已交', noDepartments: '这个月没有科室有出院患者。', patients: '出院人数', chosen: '需随访', state: '状态', by: '谁交的', at: '时间', due: (when: string) => `应交日 ${when}`, open: '看名单', print: '打印',
}, {
  title: 'Monthly list', month: 'Month', monthName: (month) => month, department: 'Department', view: 'Show', all: 'all', ticked: 'ticked', proposed: 'proposed', choose: 'Tick', why: 'Why proposed',
  words: (from, to, due) => `Of those discharged ${from} to ${to}, tick who needs follow-up and hand the list in by ${due}. Critical, chronic, to be seen again and complaints are ticked already.`,
  states: { open: 'not due yet', submitted: 'handed in', overdue: 'overdue' }, handed: (who, when, n) => `${who} handed in ${n} on ${when}`, late: 'late', times: (n) => `handed in ${n} times`, draft: 'Changed, not handed in yet.', reset: 'Back to what was handed in',
  submit: (n) => `Hand in ${n}`, again: (n) => `Hand in again: ${n}`, note: 'Note (optional)', noteHint: 'for example: bed 3, ask the family first', nobodyTitle: 'Nobody needs follow-up this month?', nobody: 'It is recorded that the department names nobody this month.', nobodyDo: 'Nobody, hand in',
  done: (n) => `Handed in: ${n}`, changed: 'A colleague has just handed this list in; here is the latest. Please look again.', empty: 'No discharges in this month.', emptyView: 'Nobody fits.', tick: (name) => `Tick ${name}`, previous: (month) => `The list of ${month} is still open`, toPrevious: 'Fill it in', tickedOf: (n, of) => `${n} ticked of ${of}`,
  overview: 'Lists of the departments', overdue: (n) => `${n} overdue`, allIn: 'all are in', noDepartments: 'No department had discharges in this month.', patients: 'Discharged', chosen: 'Named', state: 'State', by: 'By', at: 'When', due: (when) => `due ${when}`, open: 'Open', print: 'Print',
});

export const sampleText = defineText({
  title: '随机抽样', draw: '抽一份', percent: '比例（%）', days: '最近几天出院', daysHint: '不含今天', department: '科室', allDepartments: '全部科室', seed: '种子', seedHint: '留空则随机生成。同样的种子抽出同样的人', seedWrong: '只能用字母、数字、点和横线', percentWrong: '请填 0.1 到 100', daysWrong: '请填 1 到 92', go: '抽样', tooMany: '抽出的人超过 5000，请减小比例或天数。',
  words: '每次抽样都记下种子、范围和抽样人，任何人都能用同样的种子重新抽出同样的名单。', logged: '抽过的', empty: '还没有抽过。', pick: '抽一份，或者从左边选一份看名单。', emptyRows: '这个范围里没有可以抽的患者。',
  of: (drawn: number, population: number) => `${population} 人中抽出 ${drawn} 人`, excluded: (n: number) => `另有 ${n} 人不参加（已去世、取消出院或不接受随访）`, range: (from: string, to: string) => `${from} 至 ${to} 出院`, seedIs: (seed: string) => `种子 ${seed}`, by: (who: string, when: string) => `${who} ${when}抽`, again: '用同样的种子再抽', print: '打印', list: '抽出的患者', done: (n: number) => `已抽出 ${n} 人`, order: '次序', me: '我',
}, {
  title: 'Random sample', draw: 'Draw a sample', percent: 'Share (%)', days: 'Discharged in the last days', daysHint: 'today not among them', department: 'Department', allDepartments: 'All departments', seed: 'Seed', seedHint: 'Random when empty. The same seed draws the same people', seedWrong: 'Letters, digits, dots and dashes only', percentWrong: '0.1 to 100', daysWrong: '1 to 92', go: 'Draw', tooMany: 'More than 5,000 would be drawn. Please take a smaller share or fewer days.',
  words: 'Each draw is recorded with its seed, its range and who drew; anybody can draw the same list again.', logged: 'Drawn before', empty: 'Nothing drawn yet.', pick: 'Draw a sample, or choose one on the left.', emptyRows: 'Nobody can be drawn from this range.',
  of: (drawn, population) => `${drawn} of ${population}`, excluded: (n) => `${n} more left out (dead, cancelled, or said no)`, range: (from, to) => `discharged ${from} to ${to}`, seedIs: (seed) => `seed ${seed}`, by: (who, when) => `drawn by ${who}, ${when}`, again: 'Draw again with this seed', print: 'Print', list: 'Patients drawn', done: (n) => `${n} drawn`, order: 'No.', me: 'me',
});
