/** Shows a file at a temporary address: pictures and films in WeChat's viewer, documents after they were fetched. Rejects when it cannot be shown. */
import Taro from '@tarojs/taro';

export async function openFile({ url, type }: { url: string; name: string; type: string }): Promise<void> {
  if (type.startsWith('image/') || type.startsWith('video/')) {
    await Taro.previewMedia({ sources: [{ url, type: type.startsWith('video/') ? 'video' : 'image' }] });
    return;
  }
  const { tempFilePath } = await Taro.downloadFile({ url });
  await Taro.openDocument({ filePath: tempFilePath, showMenu: false });
}
