/** The whole of `account` behind its own door, on a real database; the register, the carriers and followup are in memory. */
import { randomBytes } from 'node:crypto';
import { createHandlers } from '../../cloudfunctions/account/handlers';
import { api, type Hospital } from '../../cloudfunctions/account/contract';
import type { PatientFacts, StayFacts } from '../../cloudfunctions/account/rules/binding';
import { createAuditService } from '../../cloudfunctions/account/service/audit';
import { createBindingService, type PatientPort } from '../../cloudfunctions/account/service/binding';
import { createConsentService } from '../../cloudfunctions/account/service/consent';
import { createPersonService } from '../../cloudfunctions/account/service/person';
import { beginSession } from '../../cloudfunctions/account/service/session';
import { createStaffService } from '../../cloudfunctions/account/service/staff';
import { collections as attemptCollections, openAttemptStore, openCodeStore } from '../../cloudfunctions/account/store/attempt';
import { collections as auditCollections, openAuditStore } from '../../cloudfunctions/account/store/audit';
import { collections as consentCollections, openConsentStore } from '../../cloudfunctions/account/store/consent';
import { collections as linkCollections, openLinkStore, type NewLink } from '../../cloudfunctions/account/store/link';
import { collections as personCollections, openPersonStore } from '../../cloudfunctions/account/store/person';
import { collections as staffCollections, openSessionStore, openSettingStore, openStaffStore } from '../../cloudfunctions/account/store/staff';
import { collections as seenCollections, openSeenStore } from '../../cloudfunctions/account/store/seen';
import { patientCollection } from '../../cloudfunctions/discharge/store';
import { openIdentify } from '../../cloudfunctions/account/identify';
import { openAudit } from '../../cloudfunctions/kit/audit';
import { hour, instantAt } from '../../cloudfunctions/kit/calendar';
import type { z, Role } from '../../cloudfunctions/kit/contract';
import { createCipher, hashPassword } from '../../cloudfunctions/kit/crypto';
import { AppError, type ErrorBody } from '../../cloudfunctions/kit/errors';
import { serve } from '../../cloudfunctions/kit/serve';
import { contextOf } from './context';
import { openKitDatabase } from './kit-database';

type Operations = (typeof api)['operations'];
export type Action = keyof Operations;
export interface From { token?: string; openid?: string; ip?: string }
export const setupToken = 'setup-token-of-the-tests-only';
export const password = 'synthetic-people-only-1';
export const hospital: Hospital = { name: '白银示范医院', phone: '09438220000', privacyContact: { name: '信息科', phone: '09438220001', email: 'privacy@example.org' } };

/** A call that was refused. */
export class RefusedCall extends Error {
  readonly body: ErrorBody;
  constructor(action: string, body: ErrorBody) {
    super(`${action}: ${body.code} ${body.reason ?? ''} ${JSON.stringify(body.fields ?? '')}`);
    this.body = body;
  }
}
/** `ok`, or the reason, else the code. */
export const answerOf = (call: Promise<unknown>): Promise<string> => call.then(() => 'ok', (e: unknown) => (e instanceof RefusedCall ? e.body.reason ?? e.body.code : Promise.reject(e)));
export const refusalOf = (call: Promise<unknown>): Promise<ErrorBody> => call.then(() => Promise.reject(new Error('not refused')), (e: unknown) => (e instanceof RefusedCall ? e.body : Promise.reject(e)));

