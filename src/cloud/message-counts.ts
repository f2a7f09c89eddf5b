/** What waits in the inbox. Asked more often than the rest: urgent messages wait for nobody. */
import type { api as messageApi } from '../../cloudfunctions/message/contract';
import { cloud, type Output } from './cloud';
import { polled } from './polled';

const message = cloud<typeof messageApi>('message', { reads: ['counts'] });

export type MessageCounts = Output<typeof messageApi, 'counts'>;

/** `data` is undefined for those who have no inbox. */
export const { Provider: MessageCountsProvider, use: useMessageCounts } = polled<MessageCounts>({
  name: 'MessageCountsProvider', every: 10_000, readers: ['agent', 'lead', 'nurse', 'ward', 'officer'], ask: () => message.counts({}),
});
