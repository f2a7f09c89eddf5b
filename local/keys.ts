/** The secrets that a hospital would set as variables in the cloud, made once for this data folder and kept in a file that only its owner can read. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { saveFile } from './files';

export interface LocalKeys {
  /** SUIFANG_KEYS of the product: encryption and look-up keys. Losing them makes the stored personal data unreadable. */
  suifang: string;
  /** Signs this platform's own upload and download addresses. */
  storage: string;
  /** Secret with which this machine itself hands over discharges (FEED_KEYS of the product, name `local`). */
  feed: string;
}

export function loadKeys(dataDir: string): LocalKeys {
  const file = path.join(dataDir, 'keys.json');
  if (existsSync(file)) {
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as LocalKeys;
    } catch {
      throw new Error(`${file} 已损坏，没有它就无法读取已保存的个人信息，请从备份恢复 · is damaged; restore it from a backup, without it stored personal data cannot be read`);
    }
  }
  const secret = (): string => randomBytes(32).toString('base64');
  const keys: LocalKeys = { suifang: JSON.stringify({ current: 'k1', keys: { k1: secret() }, index: secret() }), storage: secret(), feed: secret() };
  saveFile(file, JSON.stringify(keys), { mode: 0o600 });
  return keys;
}
