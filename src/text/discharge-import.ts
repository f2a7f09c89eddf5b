/** Importing a file of discharges. */
import headings from '../../cloudfunctions/discharge/data/heading.json';
import problems from '../../cloudfunctions/discharge/data/problem.json';
import { defineText, type Language } from './wording';

export const importText = defineText({
  title: '导入出院名单',
  drop: '把出院名单拖到这里', or: '或者', choose: '选择文件', dropNow: '松开就开始上传',
  dropHint: 'CSV 或 XLSX，最大 20 MB。列的顺序不限；同一个文件再导一次不会重复登记。',
  wrongType: (name: string) => `“${name}”不是 CSV 或 XLSX。请用表格软件打开，另存为 XLSX 或 CSV。`,
  oneFile: '一次导入一个文件，请一个一个来。',
  jobs: '导入记录', file: '文件', when: '时间', rows: '行数', result: '结果', refused: '退回',
  uploading: (percent: number) => `正在上传 ${percent}%`,
  checking: '正在核对文件',
  running: (done: number, all: number) => `正在登记，第 ${done} / ${all} 行`,
  keepGoing: '可以离开这一页，登记会继续。',
  stayHere: '上传时请不要关闭这一页。',
  done: '登记完成', failed: '没有导入', waiting: '文件没有传完',
  notArrived: '文件没有传完，请重新选择文件上传。',
  interrupted: '进度停下了',
  goOn: '接着登记',
  uploadFailed: '文件没有传上去，请检查网络后再试。',
  again: '再传一次',
  sum: (n: number) => `共 ${n} 行，每一行都有去处`,
  counts: {
    registered: '新登记', corrected: '更正', unchanged: '没有变化', stale: '库里的更新，未采用', duplicate: '文件内重复', rejected: '退回，请改正',
  },
  warned: (n: number) => `其中 ${n} 行已登记，但有单元格请核对`,
  held: (n: number) => `${n} 人等科室确认后再联系`,
  toHeld: '去待科室确认',
  toRegister: '看出院登记',
  rejects: '下载退回和需核对的行',
  rejectsHint: '一份 CSV，写着行号、原因和改法。改好后整份再导入就行。',
  rejectsName: (name: string) => `退回_${name.replace(/\.[^.]+$/, '')}.csv`,
  rejectsNone: '没有需要改的行。',
  repeated: '这个文件以前导入过，内容没有变化的行不会再动。',
  unknown: '没有认出的列（没有导入）',
  missing: '缺少的列',
  twice: '重复的列标题',
  read: (format: string, encoding: string) => [format.toUpperCase(), encoding.toUpperCase()].filter((word) => word !== '').join(' · '),
  fresh: '这份文件带来了新科室',
  by: (who: string) => `由 ${who} 导入`,
  size: (bytes: number) => (bytes >= 1024 * 1024 ? `${(bytes / 1024 / 1024).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`),
  empty: '还没有导入过名单。',
  pick: '选一次导入，这里显示结果。',
  departments: '新科室，请确认', departmentsHint: '名称来自文件。请确认类型，它决定谁要先由科室确认、谁不发短信。',
  departmentPhone: '科室电话', departmentPhoneHint: '座机请带区号', sensitive: '敏感（不发短信，不提科室）', critical: '重症', obstetric: '产科', paediatric: '儿科', save: '确认', saved: (name: string) => `${name}已确认`,
  phoneWrong: '请填写手机号，或带区号的座机号', taken: '另一个科室已经用了这个名称',
}, {
  title: 'Import discharges',
  drop: 'Drop the file of discharges here', or: 'or', choose: 'Choose a file', dropNow: 'Let go to begin the upload',
  dropHint: 'CSV or XLSX, up to 20 MB. Columns in any order; importing a file again registers nobody twice.',
  wrongType: (name) => `"${name}" is neither CSV nor XLSX. Please open it in Excel or WPS and save it as .xlsx or CSV.`,
  oneFile: 'One file at a time, please.',
  jobs: 'Imports', file: 'File', when: 'When', rows: 'Rows', result: 'Result', refused: 'Returned',
  uploading: (percent) => `Uploading ${percent}%`,
  checking: 'Looking at the file',
  running: (done, all) => `Registering, row ${done} of ${all}`,
  keepGoing: 'You may leave this page, the work goes on.',
  stayHere: 'Please keep this page open while the file is sent.',
  done: 'Registered', failed: 'Not imported', waiting: 'File did not arrive',
  notArrived: 'The file did not arrive completely. Please choose it again.',
  interrupted: 'Progress stopped',
  goOn: 'Go on',
  uploadFailed: 'The file could not be sent. Please check the network and try again.',
  again: 'Send again',
  sum: (n) => `${n} rows, each accounted for`,
  counts: { registered: 'registered', corrected: 'corrected', unchanged: 'unchanged', stale: 'older than the register', duplicate: 'twice in the file', rejected: 'returned, to be corrected' },
  warned: (n) => `${n} of them were registered but have a cell to check`,
  held: (n) => `${n} wait for the ward before any contact`,
  toHeld: 'To the clearing list',
  toRegister: 'To the register',
  rejects: 'Download the rows to correct',
  rejectsHint: 'A CSV with row, reason and remedy. Correct it and import the whole file again.',
  rejectsName: (name) => `rejects_${name.replace(/\.[^.]+$/, '')}.csv`,
  rejectsNone: 'No row needs correction.',
  repeated: 'This file was imported before; unchanged rows are left alone.',
  unknown: 'Columns not understood (not imported)',
  missing: 'Missing columns',
  twice: 'Headings that appear twice',
  read: (format, encoding) => [format.toUpperCase(), encoding.toUpperCase()].filter((word) => word !== '').join(', '),
  fresh: 'The file brought new departments',
  by: (who) => `imported by ${who}`,
  size: (bytes) => (bytes >= 1024 * 1024 ? `${(bytes / 1024 / 1024).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`),
  empty: 'Nothing was imported yet.',
  pick: 'Choose an import to see its result.',
  departments: 'New departments to confirm', departmentsHint: 'The names come from the file. Their kind decides who must be cleared by the ward and who gets no SMS.',
  departmentPhone: 'Ward line', departmentPhoneHint: 'Landlines with area code', sensitive: 'Sensitive (no SMS, no department named)', critical: 'Critical care', obstetric: 'Obstetrics', paediatric: 'Paediatrics', save: 'Confirm', saved: (name) => `${name} confirmed`,
  phoneWrong: 'Give a mobile number, or a landline with area code', taken: 'Another department has this name',
});

interface Worded { reason: string; remedy: string; en: { reason: string; remedy: string } }
const files: Readonly<Record<string, Worded>> = problems.file;

/** What is wrong with a whole file and what to do. */
export function fileProblemWords(problem: string, language: Language): { reason: string; remedy: string } | undefined {
  const found = files[problem];
  return found && (language === 'en' ? found.en : found);
}

const synonyms = headings as Readonly<Record<string, unknown>>;
/** A field as hospitals head it; a heading stays as it was written. */
export function fieldWords(field: string): string {
  const known = synonyms[field];
  const first: unknown = Array.isArray(known) ? known[0] : undefined;
  return typeof first === 'string' ? first : field;
}
