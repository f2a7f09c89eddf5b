/** Files of complaints: private places, whose they are, and addresses that end after ten minutes. Paths name no patient. */
import { actorOf, type Caller, type Person, type Staff } from '../../kit/caller';
import { day } from '../../kit/calendar';
import { byId } from '../../kit/database';
import { AppError, forbidden, invalid } from '../../kit/errors';
import { fileTypeOf } from '../../kit/file-type';
import { fileBytesMost } from '../contract';
import type { StoredEvidence } from '../store';
import { openFor, openOwn, knownOf, ownerKeyOf, type Ports } from './ports';
import { maskFacts } from '../rules/veil';

const endings: Readonly<Record<string, string>> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp', 'image/heic': 'heic', 'application/pdf': 'pdf', 'audio/mpeg': 'mp3', 'audio/mp4': 'm4a', 'video/mp4': 'mp4' };
/** An address is good for so long (seconds). */
const addressSeconds = 600;
/** A file that nobody used is removed after a month: a draft may hold it that long (product default). */
export const unusedAfter = 30 * day;

const ownerOf = (ports: Pick<Ports, 'cipher'>, caller: Caller): string => (caller.kind === 'person' ? ownerKeyOf(ports, caller.personId) : actorOf(caller));

/** A place for one file. */
export async function place(ports: Ports, caller: Person | Staff, { name, type }: { name: string; type: string }, now: number): Promise<{ fileId: string; url: string; method: 'PUT'; headers: Record<string, string> }> {
  const id = ports.newId();
  const { fileId: storageId, url, headers } = await ports.storage.uploadPlace(`complaint/${id}.${endings[type]}`);
  await ports.files.insert({ _id: `file:${id}`, storageId, owner: ownerOf(ports, caller), name, type, number: '', at: now });
  return { fileId: `file:${id}`, url, method: 'PUT', headers };
}

/** The files as evidence: each must be this owner's, not belong to another complaint, and be what was announced. INVALID_INPUT names the one that is not. */
export async function belonging(ports: Ports, fileIds: readonly string[], owner: string, by: 'complainant' | 'staff', now: number, number = ''): Promise<StoredEvidence[]> {
  const unique = [...new Set(fileIds)];
  const found = byId(await ports.files.getMany(unique));
  return Promise.all(unique.map(async (fileId, n) => {
    const file = found.get(fileId);
    if (!file || file.owner !== owner || (file.number !== '' && file.number !== number)) throw invalid(`files.${n}`, 'unknown');
    const problem = file.number === '' ? await arrivalProblem(ports, file) : '';
    if (problem !== '') throw invalid(`files.${n}`, problem);
    return { fileId, name: file.name, type: file.type, at: now, by, actor: owner, shared: false };
  }));
}

/** What is wrong with the bytes that really arrived: the browser puts them itself. */
async function arrivalProblem(ports: Ports, file: { storageId: string; type: string }): Promise<'' | 'unknown' | 'too_large' | 'wrong_type'> {
  const arrived = await ports.storage.peek(file.storageId);
  if (!arrived) return 'unknown';
  if (arrived.size > fileBytesMost) return 'too_large';
  const type = fileTypeOf(arrived.head);
  return type === file.type || (type === 'mp4' && file.type.endsWith('/mp4')) ? '' : 'wrong_type';
}

/** Pictures of a conversation, copied to places that do not name the patient; one that is gone is left out and reported. */
export async function adopt(ports: Ports, images: readonly { fileId: string }[], staff: Staff, now: number): Promise<StoredEvidence[]> {
  const copies: StoredEvidence[] = [];
  for (const [n, image] of images.entries()) {
    const content = await ports.storage.download(image.fileId);
    const ending = /\.(jpg|png|webp|heic)$/.exec(image.fileId)?.[1] ?? 'jpg';
    if (!content) {
      ports.report({ what: 'a picture of a message is gone' });
      continue;
    }
    const id = ports.newId();
    const type = ending === 'jpg' ? 'image/jpeg' : `image/${ending}`;
    const { fileId: storageId } = await ports.storage.upload(`complaint/${id}.${ending}`, content);
    const name = `图片${n + 1}.${ending}`;
    await ports.files.insert({ _id: `file:${id}`, storageId, owner: staff.staffId, name, type, number: '', at: now });
    copies.push({ fileId: `file:${id}`, name, type, at: now, by: 'complainant', actor: staff.staffId, shared: false });
  }
  return copies;
}

/** The address of one file. The complainant: what they handed in; wards and offices: what the officer shared and their own. */
export async function fileAddress(ports: Ports, caller: Person | Staff, { number, fileId }: { number: string; fileId: string }, now: number): Promise<{ url: string; name: string; type: string; until: number }> {
  const { complaint, sight } = caller.kind === 'staff' ? await openFor(ports, caller, number) : { complaint: await openOwn(ports, caller, number), sight: 'own' as const };
  const contributed = complaint.contributions.flatMap(({ files }) => files);
  const evidence = [...complaint.evidence, ...(sight === 'own' ? [] : contributed)].find((one) => one.fileId === fileId);
  if (!evidence || (sight === 'facts' && !evidence.shared && evidence.actor !== ownerOf(ports, caller))) throw forbidden();
  // What a department found and how the hospital proves its answer are papers of the house.
  if (sight === 'own' && evidence.by !== 'complainant') throw forbidden();
  const [file] = await ports.files.getMany([fileId]);
  if (!file) throw new AppError('GONE', 'the file is gone');
  if (caller.kind === 'staff') await ports.audit.record({ caller, action: 'complaint.file', subject: number, now });
  const url = await ports.storage.addressOf(file.storageId, addressSeconds);
  const patient = sight === 'facts' && complaint.patientId ? await ports.patients.get(complaint.patientId) : null;
  return { url, name: sight === 'facts' ? maskFacts(evidence.name, knownOf(ports, complaint, patient)) : evidence.name, type: evidence.type, until: now + addressSeconds * 1000 };
}
