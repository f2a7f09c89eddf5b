/** What waits in the worklist. */
import type { api as callApi } from '../../cloudfunctions/call/contract';
import { cloud, type Output } from './cloud';
import { polled } from './polled';

const call = cloud<typeof callApi>('call', { reads: ['counts'] });

export type Counts = Output<typeof callApi, 'counts'>;

/** `data` is undefined for those who have no worklist. */
export const { Provider: CountsProvider, use: useCounts } = polled<Counts>({
  name: 'CountsProvider', every: 15_000, readers: ['lead', 'nurse', 'ward', 'director'], ask: () => call.counts({}),
});
