/** What waits for whoever is signed in, asked once for the whole console: again and again while somebody looks, at once when they look again, and never while the window is hidden. */
import { createContext, useContext, useEffect, type PropsWithChildren } from 'react';
import { useStaff } from './staff';
import { useLoad, type Load } from './use-load';
import { useVisible } from './use-visible';

export interface Polling<T> {
  /** How the provider is called, for whoever forgets it. */
  name: string;
  /** ms between two questions. */
  every: number;
  /** Roles that may ask, as in the contract; `data` stays undefined for the others. */
  readers: readonly string[];
  ask(): Promise<T>;
}

/** `Provider` goes round the console, inside StaffProvider; `use` reads it anywhere below. */
export function polled<T>({ name, every, readers, ask }: Polling<T>): { Provider(props: PropsWithChildren): React.JSX.Element; use(): Load<T | undefined> } {
  const Context = createContext<Load<T | undefined> | undefined>(undefined);
  return {
    Provider({ children }) {
      const { being } = useStaff();
      const visible = useVisible();
      const may = being.state === 'in' && !being.me.mustChange && readers.includes(being.me.role);
      const load = useLoad(() => (may ? ask() : Promise.resolve(undefined)), [may]);
      const { reload } = load;
      useEffect(() => {
        if (!may || !visible) return;
        void reload();
        const timer = setInterval(() => { void reload(); }, every);
        return () => clearInterval(timer);
      }, [may, visible, reload]);
      return <Context.Provider value={load}>{children}</Context.Provider>;
    },
    use() {
      const load = useContext(Context);
      if (!load) throw new Error(`${name} is missing round this page`);
      return load;
    },
  };
}
