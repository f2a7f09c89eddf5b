/** Who works at this console: signed in, signed out, or signed in until a moment ago. Pages ask here for the role; signing in again continues what was going on. */
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type PropsWithChildren } from 'react';
import type { api as accountApi } from '../../cloudfunctions/account/contract';
import { cloud, serverNow, session, type Output } from './cloud';
import { CloudError } from './error';

const account = cloud<typeof accountApi>('account', { reads: ['me'] });

/** Written when somebody signs out here: the other tabs of this browser are told by it. A session that merely ran out leaves what is open as it is. */
const leftKey = 'suifang.console.left';

type Me = Output<typeof accountApi, 'me'>;
export type StaffMe = Extract<Me, { kind: 'staff' }>;
export type SignedIn = Output<typeof accountApi, 'signIn'>;

/** `opening`: a kept session is being looked at. `over`: it ended while a page is open, which stays as it is. `failed`: nobody can be asked. */
export type Being =
  | { state: 'opening' }
  | { state: 'failed'; error: CloudError }
  | { state: 'out' }
  | { state: 'in'; me: StaffMe }
  | { state: 'over'; me: StaffMe };

export interface StaffSession {
  being: Being;
  /** Undefined until somebody is known. */
  me: StaffMe | undefined;
  /** A session begins (sign-in, set-up, a new password). True when the person who was here goes on; false for somebody else. */
  enter(signed: SignedIn): Promise<boolean>;
  /** Ends this session, here or on every device. */
  leave(everywhere?: boolean): Promise<void>;
  /** Asks again who is here. */
  retry(): void;
}

const Context = createContext<StaffSession | undefined>(undefined);

/** Goes round the console, once. */
export function StaffProvider({ children }: PropsWithChildren) {
  const [being, setBeing] = useState<Being>(() => ({ state: session.signedIn() ? 'opening' : 'out' }));
  const now = useRef(being);
  now.current = being;
  const waiting = useRef<((again: boolean) => void)[]>([]);
  const settle = useCallback((again: boolean) => waiting.current.splice(0).forEach((go) => go(again)), []);

  const look = useCallback(async () => {
    try {
      const me = await account.me({});
      if (me.kind !== 'staff') session.signOut();
      setBeing(me.kind === 'staff' ? { state: 'in', me } : { state: 'out' });
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setBeing({ state: 'failed', error });
    }
  }, []);

  useEffect(() => {
    if (now.current.state === 'opening') void look();
    session.whenOver(() => {
      const { current } = now;
      if (current.state !== 'in' && current.state !== 'over') return Promise.resolve(false);
      if (current.state === 'in') setBeing({ state: 'over', me: current.me });
      return new Promise((resolve) => { waiting.current.push(resolve); });
    });
    return () => session.whenOver(undefined);
  }, [look]);

  // Who signs out leaves the desk: no other tab goes on showing patients behind a question for the password.
  useEffect(() => {
    const onStorage = ({ key }: StorageEvent) => {
      if (key !== leftKey || now.current.state === 'out') return;
      setBeing({ state: 'out' });
      settle(false);
    };
    window.addEventListener('storage', onStorage);
    return () => window.removeEventListener('storage', onStorage);
  }, [settle]);

  const enter = useCallback(async (signed: SignedIn) => {
    const before = now.current.state === 'over' ? now.current.me.staffId : undefined;
    session.signIn(signed.token);
    const me = await account.me({});
    if (me.kind !== 'staff') return false;
    const same = before === undefined || before === me.staffId;
    setBeing({ state: 'in', me });
    settle(same);
    return same;
  }, [settle]);

  const leave = useCallback(async (everywhere = false) => {
    try {
      if (session.signedIn()) await account.signOut({ everywhere }, { alone: true });
    } catch (error) {
      // Out is out: without a network the session ends by itself, and this browser forgets it now.
      if (!(error instanceof CloudError)) throw error;
    }
    session.signOut();
    localStorage.setItem(leftKey, String(serverNow()));
    setBeing({ state: 'out' });
    settle(false);
  }, [settle]);

  const retry = useCallback(() => {
    setBeing({ state: 'opening' });
    void look();
  }, [look]);

  const value = useMemo((): StaffSession => ({ being, me: being.state === 'in' || being.state === 'over' ? being.me : undefined, enter, leave, retry }), [being, enter, leave, retry]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useStaff(): StaffSession {
  const staff = useContext(Context);
  if (!staff) throw new Error('StaffProvider is missing round this page');
  return staff;
}
