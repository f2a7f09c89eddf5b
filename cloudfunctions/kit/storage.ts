/** Cloud storage through the SDK: bytes never pass the HTTP door, which takes 100 KB. */
import type { Database } from './database';
import { AppError } from './errors';

/** Files by their ids; UNAVAILABLE where the storage does not answer. */
export interface Storage {
  /** Where and how the browser puts the file itself. */
  uploadPlace(path: string): Promise<{ fileId: string; url: string; headers: Record<string, string> }>;
  /** Null while nothing is there. */
  download(fileId: string): Promise<Buffer | null>;
  /** The size in bytes and the first 16 bytes of what really arrived, by which a picture is known; null while nothing is there. The rest is not fetched. */
  peek(fileId: string): Promise<{ size: number; head: Buffer } | null>;
  upload(path: string, content: Buffer): Promise<{ fileId: string }>;
  /** A temporary address. `seconds` it stays good. */
  addressOf(fileId: string, seconds: number): Promise<string>;
  remove(fileId: string): Promise<void>;
}

/** Opening sends nothing. */
export function openStorage(app: Database['app']): Storage {
  const addressOf = async (fileId: string, seconds: number): Promise<string> => {
    const [file] = (await app.getTempFileURL({ fileList: [{ fileID: fileId, maxAge: seconds }] })).fileList;
    if (!file?.tempFileURL) throw new AppError('UNAVAILABLE', 'storage gives no address');
    return file.tempFileURL;
  };
  return {
    addressOf,
    async uploadPlace(path) {
      const { url, token, authorization, fileId, cosFileId } = (await app.getUploadMetadata({ cloudPath: path })).data;
      // The headers that the SDK itself sends with a PUT to COS.
      return { fileId, url, headers: { Signature: authorization, authorization, 'x-cos-security-token': token, 'x-cos-meta-fileid': cosFileId, key: encodeURIComponent(path) } };
    },
    async download(fileId) {
      try {
        const { fileContent } = await app.downloadFile({ fileID: fileId });
        return typeof fileContent === 'string' ? Buffer.from(fileContent) : fileContent ?? null;
      } catch (error) {
        const { code = '', message = '' } = error as { code?: string; message?: string };
        if (/NONEXIST|NOT_EXIST|NoSuchKey/i.test(code) || /Status:404/.test(message)) return null;
        throw new AppError('UNAVAILABLE', `storage does not answer: ${code}`);
      }
    },
    async peek(fileId) {
      const [file] = (await app.getTempFileURL({ fileList: [{ fileID: fileId, maxAge: 60 }] })).fileList;
      if (!file?.tempFileURL) return null;
      const reply = await fetch(file.tempFileURL, { headers: { range: `bytes=0-${headBytes - 1}` }, signal: AbortSignal.timeout(patience) }).catch(() => undefined);
      if (reply?.status === 404) return null;
      if (!reply?.ok) throw new AppError('UNAVAILABLE', `storage does not answer: ${reply?.status ?? 'network'}`);
      // A storage that knows no ranges says the size as the length of the whole.
      const size = Number(/\/(\d+)$/.exec(reply.headers.get('content-range') ?? '')?.[1] ?? reply.headers.get('content-length') ?? 0);
      return { size, head: await firstBytes(reply) };
    },
    upload: async (path, content) => ({ fileId: (await app.uploadFile({ cloudPath: path, fileContent: content })).fileID }),
    remove: async (fileId) => void (await app.deleteFile({ fileList: [fileId] })),
  };
}

const headBytes = 16;
/** A request for sixteen bytes takes a few hundredths of a second; product default, ms. */
const patience = 8_000;

/** Reads no further than needed, also where the whole file comes. */
async function firstBytes(reply: Response): Promise<Buffer> {
  const reader = reply.body?.getReader();
  const parts: Uint8Array[] = [];
  for (let length = 0; reader && length < headBytes;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
  }
  await reader?.cancel().catch(() => undefined);
  return Buffer.concat(parts).subarray(0, headBytes);
}
