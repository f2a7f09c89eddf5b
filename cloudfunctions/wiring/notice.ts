/** What the outbox asks of the others; letters are asked of, and told to, the domain that wrote them. */
import type { LetterOwner } from '../notice/contract/letter';
import type { Ports } from '../notice/service';
import { createWechat } from '../notice/wechat';
import type { Base } from './base';
import type { House, Services } from './services';

export function noticePorts({ env, database, noticeStore, credits, sms, templateIds, steps, patients, encounters, people, consents, links, cipher, hospital, clock, report }: Base, house: House): Ports {
  const owner = (of: (services: Services) => LetterOwner): LetterOwner => ({ stillTrue: (letters, now) => of(house()).stillTrue(letters, now), handed: (letter, now) => of(house()).handed(letter, now) });
  return {
    notices: noticeStore, credits, sms, wechat: createWechat(database.app), templateIds, steps, patients, stays: encounters, people, consents, links, cipher, hospital, clock, report,
    owners: { visit: owner(({ visits }) => visits), reply: owner(({ messages }) => messages), complaint: owner(({ complaints }) => complaints) },
    openComplaints: (patientIds) => house().complaints.openOf(patientIds),
    inDanger: (patientIds) => house().calls.inDanger(patientIds),
    dutyPhone: (departmentCode, level, now) => house().calls.dutyPhone(departmentCode, level, now),
    followup: {
      sent: (stepIds, channel, at) => house().followup.sent(stepIds, channel, at),
      noChannel: (stepIds, now) => house().followup.noChannel(stepIds, now),
    },
    address: { publicUrl: (env['PUBLIC_URL'] ?? '').replace(/\/+$/, ''), linkPrefix: env['SMS_LINK_PREFIX'] ?? '' },
  };
}
