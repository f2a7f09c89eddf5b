/** Storage through the unmodified SDK, and as a browser uploads and downloads with an address that a function gave it. */
import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { startLocal, type Local } from '../../local';
import { checkPath, openStorage } from '../../local/storage/storage';
import { connectSdk, type SdkApp } from '../support/sdk';

const functions = path.resolve(__dirname, '../fixtures/functions');
let local: Local;
let app: SdkApp;
beforeAll(async () => {
  local = await startLocal({ functions, now: '2026-11-21T09:00:00+08:00' });
  app = connectSdk(local.url);
});
afterAll(() => local.dispose());

const text = '住院号,姓名\n001,张三\n';
const put = (given: { url: string; authorization: string; token: string; cosFileId: string }, body: string, headers: Record<string, string> = {}) =>
  fetch(given.url, { method: 'PUT', headers: { authorization: given.authorization, Signature: given.authorization, 'x-cos-security-token': given.token, 'x-cos-meta-fileid': given.cosFileId, ...headers }, body });
const address = async (fileID: string, maxAge = 600): Promise<string> => (await app.getTempFileURL({ fileList: [{ fileID, maxAge }] })).fileList[0]!.tempFileURL;

test('a browser uploads straight to the address that a function got, and the function reads it', async () => {
  const { data } = await app.getUploadMetadata({ cloudPath: 'import/出院 名单.csv' });
  expect(data.url.startsWith(`${local.url}/storage/import/`)).toBe(true);
  const response = await put(data, text, { 'content-type': 'text/csv' });
  expect([response.status, await response.text()]).toEqual([200, '']);
  expect((await app.downloadFile({ fileID: data.fileId })).fileContent!.toString('utf8')).toBe(text);
});

test('a form is taken too, as WeChat sends it', async () => {
  const { data } = await app.getUploadMetadata({ cloudPath: 'voice/a.txt' });
  const form = new FormData();
  form.set('key', 'voice/a.txt');
  form.set('signature', data.authorization);
  form.set('success_action_status', '201');
  form.set('file', new Blob([text], { type: 'text/plain' }), 'a.txt');
  expect((await fetch(data.url, { method: 'POST', body: form })).status).toBe(201);
  expect(await (await fetch(await address(data.fileId))).text()).toBe(text);
});

test('an upload needs the signature for that very file, in time', async () => {
  const { data } = await app.getUploadMetadata({ cloudPath: 'a/one.txt' });
  const refused = async (response: Promise<Response>): Promise<string> => {
    const answer = await response;
    return `${answer.status} ${/<Code>(\w+)</.exec(await answer.text())?.[1]}`;
  };
  expect(await refused(put({ ...data, authorization: data.authorization.replace(/.$/, (c) => (c === '0' ? '1' : '0')) }, text))).toBe('403 AccessDenied');
  expect(await refused(put({ ...data, url: data.url.replace('one', 'two') }, text))).toBe('403 AccessDenied');
  expect(await refused(put({ ...data, authorization: '' }, text))).toBe('403 AccessDenied');
  await local.clock.advance({ minutes: 16 });
  expect(await refused(put(data, text))).toBe('403 AccessDenied');
  expect((await app.getTempFileURL({ fileList: [data.fileId] })).fileList[0]!.code).toBe('STORAGE_FILE_NONEXIST');
});

test('a download address is signed, ends when it was told to, and opens nothing else', async () => {
  const { fileID } = await app.uploadFile({ cloudPath: 'b/秘密.txt', fileContent: Buffer.from(text) });
  const url = await address(fileID, 60);
  const got = await fetch(encodeURI(url));
  expect([got.status, await got.text(), got.headers.get('content-type'), got.headers.get('content-length')]).toEqual([200, text, 'text/plain; charset=utf-8', String(Buffer.byteLength(text))]);
  expect(got.headers.get('content-security-policy')).toMatch(/^sandbox/);
  expect((await fetch(encodeURI(url).split('?')[0]!)).status).toBe(403);
  expect((await fetch(encodeURI(url.replace('秘密', '别的')))).status).toBe(403);
  await local.clock.advance({ minutes: 2 });
  expect((await fetch(encodeURI(url))).status).toBe(403);
});

test('any page may upload with a signature: the cross-origin question is answered', async () => {
  const { data } = await app.getUploadMetadata({ cloudPath: 'c/x.txt' });
  const asked = await fetch(data.url, { method: 'OPTIONS', headers: { origin: 'http://localhost:1', 'access-control-request-method': 'PUT' } });
  expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
  expect((await put(data, text, { origin: 'http://localhost:1' })).status).toBe(200);
});

test.each([['/a'], ['a/'], ['a//b'], ['../a'], ['a/../b'], ['a?b'], ['a#b'], ['a%41'], ['a\\b'], ['a\nb'], [''], [undefined], ['a'.repeat(851)]])('the path %j is refused', (given) => {
  expect(() => checkPath(given)).toThrow(expect.objectContaining({ code: 'INVALID_PARAM' }) as Error);
});

describe('on disk', () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'suifang-test-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const open = () => openStorage({ dir, secret: 's', now: () => 1000, url: () => 'http://x' });

  test('a file is there for the next start, the same name replaces it, and nothing of the old one stays', async () => {
    await open().save('a/b.txt', 'text/plain', Readable.from(['first']));
    const storage = open();
    await storage.save('a/b.txt', 'text/plain', Readable.from(['second']));
    expect(readFileSync(path.join(dir, 'objects', open().find('a/b.txt')!.object), 'utf8')).toBe('second');
    expect(readdirSync(path.join(dir, 'objects')).length).toBe(1);
  });

  test('an upload that breaks off changes nothing', async () => {
    const storage = open();
    const broken = new Readable({ read() { this.push('half'); this.destroy(new Error('connection lost')); } });
    await expect(storage.save('a/b.txt', 'text/plain', broken)).rejects.toThrow('connection lost');
    expect(readFileSync(path.join(dir, 'objects', storage.find('a/b.txt')!.object), 'utf8')).toBe('second');
    expect(readdirSync(path.join(dir, 'objects')).length).toBe(1);
  });
});

test('the SDK streams a file up and down', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'suifang-test-'));
  try {
    const file = path.join(folder, 'large.bin');
    writeFileSync(file, Buffer.alloc(3_000_000, 7));
    const { fileID } = await app.uploadFile({ cloudPath: 'large.bin', fileContent: createReadStream(file) });
    expect(Buffer.compare(Buffer.from((await app.downloadFile({ fileID })).fileContent!), Buffer.alloc(3_000_000, 7))).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
