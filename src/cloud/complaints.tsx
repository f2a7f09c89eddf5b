/** How many complaints wait for whoever is signed in, asked once for the whole console: every minute, and only while somebody looks. */
import { createContext, useContext, useEffect, type PropsWithChildren } from 'react';
import type { ComplaintApi } from '../../cloudfunctions/complaint/contract';
import { cloud, type Output } from './cloud';
import { useStaff } from './staff';
import { useLoad, type Load } from './use-load';
import { useVisible } from './use-visible';

const complaint = cloud<ComplaintApi>('complaint', { reads: ['counts'] });

export type ComplaintCounts = Output<ComplaintApi, 'counts'>;
/** ms between two questions: clocks run in days. */
const every = 60_000;
/** Who may ask, as in the contract. */
const readers: readonly string[] = ['officer', 'director', 'lead', 'ward'];

const Context = createContext<Load<ComplaintCounts | undefined> | undefined>(undefined);

/** Goes round the console, inside StaffProvider. */
export function ComplaintsProvider({ children }: PropsWithChildren) {
  const { being } = useStaff();
  const visible = useVisible();
  const may = being.state === 'in' && !being.me.mustChange && readers.includes(being.me.role);
  const load = useLoad(() => (may ? complaint.counts({}) : Promise.resolve(undefined)), [may]);
  const { reload } = load;
  useEffect(() => {
    if (!may || !visible) return;
    const timer = setInterval(() => { void reload(); }, every);
    return () => clearInterval(timer);
  }, [may, visible, reload]);
  return <Context.Provider value={load}>{children}</Context.Provider>;
}

/** `data` is undefined for those who have no desk. */
export function useComplaints(): Load<ComplaintCounts | undefined> {
  const counts = useContext(Context);
  if (!counts) throw new Error('ComplaintsProvider is missing round this page');
  return counts;
}
