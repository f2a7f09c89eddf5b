/** Filters, order and the chosen row live in the address, so that a view can be sent to a colleague and survives a reload. */
import { useCallback, useState } from 'react';

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

/** One step back where `useAddress` made the last one, so that forward and back stay true; else `otherwise` (the page was opened at this address). */
export function stepBack(otherwise: () => void): void {
  if ((history.state as { suifangStep?: boolean } | null)?.suifangStep === true) history.back();
  else otherwise();
}

/**
 * The values in the address, each '' unless given in `defaults`; setting one replaces the address. With `step`, the browser's back leads to where it was before (the
 * router loads the page anew then): for what takes the whole screen of a phone.
 */
export function useAddress<K extends string>(defaults: Readonly<Record<K, string>>): [Readonly<Record<K, string>>, (change: Partial<Record<K, string>>, step?: boolean) => void] {
  const [given, setGiven] = useState(() => readAddress(location.hash));
  const values = Object.fromEntries(Object.entries<string>(defaults).map(([key, value]) => [key, given[key] ?? value])) as Record<K, string>;
  const change = useCallback((next: Partial<Record<K, string>>, step = false) => {
    const all: Record<string, string> = { ...readAddress(location.hash) };
    for (const [key, value] of Object.entries<string | undefined>(next)) all[key] = value ?? '';
    // A value that equals its default need not be told.
    for (const key of Object.keys(defaults) as K[]) if (all[key] === defaults[key]) delete all[key];
    if (step) history.pushState({ ...(history.state as object | null), suifangStep: true }, '', writeAddress(location.hash, all));
    else history.replaceState(history.state, '', writeAddress(location.hash, all));
    setGiven(all);
  }, []);
  return [values, change];
}
