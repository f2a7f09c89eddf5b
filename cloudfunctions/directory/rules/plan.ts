/** What a file would do to the directory, row by row; nothing is done here. The same file again plans nothing. */
import type { EntryProblem, PlaceInput, PlannedRow, PractitionerInput, Sheet } from '../contract';
import { cellsOf, columnsOf, type SheetColumns } from './sheet';
import { codeOf, evened, placeCells, practitionerCells, readPlace, readPractitioner, type CellProblem } from './row';

export interface SheetRow { line: number; cells: readonly string[] }
/** What is known already. */
export interface KnownPlace { place: PlaceInput; rev: number; active: boolean; unconfirmed: boolean }
export interface KnownPractitioner { entryId: string; practitioner: PractitionerInput; rev: number; active: boolean }
export interface PlaceWrite { place: PlaceInput; rev: number }
export interface PractitionerWrite { entryId: string | undefined; practitioner: PractitionerInput; rev: number }
export interface Plan<W> { rows: PlannedRow[]; writes: W[] }

const told = { phone: '', location: '', weekly: [], hours: '', speciality: '', diseases: [], published: false };
/** A place of which nothing is told yet. */
export const blankPlace: PlaceInput = { code: '', kind: 'department', parentCode: '', name: '', aliases: [], technologies: '', sensitive: false, critical: false, obstetric: false, paediatric: false, ...told };
export const blankPractitioner: PractitionerInput = { no: '', name: '', title: '', departmentCode: '', staffId: '', ...told };

/** Cells that differ, under the file's own headings where it has them. */
function changesBetween(sheet: Sheet, columns: SheetColumns, before: Record<string, string>, after: Record<string, string>): PlannedRow['changes'] {
  return columnsOf(sheet).flatMap(({ field, heading }) => ((before[field] ?? '') === (after[field] ?? '') ? [] : [{ column: columns.columns.get(field)?.heading ?? heading, before: before[field] ?? '', after: after[field] ?? '' }]));
}
const problemsOf = (sheet: Sheet, columns: SheetColumns, problems: readonly CellProblem[]): PlannedRow['problems'] =>
  problems.map(({ field, problem, value }) => ({ column: columns.columns.get(field)?.heading ?? columnsOf(sheet).find((one) => one.field === field)?.heading ?? '', problem, value }));

/** The department that a cell names by code, name or other name; `0301 呼吸内科` in one cell is both. */
export function departmentFinder(places: readonly PlaceInput[]): (text: string) => PlaceInput | undefined {
  const by = new Map<string, PlaceInput>();
  const departments = places.filter(({ kind }) => kind === 'department');
  for (const one of departments) for (const alias of one.aliases) by.set(evened(alias), one);
  for (const one of departments) by.set(evened(one.name), one);
  for (const one of departments) by.set(evened(one.code), one);
  return (text) => by.get(evened(text)) ?? by.get(evened(/^([A-Za-z]?\d[\d.]*)[\s_-]*\p{Script=Han}/u.exec(text.trim())?.[1] ?? ' '));
}

/** Whose each name is, kept while a file is gone through: files are matched by the names and codes of departments, wards and windows are told apart by theirs. */
function createNames(places: Iterable<PlaceInput>) {
  const owners = new Map<string, PlaceInput>();
  const keysOf = ({ kind, code, name, aliases }: PlaceInput): string[] => [name, ...aliases, ...(kind === 'department' ? [code] : [])].map((one) => `${kind}|${evened(one)}`);
  const add = (place: PlaceInput): void => { for (const key of keysOf(place)) if (!owners.has(key)) owners.set(key, place); };
  for (const place of places) add(place);
  return {
    taken({ code, kind, name, aliases }: Pick<PlaceInput, 'code' | 'kind' | 'name' | 'aliases'>): { field: 'name' | 'aliases'; by: PlaceInput } | undefined {
      const other = (one: string): PlaceInput | undefined => { const by = owners.get(`${kind}|${evened(one)}`); return by && by.code !== code ? by : undefined; };
      const by = other(name);
      if (by) return { field: 'name', by };
      const alias = aliases.map(other).find((one) => one !== undefined);
      return alias && { field: 'aliases', by: alias };
    },
    replace(before: PlaceInput | undefined, after: PlaceInput): void {
      if (before) for (const key of keysOf(before)) if (owners.get(key)?.code === before.code) owners.delete(key);
      add(after);
    },
  };
}

/** A name that is somebody else's: departments are matched by names, wards and windows are told apart by them. */
export const nameTaken = (place: Pick<PlaceInput, 'code' | 'kind' | 'name' | 'aliases'>, others: readonly PlaceInput[]): { field: 'name' | 'aliases'; by: PlaceInput } | undefined =>
  createNames(others.filter(({ code, kind }) => kind !== place.kind || code !== place.code)).taken(place);

