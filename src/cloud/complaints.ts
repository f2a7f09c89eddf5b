/** How many complaints wait. Asked every minute: their clocks run in days. */
import type { ComplaintApi } from '../../cloudfunctions/complaint/contract';
import { cloud, type Output } from './cloud';
import { polled } from './polled';

const complaint = cloud<ComplaintApi>('complaint', { reads: ['counts'] });

export type ComplaintCounts = Output<ComplaintApi, 'counts'>;

/** `data` is undefined for those who have no desk. */
export const { Provider: ComplaintsProvider, use: useComplaints } = polled<ComplaintCounts>({
  name: 'ComplaintsProvider', every: 60_000, readers: ['officer', 'director', 'lead', 'ward'], ask: () => complaint.counts({}),
});
