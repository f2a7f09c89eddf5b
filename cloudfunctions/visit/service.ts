/** The use cases of return visits; the parts are in service/. */
import { createClinic } from './service/clinic';
import { createClosing } from './service/closure';
import { createFind } from './service/find';
import { createForHouse, type VisitsForHouse } from './service/house';
import type { Ports } from './service/ports';
import { createReminding } from './service/reminders';
import { createSettle } from './service/settle';
import { createTick, type TickReport } from './service/tick';
import { createVisiting } from './service/visits';

export type { Ports } from './service/ports';

/** The operations, and what the other domains ask. */
export type VisitService = VisitsForHouse & ReturnType<typeof createFind> & ReturnType<typeof createVisiting> & ReturnType<typeof createReminding> & Omit<ReturnType<typeof createClinic>, 'publishNow'> & Omit<ReturnType<typeof createClosing>, 'work'> & {
  /** The timer's work. */
  tick(now: number): Promise<TickReport>;
};

/** Opening sends nothing. */
export function createVisits(ports: Ports): VisitService {
  const { settle, settleNow } = createSettle(ports);
  const clinic = createClinic(ports);
  const closing = createClosing(ports, settle);
  return { ...createForHouse(ports, settle), ...createFind(ports, settle), ...createVisiting(ports, settle), ...createReminding(ports), ...clinic, ...closing, tick: createTick(ports, { settleNow, clinic, closing }) };
}
