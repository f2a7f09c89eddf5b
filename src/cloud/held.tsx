/** How many stays wait for a ward's decision, asked once for the whole console: every minute, and only while somebody looks. */
import { createContext, useContext, useEffect, type PropsWithChildren } from 'react';
import type { api as dischargeApi } from '../../cloudfunctions/discharge/contract';
import { cloud } from './cloud';
import { useStaff } from './staff';
import { useLoad, type Load } from './use-load';
import { useVisible } from './use-visible';

const discharge = cloud<typeof dischargeApi>('discharge', { reads: ['heldList'] });

/** ms between two questions: a decision may wait for minutes, not for seconds. */
const every = 60_000;
/** Who may ask, as in the contract. */
const readers: readonly string[] = ['lead', 'nurse', 'ward'];

const Context = createContext<Load<number | undefined> | undefined>(undefined);

/** Goes round the console, inside StaffProvider. */
export function HeldProvider({ children }: PropsWithChildren) {
  const { being } = useStaff();
  const visible = useVisible();
  const may = being.state === 'in' && !being.me.mustChange && readers.includes(being.me.role);
  const load = useLoad(async () => (may ? (await discharge.heldList({ limit: 1 })).waiting : undefined), [may]);
  const { reload } = load;
  useEffect(() => {
    if (!may || !visible) return;
    const timer = setInterval(() => { void reload(); }, every);
    return () => clearInterval(timer);
  }, [may, visible, reload]);
  return <Context.Provider value={load}>{children}</Context.Provider>;
}

/** `data` is undefined for those who have no clearing list. */
export function useHeld(): Load<number | undefined> {
  const held = useContext(Context);
  if (!held) throw new Error('HeldProvider is missing round this page');
  return held;
}
