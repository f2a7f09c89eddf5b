/** A process that writes as fast as it can and says on its standard output what was acknowledged, until somebody kills it. Arguments: directory. */
import { openDatabase } from '../../local/database';

const database = openDatabase({ dir: process.argv[2]!, now: Date.now });
database.declare([{ name: 'log', indexes: [{ name: 'n', keys: [['n', 1]], unique: true }] }, { name: 'pair', indexes: [] }]);

const json = (value: unknown): string => JSON.stringify(value);

async function insert(n: number): Promise<void> {
  await database.handle('database.insertDocument', { collectionName: 'log', data: [json({ _id: `i${n}`, n: n * 10 }), json({ _id: `j${n}`, n: n * 10 + 1 })] });
  process.stdout.write(`i ${n}\n`);
}

/** Both documents, or neither, carry the number. */
async function pair(n: number): Promise<void> {
  const { transactionId } = await database.handle('database.startTransaction', {});
  for (const _id of ['left', 'right']) await database.handle('database.modifyDocument', { collectionName: 'pair', query: json({ _id }), data: json({ n, fill: 'x'.repeat(2000) }), merge: false, upsert: true, multi: false, transactionId });
  await database.handle('database.commitTransaction', { transactionId });
  process.stdout.write(`p ${n}\n`);
}

async function storm(write: (n: number) => Promise<void>, first: number, step: number): Promise<void> {
  for (let n = first; ; n += step) {
    await write(n);
    await new Promise(setImmediate);
  }
}

void Promise.all([storm(pair, 1, 1), ...Array.from({ length: 8 }, (_, i) => storm(insert, i, 8))]);
