/** What this device keeps of messages until the server has them: the text that is being written, its pictures, and what could not be sent yet. Per patient; the server never sees a draft. */
import Taro from '@tarojs/taro';

/** A picture that storage has. `address` shows it on this device as long as the page lives; '' after a reload in a browser. */
export interface KeptPicture { imageId: string; address: string }
/** A message with its key, made before the first try: however often it is sent, it arrives once. `at` in ms UTC. */
export interface Unsent { key: string; text: string; images: readonly KeptPicture[]; at: number }
/** `help`: the key of a help call that nobody has confirmed; '' for none. `unready`: pictures that were chosen and that storage does not have; their bytes end with the page, so a reload can only say so. */
export interface Writing { draft: string; pictures: readonly KeptPicture[]; outbox: readonly Unsent[]; help: string; unready: number }

const key = 'suifang.messages';
const nothing: Writing = { draft: '', pictures: [], outbox: [], help: '', unready: 0 };

const all = (): Record<string, Partial<Writing>> => {
  const stored = Taro.getStorageSync(key) as unknown;
  return typeof stored === 'object' && stored !== null ? (stored as Record<string, Partial<Writing>>) : {};
};

/** What is kept for a patient; what cannot be read counts as nothing. */
export const readWriting = (patientId: string): Writing => ({ ...nothing, ...all()[patientId] });

/** Changes it. A full or forbidden storage must not stop a message: it is then kept in the page only. */
export function keepWriting(patientId: string, change: Partial<Writing>): void {
  const next = { ...readWriting(patientId), ...change };
  const { [patientId]: _, ...others } = all();
  const empty = next.draft === '' && next.help === '' && next.unready === 0 && next.pictures.length === 0 && next.outbox.length === 0;
  try {
    Taro.setStorageSync(key, empty ? others : { ...others, [patientId]: next });
  } catch { /* the page shows what is not sent for as long as it lives */ }
}

/** Another person may use this device next. */
export const clearWriting = (): void => Taro.removeStorageSync(key);

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
/** A key of 20 random characters (119 bits as the device draws them): enough never to meet another of the same thread. It guards nothing. */
export const newKey = (): string => Array.from({ length: 20 }, () => letters[Math.floor(Math.random() * letters.length)]).join('');
