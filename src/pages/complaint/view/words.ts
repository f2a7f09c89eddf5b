/** What is being added to a complaint: its words stay on this device until they have arrived, beside those of a filing, and go with them when somebody signs out. */
import Taro from '@tarojs/taro';
import { complaintShelf } from '../../../cloud/use-shelf';

const read = (): Readonly<Record<string, unknown>> => {
  const stored = Taro.getStorageSync(complaintShelf) as unknown;
  return typeof stored === 'object' && stored !== null ? (stored as Record<string, unknown>) : {};
};

/** '' where nothing was begun. `name` says which complaint, and whether it is added or answered back. */
export function readWords(name: string): string {
  const words = read()[name];
  return typeof words === 'string' ? words : '';
}

/** '' forgets them. */
export function keepWords(name: string, words: string): void {
  const { [name]: _before, ...others } = read();
  try {
    Taro.setStorageSync(complaintShelf, words === '' ? others : { ...others, [name]: words });
  } catch { /* a full or forbidden storage must not stop anybody from writing */ }
}
