/** What complaints ask of the others. */
import { randomBytes } from 'node:crypto';
import { isElderly } from '../call/rules/number';
import type { Ports } from '../complaint/service';
import { openComplaintStore, openDraftStore, openFileStore } from '../complaint/store';
import { day, dayOf } from '../kit/calendar';
import type { Base } from './base';
import type { House } from './services';

export function complaintPorts({ database, storage, patients, encounters, departments, people, staff, callStore, audit, cipher, hospital, report }: Base, house: House): Ports {
  return {
    complaints: openComplaintStore(database), drafts: openDraftStore(database), files: openFileStore(database), patients, stays: encounters, departments: () => departments.all(), people,
    staff: async () => (await staff.all()).map(({ _id, name, role, disabled }) => ({ staffId: _id, name, role, disabled })),
    calls: {
      raise: ({ about, stay, level, items }, now) => house().calls.raise({ stepId: about, encounterId: stay._id, patientId: stay.patientId, departmentCode: stay.departmentCode, dischargeDay: stay.dischargeDay, level, items }, now),
      async queueReply({ id, about, stay }, now) {
        const { patientId, departmentCode, dischargeDay } = stay;
        const elderly = isElderly((await patients.get(patientId))?.birthDate ?? '', dayOf(now));
        await house().calls.queue([{ id, kind: 'reply', stepId: about, encounterId: stay._id, patientId, departmentCode, dischargeDay, purpose: 'care', reason: 'complaint_answer', notBefore: now, dueAt: now + day, elderly }], now);
      },
      withdrawIds: async (ids, reason, now, by) => void (await house().calls.withdrawIds(ids, reason, now, by)),
      holds: (callId, staffId, now) => house().calls.holds(callId, staffId, now),
      async about(callId) {
        const call = await callStore.get(callId);
        return call && { patientId: call.patientId, encounterId: call.encounterId, departmentCode: call.departmentCode };
      },
    },
    // Rows of letters and reminders carry no patient: they must not tell a ward whose complaint it is.
    notices: {
      write: (letters, now) => house().notices.write(letters.map((letter) => ({ ...letter, encounterId: '', patientId: '' })), now),
      remindStaff: (reminder, now) => house().notices.remindStaff({ ...reminder, encounterId: '', patientId: '', departmentCode: '' }, now),
    },
    messages: {
      forComplaint: (threadId, ns, by) => house().messages.forComplaint(threadId, ns, by),
      becameComplaint: (threadId, number, by, now) => house().messages.becameComplaint(threadId, number, by, now),
    },
    quiet: (patientId, now) => house().followup.stop({ patientId }, 'complaint_open', 'survey', now, 'system'),
    storage, audit, cipher, hospital, report,
    newId: () => randomBytes(16).toString('hex').replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)]!),
  };
}
