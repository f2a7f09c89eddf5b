/** People: a confirmed telephone number, by a code in an SMS or by WeChat's phone component. */
import type { Audit } from '../../kit/audit';
import type { Caller, Person } from '../../kit/caller';
import { dayOf, minute } from '../../kit/calendar';
import { hashToken, randomCode, type Cipher } from '../../kit/crypto';
import { AppError, invalid } from '../../kit/errors';
import { maskName, maskPhone } from '../../kit/mask';
import type { Locale, Me } from '../contract';
import type { PatientFacts } from '../rules/binding';
import { codeRule, endOfDay, phoneComponentPerDay } from '../rules/session';
import type { AttemptStore, CodeStore } from '../store/attempt';
import { personOfOpenid, personOfPhone, type PersonRecord, type PersonStore } from '../store/person';
import type { SessionStore, StaffStore } from '../store/staff';
import { representsOf } from './identify';
import { beginSession, tooMany } from './session';

/** The one message that is sent inside a request: a person waits for it, and the outbox looks once a minute. `notice/sms.ts` fits. */
export interface CodeSender { send(message: { kind: 'code'; phone: string; params: readonly string[] }): Promise<{ delivery: 'sent' | 'later' | 'unreachable' | 'fault'; code: string }> }
/** The one WeChat call that is needed; `openDatabase().app` fits. */
export interface PhoneComponent { callWxOpenApi(call: { apiName: string; requestData: unknown }): Promise<{ result?: unknown }> }

export interface PersonPorts {
  people: PersonStore; sessions: SessionStore; attempts: AttemptStore; codes: CodeStore; staff: Pick<StaffStore, 'get'>;
  patients: { getMany(ids: readonly string[]): Promise<Pick<PatientFacts, 'patientId' | 'name'>[]> };
  cipher: Pick<Cipher, 'seal' | 'open' | 'hash'>; sms: CodeSender; wechat: PhoneComponent; audit: Pick<Audit, 'record'>;
}

/** Field name of a person's number for the cipher. */
const phoneField = 'person.phone';

