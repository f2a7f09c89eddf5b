/** The clients of these pages, and for whom they work. */
import type { api as accountApi } from '../../../cloudfunctions/account/contract';
import type { api as visitApi } from '../../../cloudfunctions/visit/contract';
import { cloud, type Output } from '../../cloud/cloud';
import { CloudError } from '../../cloud/error';
import { languageNow } from '../../text/language';
import { serverNow } from '../../cloud/cloud';

export const visits = cloud<typeof visitApi>('visit', { reads: ['clinics', 'places', 'mine', 'get', 'proposal'] });
export const account = cloud<typeof accountApi>('account', { reads: ['me', 'hospital'] });

export type Me = Extract<Output<typeof accountApi, 'me'>, { kind: 'person' }>;
export type Clinics = Output<typeof visitApi, 'clinics'>;
export type Places = Output<typeof visitApi, 'places'>;

/** The reader, and the patient whom the address names or, where it names nobody, the first whom they represent. */
export async function readWho(asked: string): Promise<{ patientId: string; name: string; whom: Me['represents'][number] | undefined }> {
  const me = await account.me({});
  // Nobody is signed in, or nobody is represented: the same as a session that is over, the page leads to where one says who one is.
  if (me.kind !== 'person') throw new CloudError({ code: 'UNAUTHENTICATED' }, languageNow(), serverNow());
  const whom = me.represents.find((one) => one.patientId === asked) ?? (asked === '' ? me.represents[0] : undefined);
  const patientId = asked || whom?.patientId;
  if (patientId === undefined) throw new CloudError({ code: 'UNAUTHENTICATED' }, languageNow(), serverNow());
  return { patientId, name: whom?.name ?? '', whom };
}
