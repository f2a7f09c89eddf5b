/** Private pictures: a place to put them, a look at what really came, addresses that expire. */
import { day, hour, minute } from '../../kit/calendar';
import { byId } from '../../kit/database';
import { AppError } from '../../kit/errors';
import { imageBytesMost, type Image, type ImageType, type UploadPlace } from '../contract';
import { fileTypeOf } from '../../kit/file-type';
import type { Message } from '../store/thread';
import type { Ports } from './ports';

const ending: Readonly<Record<ImageType, string>> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp', 'image/heic': 'heic' };
/** Asked for in an hour by one person (product default): six full messages. */
const uploadsMost = 60;
/** How long an address is good: long enough to look, too short to pass on. */
const addressFor = 10 * minute;
/** What nobody sent is removed after a day. */
export const keptUnused = day;

/** A place for one picture. TOO_MANY beyond sixty an hour. */
export async function placeFor(ports: Ports, of: { threadId: string; patientId: string; by: string; type: ImageType; size: number }, now: number): Promise<UploadPlace> {
  if ((await ports.desk.countPictures(of.by, now - hour, uploadsMost)) >= uploadsMost) throw new AppError('TOO_MANY', 'too many pictures in an hour', { retryAt: now + hour });
  const imageId = `${ports.newToken()}.${ending[of.type]}`;
  const { fileId, url, headers } = await ports.storage.uploadPlace(`message/${of.patientId.replace(/[^\w-]/g, '_')}/${imageId}`);
  await ports.desk.addPicture({ _id: imageId, ...of, fileId, at: now, usedKey: '' });
  return { imageId, url, method: 'PUT', headers };
}

/** The pictures of one message, looked at and taken for it. A picture is its uploader's, of this thread, and goes with one message. */
export async function takePictures(ports: Ports, of: { threadId: string; by: string; key: string }, ids: readonly string[]): Promise<Message['images']> {
  if (ids.length === 0) return [];
  const known = byId(await ports.desk.pictures(ids));
  const fields: { path: string; problem: string }[] = [];
  const looked = await Promise.all(ids.map(async (id, i) => {
    const picture = known.get(id);
    const mine = picture && picture.by === of.by && picture.threadId === of.threadId && (picture.usedKey === '' || picture.usedKey === of.key) && ids.indexOf(id) === i;
    const arrived = mine ? await ports.storage.peek(picture.fileId) : null;
    const type = arrived && fileTypeOf(arrived.head);
    const problem = !picture || !arrived || arrived.size === 0 ? 'unknown' : arrived.size > imageBytesMost ? 'too_large' : type !== picture.type ? 'wrong_type' : '';
    if (problem !== '') fields.push({ path: `images.${i}`, problem });
    return { imageId: id, fileId: picture?.fileId ?? '' };
  }));
  if (fields.length > 0) throw new AppError('INVALID_INPUT', 'a picture cannot be taken', { fields: fields.sort((a, b) => (a.path < b.path ? -1 : 1)) });
  for (const [i, id] of ids.entries()) if (!(await ports.desk.usePicture(id, of.by, of.key))) throw new AppError('INVALID_INPUT', 'sent already', { fields: [{ path: `images.${i}`, problem: 'unknown' }] });
  return looked;
}

/** Addresses for who may see the message. A storage that does not answer costs the pictures, not the conversation. */
export const addresses = (ports: Ports, images: Message['images'], now: number): Promise<Image[]> =>
  Promise.all(images.map(async ({ imageId, fileId }) => {
    try {
      return { imageId, url: await ports.storage.addressOf(fileId, addressFor / 1000), until: now + addressFor };
    } catch (error) {
      ports.report({ what: 'message.picture', id: imageId, error });
      return { imageId, url: '', until: now };
    }
  }));
