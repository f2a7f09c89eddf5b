/**
 * What CloudBase does beside its database when the unmodified node SDK asks it: functions, storage, WeChat interfaces, errors. The same suite runs against the local
 * platform and, given credentials, against a real environment in which test/fixtures/functions/echo and thrower are deployed. It leaves nothing behind.
 */
import { randomBytes } from 'node:crypto';
import type { SdkApp } from '../../support/sdk';

/** A place to run the suite against. */
export interface PlatformTarget { app: SdkApp; close(): Promise<void> }
interface CodedError { code: string | number; message: string }

const failure = (promise: Promise<unknown>): Promise<CodedError> =>
  promise.then(() => Promise.reject(new Error('it should have been refused')), (error: CodedError) => error);

/** Declares the tests; `connect` opens the target before the first. */
export function platformConformance(connect: () => Promise<PlatformTarget>): void {
  let target: PlatformTarget;
  let app: SdkApp;
  const run = `conformance-${randomBytes(6).toString('hex')}`;
  const files: string[] = [];
  const upload = async (name: string, content: string | Buffer): Promise<string> => {
    const { fileID } = await app.uploadFile({ cloudPath: `${run}/${name}`, fileContent: Buffer.from(content) });
    files.push(fileID);
    return fileID;
  };

  beforeAll(async () => {
    target = await connect();
    app = target.app;
  });
  afterAll(async () => {
    if (files.length > 0) await app.deleteFile({ fileList: files });
    await target.close();
  });

  describe('functions', () => {
    test('a call brings the data there and the result back, as JSON', async () => {
      const { result, requestId } = await app.callFunction({ name: 'echo', data: { text: '随访😀', number: 1.5, list: [null, true] } });
      expect(requestId).toEqual(expect.any(String));
      expect(result).toMatchObject({ event: { text: '随访😀', number: 1.5, list: [null, true] }, openid: null });
    });

    test('empty data is an empty event', async () => {
      expect((await app.callFunction({ name: 'echo', data: {} })).result).toMatchObject({ event: {} });
    });

    test('what a function throws and a function that does not exist are errors with a code', async () => {
      expect(String((await failure(app.callFunction({ name: 'thrower', data: {} }))).code)).toMatch(/^FUNCTION/);
      expect(String((await failure(app.callFunction({ name: `${run}-nowhere`, data: {} }))).code)).toMatch(/^FUNCTION/);
    });
  });

  describe('storage', () => {
    test('what is uploaded comes back byte for byte', async () => {
      const content = Buffer.from(Array.from({ length: 256 }, (_, n) => n));
      const fileID = await upload('字节 1.bin', content);
      expect(fileID).toMatch(new RegExp(`^cloud://[^/]+/${run}/字节 1\\.bin$`));
      expect(Buffer.from((await app.downloadFile({ fileID })).fileContent!)).toEqual(content);
    });

    test('the same path again replaces the file', async () => {
      await upload('twice.txt', 'first');
      const fileID = await upload('twice.txt', 'second');
      expect((await app.downloadFile({ fileID })).fileContent!.toString()).toBe('second');
    });

    test('an empty file is a file', async () => {
      const fileID = await upload('empty.txt', '');
      expect((await app.downloadFile({ fileID })).fileContent!.toString()).toBe('');
    });

    test('a temporary address opens the file in any browser', async () => {
      const fileID = await upload('address.txt', '地址');
      const { fileList } = await app.getTempFileURL({ fileList: [{ fileID, maxAge: 600 }, fileID] });
      expect(fileList.map(({ code }) => code)).toEqual(['SUCCESS', 'SUCCESS']);
      for (const { tempFileURL } of fileList) expect(await (await fetch(encodeURI(tempFileURL))).text()).toBe('地址');
    });

    test('what the SDK tells about a file is true', async () => {
      const fileID = await upload('info.csv', 'a,b\n');
      expect((await app.getFileInfo({ fileList: [fileID] })).fileList).toEqual([expect.objectContaining({ code: 'SUCCESS', fileID, size: 4, fileName: 'info.csv' })]);
    });

    test('a file that is not there has a code of its own and does not spoil the others', async () => {
      const fileID = await upload('there.txt', 'x');
      const missing = fileID.replace('there', 'missing');
      expect((await app.getTempFileURL({ fileList: [missing, fileID] })).fileList.map(({ code }) => code)).toEqual(['STORAGE_FILE_NONEXIST', 'SUCCESS']);
      await expect(app.downloadFile({ fileID: missing })).rejects.toThrow();
    });

    test('a deleted file is gone', async () => {
      const fileID = await upload('gone.txt', 'x');
      expect((await app.deleteFile({ fileList: [fileID] })).fileList[0]!.code).toBe('SUCCESS');
      expect((await app.getTempFileURL({ fileList: [fileID] })).fileList[0]!.code).toBe('STORAGE_FILE_NONEXIST');
      files.splice(files.indexOf(fileID), 1);
    });

    test('an upload by hand needs the signature that came with its address', async () => {
      const { data } = await app.getUploadMetadata({ cloudPath: `${run}/by-hand.txt` });
      const put = (authorization: string) => fetch(data.url, { method: 'PUT', body: 'x', headers: { Signature: authorization, authorization, 'x-cos-security-token': data.token, 'x-cos-meta-fileid': data.cosFileId, key: encodeURIComponent(`${run}/by-hand.txt`) } });
      const refused = await put('q-sign-algorithm=sha1&q-signature=0');
      expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('<Code>')]);
      const taken = await put(data.authorization);
      expect([taken.status, await taken.text()]).toEqual([200, '']);
      files.push(data.fileId);
    });
  });

  describe('WeChat', () => {
    test('an error of WeChat is an ordinary result with an errcode', async () => {
      const { result } = await app.callWxOpenApi({ apiName: 'subscribeMessage.send', requestData: { touser: 'oNobody', template_id: 'none', data: {} } });
      expect(result).toMatchObject({ errcode: expect.any(Number), errmsg: expect.any(String) });
      expect((result as { errcode: number }).errcode).not.toBe(0);
    });

    test('a code of the phone component that nobody was given is 40029', async () => {
      expect((await app.callWxOpenApi({ apiName: 'phonenumber.getPhoneNumber', requestData: { code: 'made-up' } })).result).toMatchObject({ errcode: 40029 });
    });
  });
}
