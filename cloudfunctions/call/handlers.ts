/** The operations of the contract: a staff caller, then the service. */
import { asStaff } from '../kit/caller';
import { reasonsFor } from '../followup/rules/ward';
import type { Handlers } from '../kit/serve';
import type { CallApi } from './contract';
import { closeByCapacity } from './service/capacity';
import { readCard } from './service/card';
import { acknowledge, claimCall, claimNext, heartbeat, releaseCall } from './service/claim';
import type { DeskPorts } from './service/desk';
import { dial } from './service/dial';
import { recordOutcome, undoOutcome } from './service/outcome';
import { readDuty, readRoster, saveDuty, saveRoster } from './service/rota';
import { tick } from './service/tick';
import { countCalls, listCalls } from './service/worklist';

/** One line an operation. */
export const createHandlers = (ports: DeskPorts): Handlers<CallApi> => ({
  worklist: (input, { caller, now }) => listCalls(ports, asStaff(caller), input, now),
  counts: (_, { caller, now }) => countCalls(ports, asStaff(caller), now),
  claimNext: (input, { caller, now }) => claimNext(ports, asStaff(caller), input, now),
  claim: ({ callId }, { caller, now }) => claimCall(ports, asStaff(caller), callId, now),
  heartbeat: (input, { caller, now }) => heartbeat(ports, asStaff(caller), input, now),
  release: (input, { caller, now }) => releaseCall(ports, asStaff(caller), input, now),
  dial: (input, { caller, now }) => dial(ports, asStaff(caller), input, now),
  outcome: (input, { caller, now }) => recordOutcome(ports, asStaff(caller), input, now),
  undoOutcome: ({ callId }, { caller, now }) => undoOutcome(ports, asStaff(caller), callId, now),
  card: async ({ callId }, { caller, now }) => reasonsFor(asStaff(caller).role, await readCard(ports, asStaff(caller), callId, now)),
  acknowledge: ({ callId }, { caller, now }) => acknowledge(ports, asStaff(caller), callId, now),
  roster: (input) => readRoster(ports, input),
  saveRoster: (input, { caller, now }) => saveRoster(ports, asStaff(caller), input, now),
  duty: (_, { caller, now }) => readDuty(ports, asStaff(caller), now),
  saveDuty: (input, { caller, now }) => saveDuty(ports, asStaff(caller), input, now),
  closeByCapacity: (input, { caller, now }) => closeByCapacity(ports, asStaff(caller), input, now),
  tick: (_, { now }) => tick(ports, now),
});
