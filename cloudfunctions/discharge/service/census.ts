/** What only the whole file can tell of a row: another row for the same stay, another patient with the same number. Kept small: a hundred thousand rows pass through. */
import type { DischargeRow } from '../rules/row';

export interface Census {
  /** Rows in the order of the file, from 0. */
  add(index: number, record: DischargeRow): void;
  /** Of several rows for one stay the newest by its own time counts, then the later one; the index of the one that counts instead, or undefined. */
  winnerOf(index: number, record: DischargeRow): number | undefined;
  /** Several patients have this number: family, or a typing error. Consent is never mixed. Known when all rows were added. */
  isShared(number: string): boolean;
}

/** A copy that does not keep alive the text it was cut from. */
const own = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');
const stayOf = ({ inpatientNo, visitTimes }: DischargeRow): string => own(`${inpatientNo}|${visitTimes}`);
/** Digits, with a one in front for the zero of an area code: numbers need less room than text. */
const keyOf = (number: string): number => Number(`1${number}`);

export function createCensus(): Census {
  const newest = new Map<string, { index: number; at: number; phone: number; patientNo: string }>();
  let shared: Set<number> | undefined;
  return {
    add(index, record) {
      const stay = stayOf(record);
      const other = newest.get(stay);
      const at = record.updatedAt ?? 0;
      if (!other || at >= other.at) newest.set(stay, { index, at, phone: record.phone.number ? keyOf(record.phone.number) : 0, patientNo: own(record.patientNo) });
    },
    winnerOf(index, record) {
      const winner = newest.get(`${record.inpatientNo}|${record.visitTimes}`);
      return winner && winner.index !== index ? winner.index : undefined;
    },
    isShared(number) {
      if (!shared) {
        shared = new Set();
        const owners = new Map<number, string>();
        for (const { phone, patientNo } of newest.values()) {
          if (phone === 0) continue;
          const owner = owners.get(phone);
          if (owner === undefined) owners.set(phone, patientNo);
          else if (owner !== patientNo) shared.add(phone);
        }
      }
      return number !== '' && shared.has(keyOf(number));
    },
  };
}
