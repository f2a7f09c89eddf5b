/** What can be said of a file, and of the name of its source, before anything is sent. Pure. */
import { fileProblemWords, importText } from '../../../text/discharge-import';
import type { Language } from '../../../text/wording';

/** As in the contract (60 MB, JSON 40 MB), which the server asks for again; importing it would bring every schema along. */
export const maxFileBytes = 60 * 1024 * 1024;
export const maxJsonBytes = 40 * 1024 * 1024;
/** Endings of tables, messages and bundles; what a file really is, the server tells by its content. */
const endings = ['csv', 'xlsx', 'txt', 'tsv', 'hl7', 'json', 'ndjson'] as const;
export const accepted = endings.map((ending) => `.${ending}`).join(',');

/** Why this file is not sent; undefined where it may go. */
export function refusalOf({ name, size }: { name: string; size: number }, language: Language): string | undefined {
  const known = (problem: string): string => {
    const { reason, remedy } = fileProblemWords(problem, language) ?? { reason: problem, remedy: '' };
    return `${reason}${language === 'zh' ? '。' : '. '}${remedy}`;
  };
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase();
  if (ending === 'xls') return known('old_excel');
  if (!endings.some((one) => one === ending)) return importText[language].wrongType(name);
  if (size === 0) return known('empty');
  return size > (ending === 'json' || ending === 'ndjson' ? maxJsonBytes : maxFileBytes) ? known('too_big') : undefined;
}

/** As the server calls what a colleague uploads and nobody names. */
export const manualSource = '手工上传';
/** A source as it was named; only the one without a name is said in the reader's language. */
export const sourceWords = (source: string, language: Language): string => (source === manualSource ? importText[language].manual : source);

/** What is wrong with a source's name: letters and digits of any script, dot, underscore, hyphen, at most 40 (as the contract has it). */
export const sourceProblem = (name: string, language: Language): string | undefined =>
  name === '' ? importText[language].sourceMissing : /^[\p{L}\p{N}._-]{1,40}$/u.test(name) ? undefined : importText[language].sourceWrong;

/** Workbook or text, by the temporary address; a signed address has a query. */
export const endingOf = (url: string): string => /\.([a-z0-9]+)$/i.exec(url.split(/[?#]/)[0] ?? '')?.[1]?.toLowerCase() ?? 'csv';
