/** Naming the columns of a file once: the fields by name, and the words of the page that asks. */
import type { FieldName } from '../../cloudfunctions/discharge/contract/intake';
import { defineText } from './wording';

/** Fields that a column of a table can hold; `admitted` is only said by messages. */
export type ColumnField = Exclude<FieldName, 'admitted'>;

export const columnGroups = ['patient', 'contact', 'stay', 'care', 'after'] as const;
export type ColumnGroup = (typeof columnGroups)[number];
/** In the order in which the list shows them. */
export const fieldsOfGroup: Readonly<Record<ColumnGroup, readonly ColumnField[]>> = {
  patient: ['patientNo', 'name', 'sex', 'birthDate', 'idNo', 'phone', 'address', 'deceased'],
  contact: ['contactName', 'contactRelation', 'contactPhone'],
  stay: ['inpatientNo', 'visitTimes', 'department', 'departmentCode', 'ward', 'bed', 'admitAt', 'admitHour', 'dischargeAt', 'dischargeHour', 'lengthOfStay', 'way', 'receiver', 'cancelled', 'voided', 'attending', 'chief', 'nurse'],
  care: ['dx', 'dxCode', 'dxOther', 'operation', 'allergy', 'instruction', 'medications'],
  after: ['revisitDay', 'readmitPlan', 'tags', 'noContact', 'updatedAt'],
};
export const groupText = defineText<Record<ColumnGroup, string>>(
  { patient: '患者', contact: '联系人', stay: '住院与出院', care: '诊断与治疗', after: '出院以后' },
  { patient: 'Patient', contact: 'Contact', stay: 'Stay', care: 'Diagnosis and care', after: 'After discharge' },
);

export const columnText = defineText<Record<ColumnField, string>>({
  patientNo: '患者 ID', inpatientNo: '住院号', visitTimes: '住院次数', name: '姓名', sex: '性别', birthDate: '出生日期或年龄', idNo: '身份证号', phone: '本人电话',
  contactName: '联系人姓名', contactRelation: '与患者关系', contactPhone: '联系人电话', address: '住址', departmentCode: '科室编码', department: '出院科室', ward: '病区', bed: '床号',
  attending: '主治医师', chief: '主任医师', nurse: '责任护士', admitAt: '入院时间', admitHour: '入院时间（时）', dischargeAt: '出院时间', dischargeHour: '出院时间（时）', lengthOfStay: '住院天数',
  dxCode: '主要诊断编码', dx: '主要诊断', dxOther: '其他诊断', operation: '手术及操作', way: '离院方式', receiver: '拟接收机构', readmitPlan: '31 天内再住院计划', allergy: '药物过敏', instruction: '出院医嘱',
  medications: '出院带药', revisitDay: '复诊日期', tags: '特殊标记', noContact: '不接受回访', updatedAt: '更新时间', cancelled: '取消出院', voided: '作废标志', deceased: '死亡标志',
}, {
  patientNo: 'Patient id', inpatientNo: 'Inpatient number', visitTimes: 'Number of the stay', name: 'Name', sex: 'Sex', birthDate: 'Birth date or age', idNo: 'Identity number', phone: 'Own phone',
  contactName: 'Contact', contactRelation: 'Relation', contactPhone: 'Contact phone', address: 'Address', departmentCode: 'Department code', department: 'Department', ward: 'Ward', bed: 'Bed',
  attending: 'Attending doctor', chief: 'Chief doctor', nurse: 'Nurse', admitAt: 'Admitted', admitHour: 'Admitted (hour)', dischargeAt: 'Discharged', dischargeHour: 'Discharged (hour)', lengthOfStay: 'Days in hospital',
  dxCode: 'Main diagnosis code', dx: 'Main diagnosis', dxOther: 'Other diagnoses', operation: 'Operations', way: 'Way of leaving', receiver: 'Receiving hospital', readmitPlan: 'Readmission planned within 31 days', allergy: 'Drug allergy', instruction: 'Instructions',
  medications: 'Medicines', revisitDay: 'Return visit', tags: 'Tags', noContact: 'No follow-up wanted', updatedAt: 'Updated', cancelled: 'Discharge cancelled', voided: 'Row voided', deceased: 'Died',
});

