/**
 * Tencent Cloud SMS, SendSms version 2021-01-11, signed with TC3-HMAC-SHA256 by node:crypto: the official library would cost every cold start more than all of this.
 * Settings: SMS_ENDPOINT (else https://sms.tencentcloudapi.com), SMS_APP_ID, SMS_SIGN, SMS_SECRET_ID, SMS_SECRET_KEY, SMS_TEMPLATES (JSON, kind → template id).
 */
import { createHash, createHmac } from 'node:crypto';
import type { Delivery, LetterKind } from './contract';

/** Kinds of templates.json: `code` is the sign-in code, `alert` and `overdue` go to the duty chain; letters about a patient have a text for the family. */
export type SmsKind = 'invite' | 'invite_family' | 'remind' | 'remind_family' | 'code' | 'alert' | 'overdue' | LetterKind | `${LetterKind}_family`;
export interface SmsMessage { kind: SmsKind; /** A mainland mobile number, eleven digits. */ phone: string; params: readonly string[] }
/** `code` is the carrier's own word (`Ok`, `LimitExceeded.…`), or ours: `network`, `not_configured`. */
export interface SmsAnswer { delivery: Delivery; code: string }
/** A carrier of short messages. */
export interface Sms {
  /** Never throws: a carrier that cannot be reached is an answer (`later`). */
  send(message: SmsMessage): Promise<SmsAnswer>;
}

type Environment = Readonly<Record<string, string | undefined>>;
/** A message takes 0.1 to 1 s; after 8 s the timer has better things to do (product default). */
const patience = 8_000;

/** Reads the settings once; what is missing shows as `not_configured` when something is to be sent, so that a function without SMS still starts. */
export function createSms(env: Environment): Sms {
  const endpoint = new URL(env['SMS_ENDPOINT'] || 'https://sms.tencentcloudapi.com');
  const templates = readTemplates(env['SMS_TEMPLATES']);
  const appId = env['SMS_APP_ID'] ?? '';
  const sign = env['SMS_SIGN'] ?? '';
  const secretId = env['SMS_SECRET_ID'] ?? '';
  const secretKey = env['SMS_SECRET_KEY'] ?? '';
  const region = env['SMS_REGION'] || 'ap-guangzhou';
  return {
    async send({ kind, phone, params }) {
      const template = templates[kind];
      if (!template || !appId || !sign || !secretId || !secretKey) return { delivery: 'fault', code: 'not_configured' };
      const payload = JSON.stringify({ PhoneNumberSet: [`+86${phone}`], SmsSdkAppId: appId, SignName: sign, TemplateId: template, TemplateParamSet: params });
      const timestamp = Math.floor(Date.now() / 1000);
      const contentType = 'application/json; charset=utf-8';
      const authorization = signTc3({ secretId, secretKey, service: 'sms', host: endpoint.host, contentType, action: 'SendSms', payload, timestamp });
      try {
        const reply = await fetch(endpoint, {
          method: 'POST', body: payload, signal: AbortSignal.timeout(patience),
          headers: {
            authorization, 'content-type': contentType, 'x-tc-action': 'SendSms', 'x-tc-version': '2021-01-11', 'x-tc-timestamp': String(timestamp), 'x-tc-region': region,
          },
        });
        return readAnswer(await reply.json());
      } catch {
        return { delivery: 'later', code: 'network' };
      }
    },
  };
}

function readTemplates(text: string | undefined): Partial<Record<string, string>> {
  try {
    return JSON.parse(text || '{}') as Partial<Record<string, string>>;
  } catch {
    return {};
  }
}

/** The answer of one number, or of the whole request. */
function readAnswer(body: unknown): SmsAnswer {
  const { Response: response } = (body ?? {}) as { Response?: { Error?: { Code?: unknown }; SendStatusSet?: { Code?: unknown }[] } };
  const code = response?.Error?.Code ?? response?.SendStatusSet?.[0]?.Code;
  return typeof code === 'string' ? { delivery: judgeSms(code), code } : { delivery: 'later', code: 'unreadable' };
}

/**
 * What a code means for us. Source: Tencent Cloud, SMS, SendSms (2021-01-11), 错误码.
 * Limits per number and hour pass; a daily limit will not pass before the deadline's day, so the next channel has its turn; what our own settings cause nobody else should suffer from.
 */
export function judgeSms(code: string): Delivery {
  if (code === 'Ok') return 'sent';
  if (unreachable.has(code)) return 'unreachable';
  if (later.test(code)) return 'later';
  return 'fault';
}
const unreachable = new Set([
  'InvalidParameterValue.IncorrectPhoneNumber', 'FailedOperation.PhoneNumberInBlacklist', 'LimitExceeded.PhoneNumberDailyLimit', 'LimitExceeded.PhoneNumberSameContentDailyLimit',
  'LimitExceeded.AppCountryOrRegionInBlacklist', 'UnsupportedOperation.ContainDomesticAndInternationalPhoneNumber', 'UnsupportedOperation.UnsupportedRegion',
]);
const later = /^(InternalError(\.(?!SigFieldMissing|SigVerificationFail|RestApiInterfaceNotExist).+)?|RequestLimitExceeded.*|LimitExceeded\.(DeliveryFrequencyLimit|PhoneNumberOneHourLimit|PhoneNumberThirtySecondLimit)|FailedOperation\.(FailResolvePacket|MarketingSendTimeConstraint))$/;

/** What is signed: one POST to `/` without a query, with the headers content-type, host and x-tc-action. */
export interface Tc3Request { secretId: string; secretKey: string; service: string; host: string; contentType: string; action: string; payload: string; /** Seconds since 1970 UTC. */ timestamp: number }

/** The Authorization header. Source: Tencent Cloud API, 签名方法 v3. */
export function signTc3({ secretId, secretKey, service, host, contentType, action, payload, timestamp }: Tc3Request): string {
  const day = new Date(timestamp * 1000).toISOString().slice(0, 10);
  const signed = 'content-type;host;x-tc-action';
  const request = ['POST', '/', '', `content-type:${contentType}`, `host:${host}`, `x-tc-action:${action.toLowerCase()}`, '', signed, sha256(payload)].join('\n');
  const scope = `${day}/${service}/tc3_request`;
  const text = ['TC3-HMAC-SHA256', String(timestamp), scope, sha256(request)].join('\n');
  const key = [day, service, 'tc3_request'].reduce<Buffer>((secret, part) => hmac(secret, part), Buffer.from(`TC3${secretKey}`));
  return `TC3-HMAC-SHA256 Credential=${secretId}/${scope}, SignedHeaders=${signed}, Signature=${hmac(key, text).toString('hex')}`;
}
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
