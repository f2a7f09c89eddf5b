/** Departments and who sits where: the choices above every page of return visits. */
import { useLoad, type Load } from '../../cloud/use-load';
import { useDepartments, visit, type KnownDepartment, type Schedule } from './desk';

export interface Clinics {
  departments: KnownDepartment[];
  schedules: Schedule[];
  /** The department that is looked at: the one asked for, else the first that has a clinic, else the first. */
  code: string;
  name: string;
}

export function useClinics(asked: string): { load: Load<Clinics>; clinics: Clinics | undefined; reload(): Promise<void> } {
  const departments = useDepartments();
  const schedules = useLoad(async () => (await visit.schedules({})).schedules, []);
  const known = departments.data;
  const all = schedules.data;
  const clinics = known && all && (() => {
    const chosen = known.find(({ code }) => code === asked) ?? known.find(({ code }) => all.some((one) => one.departmentCode === code && one.active)) ?? known[0];
    return { departments: known, schedules: all, code: chosen?.code ?? '', name: chosen?.name ?? '' };
  })();
  const load: Load<Clinics> = { data: clinics, error: departments.error ?? schedules.error, loading: departments.loading || schedules.loading, reload: async () => { await Promise.all([departments.reload(), schedules.reload()]); } };
  return { load, clinics, reload: schedules.reload };
}

/** Those of one department, the general clinic first, then by name as the server sent them. */
export const doctorsOf = (schedules: readonly Schedule[], departmentCode: string): Schedule[] => schedules.filter((one) => one.departmentCode === departmentCode);
