/** What the translators share of making cells. */
import type { Cells } from './statement';

/** Only what was said: a field that is undefined says nothing. */
export function given(cells: { [field in keyof Cells]: Cells[field] | undefined }): Cells {
  return Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== undefined));
}
