/**
 * Tencent SMS on this machine: SendSms as version 2021-01-11 speaks it (TC3, JSON). Any signature is accepted; everything else is checked as the carrier does, each number
 * gets its own code, and what would have been sent lands on the phones of the outbox.
 */
import { randomUUID } from 'node:crypto';
import type { FailureQueue } from '../failures';
import { json, parseObject, type Door, type Reply } from '../gateway/http';
import type { Journal } from '../journal';
import type { TemplateBook } from '../wechat/templates';

export interface SmsMessage {
  id: string;
  /** ISO instant. */
  at: string;
  /** Eleven digits, without +86. */
  phone: string;
  templateId: string;
  /** The product's word for the template. */
  kind: string;
  params: string[];
  /** As on the phone, with the signature. */
  text: string;
}
export type SmsFact = { type: 'message'; message: SmsMessage } | { type: 'clear' };

export interface Sms {
  door: Door;
  messages(phone?: string): SmsMessage[];
  clearMessages(): Promise<void>;
  reset(): Promise<void>;
  close(): Promise<void>;
}

export interface SmsOptions { journal: Journal<SmsFact>; templates: TemplateBook; failures: FailureQueue; now(): number; appId: string; sign: string }

/** Numbers per request (the carrier's limit), and the size of a request that is read. */
const most = { numbers: 200, bytes: 1024 * 1024 } as const;
/** Codes that the carrier gives to the whole request; all others belong to a number. */
const requestCode = /^(AuthFailure|InternalError|RequestLimitExceeded|UnauthorizedOperation|MissingParameter|InvalidParameter$)/;

interface Status { SerialNo: string; PhoneNumber: string; Fee: number; SessionContext: string; Code: string; Message: string; IsoCode: string }

export function openSms({ journal, templates, failures, now, appId, sign }: SmsOptions): Sms {
  let messages: SmsMessage[] = [];
  const apply = (fact: SmsFact): void => void (fact.type === 'message' ? messages.push(fact.message) : (messages = []));
  journal.earlier.forEach(apply);
  const note = (fact: SmsFact): Promise<void> => {
    apply(fact);
    return journal.append(fact);
  };

  const answer = (response: Record<string, unknown>): Reply => json({ Response: { ...response, RequestId: randomUUID() } });
  const refuse = (Code: string, Message: string): Reply => answer({ Error: { Code, Message } });
  const status = (PhoneNumber: string, Code: string, Message: string): Status =>
    ({ SerialNo: Code === 'Ok' ? `local:${randomUUID()}` : '', PhoneNumber, Fee: Code === 'Ok' ? 1 : 0, SessionContext: '', Code, Message, IsoCode: 'CN' });

  async function sendOne(given: string, templateId: string, params: string[]): Promise<Status> {
    const phone = /^(?:\+?86)?(1[3-9]\d{9})$/.exec(given)?.[1];
    if (!phone) return status(given, 'InvalidParameterValue.IncorrectPhoneNumber', 'incorrect phone number');
    const template = templates.sms(templateId);
    if (!template) return status(given, 'FailedOperation.TemplateIncorrectOrUnapproved', 'template is not approved or request content does not match the approved template content');
    const wanted = new Set(template.text.match(/\{\d+\}/g) ?? []).size;
    if (params.length !== wanted) return status(given, 'FailedOperation.TemplateParamSetNotMatchApprovedTemplate', `the template has ${wanted} variables, the request ${params.length}`);
    const text = `【${sign}】${template.text.replace(/\{(\d+)\}/g, (_, n: string) => params[Number(n) - 1] ?? '')}`;
    if (text.length > 500) return status(given, 'LimitExceeded.MessageLengthLimit', 'the message is longer than 500 characters');
    await note({ type: 'message', message: { id: randomUUID(), at: new Date(now()).toISOString(), phone, templateId, kind: template.kind, params, text } });
    return status(given, 'Ok', 'send success');
  }

  return {
    async door({ method, headers, read, raw }) {
      if (method !== 'POST') return refuse('UnsupportedOperation', 'POST is expected');
      if (!/^TC3-HMAC-SHA256 /.test(headers['authorization'] ?? '')) return refuse('AuthFailure.SignatureFailure', 'the request is not signed with TC3-HMAC-SHA256');
      if (headers['x-tc-action'] !== 'SendSms') return refuse('InvalidAction', `本机平台只模拟 SendSms · only SendSms is emulated, not "${headers['x-tc-action'] ?? ''}"`);
      if (headers['x-tc-version'] !== '2021-01-11') return refuse('NoSuchVersion', 'version 2021-01-11 is emulated');
      const body = parseObject(await read(most.bytes));
      const { PhoneNumberSet: numbers, TemplateId: templateId, TemplateParamSet: params = [], SmsSdkAppId: app, SignName: name } = body ?? {};
      if (!isTexts(numbers) || numbers.length === 0 || typeof templateId !== 'string' || !isTexts(params)) return refuse('InvalidParameter', 'PhoneNumberSet, TemplateId and TemplateParamSet are texts');
      if (numbers.length > most.numbers) return refuse('LimitExceeded.PhoneNumberCountLimit', `at most ${most.numbers} numbers a request`);
      if (app !== appId) return refuse('UnauthorizedOperation.SmsSdkAppIdVerifyFail', 'the SmsSdkAppId is not this account\'s');
      const statuses: (Status | Promise<Status>)[] = [];
      for (const number of numbers) {
        const failing = failures.nextSms();
        if (failing === 'network') {
          raw.destroy();
          return { status: 503 };
        }
        if (failing !== undefined && requestCode.test(failing)) return refuse(failing, 'made to fail');
        statuses.push(
          failing !== undefined ? status(number, failing, 'made to fail')
          : name !== sign ? status(number, 'FailedOperation.SignatureIncorrectOrUnapproved', 'the signature is not approved')
          : sendOne(number, templateId, params),
        );
      }
      return answer({ SendStatusSet: await Promise.all(statuses) });
    },
    messages: (phone) => messages.filter((message) => phone === undefined || message.phone === phone.replace(/^(\+?86)(?=1\d{10}$)/, '')),
    clearMessages: () => note({ type: 'clear' }),
    async reset() {
      messages = [];
      await journal.clear();
    },
    close: () => journal.close(),
  };
}

const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every((one) => typeof one === 'string');
