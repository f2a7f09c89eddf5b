/** Handing over pictures and files. */
import { defineText } from './wording';

export const attachText = defineText({
  picture: '拍照或选图片', file: '选文件',
  share: (percent: number) => `正在上传 ${percent}%`, sent: '已上传', failed: '没有传上去', again: '再传一次', remove: (name: string) => `去掉 ${name}`, removeShort: '去掉',
  tooBig: (name: string, megabytes: number) => `“${name}”太大了，每个不超过 ${megabytes} 兆`, wrongType: (name: string) => `“${name}”这种文件收不了，请换成图片或文档`, tooMany: (n: number) => `最多放 ${n} 个`,
  left: (n: number) => `还可以放 ${n} 个`,
  files: '已放上的文件',
}, {
  picture: 'Take or choose pictures', file: 'Choose a file',
  share: (percent) => `Uploading, ${percent}%`, sent: 'Uploaded', failed: 'Did not upload', again: 'Try again', remove: (name) => `Remove ${name}`, removeShort: 'Remove',
  tooBig: (name, megabytes) => `"${name}" is too big: at most ${megabytes} MB each`, wrongType: (name) => `"${name}" cannot be taken. Please use a picture or a document`, tooMany: (n) => `At most ${n} files`,
  left: (n) => `room for ${n} more`,
  files: 'Files so far',
});
