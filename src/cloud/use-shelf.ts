/** The shelf in the device's storage. */
import Taro from '@tarojs/taro';
import { serverNow } from './cloud';
import { put, type Kept, type Shelf } from './shelf';
import { clearWriting } from './unsent';

const key = 'suifang.sheets';
/** Complaints that are being written. */
export const complaintShelf = 'suifang.complaints';

/** Everything that this device keeps, old things too: before the first reply nobody knows what time it is. What cannot be read counts as nothing. */
export function readShelf(): Shelf {
  const stored = Taro.getStorageSync(key) as unknown;
  return typeof stored === 'object' && stored !== null ? (stored as Shelf) : {};
}

/** Changes one sheet. A full or forbidden storage must not stop an answer: it is then kept in the page only. */
export function keepOnShelf(sheet: string, change: Partial<Omit<Kept, 'touchedAt'>>): void {
  try {
    Taro.setStorageSync(key, put(readShelf(), sheet, change, serverNow()));
  } catch { /* the page says "not saved yet" for as long as the server does not have it */ }
}

/** Another person may use this device next. */
export const clearShelf = (): void => {
  Taro.removeStorageSync(key);
  Taro.removeStorageSync(complaintShelf);
};
