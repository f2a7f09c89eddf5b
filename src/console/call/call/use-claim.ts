/** Holding a call: the claim is kept alive while the page is open, and the page learns within two seconds that it was taken back. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { CloudError } from '../../../cloud/error';
import { call } from '../desk';
import { dropHeld, readHeld, writeHeld, type Held } from '../held';

/** ms from one question to the next: a withdrawal is to show within three seconds. */
const beatEvery = 2000;
/** A question without an answer for this long counts as lost, ms. */
const beatTimeout = 5000;

/** `free`: nobody here holds it. `withdrawn`, `lost`, `done`: it was held here and is not any more. */
export type Phase = 'free' | 'held' | 'withdrawn' | 'lost' | 'done';

export interface ClaimState {
  phase: Phase;
  /** Of a withdrawal or a loss. */
  reason: string;
  claimToken: string;
  leaseUntil: number;
  /** When the patient touched the questionnaire, while that is recent; 0 otherwise. */
  answering: number;
  /** The last question went unanswered. */
  offline: boolean;
  /** Takes it, or takes it again; rejects with CloudError. */
  take(name: string): Promise<void>;
  /** Goes on with a claim that somebody gave (undo). */
  continueWith(claimToken: string, name: string): void;
  /** Gives it back; false when it cannot be given back (rung, no outcome). */
  release(): Promise<boolean>;
  /** The outcome is noted: nothing is held any more. */
  finish(): void;
  remember(change: Partial<Pick<Held, 'dialled' | 'name'>>): void;
  /** What the next answer of the server will be based on is now different: ask at once. */
  extend(leaseUntil: number): void;
}

interface Holding { phase: Phase; reason: string; claimToken: string; leaseUntil: number; answering: number; offline: boolean }

export function useClaim(callId: string): ClaimState {
  const [state, setState] = useState<Holding>(() => {
    const held = readHeld();
    const mine = held?.callId === callId ? held : undefined;
    return { phase: mine ? 'held' : 'free', reason: '', claimToken: mine?.claimToken ?? '', leaseUntil: 0, answering: 0, offline: false };
  });
  const now = useRef(state);
  now.current = state;
  const { phase, claimToken } = state;
  const change = useCallback((next: Partial<Holding>) => setState((before) => ({ ...before, ...next })), []);

  useEffect(() => {
    if (phase !== 'held' || claimToken === '') return;
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const beat = async () => {
      const started = performance.now();
      try {
        const reply = await call.heartbeat({ callId, claimToken }, { timeout: beatTimeout });
        if (stopped) return;
        if (reply.state === 'claimed') change({ leaseUntil: reply.leaseUntil, answering: reply.answering, offline: false });
        else {
          if (reply.state !== 'withdrawn') dropHeld(callId);
          change({ phase: reply.state, reason: reply.reason, answering: 0, offline: false });
          return;
        }
      } catch (error) {
        if (!(error instanceof CloudError)) throw error;
        if (stopped) return;
        if (error.code === 'FORBIDDEN' || error.code === 'LEASE_LOST' || error.code === 'GONE') {
          dropHeld(callId);
          change({ phase: 'lost', reason: error.reason ?? 'closed' });
          return;
        }
        change({ offline: true });
      }
      timer = setTimeout(() => { void beat(); }, Math.max(250, beatEvery - (performance.now() - started)));
    };
    void beat();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [callId, claimToken, phase, change]);

  const continueWith = useCallback((token: string, name: string) => {
    const held = readHeld();
    writeHeld({ ...(held?.callId === callId ? held : {}), callId, claimToken: token, name });
    setState({ phase: 'held', reason: '', claimToken: token, leaseUntil: 0, answering: 0, offline: false });
  }, [callId]);

  return {
    ...state, continueWith,
    extend: (leaseUntil) => change({ leaseUntil }),
    async take(name) {
      const claim = await call.claim({ callId });
      continueWith(claim.claimToken, name);
      change({ leaseUntil: claim.leaseUntil });
    },
    async release() {
      try {
        await call.release({ callId, claimToken: now.current.claimToken });
      } catch (error) {
        if (error instanceof CloudError && error.code === 'INVALID_INPUT') return false;
        throw error;
      }
      dropHeld(callId);
      change({ phase: 'free', claimToken: '' });
      return true;
    },
    finish() {
      dropHeld(callId);
      change({ phase: 'done', claimToken: '' });
    },
    remember(more) {
      const held = readHeld();
      if (held?.callId === callId) writeHeld({ ...held, ...more });
    },
  };
}
