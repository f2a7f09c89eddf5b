/** The statements themselves, kept before anything follows from them. What is there already gains only the run that said it too, and the later time. */
import type { Cipher } from '../../kit/crypto';
import type { ImportOutcome } from '../contract/intake';
import type { SaidAgain, StatementRecord, StatementStore } from '../store/statement';
import { eachOf } from './batch';
import type { Known } from './known';
import type { Run } from './page';
import { isLater, recordOf, type Item } from './said';

export interface StatementPorts {
  statements: StatementStore; cipher: Cipher;
  command: { in(values: readonly unknown[]): unknown; nin(values: readonly unknown[]): unknown; lte(value: number): unknown; push(values: readonly unknown[]): unknown };
}

/** What another run inserted a moment ago is no news of ours: its outcome becomes `unchanged`. */
export async function keepStatements(ports: StatementPorts, items: readonly Item[], outcomes: Map<Item, ImportOutcome>, known: Known, run: Run, now: number): Promise<void> {
  const { statements, cipher } = ports;
  const fresh = new Map<string, { item: Item; record: StatementRecord }>();
  const again: { item: Item; record: StatementRecord }[] = [];
  for (const item of items) {
    const stored = known.statements.get(item.said.id);
    const sibling = fresh.get(item.said.id);
    if (stored) again.push({ item, record: stored });
    else if (!sibling) fresh.set(item.said.id, { item, record: recordOf(cipher, item, run, outcomes.get(item)!, now) });
    else if (isLater(item.said, sibling.record)) Object.assign(sibling.record, { at: item.said.at, fileAt: item.said.fileAt });
  }
  const records = [...fresh.values()].map(({ record }) => record);
  let added = 0;
  for (const part of packets(records)) added += await statements.collection.insertMissing(part);
  if (added < records.length) {
    const stored = new Map((await statements.collection.getMany(records.map(({ _id }) => _id))).map((one) => [one._id, one]));
    for (const { item } of fresh.values()) {
      const other = stored.get(item.said.id);
      if (!other || other.importId === run.importId) continue;
      outcomes.set(item, 'unchanged');
      again.push({ item, record: other });
    }
  }
  await sayAgain(ports, again, outcomes, run);
}

async function sayAgain({ statements, command }: StatementPorts, again: readonly { item: Item; record: StatementRecord }[], outcomes: ReadonlyMap<Item, ImportOutcome>, run: Run): Promise<void> {
  const { collection, restated } = statements;
  const others = again.filter(({ record }) => record.importId !== run.importId);
  if (others.length > 0) await restated.insert({ _id: `restated:${run.importId}:${run.page}`, importId: run.importId, statementIds: [...new Set(others.map(({ record }) => record._id))] });
  const same = others.filter(({ item, record }) => record.state === 'counts' && !isLater(item.said, record)).map(({ record }) => record._id);
  if (same.length > 0) await collection.update({ _id: command.in(same), runs: command.nin([run.importId]) }, { runs: command.push([run.importId]) });
  // A list without times of its own, exported anew: thousands of the same words, a moment later.
  const later = again.filter(({ item, record }) => record.state === 'counts' && isLater(item.said, record) && outcomes.get(item) === 'unchanged');
  const moments = new Map(later.map(({ item: { said: { at, fileAt } } }) => [`${at}|${fileAt}`, { at, fileAt }]));
  await eachOf([...moments.values()], async ({ at, fileAt }) => {
    const ids = later.filter(({ item: { said } }) => said.at === at && said.fileAt === fileAt).map(({ record }) => record._id);
    const entry: SaidAgain = { run: run.importId, ref: '', at, fileAt, outcome: 'unchanged' };
    await collection.update({ _id: command.in(ids), at: command.lte(at) }, { at, fileAt, again: command.push([entry]), ...(run.direct && { settled: false }) });
  });
  await eachOf(again, async ({ item, record }) => {
    const { at, fileAt } = item.said;
    if (record.state === 'undone') {
      // Taken back, and said anew: it counts again, from this run.
      const first = { importId: run.importId, settled: !run.direct, ref: item.ref, outcome: outcomes.get(item)!, by: item.by, at, fileAt, firstAt: at, firstFileAt: fileAt };
      await collection.update({ _id: record._id, state: 'undone' }, { ...first, state: 'counts', runs: [], again: [] });
    } else if (isLater(item.said, record) && outcomes.get(item) !== 'unchanged') {
      const entry: SaidAgain = { run: run.importId, ref: item.ref, at, fileAt, outcome: outcomes.get(item)! };
      await collection.update({ _id: record._id, at: record.at, fileAt: record.fileAt }, { at, fileAt, ...(run.direct && { settled: false }), again: command.push([entry]) });
    }
  });
}

/** A packet of the database holds 16 MB; sealed text of a long discharge order is some 30 KB. */
const packet = 8 * 1024 * 1024;
function* packets(records: readonly StatementRecord[]): Generator<StatementRecord[]> {
  let part: StatementRecord[] = [];
  let size = 0;
  for (const record of records) {
    if (size + record.sealed.length > packet && part.length > 0) {
      yield part;
      [part, size] = [[], 0];
    }
    part.push(record);
    size += record.sealed.length + 500;
  }
  if (part.length > 0) yield part;
}
