/** Cloud storage through the SDK: bytes never pass the HTTP door, which takes 100 KB. */
import type { Database } from '../../kit/database';
import { AppError } from '../../kit/errors';
import type { StoragePort } from './intake';

export function openStorage(app: Database['app']): StoragePort {
  return {
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
    upload: async (path, content) => ({ fileId: (await app.uploadFile({ cloudPath: path, fileContent: content })).fileID }),
    async addressOf(fileId, seconds) {
      const [file] = (await app.getTempFileURL({ fileList: [{ fileID: fileId, maxAge: seconds }] })).fileList;
      if (!file?.tempFileURL) throw new AppError('UNAVAILABLE', 'storage gives no address');
      return file.tempFileURL;
    },
    remove: async (fileId) => void (await app.deleteFile({ fileList: [fileId] })),
  };
}
