/** 科室和专家 at the console: the directory, its files, and the look-up beside a call or a conversation. */
import type { EntryProblem, PlaceKind, SheetProblem } from '../../cloudfunctions/directory/contract';
import { defineText } from './wording';

export const directoryText = defineText({
  title: '科室和专家', places: '科室', practitioners: '专家', list: '科室和专家名录', add: '添加', files: '导入和导出', search: '搜索名称、专长或常见病', kind: '类型', any: '全部', state: '状态', department: '科室', inUse: '在用', unconfirmed: '待确认', retired: '已停用', published: '患者可见', hidden: '仅同事可见',
  code: '编码', name: '名称', person: '姓名', personTitle: '职称', parent: '所属科室', phone: '电话', location: '位置', hours: '时间说明', weekly: '开放时间', clinic: '出诊时间', speciality: '专长', technologies: '技术和项目', diseases: '常见病', aliases: '别名', no: '工号', account: '关联账号', noAccount: '不关联',
  empty: '还没有录入。可以一个个添加，也可以从表格导入。', nothingFound: '没有找到。换一个说法，或者看看另一类。', pick: '从左边选一个，看电话、位置和时间', back: '返回名录', readOnly: '需要修改时，请联系组长或信息科', wardHint: '名称、别名和类型由组长或信息科维护；电话、位置、时间和专长您可以修改',
  newPlace: '添加科室', newPractitioner: '添加专家', save: '保存', confirmSave: '确认并保存', cancel: '取消', saved: (name: string) => `${name}已保存`, retire: '停用', restore: '恢复', retiredDone: (name: string) => `${name}已停用`, restoredDone: (name: string) => `${name}已恢复`, undo: '撤销',
  retireTitle: (name: string) => `停用${name}？`, retireWords: '停用后同事和患者都查不到，出院登记不受影响。以后可以恢复。',
  waiting: (n: number) => `${n} 个科室来自出院名单，请确认`, waitingWords: '类型决定谁要先由科室确认、谁不发短信。核对后保存，就算确认。', look: '核对',
  codeHint: '与出院名单里的编码一致；不填则用名称', aliasesHint: '名单或口头上的其他叫法，用顿号分开', phoneHint: '座机请带区号', officeHint: '办公或诊室电话，请勿填写个人手机号', locationHint: '例如：门诊楼3层东', weeklyHint: '例如：周一至周五 8:00-11:30、14:00-17:30；周六 8:00-12:00', hoursHint: '一周时间说不清的写在这里，例如：单周周三停诊', diseasesHint: '患者会怎么说，用顿号分开，例如：骨折、腰腿痛。同事和患者按它查找', technologiesHint: '例如：机器人辅助关节置换', noHint: '同一科室有同名同事时填写',
  flags: '科室性质', sensitive: '敏感（不发短信，不提科室）', critical: '重症（出院后先由科室确认）', obstetric: '产科', paediatric: '儿科', publish: '患者可以查到',
  reads: (lines: string) => `识别为：${lines}`, required: '请填写', phoneWrong: '请填写手机号，或带区号的座机号', weeklyWrong: '没有看懂。请照例子填写，或写到“时间说明”', tooLong: '太长了', listLong: '太多了，请保留最常用的', codeWrong: '只能用字母、数字、汉字和 . _ -', taken: '已有同名的科室或别名', exists: '编码已在使用', personExists: '这个科室已有同名同事，请填写工号区分', parentNeeded: '请选择所属科室', unknown: '没有找到，请重新选择', changed: '同事刚刚改过。您填的还在，请先看最新内容。', seeLatest: '看最新内容', forbidden: '这一项不由您修改',
  history: '修改记录', noHistory: '还没有修改过', someone: '同事',
  what: { added: '添加', changed: '修改', retired: '停用', restored: '恢复', imported: '从文件导入' },
}, {
  title: 'Departments and experts', places: 'Departments', practitioners: 'Experts', list: 'Directory', add: 'Add', files: 'Import and export', search: 'Search name, speciality or disease', kind: 'Kind', any: 'All', state: 'State', department: 'Department', inUse: 'In use', unconfirmed: 'To confirm', retired: 'Retired', published: 'Patients see it', hidden: 'Colleagues only',
  code: 'Code', name: 'Name', person: 'Name', personTitle: 'Title', parent: 'Department', phone: 'Phone', location: 'Place', hours: 'About the hours', weekly: 'Hours', clinic: 'Clinic hours', speciality: 'Speciality', technologies: 'Technologies', diseases: 'Common diseases', aliases: 'Other names', no: 'Staff number', account: 'Account', noAccount: 'None',
  empty: 'Nothing here yet. Add entries one by one, or import a table.', nothingFound: 'Nothing found. Try other words, or the other tab.', pick: 'Choose one at the left to see phone, place and hours', back: 'Back to the directory', readOnly: 'To change this, ask a lead or the information department', wardHint: 'Name, other names and kind are kept by leads and the information department; phone, place, hours and speciality are yours',
  newPlace: 'Add a department', newPractitioner: 'Add an expert', save: 'Save', confirmSave: 'Confirm and save', cancel: 'Cancel', saved: (name) => `${name} is saved`, retire: 'Retire', restore: 'Bring back', retiredDone: (name) => `${name} is retired`, restoredDone: (name) => `${name} is back`, undo: 'Undo',
  retireTitle: (name) => `Retire ${name}?`, retireWords: 'Colleagues and patients no longer find it; the register is untouched. It can be brought back.',
  waiting: (n) => `${n} department(s) from discharge files to confirm`, waitingWords: 'Their kind decides who must be cleared by the ward and who gets no SMS. Saving is confirming.', look: 'Check',
  codeHint: 'As in the discharge files; without one the name is used', aliasesHint: 'What files and people call it, separated by commas', phoneHint: 'Landlines with area code', officeHint: 'Of the office or consulting room, no private number', locationHint: 'Building, floor, side', weeklyHint: 'For example Mon-Fri 8:00-11:30, 14:00-17:30; Sat 8:00-12:00', hoursHint: 'What a week cannot say, for example: closed on every other Wednesday', diseasesHint: 'Patients’ own words, separated by commas. Colleagues and patients find it by them', technologiesHint: 'For example robot-assisted joint replacement', noHint: 'Where two of one name work in one department',
  flags: 'Kind of department', sensitive: 'Sensitive (no SMS, never named)', critical: 'Critical care (cleared by the ward first)', obstetric: 'Obstetrics', paediatric: 'Paediatrics', publish: 'Patients find it',
  reads: (lines) => `Read as: ${lines}`, required: 'Please fill in', phoneWrong: 'Please give a mobile number, or a landline with area code', weeklyWrong: 'Not understood. Please write it as in the example, or under “About the hours”', tooLong: 'Too long', listLong: 'Too many: keep the most common', codeWrong: 'Letters, digits and . _ - only', taken: 'Another department has this name', exists: 'This code is in use', personExists: 'This department has a colleague of that name: please give a staff number', parentNeeded: 'Please choose its department', unknown: 'Not found, please choose again', changed: 'A colleague has just changed it. What you wrote is still here; look at the latest first.', seeLatest: 'See the latest', forbidden: 'This is not yours to change',
  history: 'Changes', noHistory: 'Never changed', someone: 'A colleague',
  what: { added: 'added', changed: 'changed', retired: 'retired', restored: 'brought back', imported: 'imported' },
});

