/** Each operation: which caller, which record, then the service. */
import { asStaff, type Caller, type Link, type Person } from '../kit/caller';
import { dayOf } from '../kit/calendar';
import { forbidden } from '../kit/errors';
import type { Handlers } from '../kit/serve';
import type { api } from './contract';
import type { createAuditService } from './service/audit';
import type { createBindingService } from './service/binding';
import type { createConsentService } from './service/consent';
import { representsOf } from './service/identify';
import type { createPersonService } from './service/person';
import type { createStaffService } from './service/staff';

export interface Services {
  staff: ReturnType<typeof createStaffService>;
  person: ReturnType<typeof createPersonService>;
  binding: ReturnType<typeof createBindingService>;
  consent: ReturnType<typeof createConsentService>;
  audit: ReturnType<typeof createAuditService>;
}

const asPerson = (caller: Caller): Person => {
  if (caller.kind !== 'person') throw forbidden();
  return caller;
};
const asLink = (caller: Caller): Link => {
  if (caller.kind !== 'link') throw forbidden();
  return caller;
};
const asPersonOrLink = (caller: Caller): Person | Link => (caller.kind === 'link' ? caller : asPerson(caller));

export function createHandlers({ staff, person, binding, consent, audit }: Services): Handlers<typeof api> {
  return {
    hospital: () => staff.hospital(),
    setup: (input, { caller, now }) => staff.setup(input, caller, now),
    signIn: (input, { caller, now }) => staff.signIn(input, caller, now),
    async signOut({ everywhere }, { caller, now }) {
      if (caller.kind === 'staff') await staff.signOut(caller, everywhere, now);
      else await person.signOut(asPerson(caller), everywhere, now);
      return {};
    },
    me: (_, { caller, now }) => person.me(caller, now),
    changePassword: (input, { caller, now }) => staff.changePassword(input, asStaff(caller), now),
    async setLocale({ locale }, { caller, now }) {
      if (caller.kind === 'staff') await staff.setLocale(caller, locale, now);
      else await person.setLocale(asPerson(caller), locale, now);
      return {};
    },

    staffList: (_, { now }) => staff.list(now),
    staffSave: (input, { caller, now }) => staff.save(input, asStaff(caller), now),
    staffDisable: (input, { caller, now }) => staff.disable(input, asStaff(caller), now),

    sendCode: (input, { caller, now }) => person.sendCode(input, caller, now),
    verifyCode: (input, { caller, now }) => person.verifyCode(input, caller, now),
    wechatPhone: (input, { caller, now }) => person.wechatPhone(input, caller, now),

    matches: (_, { caller, now }) => binding.matches(asPerson(caller), now),
    async bind(input, { caller, now }) {
      const self = asPerson(caller);
      const bound = representsOf(await binding.bind(input, self, now), dayOf(now));
      return { me: await person.me({ ...self, represents: [...self.represents.filter((r) => r.patientId !== bound.patientId), bound] }, now) };
    },
    representatives: ({ patientId }, { caller, now }) => binding.representatives(patientId, asPerson(caller), now),
    askToRepresent: (input, { caller, now }) => binding.ask(input, asPerson(caller), now).then(() => ({})),
    answerRequest: (input, { caller, now }) => binding.answerRequest(input, asPerson(caller), now).then(() => ({})),
    removeRepresentative: (input, { caller, now }) => binding.remove(input, asPerson(caller), now).then(() => ({})),
    restoreRepresentative: (input, { caller, now }) => binding.restore(input, asPerson(caller), now).then(() => ({})),
    allowHear: (input, { caller, now }) => binding.allowHear(input, asPerson(caller), now).then(() => ({})),
    allowSensitive: (input, { caller, now }) => binding.allowSensitive(input, asPerson(caller), now).then(() => ({})),

    async consents({ patientId, locale }, { caller, now }) {
      const writer = consent.writerOf(asPersonOrLink(caller), patientId);
      return { patientId: writer.patientId, consents: await consent.show(writer, locale, now) };
    },
    async giveConsent({ patientId, ...input }, { caller, now }) {
      const writer = consent.writerOf(asPersonOrLink(caller), patientId);
      await consent.give(input, writer, asPersonOrLink(caller), now);
      return { consents: await consent.show(writer, input.locale, now) };
    },
    async withdrawConsent({ patientId, ...input }, { caller, now }) {
      const writer = consent.writerOf(asPersonOrLink(caller), patientId);
      await consent.withdraw(input, writer, asPersonOrLink(caller), now);
      return { consents: await consent.show(writer, input.locale, now) };
    },
    verifyLink: ({ birthMonth }, { caller, now }) => binding.verifyLink(birthMonth, asLink(caller), now),

    settings: () => staff.settings(),
    saveSettings: (input, { caller, now }) => staff.saveSettings(input, asStaff(caller), now),
    auditOf: (input, { now }) => audit.of(input, now),
    seal: (_, { now }) => audit.seal(now),
  };
}
