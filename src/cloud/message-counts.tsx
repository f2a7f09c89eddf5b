/** What waits in the inbox, asked once for the whole console: every 10 s, and only while somebody looks. */
import { createContext, useContext, useEffect, type PropsWithChildren } from 'react';
import type { api as messageApi } from '../../cloudfunctions/message/contract';
import { cloud, type Output } from './cloud';
import { useStaff } from './staff';
import { useLoad, type Load } from './use-load';
import { useVisible } from './use-visible';

const message = cloud<typeof messageApi>('message', { reads: ['counts'] });

export type MessageCounts = Output<typeof messageApi, 'counts'>;
/** ms between two questions: urgent messages wait for nobody. */
const every = 10_000;
/** Who may ask, as in the contract. */
const readers: readonly string[] = ['agent', 'lead', 'nurse', 'ward', 'officer'];

const Context = createContext<Load<MessageCounts | undefined> | undefined>(undefined);

/** Goes round the console, inside StaffProvider. */
export function MessageCountsProvider({ children }: PropsWithChildren) {
  const { being } = useStaff();
  const visible = useVisible();
  const may = being.state === 'in' && !being.me.mustChange && readers.includes(being.me.role);
  const load = useLoad(() => (may ? message.counts({}) : Promise.resolve(undefined)), [may]);
  const { reload } = load;
  useEffect(() => {
    if (!may || !visible) return;
    void reload();
    const timer = setInterval(() => { void reload(); }, every);
    return () => clearInterval(timer);
  }, [may, visible, reload]);
  return <Context.Provider value={load}>{children}</Context.Provider>;
}

/** `data` is undefined for those who have no inbox. */
export function useMessageCounts(): Load<MessageCounts | undefined> {
  const counts = useContext(Context);
  if (!counts) throw new Error('MessageCountsProvider is missing round this page');
  return counts;
}