export const placeKindText = defineText<Record<PlaceKind, string>>({ department: '科室', ward: '病区', window: '服务窗口' }, { department: 'Department', ward: 'Ward', window: 'Service window' });

/** What a field is called in the record of changes. */
export const directoryFieldText = defineText<Record<string, string>>({
  code: '编码', kind: '类型', parentCode: '所属科室', name: '名称', aliases: '别名', phone: '电话', location: '位置', weekly: '开放时间', hours: '时间说明', speciality: '专长', technologies: '技术和项目', diseases: '常见病', published: '是否公开', sensitive: '敏感', critical: '重症', obstetric: '产科', paediatric: '儿科', no: '工号', title: '职称', departmentCode: '科室', staffId: '关联账号',
}, {
  code: 'code', kind: 'kind', parentCode: 'department', name: 'name', aliases: 'other names', phone: 'phone', location: 'place', weekly: 'hours', hours: 'about the hours', speciality: 'speciality', technologies: 'technologies', diseases: 'diseases', published: 'published', sensitive: 'sensitive', critical: 'critical care', obstetric: 'obstetrics', paediatric: 'paediatrics', no: 'staff number', title: 'title', departmentCode: 'department', staffId: 'account',
});

export const sheetText = defineText({
  title: '导入和导出', which: '哪一张表', place: '科室、病区和窗口', practitioner: '专家', back: '回到名录', template: '下载模板', export: '导出现有名录', choose: '选择文件', hint: 'XLSX 或 CSV，最多 1000 行。先给您看会改什么，确认后才写入。', reading: '正在读取', tooBig: '文件太大。请另存为 CSV，或分成几份。',
  preview: (file: string) => `${file} 会带来的变化`, new: '新增', changed: '修改', unchanged: '不变', refused: '不导入', line: '行', name: '名称', outcome: '结果', what: '变化或原因', onlyChanges: '只看有变化的', all: '全部',
  apply: (n: number) => `确认导入 ${n} 行`, nothing: '文件里没有要改的内容。', applied: (n: number) => `已导入 ${n} 行。`, refusedLeft: (n: number) => `有 ${n} 行没有导入，请按原因改好，再导入同一个文件；已导入的行不会重复。`, unknown: (columns: string) => `没有用到的列：${columns}`, changedMeanwhile: '名录刚刚被同事改过，下面是按最新内容重新算的变化，请再看一遍。', other: '换一个文件', becomes: (before: string, after: string) => `${before === '' ? '（空）' : before} → ${after === '' ? '（空）' : after}`,
}, {
  title: 'Import and export', which: 'Which table', place: 'Departments, wards and windows', practitioner: 'Experts', back: 'Back to the directory', template: 'Download the template', export: 'Export the directory', choose: 'Choose a file', hint: 'XLSX or CSV, at most 1000 rows. You see what would change before anything is written.', reading: 'Reading', tooBig: 'The file is too large. Save it as CSV, or divide it.',
  preview: (file) => `What ${file} would change`, new: 'New', changed: 'Changed', unchanged: 'Unchanged', refused: 'Refused', line: 'Row', name: 'Name', outcome: 'Result', what: 'Change or reason', onlyChanges: 'Changes only', all: 'All',
  apply: (n) => `Import ${n} row(s)`, nothing: 'Nothing in the file needs a change.', applied: (n) => `${n} row(s) imported.`, refusedLeft: (n) => `${n} row(s) were not imported. Please correct them and import the same file again; what is in already is not doubled.`, unknown: (columns) => `Columns not used: ${columns}`, changedMeanwhile: 'A colleague has just changed the directory. These are the changes as of now, please look again.', other: 'Another file', becomes: (before, after) => `${before === '' ? '(empty)' : before} → ${after === '' ? '(empty)' : after}`,
});

