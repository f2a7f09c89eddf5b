/** What the pages of the complaint desk share. */
import type { ComplaintApi } from '../../../cloudfunctions/complaint/contract';
import { cloud, type Input, type Output } from '../../cloud/cloud';
import type { Picked, UploadPlace } from '../../components/attach/props';

export const complaint = cloud<ComplaintApi>('complaint', { reads: ['desk', 'counts', 'detail', 'choices', 'reveals', 'fileAddress'] });

export type Row = Output<ComplaintApi, 'desk'>['rows'][number];
export type Detail = Output<ComplaintApi, 'detail'>;
export type View = NonNullable<Input<ComplaintApi, 'desk'>['view']>;
export type Clock = Row['internal'];

export const deskPage = 'complaint/desk/index';
export const detailPage = 'complaint/detail/index';
export const registerPage = 'complaint/register/index';

/** Who has a desk (contract). */
export const mayRead = (role: string | undefined): boolean => role === 'officer' || role === 'director' || role === 'lead' || role === 'ward';
export const isOver = (state: Row['state']): boolean => state === 'closed' || state === 'withdrawn';

type FileType = Input<ComplaintApi, 'staffUpload'>['type'];
export const fileTypes: readonly FileType[] = ['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'application/pdf', 'audio/mpeg', 'audio/mp4', 'video/mp4'];
/** Most files, and bytes of each (contract). */
export const mostFiles = 9;
export const mostBytes = 20 * 1024 * 1024;
/** A place for a colleague's file. */
export function placeOf({ name, type, size }: Picked): Promise<UploadPlace & { fileId: string }> {
  return complaint.staffUpload({ name: name.slice(-80), type: fileTypes.find((one) => one === type) ?? 'image/jpeg', size });
}
