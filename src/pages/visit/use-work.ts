/** One thing at a time: while it runs nothing else begins, and what went wrong stays to be read. */
import { useRef, useState } from 'react';
import { CloudError } from '../../cloud/error';

export interface Work {
  busy: boolean;
  failure?: CloudError;
  /** Does nothing while another job runs: a second tap is the same tap. `refused` may answer true: it has said itself what happened. */
  run(job: () => Promise<void>, refused?: (error: CloudError) => boolean): Promise<void>;
  clear(): void;
}

export function useWork(): Work {
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<CloudError>();
  return {
    busy, failure,
    clear: () => setFailure(undefined),
    async run(job, refused) {
      if (running.current) return;
      running.current = true;
      setBusy(true);
      setFailure(undefined);
      try {
        await job();
      } catch (caught) {
        if (!(caught instanceof CloudError)) throw caught;
        if (!refused?.(caught)) setFailure(caught);
      } finally {
        running.current = false;
        setBusy(false);
      }
    },
  };
}
