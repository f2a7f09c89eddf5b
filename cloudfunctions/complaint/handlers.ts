/** The operations of the contract: whose complaint it is, then the use case. */
import { asStaff, type Caller, type Person, type Staff } from '../kit/caller';
import { forbidden } from '../kit/errors';
import type { Handlers } from '../kit/serve';
import type { ComplaintApi } from './contract';
import type { Ports } from './service/ports';
import { choices, counts, desk, detail, ofStay } from './service/desk';
import { fileAddress, place } from './service/file';
import { fileComplaint, registerComplaint } from './service/filing';
import { answer, close, contribute, dispatch, extend, markAccused, raiseWarning, take, tellAnswered } from './service/handle';
import { accept, addEvidence, listMine, rate, readDraft, reopen, saveDraft, view, withdraw } from './service/person';
import { answerToTell, reportTold } from './service/phone';
import { reveal, reveals } from './service/secret';
import { tick } from './service/tick';

function asPerson(caller: Caller): Person {
  if (caller.kind !== 'person') throw forbidden();
  return caller;
}
const asEither = (caller: Caller): Person | Staff => (caller.kind === 'person' ? caller : asStaff(caller));

/** One line an operation. */
export const createHandlers = (ports: Ports): Handlers<ComplaintApi> => ({
  draft: (input, { caller }) => readDraft(ports, asPerson(caller), input),
  saveDraft: (input, { caller, now }) => saveDraft(ports, asPerson(caller), input, now),
  upload: (input, { caller, now }) => place(ports, asPerson(caller), input, now),
  file: (input, { caller, now }) => fileComplaint(ports, asPerson(caller), input, now),
  mine: (_, { caller, now }) => listMine(ports, asPerson(caller), now),
  view: (input, { caller, now }) => view(ports, asPerson(caller), input, now),
  addEvidence: (input, { caller, now }) => addEvidence(ports, asPerson(caller), input, now),
  accept: (input, { caller, now }) => accept(ports, asPerson(caller), input, now),
  reopen: (input, { caller, now }) => reopen(ports, asPerson(caller), input, now),
  withdraw: (input, { caller, now }) => withdraw(ports, asPerson(caller), input, now),
  rate: (input, { caller, now }) => rate(ports, asPerson(caller), input, now),
  fileAddress: (input, { caller, now }) => fileAddress(ports, asEither(caller), input, now),
  desk: (input, { caller, now }) => desk(ports, asStaff(caller), input, now),
  counts: (_, { caller, now }) => counts(ports, asStaff(caller), now),
  detail: ({ number }, { caller, now }) => detail(ports, asStaff(caller), number, now),
  ofStay: (input, { caller, now }) => ofStay(ports, asStaff(caller), input, now),
  register: (input, { caller, now }) => registerComplaint(ports, asStaff(caller), input, now),
  choices: () => choices(ports),
  dispatch: (input, { caller, now }) => dispatch(ports, asStaff(caller), input, now),
  take: (input, { caller, now }) => take(ports, asStaff(caller), input, now),
  contribute: (input, { caller, now }) => contribute(ports, asStaff(caller), input, now),
  extend: (input, { caller, now }) => extend(ports, asStaff(caller), input, now),
  answer: (input, { caller, now }) => answer(ports, asStaff(caller), input, now),
  tellAnswered: (input, { caller, now }) => tellAnswered(ports, asStaff(caller), input, now),
  answerToTell: (input, { caller, now }) => answerToTell(ports, asStaff(caller), input, now),
  reportTold: (input, { caller, now }) => reportTold(ports, asStaff(caller), input, now),
  close: (input, { caller, now }) => close(ports, asStaff(caller), input, now),
  markAccused: (input, { caller, now }) => markAccused(ports, asStaff(caller), input, now),
  raiseWarning: (input, { caller, now }) => raiseWarning(ports, asStaff(caller), input, now),
  reveal: (input, { caller, now }) => reveal(ports, asStaff(caller), input, now),
  reveals: ({ number }, { caller }) => reveals(ports, asStaff(caller), number),
  staffUpload: (input, { caller, now }) => place(ports, asStaff(caller), input, now),
  tick: (_, { now }) => tick(ports, now),
});
