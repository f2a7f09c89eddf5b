/** What an outcome does to other domains. The call's own change comes first and decides; the rest is told afterwards, and told again by the timer until everybody knows. */
import { minute } from '../../kit/calendar';
import { changing } from '../../kit/database';
import { alertedFor } from '../service';
import type { CallChange, CallRecord, Settlement } from '../store/record';
import type { DeskPorts } from './desk';

/** Part of the call's own change: what is still to be told. */
export const settleSoon = (settle: Settlement, by: string, hash: string, now: number): CallChange => ({ settle, settleBy: by, settleHash: hash, settleDue: now + minute });

/** Tells the others; each of these may be told twice. A failure is logged and left to the timer: the nurse's word is stored. */
export async function carryOut(ports: DeskPorts, call: CallRecord, now: number): Promise<boolean> {
  if (!call.settle) return true;
  try {
    await tell(ports, call, now);
  } catch (error) {
    ports.report({ what: 'call.settle', id: call._id, error });
    return false;
  }
  const { settle } = call;
  await changing<CallRecord, CallChange>({
    first: call, read: () => ports.store.get(call._id), write: ports.store.change, decide: (known) => (known.settle === settle ? { settle: '', settleHash: '', settleDue: 0 } : null),
  });
  return true;
}

/** What its holder did herself, and then let go: over. While she holds it, looked at again when the lease may have ended. */
export async function endIfLeft({ store }: Pick<DeskPorts, 'store'>, call: CallRecord, now: number): Promise<void> {
  await changing<CallRecord, CallChange>({
    first: call, read: () => store.get(call._id), write: store.change,
    decide: (known) => {
      if (known.settle !== '' || known.settleDue === 0) return null;
      if (known.open === 0 || !known.endsWhenLeft) return { settleDue: 0 };
      if (known.state === 'claimed' && known.leaseUntil > now) return { settleDue: known.leaseUntil };
      return { ...endedWith(known.endsWhenLeft), settleDue: 0, claimedBy: '', claimedName: '', leaseUntil: 0, updatedAt: now, event: { at: now, by: 'timer:tick', what: `withdrawn:${known.endsWhenLeft}` } };
    },
  });
}
/** What it was about is done: nobody rings again. */
export const endedWith = (reason: string): CallChange => ({ state: 'withdrawn', open: 0, withdrawnReason: reason, callBackAt: 0, ackDue: 0, owner: '', keptFor: '', keptName: '', keptUntil: 0, undoBy: '', undoUntil: 0 });

async function tell(ports: DeskPorts, call: CallRecord, now: number): Promise<void> {
  const { followups, patients } = ports;
  const { settleBy: by, stepId, patientId } = call;
  const step = (outcome: 'reached' | 'lost_no_answer' | 'lost_wrong_number' | 'refused' | 'not_attempted_capacity') => (call.kind === 'followup' ? followups.settleCall(stepId, outcome, now, by) : undefined);
  switch (call.settle) {
    case '': return;
    case 'completed': return void (await step('reached'));
    case 'lost_no_answer': return void (await step('lost_no_answer'));
    case 'closed_by_capacity': return void (await step('not_attempted_capacity'));
    case 'wrong_number': return markWrong(ports, call, now);
    case 'lost_wrong_number':
      await markWrong(ports, call, now);
      return void (await step('lost_wrong_number'));
    case 'stop_satisfaction':
      await step('refused');
      return void (await followups.stop({ patientId }, 'refused', 'survey', now, by));
    case 'stop_everything':
      // The patient's own record first: from then on nothing is dialled or sent.
      await patients.markDeath(patientId, 'told', by, now);
      return void (await followups.suspend(patientId, 'death_unconfirmed', now, by));
    case 'goes_up': {
      await markWrong(ports, call, now);
      const { alerted } = await alertedFor(ports, call.departmentCode, call.ackLevel, now);
      if (alerted) await ports.alert({ callId: call._id, n: call.alerts, level: alerted.level, stepId, encounterId: call.encounterId, patientId, phone: alerted.person.phone }, now);
    }
  }
}

async function markWrong(ports: DeskPorts, call: CallRecord, now: number): Promise<void> {
  if (!call.settleHash) return;
  const attempt = call.attempts.findLast((a) => a.phoneHash === call.settleHash);
  await ports.patients.markPhoneInvalid(call.patientId, attempt?.to === 'contact' ? 'contactPhone' : 'phone', call.settleHash, call.settleBy, now);
}
