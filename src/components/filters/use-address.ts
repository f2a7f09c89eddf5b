/** Filters, order and the chosen row live in the address, so that a view can be sent to a colleague and survives a reload. */
import { useCallback, useEffect, useRef, useState } from 'react';

/** `#/call/worklist/index?view=mine` → its query. */
export function readAddress(hash: string): Record<string, string> {
  const query = hash.split('?')[1] ?? '';
  return Object.fromEntries(new URLSearchParams(query));
}

/** The same address with another query; empty values are left out. */
export function writeAddress(hash: string, values: Readonly<Record<string, string>>): string {
  const path = hash.split('?')[0] || '#/';
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== '')).toString();
  return query ? `${path}?${query}` : path;
}

const pathOf = (hash: string): string => hash.split('?')[0] ?? '';
/** What history keeps of a step that `useAddress` made. */
const stepOf = (): boolean => (history.state as { suifangStep?: boolean } | null)?.suifangStep === true;

/** One step back where `useAddress` made the last one, so that forward and back stay true; else `otherwise` (the page was opened at this address). */
export function stepBack(otherwise: () => void): void {
  if (stepOf()) history.back();
  else otherwise();
}

/**
 * The values in the address, each '' unless given in `defaults`; setting one replaces the address. With `step`, the browser's back leads to where it was before: for what takes the whole screen of a phone.
 */
export function useAddress<K extends string>(defaults: Readonly<Record<K, string>>): [Readonly<Record<K, string>>, (change: Partial<Record<K, string>>, step?: boolean) => void] {
  const [given, setGiven] = useState(() => readAddress(location.hash));
  // A step of our own is taken back here: the router would load the page anew, and with it what is open on it.
  const onStep = useRef(stepOf());
  useEffect(() => {
    const page = pathOf(location.hash);
    let ours = false;
    const moved = (event: Event) => {
      ours = (onStep.current || stepOf()) && pathOf(location.hash) === page;
      onStep.current = stepOf();
      if (!ours) return;
      event.stopPropagation();
      setGiven(readAddress(location.hash));
    };
    // Browsers tell the same move once more.
    const told = (event: Event) => { if (ours) event.stopPropagation(); ours = false; };
    // While capturing: before the router, which does not.
    window.addEventListener('popstate', moved, true);
    window.addEventListener('hashchange', told, true);
    return () => {
      window.removeEventListener('popstate', moved, true);
      window.removeEventListener('hashchange', told, true);
    };
  }, []);
  const values = Object.fromEntries(Object.entries<string>(defaults).map(([key, value]) => [key, given[key] ?? value])) as Record<K, string>;
  const change = useCallback((next: Partial<Record<K, string>>, step = false) => {
    const all: Record<string, string> = { ...readAddress(location.hash) };
    for (const [key, value] of Object.entries<string | undefined>(next)) all[key] = value ?? '';
    // A value that equals its default need not be told.
    for (const key of Object.keys(defaults) as K[]) if (all[key] === defaults[key]) delete all[key];
    // The router's own state goes along: it finds its page by it.
    if (step) history.pushState({ ...(history.state as object | null), suifangStep: true }, '', writeAddress(location.hash, all));
    else history.replaceState(history.state, '', writeAddress(location.hash, all));
    onStep.current = stepOf();
    setGiven(all);
  }, []);
  return [values, change];
}
