/** Importing a file of discharges. */
import headings from '../../cloudfunctions/discharge/data/heading.json';
import problems from '../../cloudfunctions/discharge/data/problem.json';
import { defineText, type Language } from './wording';

export const importText = defineText({
  title: '导入出院名单',
  drop: '把出院名单拖到这里', choose: '选择文件', dropNow: '松开就开始上传',
  dropHint: 'XLSX、CSV、HL7 或 JSON（含 FHIR），最大 60 MB（JSON 40 MB）。列的顺序不限；同一个文件再导一次不会重复登记。',
  wrongType: (name: string) => `“${name}”不是 XLSX、CSV、HL7 或 JSON 文件。表格请用 Excel 或 WPS 打开，另存为 XLSX 或 CSV。`,
  source: '从哪里来', manual: '手工上传', newSource: '另一个来源…', sourceName: '来源名称', sourceHint: '例如 HIS、病案系统、康复医院', sourceMissing: '请写来源名称', sourceWrong: '只能用文字、数字和 . _ -，不能有空格',
  oneFile: '一次导入一个文件，请一个一个来。',
  jobs: '导入记录', file: '文件与来源', feed: (source: string) => `${source} 接口`, day: (day: string) => `${day} 全天`, when: '时间', rows: '行数', result: '结果', refused: '退回',
  uploading: (percent: number) => `正在上传 ${percent}%`,
  checking: '正在核对文件',
  running: (done: number, all: number) => `正在登记，第 ${done} / ${all} 行`,
  keepGoing: '可以离开这一页，登记会继续。',
  stayHere: '上传时请不要关闭这一页。',
  done: '登记完成', allReturned: '全部退回', received: '已接收', failed: '没有导入', waiting: '文件没有传完', asks: '有列要您认一下', undone: '已撤回',
  undoing: (n: number) => (n > 0 ? `正在撤回，已撤 ${n} 条` : '正在撤回'),
  views: '显示', all: '全部', view: { todo: '要处理', going: '进行中', done: '完成', failed: '没有导入', undone: '已撤回' }, allSources: '全部来源',
  seen: (shown: number, all: number) => `最近 ${all} 次里有 ${shown} 次`, older: '再看更早的',
  emptyView: '最近的导入里没有这样的。可以换一个条件，或者再看更早的。',
  asksWhy: '有几列从标题看不出是什么。认一下，就接着登记。', toMapping: '去认列',
  short: { registered: '新登记', corrected: '更正', unchanged: '没有变化', stale: '旧于已知', duplicate: '重复', waiting: '等后续', rejected: '退回', warned: '需核对', held: '等科室' },
  next: '退回的行怎么改', nextSteps: ['下载退回的行，用 Excel 或 WPS 打开。', '标红的格子是要改的，“如何改正”写着改法；标黄的已登记，请核对。“行号”等三列不用删。', '改好保存，再从这里导入。已登记的行不会重复。'] as readonly string[],
  nextMessages: '下载的清单写着每条消息哪里不对。请在发送的系统里改正，再发一次。',
  rerun: '再次导入改好的退回行', chain: '改正的经过', chainFirst: '最早的文件', chainAgain: '改好再导入', chainThis: '（这一次）',
  undo: '撤回这次导入', undoHint: '整份文件导错了才用。只有个别行不对，改好再导入就行。', undoneBy: (who: string) => `由 ${who} 撤回`, system: '系统接口',
  forget: '重新认列', forgetTitle: (source: string) => `重新认“${source}”的列`, forgetWhy: '记住的列会清掉。下一份认不出的文件会再问一次；已经登记的不变。', forgotten: (source: string) => `“${source}”的列，下次再问`, sources: '来源', sourcesHint: '谁交来过名单，记住了它几种表头。', remembered: (n: number) => (n > 0 ? `记住了 ${n} 种表头` : '没有要记的表头'), lastUsed: (when: string) => `最近 ${when}`,
  notArrived: '文件没有传完，请重新选择文件上传。',
  interrupted: '进度停下了',
  goOn: '接着登记',
  uploadFailed: '文件没有传上去，请检查网络后再试。',
  again: '再传一次',
  sum: (n: number) => `共 ${n} 行，每一行都有去处`,
  counts: {
    registered: '新登记', corrected: '更正', unchanged: '没有变化', stale: '库里的更新，未采用', duplicate: '文件内重复', waiting: '先记下，等后续', rejected: '退回，请改正',
  },
  warned: (n: number) => `其中 ${n} 行已登记，但有单元格请核对`,
  held: (n: number) => `${n} 人等科室确认后再联系`,
  toHeld: '去待科室确认',
  toRegister: '看出院登记',
  rejects: '下载退回和需核对的行',
  rejectsHint: '写着行号、原因和改法。',
  rejectsName: (name: string, ending: string) => `退回_${name.replace(/\.[^.]+$/, '')}.${ending}`,
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
  freshDepartments: (n: number, names: string) => `文件里有 ${n} 个新科室：${names}。请确认类型，它决定谁要先由科室确认、谁不发短信。`, toDirectory: '去确认',
}, {
  title: 'Import discharges',
  drop: 'Drop the file of discharges here', choose: 'Choose a file', dropNow: 'Let go to begin the upload',
  dropHint: 'XLSX, CSV, HL7 or JSON (also FHIR), up to 60 MB (JSON 40 MB). Columns in any order; importing a file again registers nobody twice.',
  wrongType: (name) => `"${name}" is no XLSX, CSV, HL7 or JSON file. Please open a table in Excel or WPS and save it as .xlsx or CSV.`,
  source: 'Where from', manual: 'Uploaded by hand', newSource: 'Another source…', sourceName: 'Name of the source', sourceHint: 'For example HIS, records office', sourceMissing: 'Please name the source', sourceWrong: 'Letters, digits and . _ - only, no spaces',
  oneFile: 'One file at a time, please.',
  jobs: 'Imports', file: 'File and source', feed: (source) => `${source} interface`, day: (day) => `all of ${day}`, when: 'When', rows: 'Rows', result: 'Result', refused: 'Returned',
  uploading: (percent) => `Uploading ${percent}%`,
  checking: 'Looking at the file',
  running: (done, all) => `Registering, row ${done} of ${all}`,
  keepGoing: 'You may leave this page, the work goes on.',
  stayHere: 'Please keep this page open while the file is sent.',
  done: 'Registered', allReturned: 'All returned', received: 'Received', failed: 'Not imported', waiting: 'File did not arrive', asks: 'Columns to be named', undone: 'Taken back',
  undoing: (n) => (n > 0 ? `Taking back, ${n} so far` : 'Taking back'),
  views: 'Show', all: 'All', view: { todo: 'To do', going: 'Going on', done: 'Done', failed: 'Not imported', undone: 'Taken back' }, allSources: 'All sources',
  seen: (shown, all) => `${shown} of the latest ${all}`, older: 'Show older ones',
  emptyView: 'None of the latest imports fits. Change the filter, or look at older ones.',
  asksWhy: 'Some columns cannot be told from their headings. Name them, and the import goes on.', toMapping: 'Name the columns',
  short: { registered: 'registered', corrected: 'corrected', unchanged: 'unchanged', stale: 'older than known', duplicate: 'doubled', waiting: 'waiting', rejected: 'returned', warned: 'to check', held: 'for the ward' },
  next: 'How to correct returned rows', nextSteps: ['Download the returned rows and open them in Excel or WPS.', 'Red cells are wrong, and the remedy stands beside them; yellow ones were registered and want a look. The three columns in front may stay.', 'Save it and hand it in here again. Nobody is registered twice.'],
  nextMessages: 'The list says what is wrong with each message. Please correct it in the system that sends, and send again.',
  rerun: 'Hand in the corrected rows', chain: 'Corrections', chainFirst: 'First file', chainAgain: 'handed in again', chainThis: ' (this one)',
  undo: 'Take this import back', undoHint: 'Only where the whole file was a mistake. For single rows, correct them and import again.', undoneBy: (who) => `taken back by ${who}`, system: 'interface',
  forget: 'Name columns anew', forgetTitle: (source) => `Name the columns of "${source}" anew`, forgetWhy: 'What is remembered is cleared. The next file that cannot be told is asked about again; what was registered stays.', forgotten: (source) => `The columns of "${source}" will be asked for again`, sources: 'Sources', sourcesHint: 'Who has handed in files, and how many sets of headings are remembered.', remembered: (n) => (n > 0 ? `${n} sets of headings remembered` : 'nothing to remember'), lastUsed: (when) => `last ${when}`,
  notArrived: 'The file did not arrive completely. Please choose it again.',
  interrupted: 'Progress stopped',
  goOn: 'Go on',
  uploadFailed: 'The file could not be sent. Please check the network and try again.',
  again: 'Send again',
  sum: (n) => `${n} rows, each accounted for`,
  counts: { registered: 'registered', corrected: 'corrected', unchanged: 'unchanged', stale: 'older than the register', duplicate: 'twice in the file', waiting: 'kept, waiting for the rest', rejected: 'returned, to be corrected' },
  warned: (n) => `${n} of them were registered but have a cell to check`,
  held: (n) => `${n} wait for the ward before any contact`,
  toHeld: 'To the clearing list',
  toRegister: 'To the register',
  rejects: 'Download the rows to correct',
  rejectsHint: 'With row, reason and remedy.',
  rejectsName: (name, ending) => `rejects_${name.replace(/\.[^.]+$/, '')}.${ending}`,
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
  freshDepartments: (n, names) => `${n} new department(s) in the file: ${names}. Their kind decides who must be cleared by the ward and who gets no SMS.`, toDirectory: 'Confirm',
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
