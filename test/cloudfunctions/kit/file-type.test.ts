/** What a file is by its first bytes. */
import { fileTypeOf } from '../../../cloudfunctions/kit/file-type';

test.each([
  ['\xff\xd8\xff\xe1', 'image/jpeg'], ['\x89PNG\r\n\x1a\n', 'image/png'], ['RIFF\x10\0\0\0WEBPVP8 ', 'image/webp'], ['\0\0\0\x18ftypheic\0\0\0\0', 'image/heic'], ['\0\0\0\x18ftypmif1\0\0\0\0', 'image/heic'],
  ['%PDF-1.7\n', 'application/pdf'], ['ID3\x04', 'audio/mpeg'], ['\xff\xfb\x90\x64', 'audio/mpeg'], ['\xff\xf3\x48\xc4', 'audio/mpeg'], ['\0\0\0\x20ftypM4A ', 'mp4'], ['\0\0\0\x20ftypisom', 'mp4'],
  ['<svg onload="alert(1)"/>', null], ['<!doctype html>', null], ['GIF89a', null], ['RIFF\x10\0\0\0WAVEfmt ', null], ['MZ\x90\0', null], ['', null], ['\xff', null], ['\x89PNX', null],
])('%j is %s', (bytes, type) => expect(fileTypeOf(Buffer.from(bytes, 'latin1').subarray(0, 16))).toBe(type));
