/** Names of files as bytes: on Linux they may be anything but `/` and NUL, also GB18030 from an old share. */
import { existsSync } from 'node:fs';

/** Most file systems allow 255 bytes of a name. */
const longest = 255;

export const joined = (folder: Buffer, name: Buffer): Buffer => Buffer.concat([folder, Buffer.from('/'), name]);

/** The name with something before its extension or behind it, within what a file system takes. */
export function named(name: Buffer, { number = 1, behind = '' }: { number?: number; behind?: string } = {}): Buffer {
  const dot = name.lastIndexOf(0x2e);
  const [stem, extension] = dot > 0 && name.length - dot <= 10 ? [name.subarray(0, dot), name.subarray(dot)] : [name, Buffer.alloc(0)];
  const tail = Buffer.concat([Buffer.from(number > 1 ? ` (${number})` : ''), extension, Buffer.from(behind)]);
  let end = Math.min(stem.length, longest - tail.length);
  // Not in the middle of a character.
  while (end > 0 && end < stem.length && (stem[end]! & 0xc0) === 0x80) end -= 1;
  return Buffer.concat([stem.subarray(0, end), tail]);
}

/** A name in this folder under which nothing stands yet, and nothing beside it under any of these endings. */
export function freeName(folder: Buffer, name: Buffer, beside: readonly string[]): { name: Buffer; number: number } {
  for (let number = 1; ; number += 1) {
    const one = named(name, { number });
    if (!existsSync(joined(folder, one)) && beside.every((behind) => !existsSync(joined(folder, named(name, { number, behind }))))) return { name: one, number };
  }
}

/** What an engine or an editor is still writing, or keeps for itself. */
export const isPassing = (name: Buffer): boolean => /^[.~]|[~]$|\.(tmp|temp|part|partial|filepart|crdownload|half|swp|lock)$/i.test(name.toString('latin1'));

/** As the list of runs shows it: at most 120 characters, nothing that breaks a line. */
export function shownName(name: Buffer): string {
  const text = textOf(name).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, ' ').trim();
  const signs = Array.from(text);
  while (signs.join('').length > 120) signs.splice(Math.max(0, signs.length - 12), 1);
  return signs.join('').trim() || 'file';
}

function textOf(name: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(name);
  } catch {
    return new TextDecoder('gb18030').decode(name);
  }
}
