/** Everything that people do with the register, together; each part says what it asks for. */
import type { Staff } from '../../../kit/caller';
import { Missing, type RegisterRow } from '../../contract/stay';
import { textsWith } from '../../rules/missing';
import type { RegisterStore } from '../../store/register';
import type { Register } from '../register';
import { createBackfill, type BackfillPorts } from './backfill';
import { createExports, type ExportPorts } from './export';
import { createSavedFilters } from './filters';
import type { RegisterList } from './list';
import { createMonthly, type MonthlyPorts } from './monthly';
import { createSampling, type SamplePorts } from './sample';
import { createSaying, type SayPorts } from './say';
import { createVersions, type VersionPorts } from './versions';

export interface DeskPorts extends Omit<ExportPorts, 'command'>, Omit<SamplePorts, 'command'>, Omit<MonthlyPorts, 'command'>, Omit<SayPorts, 'command' | 'register'>, Omit<VersionPorts, 'register'> {
  store: RegisterStore; register: Register; list: RegisterList;
  command: ExportPorts['command'] & SamplePorts['command'] & MonthlyPorts['command'] & SayPorts['command'] & BackfillPorts['command'];
}

export function createRegisterDesk(ports: DeskPorts) {
  const { store, list, register, encounters, command } = ports;
  const exporting = createExports(ports);
  const monthly = createMonthly(ports);
  const backfill = createBackfill(ports);
  return {
    filters: createSavedFilters({ filters: store.filters, cipher: ports.cipher }), versions: createVersions(ports), saying: createSaying(ports), exporting, sampling: createSampling(ports), monthly,
    /** Stays whose record lacks something. */
    async lacking(staff: Staff, { departmentCode, missing, cursor, limit }: { departmentCode?: string; missing?: Missing; cursor?: string; limit: number }): Promise<{ rows: RegisterRow[]; next: string | null; counts: Record<Missing, number> }> {
      const scope = list.scopeOf(staff, departmentCode);
      const [page, ...counts] = await Promise.all([
        register.list(staff, { missing: missing ?? 'any', limit, ...(departmentCode !== undefined && { departmentCode }), ...(cursor && { cursor }) }),
        ...Missing.options.map((one) => encounters.collection.count({ ...scope, missing: command.in(textsWith(one)) })),
      ]);
      const [no_phone = 0, wrong_phone = 0, no_code = 0, birth_estimated = 0] = counts;
      return { ...page, counts: { no_phone, wrong_phone, no_code, birth_estimated } };
    },
    /** Every minute; what one part cannot do does not stop the others. */
    async tick(now: number): Promise<void> {
      for (const part of [backfill, () => exporting.tick(now), () => monthly.tick(now)]) await Promise.resolve(part()).catch((defect: unknown) => ports.warn(defect));
    },
  };
}
export type RegisterDesk = ReturnType<typeof createRegisterDesk>;
