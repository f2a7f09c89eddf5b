/** Versions as a story: what each of them changed of what had been said before. */
import { versionText } from '../../../text/discharge-correct';
import type { Language } from '../../../text/wording';
import type { Version } from '../desk';

type Field = Version['fields'][number];
export interface Change { field: Field['field']; /** What counted before; null: it was said for the first time. */ from: string | null; value: string; holds: boolean | null }
export interface Told { version: Version; /** Nothing counted before it. */ first: boolean; changes: Change[] }

/** 1 or 0; that something is not so need not be told. */
export const flags: ReadonlySet<Field['field']> = new Set(['cancelled', 'admitted', 'deceased', 'noContact'] as const);

/** `versions` oldest first, as the server sends them; the answer is newest first. What was taken back is shown, and nothing later is compared with it. */
export function changesOf(versions: readonly Version[]): Told[] {
  const said = new Map<Field['field'], string>();
  const told = versions.map((version): Told => {
    const first = said.size === 0;
    const changes = version.fields.flatMap(({ field, value, was, holds }): Change[] => {
      const before = was ?? said.get(field) ?? null;
      // Only what somebody corrected was surely changed: two names may look alike when they are masked.
      if (version.correction) return [{ field, from: before, value, holds }];
      return before === value || (before === null && (value === '' || (flags.has(field) && value === '0'))) ? [] : [{ field, from: before, value, holds }];
    });
    if (version.state === 'counts') for (const { field, value } of version.fields) said.set(field, value);
    return { version, first, changes };
  });
  return told.reverse();
}

/** `line 7`, `message 3`: where it stood, as people say it. */
export function refWords(ref: string, language: Language): string {
  const t = versionText[language];
  const [, kind = '', n = ''] = /\b(line|message|entry|event) (\d+)/.exec(ref) ?? [];
  return { line: t.line(n), message: t.message(n), entry: t.entry(n), event: t.event(n) }[kind] ?? '';
}
