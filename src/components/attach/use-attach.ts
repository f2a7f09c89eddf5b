/** The files of one form: each is sent as soon as it is chosen, can be tried again, and can be taken out. */
import { useRef, useState } from 'react';
import { CloudError } from '../../cloud/error';
import { attachText } from '../../text/attach';
import { useText } from '../../text/language';
import { pickFiles, sendFile } from './files';
import type { Picked, UploadPlace } from './props';

/** One file. `share`: 0…1 of it is in storage. `fileId` is '' until storage has it. `address`: of a picture on this device. */
export interface Attached { key: string; fileId: string; name: string; address: string; share: number; state: 'sending' | 'sent' | 'failed' }

interface Options {
  /** Most files together. */
  most: number;
  /** Bytes. */
  mostBytes: number;
  types: readonly string[];
  /** Asks the function for a place; rejects with CloudError. */
  place(picked: Picked): Promise<UploadPlace & { fileId: string }>;
  /** What storage has already. */
  begin?: readonly { fileId: string; name: string }[];
  /** Told after each file that arrived or was taken out. */
  onSettled?(files: readonly { fileId: string; name: string }[]): void;
}

export interface Attaching {
  files: readonly Attached[];
  /** Why a chosen file was not taken, in words. */
  problem: string | undefined;
  most: number;
  /** Something is still on its way. */
  busy: boolean;
  sent: readonly { fileId: string; name: string }[];
  add(kind: 'pictures' | 'any'): void;
  again(key: string): void;
  remove(key: string): void;
  clear(): void;
}

const sentOf = (files: readonly Attached[]) => files.filter(({ state }) => state === 'sent').map(({ fileId, name }) => ({ fileId, name }));

export function useAttach({ most, mostBytes, types, place, begin = [], onSettled }: Options): Attaching {
  const t = useText(attachText);
  const [files, setFiles] = useState<readonly Attached[]>(() => begin.map(({ fileId, name }) => ({ key: fileId, fileId, name, address: '', share: 1, state: 'sent' })));
  const [problem, setProblem] = useState<string>();
  const newest = useRef(files);
  const picked = useRef(new Map<string, Picked>());
  const last = useRef(0);
  const show = (next: readonly Attached[]) => {
    newest.current = next;
    setFiles(next);
  };
  const change = (key: string, part: Partial<Attached>) => show(newest.current.map((file) => (file.key === key ? { ...file, ...part } : file)));
  const settled = () => onSettled?.(sentOf(newest.current));

  const send = async (key: string) => {
    const from = picked.current.get(key);
    if (!from) return;
    change(key, { state: 'sending', share: 0 });
    try {
      const { fileId, ...where } = await place(from);
      await sendFile(where, from, (share) => change(key, { share }));
      change(key, { state: 'sent', share: 1, fileId });
      settled();
    } catch (error) {
      change(key, { state: 'failed' });
      if (error instanceof CloudError) setProblem(error.message);
    }
  };
  const add = async (kind: 'pictures' | 'any') => {
    setProblem(undefined);
    const room = most - newest.current.length;
    if (room <= 0) {
      setProblem(t.tooMany(most));
      return;
    }
    const chosen = await pickFiles({ kind, most: room, types: kind === 'pictures' ? types.filter((type) => type.startsWith('image/')) : types });
    const good: string[] = [];
    for (const one of chosen) {
      if (!types.includes(one.type)) setProblem(t.wrongType(one.name));
      else if (one.size > mostBytes) setProblem(t.tooBig(one.name, Math.floor(mostBytes / 1_048_576)));
      else {
        const key = `new:${++last.current}`;
        picked.current.set(key, one);
        show([...newest.current, { key, fileId: '', name: one.name, address: one.address, share: 0, state: 'sending' }]);
        good.push(key);
      }
    }
    // One after another: a phone's line is thin.
    for (const key of good) await send(key);
  };
  return {
    files, problem, most, busy: files.some(({ state }) => state === 'sending'), sent: sentOf(files),
    add: (kind) => { void add(kind); },
    again: (key) => { setProblem(undefined); void send(key); },
    remove(key) {
      picked.current.delete(key);
      show(newest.current.filter((file) => file.key !== key));
      setProblem(undefined);
      settled();
    },
    clear: () => show([]),
  };
}
