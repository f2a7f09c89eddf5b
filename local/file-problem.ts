/** Why a whole file cannot be imported, in words for whoever put it there; the console says more. Keys: the product's FileProblem. */
const words: Record<string, string> = {
  too_big: '文件超过 60 MB（JSON 和 FHIR 为 40 MB），请分成几个 · larger than 60 MB (JSON and FHIR: 40 MB), please split it', too_many_rows: '行数太多，请分成几个文件 · too many rows, please split it', empty: '文件里没有数据 · no data in it',
  encoding: '文字编码无法识别，请另存为 UTF-8 或 GB18030 · unknown encoding, save as UTF-8 or GB18030', damaged: '文件已损坏，请重新导出 · damaged, export it again', old_excel: '旧版 Excel，请另存为 .xlsx · old Excel, save as .xlsx',
  html_table: '这是网页，请另存为 .xlsx 或 .csv · a web page, save as .xlsx or .csv', no_headings: '找不到列名所在的一行 · no row of headings', missing_columns: '缺少必需的列，或一直没有人确认列名 · columns are missing, or nobody named them',
  heading_twice: '同一个列名出现两次 · a heading appears twice', not_uploaded: '文件没有传完，请再放一次 · the upload was not finished, put it there again',
};

/** `columns`: which. */
export const fileProblem = (problem: string, columns: readonly string[]): string => `${words[problem] ?? problem}${columns.length > 0 ? ` (${columns.join(', ')})` : ''}`;
