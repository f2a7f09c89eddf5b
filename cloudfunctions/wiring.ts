/**
 * How the domains are joined: one base, and one file a domain in wiring/ with the ports through which it asks the others. Each function's index.ts takes from here what it serves. The only place
 * that knows more than one domain's store; opening it sends nothing and reads nothing.
 */
import { openIdentify } from './account/identify';
import { createCalls } from './call/service';
import { createComplaints } from './complaint/service';
import { createFollowup } from './followup/service';
import { createMessages } from './message/service';
import { createNotices } from './notice/service';
import { createVisits } from './visit/service';
import { openBase, type Environment } from './wiring/base';
import { complaintPorts } from './wiring/complaint';
import { followupPorts } from './wiring/followup';
import { messagePorts } from './wiring/message';
import { noticePorts } from './wiring/notice';
import { mayHearOf, registerOf } from './wiring/register';
import type { House, Services } from './wiring/services';
import { visitPorts } from './wiring/visit';

/** Opens everything once, when a function is loaded. Throws when SUIFANG_KEYS is missing. */
export function openHouse(env: Environment) {
  const base = openBase(env);
  const house: House = () => services;
  const services: Services = {
    calls: createCalls({ store: base.callStore, alert: (alert, now) => house().notices.alert(alert, now), departmentPhone: base.wardPhone }),
    followup: createFollowup(followupPorts(base, house)),
    notices: createNotices(noticePorts(base, house)),
    visits: createVisits(visitPorts(base, house)),
    messages: createMessages(messagePorts(base, house)),
    complaints: createComplaints(complaintPorts(base, house)),
  };
  return {
    ...base, ...services, identify: openIdentify(base.database, base.cipher, readFeedKeys(env['FEED_KEYS'])), register: registerOf(base), mayHear: mayHearOf(base),
    /** A death turned out wrong: steps go on, and calls and letters that waited for the truth come back. */
    async resume(patientId: string, now: number, by: string): Promise<void> {
      await services.followup.resume(patientId, now, by);
      await services.calls.restore(patientId, now);
      await services.notices.restore(patientId, now);
    },
  };
}

/** FEED_KEYS: name of a system → secret; nothing set is no error. */
function readFeedKeys(text: string | undefined): Record<string, string> {
  const value: unknown = JSON.parse(text || '{}');
  return value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string')) : {};
}
