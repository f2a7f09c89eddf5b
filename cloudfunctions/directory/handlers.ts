/** One line an operation. Whose place it is, is decided in the service, where it is read. */
import { asStaff } from '../kit/caller';
import type { Handlers } from '../kit/serve';
import type { api } from './contract';
import type { DirectoryService } from './service';

export const createHandlers = (directory: DirectoryService): Handlers<typeof api> => ({
  list: (_input, { caller }) => directory.list(asStaff(caller)),
  search: ({ text }, { caller }) => directory.search(asStaff(caller), text),
  savePlace: async (input, { caller, now }) => ({ place: await directory.savePlace(asStaff(caller), input, now) }),
  savePractitioner: async (input, { caller, now }) => ({ practitioner: await directory.savePractitioner(asStaff(caller), input, now) }),
  retire: async (input, { caller, now }) => ({ rev: await directory.retire(asStaff(caller), input, now) }),
  history: ({ entryId }, { caller }) => directory.history(asStaff(caller), entryId),
  importFile: (input, { caller, now }) => directory.importFile(asStaff(caller), input, now),
  exportFile: (input, { caller, now }) => directory.exportFile(asStaff(caller), input, now),
  published: (input) => directory.published(input),
});
