/** One line an operation. Whose record it is, is decided in the service, where the thread and the patient are read. */
import { asStaff } from '../kit/caller';
import type { Handlers } from '../kit/serve';
import type { api } from './contract';
import type { MessageService } from './service';

/** One line an operation. */
export const createHandlers = (messages: MessageService): Handlers<typeof api> => ({
  open: ({ patientId }, { caller, now }) => messages.open(caller, patientId, now),
  older: ({ patientId, before }, { caller, now }) => messages.older(caller, patientId, before, now),
  since: ({ patientId, after }, { caller, now }) => messages.since(caller, patientId, after, now),
  send: (input, { caller, now }) => messages.send(caller, input, now),
  help: (input, { caller, now }) => messages.help(caller, input, now),
  upload: (input, { caller, now }) => messages.upload(caller, input, now),
  pictures: ({ patientId, n }, { caller, now }) => messages.pictures(caller, patientId, n, now),
  rate: (input, { caller, now }) => messages.rate(caller, input, now),
  inbox: ({ view, cursor }, { caller, now }) => messages.inbox(asStaff(caller), view, cursor, now),
  counts: (_input, { caller, now }) => messages.counts(asStaff(caller), now),
  raised: ({ callId }, { caller, now }) => messages.raised(asStaff(caller), callId, now),
  thread: (input, { caller, now }) => messages.thread(asStaff(caller), input, now),
  reply: (input, { caller, now }) => messages.reply(asStaff(caller), input, now),
  note: (input, { caller, now }) => messages.note(asStaff(caller), input, now),
  assign: (input, { caller, now }) => messages.assign(asStaff(caller), input, now),
  colleagues: (_input, { caller }) => messages.colleagues(asStaff(caller)),
  hand: (input, { caller, now }) => messages.hand(asStaff(caller), input, now),
  handBack: (input, { caller, now }) => messages.handBack(asStaff(caller), input, now),
  close: ({ threadId, force }, { caller, now }) => messages.close(asStaff(caller), threadId, force, now),
  reopenThread: ({ threadId }, { caller, now }) => messages.reopenThread(asStaff(caller), threadId, now),
  acknowledge: ({ threadId }, { caller, now }) => messages.acknowledge(asStaff(caller), threadId, now),
  answers: (input, { caller, now }) => messages.answers(asStaff(caller), input, now),
  saveAnswer: (input, { caller, now }) => messages.saveAnswer(asStaff(caller), input, now),
  reviewAnswer: (input, { caller, now }) => messages.reviewAnswer(asStaff(caller), input, now),
  retireAnswer: ({ answerId }, { caller, now }) => messages.retireAnswer(asStaff(caller), answerId, now),
  canned: ({ threadId }, { caller, now }) => messages.canned(asStaff(caller), threadId, now),
  staffUpload: (input, { caller, now }) => messages.staffUpload(asStaff(caller), input, now),
  staffPictures: ({ threadId, n }, { caller, now }) => messages.staffPictures(asStaff(caller), threadId, n, now),
  tick: (_input, { now }) => messages.tick(now),
});
