/** Pictures and files that somebody hands over: chosen on the device, sent straight to storage, shown with how far they are. */

/** Where storage takes one file, as a function gave it: signed for this file only, for a quarter of an hour. */
export interface UploadPlace { url: string; headers: Readonly<Record<string, string>> }

/** A file on this device. `address` shows a picture of it; '' for what is no picture. `size` in bytes. */
export interface Picked {
  name: string;
  size: number;
  /** `image/jpeg`, `application/pdf` …; by its ending where the device does not say. */
  type: string;
  address: string;
  /** In a browser the bytes; in WeChat its temporary path. */
  from: Blob | string;
}

/** `pictures`: camera and album; `any`: documents too (in WeChat: from a chat). `most`: how many at once. */
export interface Wanted { kind: 'pictures' | 'any'; most: number; types: readonly string[] }

const byEnding: Readonly<Record<string, string>> = { jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp', heic: 'image/heic', pdf: 'application/pdf', mp3: 'audio/mpeg', m4a: 'audio/mp4', mp4: 'video/mp4' };

/** The type of a file by its name's ending; '' when it is none that we know. */
export const typeOf = (name: string): string => byEnding[/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? ''] ?? '';