/** Reason, then remedy. `value`: what stood there, or what it collides with. */
export const entryProblemText = defineText<Record<EntryProblem, (value: string) => string>>({
  required: () => '没有填写。请补上。', too_long: (value) => `“${value}”太长。请缩短。`, code: (value) => `编码“${value}”不能用。请用字母、数字、汉字和 . _ -，并按文本保存。`, kind: (value) => `类型“${value}”看不懂。请写科室、病区或窗口。`, phone: (value) => `电话“${value}”不完整。请写手机号，或带区号的座机号，一格一个。`,
  hours: (value) => `时间“${value}”看不懂。请写成“周一至周五 8:00-11:30”，或移到“时间说明”。`, yes_no: (value) => `“${value}”看不懂。请写是或否。`, department_unknown: (value) => `名录里没有“${value}”。请先导入科室，或改成编码。`, parent_unknown: (value) => `没有找到上级科室“${value}”。请写科室的编码或名称。`, parent_required: () => '病区要写上级科室。',
  name_taken: (value) => `与“${value}”重名。请用它的编码，或换一个名称。`, twice: (value) => `与第 ${value} 行是同一个。请保留一行。`, retired: () => '已停用。请先在名录里恢复。', kind_differs: () => '与名录里的类型不同。请改回，或用另一个编码。', list_long: () => '太多了。请保留最常用的。',
}, {
  required: () => 'Empty. Please fill in.', too_long: (value) => `“${value}” is too long.`, code: (value) => `The code “${value}” cannot be used. Letters, digits and . _ - only, kept as text.`, kind: (value) => `The kind “${value}” is not known. Write department, ward or window.`, phone: (value) => `The phone “${value}” is incomplete. A mobile number, or a landline with area code, one in a cell.`,
  hours: (value) => `The hours “${value}” are not understood. Write Mon-Fri 8:00-11:30, or move it to the column about the hours.`, yes_no: (value) => `“${value}” is not understood. Write yes or no.`, department_unknown: (value) => `The directory has no “${value}”. Import departments first, or write its code.`, parent_unknown: (value) => `No department “${value}”. Write its code or name.`, parent_required: () => 'A ward needs its department.',
  name_taken: (value) => `The same name as “${value}”. Use its code, or another name.`, twice: (value) => `The same as row ${value}. Keep one.`, retired: () => 'Retired. Bring it back in the directory first.', kind_differs: () => 'Another kind than in the directory. Change it back, or use another code.', list_long: () => 'Too many. Keep the most common.',
});
export const sheetProblemText = defineText<Record<SheetProblem, string>>({
  empty: '文件里没有数据。请在标题行下面填写后再导入。', damaged: '文件打不开。请用表格软件另存为 .xlsx 或 CSV。', encoding: '文字编码认不出。请另存为 .xlsx。', old_excel: '这是旧版 .xls。请另存为 .xlsx。', html_table: '这是网页表格。请用表格软件打开，另存为 .xlsx。', too_big: '文件太大。请分成几份。', no_headings: '没有找到标题行。请用模板里的列名，至少有名称和另外一列。', too_many_rows: '超过 1000 行。请分成几份。',
}, {
  empty: 'The file holds no rows. Fill in below the headings.', damaged: 'The file cannot be opened. Save it as .xlsx or CSV.', encoding: 'The encoding is not known. Save it as .xlsx.', old_excel: 'This is an old .xls. Save it as .xlsx.', html_table: 'This is a web table. Open it in Excel and save it as .xlsx.', too_big: 'The file is too large. Please divide it.', no_headings: 'No row of headings found. Use the names of the template: the name and at least one more.', too_many_rows: 'More than 1000 rows. Please divide it.',
});

export const lookupText = defineText({
  open: '科室和专家', title: '科室和专家', search: '搜索科室、专家或常见病', go: '搜索', hint: '告诉对方科室和电话。不判断病情；说到危险情况，请按红旗流程处理。', none: '没有找到。换一个说法试试。', close: '关闭', copy: '复制这句话', copied: '已复制', places: '科室', practitioners: '专家',
}, {
  open: 'Departments', title: 'Departments and experts', search: 'Search department, expert or disease', go: 'Search', hint: 'Give the department and its phone. No judgement of the illness; for dangers follow the red-flag steps.', none: 'Nothing found. Try other words.', close: 'Close', copy: 'Copy as a sentence', copied: 'Copied', places: 'Departments', practitioners: 'Experts',
});
