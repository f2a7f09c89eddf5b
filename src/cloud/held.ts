/** How many stays wait for a ward's decision. Asked every minute: a decision may wait for minutes, not for seconds. */
import type { api as dischargeApi } from '../../cloudfunctions/discharge/contract';
import { cloud } from './cloud';
import { polled } from './polled';

const discharge = cloud<typeof dischargeApi>('discharge', { reads: ['heldList'] });

/** `data` is undefined for those who have no clearing list. */
export const { Provider: HeldProvider, use: useHeld } = polled<number>({
  name: 'HeldProvider', every: 60_000, readers: ['lead', 'nurse', 'ward'], ask: async () => (await discharge.heldList({ limit: 1 })).waiting,
});
