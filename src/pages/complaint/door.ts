/** What the pages of complaints share. */
import Taro from '@tarojs/taro';
import type { SafetyCard } from '../../../cloudfunctions/call/contract/safety';
import type { ComplaintApi } from '../../../cloudfunctions/complaint/contract';
import { cloud, type Input, type Output } from '../../cloud/cloud';
import type { UploadPlace, Picked } from '../../components/attach/props';
import type { SafetyPageProps } from '../../components/safety-page/safety-page';

export const complaint = cloud<ComplaintApi>('complaint', { reads: ['draft', 'mine', 'view', 'fileAddress'] });

export type Opened = Output<ComplaintApi, 'draft'>;
export type Draft = NonNullable<Opened['draft']>;
export type Filed = Output<ComplaintApi, 'file'>;
export type Mine = Output<ComplaintApi, 'mine'>['complaints'][number];
export type View = Output<ComplaintApi, 'view'>;

/** Most files of one filing, and bytes of each (contract). */
export const mostFiles = 9;
export const mostBytes = 20 * 1024 * 1024;
type FileType = Input<ComplaintApi, 'upload'>['type'];
export const fileTypes: readonly FileType[] = ['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'application/pdf', 'audio/mpeg', 'audio/mp4', 'video/mp4'];

/** A place for a file that was chosen; only those of `fileTypes` are. */
export function placeOf({ name, type, size }: Picked): Promise<UploadPlace & { fileId: string }> {
  return complaint.upload({ name: name.slice(-80), type: fileTypes.find((one) => one === type) ?? 'image/jpeg', size });
}

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';
/** Names one filing, so that pressing again after a lost connection is the same one. */
export const newKey = (): string => Array.from({ length: 20 }, () => letters[Math.floor(Math.random() * letters.length)] ?? 'A').join('');

export const goHome = (): void => { void Taro.reLaunch({ url: '/pages/home/index' }); };
/** Confirms the number first, then goes on to the page that was wanted. */
export const goBind = (next: string): void => { void Taro.navigateTo({ url: `/pages/account/bind/index?next=${encodeURIComponent(next)}` }); };
export const viewUrl = (number: string): string => `/pages/complaint/view/index?number=${number}`;
export const fileUrl = (patientId: string): string => `/pages/complaint/file/index${patientId === '' ? '' : `?patientId=${encodeURIComponent(patientId)}`}`;
export const mineUrl = (patientId: string): string => `/pages/complaint/mine/index${patientId === '' ? '' : `?patientId=${encodeURIComponent(patientId)}`}`;

/** The safety page for what a filing said. */
export const safetyProps = ({ level, who, ringBy, wardPhone, hospitalPhone }: SafetyCard): SafetyPageProps => ({ level, who, ringBy, phones: { ward: wardPhone, hospital: hospitalPhone } });
