/** What the list and the form of accounts share. */
import type { api as accountApi } from '../../../../cloudfunctions/account/contract';
import { cloud, type Output } from '../../../cloud/cloud';

export const accounts = cloud<typeof accountApi>('account', { reads: ['staffList'] });
export type Account = Output<typeof accountApi, 'staffList'>['staff'][number];
