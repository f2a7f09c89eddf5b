/** Who said what, when, of a stay: the statements themselves, masked as lists are. */
import type { Staff } from '../../../kit/caller';
import { maskAddress, maskId, maskName, maskPhone } from '../../../kit/mask';
import type { FieldName } from '../../contract';
import type { Version } from '../../contract/register';
import { cleanCell, readPhone } from '../../rules/cell';
import { fieldsOf, fold, sameCell } from '../../rules/fold';
import type { Cells } from '../../rules/statement';
import type { ImportStore } from '../../store/import';
import { readKnown, type KnownPorts } from '../known';
import type { Register } from '../register';
import { saidOf } from '../said';

export interface VersionPorts extends KnownPorts { register: Pick<Register, 'find' | 'namesOf'>; jobs: ImportStore }

/** Longer texts are cut: the card shows them whole. */
const longestValue = 200;

export const createVersions = (ports: VersionPorts) => async (staff: Staff, encounterId: string): Promise<{ versions: Version[]; names: Record<string, string> }> => {
  const { encounter } = await ports.register.find(staff, encounterId);
  const known = await readKnown(ports, [encounter.patientId], [encounterId]);
  const { stays, rootOf } = fold([...known.said.values()]);
  const records = [...known.statements.values()].filter((record) => (record.kind === 'stay' ? record.encounterId === encounterId : rootOf(record.patientId) === rootOf(encounter.patientId)));
  const runs = new Map((await ports.jobs.jobs.getMany([...new Set(records.map(({ importId }) => importId).filter((id) => id !== ''))])).map((job) => [job._id, job]));
  const held = stays.get(encounterId)?.cells ?? {};
  const versions = records.map((record): Version => {
    const { cells, was } = saidOf(ports.cipher, record);
    const run = runs.get(record.importId);
    return {
      statementId: record._id, kind: record.kind, at: record.at, arrivedAt: record.fileAt, by: record.by, importId: record.importId, source: run?.source ?? '', fileName: run?.fileName ?? '', ref: record.ref,
      correction: was !== null, reason: record.reason, state: record.state,
      fields: fieldsOf(cells).map((field) => ({
        field, value: maskCell(field, cells[field]), was: was ? maskCell(field, was[field]) : null,
        holds: record.kind === 'stay' && record.state === 'counts' ? sameCell(held[field], cells[field]) : record.kind === 'stay' ? false : null,
      })),
    };
  });
  versions.sort((a, b) => a.at - b.at || a.arrivedAt - b.arrivedAt || (a.statementId < b.statementId ? -1 : 1));
  return { versions, names: await ports.register.namesOf(versions.map(({ by }) => by)) };
};

/** As lists show it; what cannot be read as what it should be is hidden whole, for nobody knows what it is. */
export function maskCell(field: FieldName, cell: Cells[FieldName]): string {
  const text = cell === undefined ? '' : [cell].flat().map(cleanCell).filter((part) => part !== '').join('；');
  if (text === '') return '';
  switch (field) {
    case 'name': case 'contactName': return maskName(text);
    case 'phone': case 'contactPhone': {
      const { number } = readPhone(text);
      return number ? maskPhone(number) : '***';
    }
    case 'idNo': return maskId(text);
    case 'address': return maskAddress(text);
    default: return Array.from(text).slice(0, longestValue).join('');
  }
}