export const mappingText = defineText({
  title: '这份文件的列，请您认一下',
  why: (source: string) => `只问这一次。认好以后记在“${source}”名下，下次同样的表头直接登记。`,
  kept: '选到一半可以离开，草稿留在这台电脑上。七天没有回答，文件会被清除，需要重新上传。',
  preview: '内容已遮住一部分，只显示前 5 行。',
  heading: '文件里的列', field: '对应', samples: '前 5 行', row: (n: number) => `第 ${n} 行`,
  noHeading: (n: number) => `第 ${n} 列（没有标题）`,
  fieldOf: (heading: string) => `“${heading}”对应`,
  unused: '不使用',
  none: '没有这样的项目',
  choose: '输入几个字查找',
  sure: '已认出', likely: '可能是，请看一眼', unknown: '没有认出', person: '您选的', left: '不使用',
  missing: (fields: string) => `还差：${fields}。每一项都要选一列，否则每一行都会退回。`,
  missingHint: '文件里真的没有这一列时，请在文件里补上再上传。',
  complete: '需要的列都有了。',
  twice: (field: string, headings: string) => `${headings} 都对应“${field}”：先用左边的，空着时才用右边的。`,
  values: (field: string) => `这份文件的“${field}”有自己的写法吗`,
  valuesHint: '把文件里的写法填在对应的一行，几种写法用顿号隔开。系统认识的写法（如 1、医嘱离院）不用填。',
  valuesSeen: (values: string) => `前 5 行里还不认识：${values}`,
  valuesTwice: (text: string) => `“${text}”填在了两行里，请只留一处。`,
  sex: { 1: '男', 2: '女' },
  send: '就按这样登记',
  change: '认列',
  answered: '同事已经认过这些列了，登记正在进行。',
  notAsked: '这份文件现在不需要认列了。',
}, {
  title: 'Please name the columns of this file',
  why: (source) => `Asked only once. Your answer is kept for "${source}", and the next file with these headings goes straight in.`,
  kept: 'You may leave half-way; the draft stays on this computer. After seven days without an answer the file is removed and must be sent again.',
  preview: 'Partly masked; only the first 5 rows are shown.',
  heading: 'Column', field: 'Means', samples: 'First 5 rows', row: (n) => `Row ${n}`,
  noHeading: (n) => `Column ${n} (no heading)`,
  fieldOf: (heading) => `"${heading}" means`,
  unused: 'not used',
  none: 'Nothing of that name',
  choose: 'Type to search',
  sure: 'recognised', likely: 'probably, please check', unknown: 'not recognised', person: 'your choice', left: 'not used',
  missing: (fields) => `Still missing: ${fields}. Each needs a column, or every row would come back.`,
  missingHint: 'Where the file really has no such column, please add it to the file and send it again.',
  complete: 'Every column that is needed is there.',
  twice: (field, headings) => `${headings} all mean "${field}": the left one counts, the right one only where the left is blank.`,
  values: (field) => `Does this file have words of its own for "${field}"`,
  valuesHint: 'Write the words of the file beside their meaning, several separated by commas. What is known anyway (the official codes and their words) need not be written.',
  valuesSeen: (values) => `Not understood in the first 5 rows: ${values}`,
  valuesTwice: (text) => `"${text}" stands in two lines; please keep only one.`,
  sex: { 1: 'male', 2: 'female' },
  send: 'Register like this',
  change: 'Name the columns',
  answered: 'A colleague has named the columns already; the import is going on.',
  notAsked: 'Nothing is asked about this file any more.',
});
