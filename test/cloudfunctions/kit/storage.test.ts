/** The storage port through the unmodified SDK, with the browser's own PUT. */
import path from 'node:path';
import { openStorage } from '../../../cloudfunctions/kit/storage';
import { startLocal, type Local } from '../../../local';
import { connectSdk } from '../../support/sdk';

let local: Local;
beforeAll(async () => { local = await startLocal({ functions: path.resolve(__dirname, '../../fixtures/functions'), now: '2026-11-20T20:00:00+08:00' }); });
afterAll(() => local.dispose());

test('the browser puts the file with the headers that it was given; the function reads, answers with an address, and removes', async () => {
  const storage = openStorage(connectSdk(local.url));
  const { fileId, url, headers } = await storage.uploadPlace('imports/abc.csv');
  expect(await storage.download(fileId)).toBeNull();
  expect((await fetch(url, { method: 'PUT', headers, body: '住院号,姓名,电话' })).status).toBe(200);
  expect((await storage.download(fileId))!.toString('utf8')).toBe('住院号,姓名,电话');
  expect(await storage.peek(fileId)).toEqual({ size: 23, head: Buffer.from('住院号,姓名,电话').subarray(0, 16) });
  const report = await storage.upload('imports/abc-rejects.csv', Buffer.from('\ufeff行号'));
  expect(await (await fetch(await storage.addressOf(report.fileId, 900))).text()).toBe('行号');
  await storage.remove(fileId);
  expect(await storage.download(fileId)).toBeNull();
  expect(await storage.peek(fileId)).toBeNull();
});
