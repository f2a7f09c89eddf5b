/** Documents as they are stored, to be copied in thousands: made by the product itself, so that a bench never measures a shape that no longer exists. */
import { EJSON } from 'bson';
import type { Local } from '../../local';

export type Stored = Record<string, unknown> & { _id: string };

/** The first documents of a collection. */
export async function stored(local: Local, collectionName: string, limit = 1000): Promise<Stored[]> {
  const { data } = await local.database.handle('database.getDocument', { collectionName, limit, offset: 0 });
  return (data as { list: string[] }).list.map((text) => EJSON.parse(text) as Stored);
}

/** `count` copies; `differ` names what is different in the n-th. */
export function* copies(document: Stored, count: number, differ: (n: number) => Record<string, unknown>): Generator<Stored> {
  for (let n = 0; n < count; n += 1) yield { ...document, ...differ(n) } as Stored;
}
