/**
 * Cloud storage on this machine: files under dataDir/storage. A name is a small JSON file that points to the bytes; replacing it is the moment at which an upload
 * counts, so that a crash leaves the old file or the new one. Upload and download addresses are signed and expire, as the platform's do.
 */
import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, fsyncSync, mkdirSync, openSync, closeSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { notEmulated, WireError } from '../errors';
import { saveFile } from '../files';
import { place } from '../functions/environment';

export interface StoredFile { path: string; object: string; type: string; size: number; savedAt: number }

export interface Storage {
  /** One storage.* action of the SDK. */
  handle(action: string, params: Record<string, unknown>): Record<string, unknown>;
  /** May these bytes be written to this path? `authorization` is what getUploadMetadata gave. */
  mayWrite(filePath: string, authorization: string): boolean;
  mayRead(filePath: string, sign: string, expires: string): boolean;
  save(filePath: string, type: string, content: Readable): Promise<StoredFile>;
  find(filePath: string): StoredFile | undefined;
  open(file: StoredFile): Readable;
  reset(): void;
}

export interface StorageOptions { dir: string; secret: string; now(): number; url(): string }

export const bucket = '7375-suifang-local-1250000000';
const prefix = `cloud://${place.env}.${bucket}/`;
/** An upload address lives 15 minutes, a download address two hours unless told (the platform's default), at most a year here. Seconds. */
const lives = { upload: 900, download: 7200, most: 366 * 86_400 } as const;
/** Files per call of the download and delete actions. */
const mostFiles = 50;

export function openStorage({ dir, secret, now, url }: StorageOptions): Storage {
  const names = path.join(dir, 'names');
  const objects = path.join(dir, 'objects');
  const ready = (): void => [names, objects].forEach((folder) => mkdirSync(folder, { recursive: true }));
  ready();

  const seconds = (): number => Math.floor(now() / 1000);
  const nameFile = (filePath: string): string => path.join(names, `${createHash('sha256').update(filePath).digest('hex')}.json`);
  const signature = (use: 'put' | 'get', filePath: string, until: number): string => createHmac('sha256', secret).update(`${use}\n${until}\n${filePath}`).digest('hex');
  const find = (filePath: string): StoredFile | undefined => (existsSync(nameFile(filePath)) ? (JSON.parse(readFileSync(nameFile(filePath), 'utf8')) as StoredFile) : undefined);

  function uploadMetadata(params: Record<string, unknown>): Record<string, unknown> {
    const filePath = checkPath(params['path']);
    const from = seconds();
    const until = from + lives.upload;
    return {
      data: {
        url: `${url()}/storage/${encodeURI(filePath)}`,
        token: 'local-cos-token',
        authorization: `q-sign-algorithm=local&q-ak=local&q-sign-time=${from};${until}&q-key-time=${from};${until}&q-header-list=&q-url-param-list=&q-signature=${signature('put', filePath, until)}`,
        fileId: prefix + filePath,
        cosFileId: createHash('sha256').update(filePath).digest('base64url'),
      },
    };
  }

  function downloads(params: Record<string, unknown>): Record<string, unknown> {
    const list = listOf(params['file_list']).map((entry) => {
      const { fileid, max_age: age } = (entry ?? {}) as { fileid?: unknown; max_age?: unknown };
      const fileID = String(fileid);
      const filePath = pathOf(fileID);
      if (filePath === undefined || !find(filePath)) return { fileID, tempFileURL: '', code: 'STORAGE_FILE_NONEXIST', message: 'storage file not exists' };
      const life = typeof age === 'number' && age > 0 ? Math.min(age, lives.most) : lives.download;
      const until = seconds() + life;
      return { fileID, tempFileURL: `${url()}/storage/${filePath}?sign=${signature('get', filePath, until)}&t=${until}`, maxAge: life, code: 'SUCCESS', message: '' };
    });
    return { data: { download_list: list } };
  }

  function removals(params: Record<string, unknown>): Record<string, unknown> {
    const list = listOf(params['fileid_list']).map((entry) => {
      const fileID = String(entry);
      const filePath = pathOf(fileID);
      const file = filePath === undefined ? undefined : find(filePath);
      if (!file) return { fileID, code: 'STORAGE_FILE_NONEXIST', message: 'storage file not exists' };
      rmSync(nameFile(file.path), { force: true });
      rmSync(path.join(objects, file.object), { force: true });
      return { fileID, code: 'SUCCESS' };
    });
    return { data: { delete_list: list } };
  }

  return {
    find,
    handle(action, params) {
      switch (action) {
        case 'storage.getUploadMetadata': return uploadMetadata(params);
        case 'storage.batchGetDownloadUrl': return downloads(params);
        case 'storage.batchDeleteFile': return removals(params);
        default: throw notEmulated(`the action ${action}`);
      }
    },
    mayWrite(filePath, authorization) {
      const fields = new URLSearchParams(authorization);
      const until = Number(fields.get('q-sign-time')?.split(';')[1]);
      return until >= seconds() && same(fields.get('q-signature') ?? '', signature('put', filePath, until));
    },
    mayRead: (filePath, sign, expires) => Number(expires) >= seconds() && same(sign, signature('get', filePath, Number(expires))),
    async save(filePath, type, content) {
      const object = randomUUID();
      const target = path.join(objects, object);
      try {
        await pipeline(content, createWriteStream(target));
        const fd = openSync(target, 'r+');
        fsyncSync(fd);
        closeSync(fd);
      } catch (error) {
        rmSync(target, { force: true });
        throw error;
      }
      const before = find(filePath);
      const file: StoredFile = { path: filePath, object, type, size: statSync(target).size, savedAt: now() };
      saveFile(nameFile(filePath), JSON.stringify(file));
      if (before) rmSync(path.join(objects, before.object), { force: true });
      return file;
    },
    open: (file) => createReadStream(path.join(objects, file.object)),
    reset() {
      rmSync(dir, { recursive: true, force: true });
      ready();
    },
  };
}

/** CloudBase's rule for a cloud path: no leading or double slash, at most 850 bytes; characters that would change an address are refused too. */
export function checkPath(given: unknown): string {
  const wrong = (why: string): WireError => new WireError('INVALID_PARAM', `storage path: ${why}`);
  if (typeof given !== 'string' || given === '') throw wrong('is missing');
  if (given.startsWith('/') || given.endsWith('/') || given.includes('//')) throw wrong('has no leading, trailing or double slash');
  if (given.split('/').some((part) => part === '.' || part === '..')) throw wrong('has no "." or ".." parts');
  if (/[\u0000-\u001f?#%\\]/.test(given)) throw wrong('has no control characters and none of ? # % \\');
  if (Buffer.byteLength(given) > 850) throw wrong('is longer than 850 bytes');
  return given;
}

const pathOf = (fileID: string): string | undefined => (fileID.startsWith(prefix) ? fileID.slice(prefix.length) : undefined);

function listOf(given: unknown): unknown[] {
  if (!Array.isArray(given) || given.length === 0) throw new WireError('INVALID_PARAM', 'the list of files is empty');
  if (given.length > mostFiles) throw new WireError('INVALID_PARAM', `at most ${mostFiles} files a call`);
  return given;
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
