/** Leaving without an outcome: the nurse is asked first, and what was not rung goes back to the list. */
import { useEffect, useRef, useState } from 'react';
import { CloudError } from '../../../cloud/error';
import { Confirm } from '../../../components/confirm/confirm';
import { screenText } from '../../../text/call-screen';
import { tellText } from '../../../text/call-tell';
import { useText } from '../../../text/language';
import type { ClaimState } from './use-claim';

interface Props {
  claim: ClaimState;
  /** What it was about is done: left, it is over. */
  ends: boolean;
  /** Rung, no outcome yet: it cannot simply be given back. */
  rung: boolean;
  unsaved: boolean;
  /** An address that the nurse wants to go to; '' when she stays. */
  to: string;
  onTo(to: string): void;
}

export function Leave({ claim, ends, rung, unsaved, to, onTo }: Props) {
  const t = useText(screenText);
  const tells = useText(tellText);
  const [busy, setBusy] = useState(false);
  const holding = claim.phase === 'held';
  const now = useRef({ claim, rung, holding });
  now.current = { claim, rung, holding };

  // Every link of the page, the navigation's too.
  useEffect(() => {
    if (!holding) return;
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a[href^="#/"]') : null;
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      event.stopPropagation();
      onTo(link.getAttribute('href') ?? '');
    };
    document.addEventListener('click', onClick, true);
    return () => document.removeEventListener('click', onClick, true);
  }, [holding, onTo]);
  // The browser itself asks where something would be lost with the window.
  useEffect(() => {
    if (!holding || !(rung || unsaved)) return;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', onUnload);
    return () => window.removeEventListener('beforeunload', onUnload);
  }, [holding, rung, unsaved]);
  // The browser's back button: nobody can be asked any more. Not rung, it goes back to the list; rung, the list keeps a way back to it.
  useEffect(() => () => {
    const { claim: last, rung: dialled, holding: held } = now.current;
    if (held && !dialled) last.release().catch(() => undefined);
  }, []);

  const leave = async () => {
    setBusy(true);
    try {
      if (!rung) await claim.release();
    } catch (error) {
      // Without a network the hold ends by itself after two minutes.
      if (!(error instanceof CloudError)) throw error;
    }
    location.hash = to;
  };
  return (
    <Confirm open={to !== ''} title={t.leaveTitle} confirm={rung ? t.leaveAnyway : ends ? tells.leaveEndsGo : t.leaveGo} cancel={t.stay_} danger={rung || unsaved} busy={busy} onConfirm={() => { void leave(); }} onCancel={() => onTo('')}>
      {unsaved ? t.leaveUnsaved : rung ? (ends ? tells.leaveEndsRung : t.leaveDialled) : ends ? tells.leaveEnds : t.leaveFree}
    </Confirm>
  );
}
