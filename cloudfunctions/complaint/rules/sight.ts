/** Who may see a complaint, and who may handle it. Nobody sees one about themselves; wards and offices see the facts; restricted ones are for officer and director alone. */
import type { Role } from '../../kit/contract';

/** Who wants to see it. */
export interface Reader { staffId: string; name: string; role: Role; departments: readonly string[] | 'all' }
/** What of a complaint decides who sees it. */
export interface Facts {
  accusedStaff: readonly string[]; notAccused: readonly string[]; officerAccused: boolean; restricted: boolean; offices: readonly string[]; departmentCode: string;
  /** Everything the complainant and whoever registered it said. */
  said: string;
}

const bare = (text: string): string => text.normalize('NFKC').replace(/[\s\p{P}]/gu, '').toLowerCase();

/** Is it about this colleague: named as accused, or by name in what was said, unless somebody decided that they are only mentioned? */
export function isConcerned(reader: Pick<Reader, 'staffId' | 'name'>, facts: Pick<Facts, 'accusedStaff' | 'notAccused' | 'said'>): boolean {
  if (facts.accusedStaff.includes(reader.staffId)) return true;
  if (facts.notAccused.includes(reader.staffId)) return false;
  const name = bare(reader.name);
  return Array.from(name).length >= 2 && bare(facts.said).includes(name);
}

/** What this reader gets: `all`, the `facts` without the person, or nothing. */
export function sightOf(reader: Reader, facts: Facts): 'all' | 'facts' | 'none' {
  if (isConcerned(reader, facts)) return 'none';
  switch (reader.role) {
    case 'officer': case 'director': return 'all';
    case 'lead': return facts.restricted ? 'none' : 'all';
    case 'ward': return !facts.restricted && codesOf(reader, facts).length > 0 ? 'facts' : 'none';
    default: return 'none';
  }
}

/** May they decide: officers and the director; the lead where an officer is concerned. */
export const mayDecide = (reader: Reader, facts: Facts): boolean =>
  sightOf(reader, facts) === 'all' && (reader.role === 'officer' || reader.role === 'director' || (reader.role === 'lead' && facts.officerAccused));

/** For which of the offices and the department involved this reader speaks. */
export const codesOf = (reader: Pick<Reader, 'departments'>, facts: Pick<Facts, 'offices' | 'departmentCode'>): string[] =>
  [...new Set([...facts.offices, ...(facts.departmentCode ? [facts.departmentCode] : [])])].filter((code) => reader.departments !== 'all' && reader.departments.includes(code));
