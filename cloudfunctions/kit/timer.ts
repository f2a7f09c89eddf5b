/** What timers have in common. */

/** Something a person should look at; never personal data. */
export type Report = (entry: { what: string; id?: string; error?: unknown }) => void;

/** Works one record after the other. A bad one is reported and does not stop the others: it is still due in the next run. Returns how many were bad. */
export async function eachAlone<T extends { _id: string }>(records: readonly T[], what: string, report: Report, work: (record: T) => Promise<unknown>): Promise<number> {
  let bad = 0;
  for (const record of records) {
    try {
      await work(record);
    } catch (error) {
      bad += 1;
      report({ what, id: record._id, error });
    }
  }
  return bad;
}
