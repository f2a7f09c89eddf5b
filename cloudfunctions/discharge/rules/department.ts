/** A department is named by code, by name, or by one of the names it goes under; a new one is taken in and marked, so that no patient is lost for a spelling. */
import type { Department, RowProblem } from '../contract';
import { halfWidth } from './cell';
import { flagsOf } from './hold';

export interface KnownDepartment extends Department { unconfirmed: boolean }
export interface DepartmentMatch { department: KnownDepartment; isNew: boolean; doubt?: RowProblem }

const even = (text: string): string => halfWidth(text).replace(/\s/g, '').toUpperCase();

/** Codes before aliases before names; confirmed departments before those a file made. `0301 呼吸内科` in one cell is split. What is made is found again by code and by name. */
export function createDepartmentFinder(known: readonly KnownDepartment[]): (code: string, name: string) => DepartmentMatch {
  const byCode = new Map<string, KnownDepartment>();
  const byName = new Map<string, KnownDepartment>();
  for (const department of [...known].sort((a, b) => Number(b.unconfirmed) - Number(a.unconfirmed) || (a.code < b.code ? 1 : -1))) {
    for (const alias of department.aliases) byName.set(even(alias), department);
    byName.set(even(department.name), department);
    byCode.set(even(department.code), department);
  }
  const made = new Set<KnownDepartment>();
  return (givenCode, givenName) => {
    const { code, name } = splitDepartment(givenCode, givenName);
    const coded = code ? byCode.get(even(code)) ?? byName.get(even(code)) : undefined;
    const named = name ? byName.get(even(name)) ?? byCode.get(even(name)) : undefined;
    const found = coded ?? named;
    if (found) {
      const differs = coded && name && named !== coded && even(coded.name) !== even(coded.code);
      return { department: found, isNew: made.has(found), ...(differs && { doubt: 'department_name_differs' as const }) };
    }
    const fresh = { code: codeOf(code || name), name: name || code, aliases: [], phone: '', ...flagsOf(name), unconfirmed: true };
    made.add(fresh);
    byCode.set(even(fresh.code), fresh);
    byName.set(even(fresh.name), fresh);
    return { department: fresh, isNew: true };
  };
}

/** One cell may hold both: `0301 呼吸内科`. */
function splitDepartment(code: string, name: string): { code: string; name: string } {
  const both = code === '' ? /^([A-Z]?\d[\d.]*)[\s_-]*(\p{Script=Han}.*)$/u.exec(halfWidth(name)) : null;
  return both ? { code: both[1]!, name: both[2]! } : { code, name };
}

/** Codes are letters, digits and `._-` only (they become part of an id). */
const codeOf = (text: string): string => halfWidth(text).replace(/[^\p{L}\p{N}._-]/gu, '').slice(0, 40) || 'unknown';