export function planPlaces(columns: SheetColumns, rows: readonly SheetRow[], known: readonly KnownPlace[]): Plan<PlaceWrite> {
  const all = new Map(known.map((one) => [one.place.code, one]));
  const names = createNames(known.map(({ place }) => place));
  const seen = new Map<string, number>();
  const byName = new Map([...known].reverse().map((one) => [evened(one.place.name), one]));
  const read = rows.map(({ line, cells }) => ({ line, cells: cellsOf(columns, cells), ...readPlace(cellsOf(columns, cells)) }));
  // A ward may stand above its department.
  const findDepartment = departmentFinder([...known.map(({ place }) => place), ...read.flatMap(({ given, cells }) => (given.name && (given.kind ?? (cells['parent'] ? 'ward' : 'department')) === 'department' ? [{ ...blankPlace, ...given, kind: 'department' as const, code: given.code || byName.get(evened(given.name))?.place.code || codeOf(given.name) }] : []))]);
  const plan: Plan<PlaceWrite> = { rows: [], writes: [] };
  for (const { line, cells, given, problems } of read) {
    const fault = (field: string, problem: EntryProblem, value = ''): void => void problems.push({ field, problem, value });
    const name = given.name ?? '';
    const before = given.code ? all.get(given.code) : byName.get(evened(name));
    const code = given.code || before?.place.code || codeOf(name);
    const base = before?.place ?? blankPlace;
    const kind = cells['kind'] ? given.kind ?? base.kind : before ? base.kind : cells['parent'] ? 'ward' : 'department';
    const parent = cells['parent'] ? findDepartment(cells['parent']) : undefined;
    const parentCode = kind !== 'ward' ? '' : parent?.code ?? (cells['parent'] === undefined ? base.parentCode : '');
    const place: PlaceInput = { ...base, ...given, code, kind, parentCode, name: name || base.name };
    if (place.name === '') fault('name', 'required');
    else if (code === '') fault('code', 'code');
    if (kind === 'ward' && parentCode === '') fault('parent', cells['parent'] ? 'parent_unknown' : 'parent_required', cells['parent'] ?? '');
    if (before && before.place.kind !== kind) fault('kind', 'kind_differs', cells['kind']);
    if (before && !before.active) fault('name', 'retired');
    const earlier = seen.get(code);
    if (earlier !== undefined) fault(columns.columns.has('code') ? 'code' : 'name', 'twice', String(earlier));
    else if (place.name !== '') {
      const taken = names.taken(place);
      if (taken) fault(taken.field, 'name_taken', `${taken.by.code} ${taken.by.name}`);
    }
    const changes = problems.length > 0 ? [] : [
      ...changesBetween('place', columns, before ? placeCells(base) : placeCells(blankPlace), placeCells(place)),
      ...(before?.unconfirmed ? [{ column: '待确认', before: '是', after: '否' }] : []),
    ];
    if (code !== '') seen.set(code, earlier ?? line);
    const outcome = problems.length > 0 ? 'refused' : !before ? 'new' : changes.length > 0 ? 'changed' : 'unchanged';
    plan.rows.push({ line, name: place.name, outcome, changes: outcome === 'new' ? changes.filter(({ after }) => after !== '' && after !== '否') : changes, problems: problemsOf('place', columns, problems) });
    if (outcome === 'new' || outcome === 'changed') {
      plan.writes.push({ place, rev: before?.rev ?? 0 });
      names.replace(before?.place, place);
    }
  }
  return plan;
}

export function planPractitioners(columns: SheetColumns, rows: readonly SheetRow[], known: readonly KnownPractitioner[], places: readonly PlaceInput[]): Plan<PractitionerWrite> {
  const findDepartment = departmentFinder(places);
  const seen = new Map<string, number>();
  const plan: Plan<PractitionerWrite> = { rows: [], writes: [] };
  for (const row of rows) {
    const cells = cellsOf(columns, row.cells);
    const { given, problems } = readPractitioner(cells);
    const fault = (field: string, problem: EntryProblem, value = ''): void => void problems.push({ field, problem, value });
    const department = cells['department'] ? findDepartment(cells['department']) : undefined;
    const name = given.name ?? '';
    if (name === '') fault('name', 'required');
    if (!cells['department']) fault('department', 'required');
    else if (!department) fault('department', 'department_unknown', cells['department'].slice(0, 24));
    const same = known.filter(({ practitioner }) => practitioner.departmentCode === department?.code && practitioner.name === name);
    const before = same.find(({ practitioner }) => practitioner.no === (given.no ?? practitioner.no)) ?? (given.no ? same.find(({ practitioner }) => practitioner.no === '') : same.length === 1 ? same[0] : undefined);
    // An empty number says nothing: it never takes away the one by which somebody is known.
    const practitioner: PractitionerInput = { ...(before?.practitioner ?? blankPractitioner), ...given, ...(before && !given.no && { no: before.practitioner.no }), name, departmentCode: department?.code ?? '' };
    if (before && !before.active) fault('name', 'retired');
    const key = `${practitioner.departmentCode}|${name}|${practitioner.no}`;
    const earlier = name === '' ? undefined : seen.get(key);
    if (earlier !== undefined) fault('name', 'twice', String(earlier));
    else seen.set(key, row.line);
    const changes = problems.length > 0 ? [] : changesBetween('practitioner', columns, practitionerCells(before?.practitioner ?? blankPractitioner), practitionerCells(practitioner));
    const outcome = problems.length > 0 ? 'refused' : !before ? 'new' : changes.length > 0 ? 'changed' : 'unchanged';
    plan.rows.push({ line: row.line, name, outcome, changes: outcome === 'new' ? changes.filter(({ after }) => after !== '' && after !== '否') : changes, problems: problemsOf('practitioner', columns, problems) });
    if (outcome === 'new' || outcome === 'changed') plan.writes.push({ entryId: before?.entryId, practitioner, rev: before?.rev ?? 0 });
  }
  return plan;
}
