/** The doors of this machine for a hospital's own systems, beside HTTP: a listener for HL7 v2 and a folder. Both go through the product's raw door and its door for files, with this machine's own key. */
import path from 'node:path';
import type { Settings } from './arguments';
import type { Local } from './index';
import { listenMllp, type Mllp } from './mllp';
import { deliverTo } from './mllp/deliver';
import { openWatch, type Watch } from './watch';
import { sendTo } from './watch/send';

export interface Intake {
  /** To print below the addresses. */
  lines: string[];
  /** What is on its way is finished and answered; nothing new is taken. Before the platform itself is closed. */
  close(): Promise<void>;
}

/** Rejects with the system's error when the port cannot be had. */
export async function openIntake(local: Local, { mllp, watchDir, dataDir }: Pick<Settings, 'mllp' | 'watchDir' | 'dataDir'>, log: (line: string) => void): Promise<Intake> {
  const now = local.clock.now;
  const listener: Mllp | undefined = mllp && await listenMllp({ ...mllp, deliver: deliverTo(local), now, log });
  const watch: Watch | undefined = watchDir === undefined ? undefined : openWatch({ dir: watchDir, sender: sendTo(local), stateFile: path.join(dataDir, 'watch.json'), now, log });
  watch?.start();
  return {
    lines: [
      ...(mllp ? [`消息      messages   MLLP ${mllp.host}:${mllp.port} （HL7 v2）`] : []),
      ...(watchDir === undefined ? [] : [`文件夹    folder     ${watchDir}`]),
    ],
    async close() {
      await Promise.all([listener?.close(), watch?.close()]);
    },
  };
}
