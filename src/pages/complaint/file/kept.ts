/** What this device keeps of a filing until the server has it: the words, the names of files, and the key that makes two presses one filing. */
import Taro from '@tarojs/taro';
import { complaintShelf } from '../../../cloud/use-shelf';
import type { Draft } from '../door';

/** `at`: when it was changed here, `synced`: what the server said when it had it; ms UTC by the server's clock. `names` of files by their ids. */
export interface Kept { key: string; draft: Draft; step: number; names: Readonly<Record<string, string>>; at: number; synced: number }

const read = (): Readonly<Record<string, Kept>> => {
  const stored = Taro.getStorageSync(complaintShelf) as unknown;
  return typeof stored === 'object' && stored !== null ? (stored as Record<string, Kept>) : {};
};
const nameOf = (patientId: string): string => patientId || 'none';

export const readKept = (patientId: string): Kept | undefined => read()[nameOf(patientId)];

/** Undefined forgets it. A full or forbidden storage must not stop anybody from writing: the page and the server keep it, too. */
export function keep(patientId: string, kept: Kept | undefined): void {
  const { [nameOf(patientId)]: _before, ...others } = read();
  try {
    Taro.setStorageSync(complaintShelf, kept ? { ...others, [nameOf(patientId)]: kept } : others);
  } catch { /* the page says "not saved yet" for as long as the server does not have it */ }
}
