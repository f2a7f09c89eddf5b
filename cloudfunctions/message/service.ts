/** The use cases of conversations; the parts are in service/. */
import { createAnswerService, type AnswerService } from './service/answer';
import { createHouseService, type HouseService } from './service/house';
import { createPersonService, type PersonService } from './service/person';
import type { Ports } from './service/ports';
import { createStaffService, type StaffService } from './service/staff';
import { tick, type TickReport } from './service/tick';

export type { Ports } from './service/ports';
/** The operations, and what the other domains ask. */
export interface MessageService extends PersonService, StaffService, AnswerService, HouseService {
  /** The timer's work. */
  tick(now: number): Promise<TickReport>;
}

/** Opening sends nothing. */
export function createMessages(ports: Ports): MessageService {
  const answers = createAnswerService(ports);
  return { ...createPersonService(ports), ...createStaffService(ports), ...answers, ...createHouseService(ports), tick: (now) => tick(ports, answers.seed, now) };
}
