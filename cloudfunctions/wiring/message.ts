/** What conversations ask of the others. */
import { isGuardian, mayHearToday, relationshipId } from '../account/rules/binding';
import { latestStay } from '../discharge/rules/stay';
import { priorityOf } from '../call/rules/outcome';
import { dayOf } from '../kit/calendar';
import { byId } from '../kit/database';
import { maskPhone } from '../kit/mask';
import type { Ports } from '../message/service';
import { openDeskStore } from '../message/store/desk';
import { openThreadStore } from '../message/store/thread';
import type { Base } from './base';
import type { House } from './services';

export function messagePorts({ database, cipher, storage, patients, encounters, departments, people, staff, callStore, audit, hospital, stayFacts, newToken, report }: Base, house: House): Ports {
  return {
    threads: openThreadStore(database), desk: openDeskStore(database), storage, audit, patients, hospital, newToken, report,
    stays: {
      async latest(patientId) {
        const all = await encounters.ofPatients([patientId]);
        const stay = latestStay(all) ?? [...all].sort((a, b) => b.dischargeAt - a.dischargeAt)[0];
        return stay ? { encounterId: stay._id, patientId, departmentCode: stay.departmentCode, departmentName: stay.departmentName, dischargeDay: stay.dischargeDay, sensitive: stay.sensitive, cleared: stay.decision === 'invite', dxCode: stay.dxCode, dx: stay.dx } : null;
      },
    },
    stayFacts: async (of) => (of.encounterId === '' ? null : stayFacts(of)),
    people: {
      async standing(patientId, personIds, now) {
        const rows = (await people.relationships(personIds.map((id) => relationshipId(id, patientId)))).filter((row) => row.state === 'active');
        const known = byId(await people.getMany(rows.map((row) => row.personId)));
        const masked = (personId: string): string => { const sealed = known.get(personId)?.phoneSealed; return sealed ? maskPhone(cipher.open(sealed, 'person.phone')) : ''; };
        return rows.map((row) => ({ personId: row.personId, as: row.as, relation: row.relation, mayHear: mayHearToday(row, dayOf(now)), guardian: isGuardian(row, dayOf(now)), phoneHash: known.get(row.personId)?.phoneHash ?? '', phoneMasked: masked(row.personId) }));
      },
    },
    staff: async () => (await staff.all()).filter((s) => !s.disabled).map((s) => ({ staffId: s._id, name: s.name, role: s.role, departments: s.departments })),
    departments: async () => (await departments.all()).map(({ code, name }) => ({ code, name })),
    calls: {
      raise: (flag, now) => house().calls.raise(flag, now),
      queue: async (list, now) => void (await house().calls.queue(list.map((call) => ({ ...call, kind: 'reply' as const, purpose: 'care' as const, priority: priorityOf('reply'), notBefore: now })), now)),
      withdrawIds: async (ids, reason, now, by) => void (await house().calls.withdrawIds(ids, reason, now, by)),
      async redFlag(callId) {
        const call = await callStore.get(callId);
        return call?.kind === 'redflag' ? { about: call.stepId, departmentCode: call.departmentCode, items: call.items, open: call.open === 1 } : null;
      },
      acknowledge: async (callId, by, now) => (await house().calls.acknowledge(callId, by, now)) !== null,
      states: (ids, now) => house().calls.standing([...new Set(ids.filter((id) => id !== ''))], now),
    },
    notices: {
      write: (letters, now) => house().notices.write(letters, now),
      remindStaff: (reminder, now) => house().notices.remindStaff(reminder, now),
      cancelReplies: (id, reason, now) => house().notices.cancelAbout([id], reason, now, ['reply']),
      reach: (of, now) => house().notices.reach(of, now),
    },
  };
}
