/** Around the register: its pages side by side, filters as chips, filters that are kept, exports and the sheet on paper. */
import { defineText } from './wording';

export const registerTabText = defineText({
  tabs: '出院登记的页面', list: '名单', missing: '资料不全', monthly: '每月名单', sample: '随机抽样', exports: '导出记录', add: '手工登记',
}, {
  tabs: 'Pages of the register', list: 'List', missing: 'Data missing', monthly: 'Monthly list', sample: 'Random sample', exports: 'Exports', add: 'Add by hand',
});

export const findText = defineText({
  active: '正在筛选',
  remove: (chip: string) => `去掉 ${chip}`,
  chip: (name: string, value: string) => `${name}：${value}`,
  text: '查找', from: '从', to: '到', priority: '每月名单', priorityOf: (month: string) => `${Number(month.slice(5))} 月名单`,
  wardHint: '如 骨科1病区',
  kept: '常用筛选', keep: '存为常用', keepTitle: '存为常用筛选', keepName: '名称', keepHint: '例如：骨科 没有电话', keepDo: '保存', keepDays: '连同出院日期一起存',
  keepSame: '已有同名的，保存后会替换。', keepFull: '最多存 30 个。请先删去不用的。', keepDone: (name: string) => `已存为“${name}”`, nameMissing: '请写一个名称',
  drop: (name: string) => `删去常用筛选“${name}”`, dropped: (name: string) => `已删去“${name}”`, undo: '撤销', use: (name: string) => `用“${name}”`,
}, {
  active: 'Filters',
  remove: (chip) => `Remove ${chip}`,
  chip: (name, value) => `${name}: ${value}`,
  text: 'Search', from: 'from', to: 'to', priority: 'Monthly list', priorityOf: (month) => month,
  wardHint: 'as written in the register',
  kept: 'Saved', keep: 'Save filter', keepTitle: 'Save this filter', keepName: 'Name', keepHint: 'for example: surgery, no phone', keepDo: 'Save', keepDays: 'With the days of discharge',
  keepSame: 'There is one of this name; it will be replaced.', keepFull: 'At most 30 are kept. Please remove one first.', keepDone: (name) => `Saved as "${name}"`, nameMissing: 'Please give a name',
  drop: (name) => `Remove saved filter "${name}"`, dropped: (name) => `"${name}" removed`, undo: 'Undo', use: (name) => `Use "${name}"`,
});

export const exportText = defineText({
  open: '导出', print: '打印', title: '导出出院登记', what: '导出的是', everything: '全部出院患者', kind: '姓名和电话',
  masked: '遮住（张*三，138****1234）', full: '完整显示', fullWhy: '敏感住院和未成年患者仍然遮住。每一位的记录里都会留下这次导出。',
  onlyMasked: '您的岗位只能导出遮住的名单。', reason: '原因', reasonHint: '例如：科室月度总结', reasonShort: '请写两个字以上', start: '开始导出', record: '会记下您的姓名、时间、条件和原因。文件保留一天。',
  making: '正在生成文件，请稍候', makingHint: '可以离开这里，稍后在“导出记录”里下载。', ready: (rows: number) => `已生成，共 ${rows} 人`, download: '下载', again: '再次下载', downloaded: '已开始下载', toList: '看导出记录', another: '再导出一次',
  problems: { too_many: '超过 20000 人。请缩短出院日期，或者按科室分开导出。', broken: '没有生成，请再试一次。还是不行请联系信息科。' },
  gone: '文件只保留一天，已经删除。请再导出一次。',
  listTitle: '导出记录', listEmpty: '还没有人导出过。在名单页按“导出”。', own: '您自己的导出。', everybodys: '所有人的导出。',
  at: '时间', who: '谁', whose: '内容', why: '原因', rows: '人数', state: '文件', fullTag: '完整', maskedTag: '遮住', filter: '条件',
  states: { waiting: '正在生成', done: '可以下载', failed: '没有生成', expired: '已删除' }, until: (when: string) => `保留到${when}`, others: '由本人下载', me: '我',
}, {
  open: 'Export', print: 'Print', title: 'Export the register', what: 'What', everything: 'all discharged patients', kind: 'Names and phones',
  masked: 'Masked', full: 'In full', fullWhy: 'Sensitive stays and minors stay masked. The export is noted in every patient\'s record.',
  onlyMasked: 'Your role may export masked lists only.', reason: 'Reason', reasonHint: 'for example: monthly report of the department', reasonShort: 'At least two characters', start: 'Export', record: 'Your name, the time, the filters and the reason are recorded. The file is kept for a day.',
  making: 'Making the file', makingHint: 'You may leave and fetch it later under Exports.', ready: (rows) => `Ready, ${rows} patients`, download: 'Download', again: 'Download again', downloaded: 'Download started', toList: 'See exports', another: 'Another export',
  problems: { too_many: 'More than 20,000 patients. Please shorten the period or export by department.', broken: 'It was not made. Please try again, then ask the information department.' },
  gone: 'Files are kept for a day; this one is gone. Please export again.',
  listTitle: 'Exports', listEmpty: 'Nothing was exported yet. Press Export in the list.', own: 'Your own exports.', everybodys: 'Everybody\'s exports.',
  at: 'When', who: 'Who', whose: 'Content', why: 'Reason', rows: 'Patients', state: 'File', fullTag: 'in full', maskedTag: 'masked', filter: 'Filters',
  states: { waiting: 'in the making', done: 'ready', failed: 'not made', expired: 'removed' }, until: (when) => `kept until ${when}`, others: 'only for its owner', me: 'me',
});

export const sheetText = defineText({
  title: '出院回访登记表', titleSample: '随机抽样名单', print: '打印', back: '回到名单', collecting: (n: number) => `正在读取，已读 ${n} 人`, most: (n: number) => `只打印前 ${n} 人。请缩小范围，或者用“导出”。`,
  count: (n: number) => `共 ${n} 人`, filter: '范围', by: (who: string, when: string) => `打印人 ${who} · ${when}`, masked: '姓名和电话已遮住。', empty: '没有符合条件的患者。',
  number: '序号', name: '姓名', sex: '性别', age: '年龄', department: '科室', bed: '床', dx: '出院诊断', phone: '联系电话', district: '住址（区县）', inpatientNo: '住院号', discharged: '出院日期', way: '离院方式', followup: '随访情况', note: '备注',
  cancelled: '已取消出院', dead: '已去世', sample: (percent: number, from: string, to: string, seed: string) => `${from} 至 ${to} 出院，随机抽 ${percent}%，种子 ${seed}`,
}, {
  title: 'Register of discharges', titleSample: 'Random sample', print: 'Print', back: 'Back to the list', collecting: (n) => `Reading, ${n} so far`, most: (n) => `Only the first ${n} are printed. Please narrow the list, or export it.`,
  count: (n) => `${n} in all`, filter: 'Scope', by: (who, when) => `Printed by ${who}, ${when}`, masked: 'Names and phones are masked.', empty: 'Nobody fits these filters.',
  number: 'No.', name: 'Name', sex: 'Sex', age: 'Age', department: 'Department', bed: 'Bed', dx: 'Diagnosis', phone: 'Phone', district: 'District', inpatientNo: 'Stay no.', discharged: 'Discharged', way: 'Way', followup: 'Follow-up', note: 'Remarks',
  cancelled: 'cancelled', dead: 'deceased', sample: (percent, from, to, seed) => `discharged ${from} to ${to}, ${percent} % at random, seed ${seed}`,
});
