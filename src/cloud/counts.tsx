/** What waits in the worklist, asked once for the whole console: every 15 s, and only while somebody looks. */
import { createContext, useContext, useEffect, type PropsWithChildren } from 'react';
import type { api as callApi } from '../../cloudfunctions/call/contract';
import { cloud, type Output } from './cloud';
import { useStaff } from './staff';
import { useLoad, type Load } from './use-load';
import { useVisible } from './use-visible';

const call = cloud<typeof callApi>('call', { reads: ['counts'] });

export type Counts = Output<typeof callApi, 'counts'>;
/** ms between two questions. */
const every = 15_000;
/** Who may ask, as in the contract. */
const readers: readonly string[] = ['lead', 'nurse', 'ward', 'director'];

const Context = createContext<Load<Counts | undefined> | undefined>(undefined);

/** Goes round the console, inside StaffProvider. */
export function CountsProvider({ children }: PropsWithChildren) {
  const { being } = useStaff();
  const visible = useVisible();
  const may = being.state === 'in' && !being.me.mustChange && readers.includes(being.me.role);
  const load = useLoad(() => (may ? call.counts({}) : Promise.resolve(undefined)), [may]);
  const { reload } = load;
  useEffect(() => {
    if (!may || !visible) return;
    void reload();
    const timer = setInterval(() => { void reload(); }, every);
    return () => clearInterval(timer);
  }, [may, visible, reload]);
  return <Context.Provider value={load}>{children}</Context.Provider>;
}

/** `data` is undefined for those who have no worklist. */
export function useCounts(): Load<Counts | undefined> {
  const counts = useContext(Context);
  if (!counts) throw new Error('CountsProvider is missing round this page');
  return counts;
}