export function createPersonService({ people, sessions, attempts, codes, staff, patients, cipher, sms, wechat, audit }: PersonPorts) {
  const codeHash = (phone: string, code: string): string => cipher.hash(`code:${phone}:${code}`);
  const openidOf = (caller: Caller): string => ('openid' in caller && caller.openid) || '';

  async function me(caller: Caller, now: number): Promise<Me> {
    switch (caller.kind) {
      case 'staff': {
        const locale = (await staff.get(caller.staffId))?.locale ?? 'zh-CN';
        return { kind: 'staff', staffId: caller.staffId, name: caller.name, role: caller.role, departments: caller.departments === 'all' ? 'all' : [...caller.departments], mustChange: caller.mustChange === true, locale };
      }
      case 'link': return { kind: 'link', stepId: caller.stepId, patientId: caller.patientId, to: caller.to, relation: caller.relation, verified: caller.verified };
      case 'person': {
        const [person, known] = await Promise.all([people.get(caller.personId), patients.getMany(caller.represents.map((r) => r.patientId))]);
        const names = new Map(known.map((p) => [p.patientId, p.name]));
        return {
          kind: 'person', wechat: openidOf(caller) !== '', phone: person ? maskPhone(cipher.open(person.phoneSealed, phoneField)) : '', locale: person?.locale ?? 'zh-CN',
          represents: caller.represents.flatMap(({ patientId, as, relation, mayHear }) => (names.has(patientId) ? [{ patientId, name: maskName(names.get(patientId)!), as, relation, mayHear }] : [])),
        };
      }
      default: return { kind: 'anyone', wechat: openidOf(caller) !== '' };
    }
  }

  /** The person as a caller after the number was confirmed. */
  async function confirmed(id: string, openid: string, phone: string, ip: string, now: number): Promise<{ person: PersonRecord; caller: Person }> {
    const person = await people.confirmPhone(id, openid, { sealed: cipher.seal(phone, phoneField), hash: cipher.hash(phone) }, now);
    const rows = await people.ofPerson(id);
    const caller: Person = { kind: 'person', personId: id, ...(openid && { openid }), represents: rows.map((r) => representsOf(r, dayOf(now))), ip };
    await audit.record({ caller, action: openid ? 'account.phoneConfirmed' : 'account.personSignIn', subject: id, now });
    return { person, caller };
  }

  return {
    me,

    async sendCode({ phone }: { phone: string }, caller: Caller, now: number): Promise<{ expiresAt: number; resendAt: number }> {
      const phoneHash = cipher.hash(phone);
      if (!(await codes.reserve(phoneHash, now - codeRule.resendAfter, now))) {
        const sentAt = (await codes.get(phoneHash))?.sentAt ?? now;
        throw tooMany(sentAt + codeRule.resendAfter, 'code_resend');
      }
      const from = ('ip' in caller && caller.ip) || (openidOf(caller) && hashToken(openidOf(caller))) || 'unknown';
      for (const [key, limit, reason] of [[`code-to:${phoneHash}`, codeRule.perNumber, 'code_number'], [`code-from:${from}`, codeRule.perAddress, 'code_address']] as const) {
        const tries = await attempts.take(`${key}:${dayOf(now)}`, limit, endOfDay(now), now);
        if (!tries.ok) throw tooMany(tries.retryAt, reason);
      }
      const code = randomCode();
      await codes.put(phoneHash, codeHash(phone, code), now + codeRule.validFor);
      const { delivery } = await sms.send({ kind: 'code', phone, params: [code, String(codeRule.validFor / minute)] });
      if (delivery !== 'sent') {
        await codes.release(phoneHash);
        if (delivery === 'unreachable') throw invalid('phone', 'unreachable');
        throw new AppError('UNAVAILABLE', 'the SMS could not be sent', { reason: 'sms' });
      }
      return { expiresAt: now + codeRule.validFor, resendAt: now + codeRule.resendAfter };
    },

    async verifyCode({ phone, code }: { phone: string; code: string }, caller: Caller, now: number): Promise<{ token: string; expiresAt: number; me: Me }> {
      const phoneHash = cipher.hash(phone);
      const gone = () => new AppError('GONE', 'the code is over', { reason: 'code_expired' });
      const tried = await codes.tryOnce(phoneHash, codeRule.tries, now);
      if (!tried) {
        const known = await codes.get(phoneHash);
        if (known && known.codeHash && known.expiresAt > now) throw tooMany(Math.max(now, known.sentAt + codeRule.resendAfter), 'code_tries');
        throw gone();
      }
      if (tried.codeHash !== codeHash(phone, code)) {
        if (tried.tries >= codeRule.tries) throw tooMany(Math.max(now, tried.sentAt + codeRule.resendAfter), 'code_tries');
        throw new AppError('WRONG_SECRET', 'wrong code', { reason: 'code', fields: [{ path: 'code', problem: 'wrong' }] });
      }
      if (!(await codes.use(phoneHash, tried.codeHash))) throw gone();
      const openid = openidOf(caller);
      const ip = 'ip' in caller ? caller.ip : '';
      const { person, caller: self } = await confirmed(openid ? personOfOpenid(openid) : personOfPhone(phoneHash), openid, phone, ip, now);
      // In WeChat the openid is the session.
      const session = openid ? { token: '', expiresAt: 0 } : await beginSession(sessions, 'person', person._id, person.epoch, now);
      return { ...session, me: await me(self, now) };
    },

    async wechatPhone({ code }: { code: string }, caller: Caller, now: number): Promise<{ me: Me }> {
      const openid = openidOf(caller);
      if (!openid) throw new AppError('UNAUTHENTICATED', 'in WeChat only', { reason: 'wechat_only' });
      const tries = await attempts.take(`phone-component:${hashToken(openid)}:${dayOf(now)}`, phoneComponentPerDay, endOfDay(now), now);
      if (!tries.ok) throw tooMany(tries.retryAt, 'phone_component');
      const phone = await askWechat(wechat, code);
      const { caller: self } = await confirmed(personOfOpenid(openid), openid, phone, 'ip' in caller ? caller.ip : '', now);
      return { me: await me(self, now) };
    },

    async signOut(caller: Person, everywhere: boolean, now: number): Promise<void> {
      if (caller.sessionId) await sessions.revoke(caller.sessionId, now);
      if (!everywhere) return;
      // In WeChat there is nothing to end but the browsers that the same number signed in.
      const person = await people.get(caller.personId);
      if (!person) return;
      const browser = personOfPhone(person.phoneHash);
      await people.endSessions(browser, now);
      await sessions.revokeAll(browser, now);
    },

    setLocale: (caller: Person, locale: Locale, now: number): Promise<void> => people.setLocale(caller.personId, locale, now),
  };
}

/** WeChat's answer to the component's code. An error comes back as an ordinary result, so errcode is looked at every time. Source: developers.weixin.qq.com, phonenumber.getPhoneNumber. */
async function askWechat(wechat: PhoneComponent, code: string): Promise<string> {
  const busy = () => new AppError('UNAVAILABLE', 'WeChat did not tell the number', { reason: 'wechat' });
  let result: { errcode?: unknown; phone_info?: { purePhoneNumber?: unknown; countryCode?: unknown } };
  try {
    result = ((await wechat.callWxOpenApi({ apiName: 'phonenumber.getPhoneNumber', requestData: { code } })).result ?? {}) as typeof result;
  } catch {
    throw busy();
  }
  // 40029: the code is used, foreign or older than five minutes; 40013: it belongs to another mini-program.
  if (result.errcode === 40029 || result.errcode === 40013) throw new AppError('GONE', 'the code of the phone component is over', { reason: 'phone_code' });
  const { purePhoneNumber, countryCode } = result.phone_info ?? {};
  if (result.errcode !== 0 || typeof purePhoneNumber !== 'string') throw busy();
  if (String(countryCode) !== '86' || !/^1[3-9]\d{9}$/.test(purePhoneNumber)) throw invalid('phone', 'mainland_only');
  return purePhoneNumber;
}
