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

const bytesOf = (filePath: string): Promise<ArrayBuffer> => new Promise((resolve, reject) => {
  Taro.getFileSystemManager().readFile({ filePath, success: ({ data }) => (typeof data === 'string' ? reject(new Error('not bytes')) : resolve(data)), fail: () => reject(new Error('the file cannot be read')) });
});

/**
 * By PUT, as CloudBase's own SDK does in WeChat: the signature that a function gets holds for PUT and for no form (`wx.uploadFile` posts one). The type must be blank, since WeChat would add its own
 * and the signature would not fit. WeChat tells no progress of it: `onShare` hears 1 at the end.
 */
export async function sendFile({ url, headers }: UploadPlace, { from }: Picked, onShare: (share: number) => void): Promise<void> {
  if (typeof from !== 'string') throw new Error('not a file of this device');
  const data = await bytesOf(from);
  await new Promise<void>((resolve, reject) => {
    Taro.request({
      url, method: 'PUT', header: { 'content-type': ' ', ...headers }, data,
      success: ({ statusCode }) => (statusCode >= 200 && statusCode < 300 ? resolve() : reject(new Error(`storage answered ${statusCode}`))),
      fail: () => reject(new Error('storage cannot be reached')),
    });
  });
  onShare(1);
}
