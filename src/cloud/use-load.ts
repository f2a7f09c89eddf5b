/** Loading as a value: a page draws what it has, says what went wrong, and can ask again without losing what it shows. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { CloudError } from './error';

/** `data` stays while a reload runs or fails; `error` is the last failure. */
export interface Load<T> { data?: T; error?: CloudError; loading: boolean; reload(): Promise<void> }

/** Runs `read` at first and whenever `keys` change. An answer that arrives after a newer question is dropped. Errors that are not CloudError are defects and are thrown to React. */
export function useLoad<T>(read: () => Promise<T>, keys: readonly unknown[]): Load<T> {
  const [state, setState] = useState<{ data?: T; error?: CloudError; defect?: unknown; loading: boolean }>({ loading: true });
  const latest = useRef(0);
  const ask = useRef(read);
  ask.current = read;
  const reload = useCallback(async () => {
    const turn = ++latest.current;
    setState((before) => ({ data: before.data, error: before.error, loading: true }));
    try {
      const data = await ask.current();
      if (turn === latest.current) setState({ data, loading: false });
    } catch (error) {
      if (turn !== latest.current) return;
      setState((before) => (error instanceof CloudError ? { data: before.data, error, loading: false } : { loading: false, defect: error }));
    }
  }, []);
  useEffect(() => {
    void reload();
    return () => { latest.current += 1; };
  }, keys);
  if (state.defect !== undefined) throw state.defect;
  return { data: state.data, error: state.error, loading: state.loading, reload };
}