export async function openAccount(start = instantAt('2026-11-20', '10:00')) {
  // Refusals are logged as they should be; defects still show.
  jest.spyOn(console, 'log').mockImplementation(() => undefined);
  const kit = await openKitDatabase([patientCollection, ...staffCollections, ...personCollections, ...consentCollections, ...linkCollections, ...attemptCollections, ...auditCollections, ...seenCollections]);
  const { database } = kit;
  const cipher = createCipher({ current: 'k1', keys: { k1: randomBytes(32) }, index: randomBytes(32) });
  const clock = { now: start };
  const sms = { sent: [] as { phone: string; code: string }[], next: 'sent' as 'sent' | 'later' | 'unreachable' | 'fault' };
  const wechat = { numbers: new Map<string, string>(), errcode: 0, down: false, calls: 0 };
  const followup = { stops: [] as { patientId: string; scope: string; by: string }[], failing: 0 };
  const register = { patients: new Map<string, PatientFacts>(), stays: [] as StayFacts[] };

  const stores = {
    staff: openStaffStore(database), sessions: openSessionStore(database), settings: openSettingStore(database), people: openPersonStore(database), consents: openConsentStore(database),
    links: openLinkStore(database, cipher), attempts: openAttemptStore(database), codes: openCodeStore(database),
  };
  const audit = openAudit(database);
  const patients: PatientPort = {
    get: async (id) => register.patients.get(id) ?? null,
    getMany: async (ids) => ids.flatMap((id) => register.patients.get(id) ?? []),
    byNumber: async (hash) => [...register.patients.values()].filter((p) => p.phoneHash === hash || p.contactPhoneHash === hash),
    stays: async (ids) => register.stays.filter((s) => ids.includes(s.patientId)),
    async chooseSensitive(id, { family, sms: bySms }) {
      register.patients.set(id, { ...register.patients.get(id)!, allowFamilySensitive: family, allowSmsSensitive: bySms });
    },
  };
  const consent = createConsentService({
    consents: stores.consents, people: stores.people, settings: stores.settings, audit,
    followup: {
      async stop({ patientId }, _, scope, __, by) {
        if (followup.failing > 0) {
          followup.failing -= 1;
          throw new AppError('UNAVAILABLE', 'followup is away');
        }
        followup.stops.push({ patientId, scope, by });
      },
    },
  });
  const main = serve({
    api, clock: () => clock.now, identify: openIdentify(database, cipher),
    handlers: createHandlers({
      staff: createStaffService({ ...stores, audit, setupToken }),
      person: createPersonService({
        ...stores, patients, cipher, audit,
        sms: {
          async send({ phone, params }) {
            if (sms.next === 'sent') sms.sent.push({ phone, code: params[0]! });
            return { delivery: sms.next, code: sms.next };
          },
        },
        wechat: {
          async callWxOpenApi({ requestData }) {
            wechat.calls += 1;
            if (wechat.down) throw new Error('ETIMEDOUT');
            const phone = wechat.numbers.get((requestData as { code: string }).code);
            if (wechat.errcode !== 0) return { result: { errcode: wechat.errcode } };
            return { result: phone ? { errcode: 0, phone_info: { phoneNumber: `+86${phone}`, purePhoneNumber: phone, countryCode: '86' } } : { errcode: 40029, errmsg: 'invalid code' } };
          },
        },
      }),
      binding: createBindingService({ ...stores, patients, cipher, audit }),
      consent,
      audit: createAuditService({ ...stores, audit, rows: openAuditStore(database), seen: openSeenStore(database), retell: (now) => consent.retell(now) }),
    }),
  });

  async function ask<A extends Action>(action: A, input: z.input<Operations[A]['input']>, from: From = {}): Promise<z.output<Operations[A]['output']>> {
    const { token, openid, ip = '10.0.0.1' } = from;
    const envelope = (openid
      ? await main({ action, input, ...(token && { token }) }, contextOf({ openid, ip }))
      : JSON.parse(((await main({ httpMethod: 'POST', headers: token ? { authorization: `Bearer ${token}` } : {}, requestContext: { sourceIp: ip }, body: JSON.stringify({ action, input }) }, contextOf())) as { body: string }).body)) as
      { ok: true; data: z.output<Operations[A]['output']> } | { ok: false; error: ErrorBody };
    if (!envelope.ok) throw new RefusedCall(action, envelope.error);
    return envelope.data;
  }

  let lead = '';
  let passwordHash: Promise<string> | undefined;
  const account = {
    ask, clock, sms, wechat, followup, register, stores, cipher, audit, behind: kit.behind, database,
    close: () => kit.close(),
    timer: () => main({ Type: 'Timer', TriggerName: 'seal' }, contextOf()),
    /** Token of the first lead of a hospital that is set up. */
    async lead(): Promise<string> {
      if (lead) return lead;
      await stores.settings.saveHospital(hospital, 0, 'staff:lead', clock.now);
      lead = await account.colleague('lead', 'lead', 'all', '陈建华');
      return lead;
    },
    /** Token of a colleague who has a password of their own; put straight into the store, because hashing takes its time. */
    async colleague(userName: string, role: Role, departments: 'all' | string[] = 'all', name = '同事'): Promise<string> {
      passwordHash ??= hashPassword(password);
      const { now } = clock;
      await stores.staff.insert({
        _id: `staff:${userName}`, userName, name, role, departments, passwordHash: await passwordHash, mustChange: false, disabled: false, locale: 'zh-CN', epoch: 1, rev: 1, createdAt: now, updatedAt: now, history: [],
      });
      return (await beginSession(stores.sessions, 'staff', `staff:${userName}`, 1, now)).token;
    },
    patient(id: string, facts: Partial<Omit<PatientFacts, 'phoneHash' | 'contactPhoneHash'>> & { phone?: string; contact?: string } = {}, stays: Partial<StayFacts>[] = [{}]): void {
      const { phone, contact, ...rest } = facts;
      register.patients.set(id, {
        patientId: id, name: '张小三', birthDate: '1966-05-12', contactRelation: 'child', allowFamilySensitive: false, allowSmsSensitive: false,
        phoneHash: phone ? cipher.hash(phone) : '', contactPhoneHash: contact ? cipher.hash(contact) : '', ...rest,
      });
      register.stays.push(...stays.map((s) => ({ patientId: id, dischargeDay: '2026-11-18', sensitive: false, cancelled: false, cleared: false, ...s })));
    },
    /** Confirms a number in WeChat. */
    async inWechat(openid: string, phone: string): Promise<From> {
      wechat.numbers.set(`code-${openid}`, phone);
      await ask('wechatPhone', { code: `code-${openid}` }, { openid });
      return { openid };
    },
    /** Signs in with a code by SMS, in a browser. */
    async inBrowser(phone: string, ip = '10.0.1.1'): Promise<From> {
      await ask('sendCode', { phone }, { ip });
      const { token } = await ask('verifyCode', { phone, code: sms.sent.findLast((s) => s.phone === phone)!.code }, { ip });
      return { token, ip };
    },
    link: (to: 'patient' | 'contact', more: Partial<NewLink> = {}): Promise<string> => stores.links.make({
      stepId: 'step:1', encounterId: 'enc:1', patientId: 'pat:1', to, relation: to === 'patient' ? 'self' : 'child', phoneHash: `hash-${to}`, expiresAt: clock.now + 720 * hour, ...more,
    }, clock.now),
  };
  return account;
}
export type Account = Awaited<ReturnType<typeof openAccount>>;
