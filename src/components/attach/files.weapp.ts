/** Choosing and sending files in WeChat. */
import Taro from '@tarojs/taro';
import { typeOf, type Picked, type UploadPlace, type Wanted } from './props';

const nameOf = (path: string): string => path.split('/').at(-1) ?? path;

/** Camera and album, or a file from a chat; resolves to nothing when the reader thinks better of it. */
export function pickFiles({ kind, most, types }: Wanted): Promise<Picked[]> {
  return new Promise((resolve) => {
    const fail = () => resolve([]);
    if (kind === 'any') {
      Taro.chooseMessageFile({
        count: most, type: 'file', fail,
        success: ({ tempFiles }) => resolve(tempFiles.map((file): Picked => ({ name: file.name, size: file.size, type: typeOf(file.name), address: '', from: file.path }))),
      });
      return;
    }
    Taro.chooseMedia({
      count: Math.min(9, most), mediaType: types.some((type) => type.startsWith('video/')) ? ['image', 'video'] : ['image'], sizeType: ['compressed'], fail,
      success: ({ tempFiles }) => resolve(tempFiles.map((file): Picked => {
        const type = typeOf(file.tempFilePath);
        return { name: nameOf(file.tempFilePath), size: file.size, type, address: type.startsWith('image/') ? file.tempFilePath : '', from: file.tempFilePath };
      })),
    });
  });
}

/** As a form: WeChat sends no file by PUT. Storage takes the same signature that way, under the names that CloudBase's own SDK uses. */
export function sendFile(place: UploadPlace, { from }: Picked, onShare: (share: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    if (typeof from !== 'string') {
      reject(new Error('not a file of this device'));
      return;
    }
    const { key = '', Signature = '' } = place.headers;
    const task = Taro.uploadFile({
      url: place.url, filePath: from, name: 'file',
      formData: { key: decodeURIComponent(key), Signature, 'x-cos-meta-fileid': place.headers['x-cos-meta-fileid'] ?? '', 'x-cos-security-token': place.headers['x-cos-security-token'] ?? '', success_action_status: '201' },
      success: ({ statusCode }) => (statusCode >= 200 && statusCode < 300 ? resolve() : reject(new Error(`storage answered ${statusCode}`))),
      fail: () => reject(new Error('storage cannot be reached')),
    });
    task.onProgressUpdate(({ progress }) => onShare(progress / 100));
  });
}
