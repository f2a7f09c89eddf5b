/** The register of complaints, for whoever writes one down. */
import type { ComplaintApi } from '../../../cloudfunctions/complaint/contract';
import { cloud, type Input, type Output } from '../../cloud/cloud';
import type { Picked, UploadPlace } from '../attach/props';

export const complaint = cloud<ComplaintApi>('complaint', { reads: ['choices'] });

export type Filed = Output<ComplaintApi, 'register'>;
export type Registering = Input<ComplaintApi, 'register'>;
export type Source = Registering['source'];

/** Who may write a complaint down (contract). */
export const mayRegister = (role: string | undefined): boolean => role === 'officer' || role === 'lead' || role === 'nurse' || role === 'agent';

type FileType = Input<ComplaintApi, 'staffUpload'>['type'];
export const fileTypes: readonly FileType[] = ['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'application/pdf', 'audio/mpeg', 'audio/mp4', 'video/mp4'];
/** Most files, and bytes of each (contract). */
export const mostFiles = 9;
export const mostBytes = 20 * 1024 * 1024;
/** A place for a colleague's file. */
export function placeOf({ name, type, size }: Picked): Promise<UploadPlace & { fileId: string }> {
  return complaint.staffUpload({ name: name.slice(-80), type: fileTypes.find((one) => one === type) ?? 'image/jpeg', size });
}

/** Names one registration, so that pressing again after a lost connection is the same one. */
export const newKey = (): string => crypto.randomUUID();
