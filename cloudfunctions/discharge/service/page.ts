/**
 * Statements into the register, a page at a time: a few round trips for a thousand. The statements first, then patients, then stays, then the consequences, so that a page cut off anywhere is finished by
 * doing it again; two runners at once write each document once and count the same.
 */
import type { ImportOutcome } from '../contract/intake';
import { fold, type Folded } from '../rules/fold';
import type { Cells } from '../rules/statement';
import { followUp, type ConsequencePorts } from './consequence';
import { judge } from './judge';
import { clustersOf, readKnown, type Cluster, type Known, type KnownPorts } from './known';
import { orderHash } from './merge';
import { isLater, type Item } from './said';
import { keepStatements, type StatementPorts } from './keep';
import { writeClusters, type Folding, type WritePorts } from './write';

export interface PagePorts extends KnownPorts, StatementPorts, WritePorts, ConsequencePorts {
  command: StatementPorts['command'] & WritePorts['command'] & ConsequencePorts['command'];
}

/** Who says it: a run (`import:…`) or, with none, a colleague with a reason. `page` tells the pages of a run apart. `direct`: nobody will do this page again, so
 * the statements themselves remember whether what follows from them was done. */
export interface Run { importId: string; by: string; reason: string; page: string; direct: boolean }
export interface Applied { outcome: ImportOutcome; /** The stay waits for the ward. */ held: boolean; /** Of a stay that is not whole yet: everything that is known of it. */ known?: Cells }
export interface PageResult { applied: Map<Item, Applied>; newDepartments: string[] }

const news: ReadonlySet<ImportOutcome> = new Set(['registered', 'corrected', 'waiting']);

export async function applyItems(ports: PagePorts, items: readonly Item[], run: Run, now: number): Promise<PageResult> {
  const known = await readKnown(ports, items.flatMap(({ said }) => [said.patientId, said.intoId]), items.map(({ said }) => said.encounterId));
  const said = new Map([...items.map(({ said: one }) => [one.id, one] as const), ...known.said]);
  const clusterOf = new Map(clustersOf(said.values(), known).flatMap((cluster) => cluster.said.map((one) => [one.id, cluster] as const)));
  const groups = new Map<Cluster, Item[]>();
  for (const item of items) {
    const cluster = clusterOf.get(item.said.id)!;
    const group = groups.get(cluster);
    if (group) group.push(item);
    else groups.set(cluster, [item]);
  }
  const outcomes = new Map<Item, ImportOutcome>();
  const foldings: Folding[] = [];
  for (const [cluster, own] of groups) {
    if (isSettled(ports, cluster, own, known, run)) outcomes.set(own[0]!, 'unchanged');
    else foldings.push({ cluster, folded: judgeAll(cluster, own, known, run, outcomes) });
  }
  await keepStatements(ports, items, outcomes, known, run, now);
  const written = await writeClusters(ports, foldings, known, run, now);
  const told = items.filter((item) => news.has(outcomes.get(item)!) || known.statements.get(item.said.id)?.settled === false);
  if (told.length > 0) await followUp(ports, { written, told, run }, now);
  if (run.direct) await ports.statements.settle(items.map(({ said: one }) => one.id));
  const foldedOf = new Map(foldings.map(({ cluster, folded }) => [cluster, folded]));
  const knownOf = ({ said: { id, encounterId } }: Item): Cells | undefined => {
    const stay = foldedOf.get(clusterOf.get(id)!)?.stays.get(encounterId);
    return stay?.record ? undefined : stay?.cells;
  };
  const held = (item: Item): boolean => (written.stays.get(item.said.encounterId)?.flags.hold ?? '') !== '';
  return { applied: new Map(items.map((item) => [item, { outcome: outcomes.get(item)!, held: held(item), known: knownOf(item) }])), newDepartments: written.newDepartments };
}

/** The commonest row of all: the only thing that was ever said of this stay, said again. */
function isSettled({ cipher }: PagePorts, cluster: Cluster, items: readonly Item[], known: Known, run: Run): boolean {
  const [item, second] = items;
  const held = item && known.said.get(item.said.id);
  if (!held || second || !known.statements.get(held.id)!.settled || cluster.said.length !== 1 || known.statements.get(held.id)!.outcome !== 'registered') return false;
  if (known.statements.get(held.id)!.importId === run.importId) return false;
  return known.encounters.get(held.encounterId)?.contentHash === orderHash(cipher, [held.id]) && known.patients.get(held.patientId)?.contentHash === orderHash(cipher, [held.id]);
}

/** One after another, as they stand in the file or message. What this very run said before it was cut off counts as it did then. */
function judgeAll(cluster: Cluster, items: readonly Item[], known: Known, run: Run, outcomes: Map<Item, ImportOutcome>): Folded {
  let said = cluster.said.filter(({ id }) => known.said.has(id));
  let folded = fold(said);
  for (const item of items) {
    const record = known.statements.get(item.said.id);
    const before = record && (record.importId === run.importId && record.ref === item.ref && record.state === 'counts' ? record : record.again.find((one) => one.run === run.importId && one.ref === item.ref));
    if (before) {
      outcomes.set(item, before.outcome);
      continue;
    }
    const held = said.find(({ id }) => id === item.said.id);
    // The same at the same time, or earlier: nothing new was said.
    const next = judge(said, folded, held && !isLater(item.said, held) ? held : item.said);
    outcomes.set(item, next.outcome);
    [said, folded] = [next.said, next.after];
  }
  cluster.said = said;
  return folded;
}
