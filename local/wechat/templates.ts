/**
 * The texts that a hospital registers with its carriers: subscribe-message templates at WeChat, SMS templates at Tencent. The product names each by kind; the
 * function that sends them lists them in its templates.json, from which this machine's carriers know them and give them ids.
 */
import { createHash } from 'node:crypto';

export interface WechatTemplate {
  /** The product's word for it, key of WX_TEMPLATES. */
  kind: string;
  /** As on the card. */
  title: string;
  /** WeChat's field name → label on the card, in order: `{ "thing1": "医院", "time2": "截止时间" }`. */
  fields: Record<string, string>;
}
export interface SmsTemplate {
  /** The product's word for it, key of SMS_TEMPLATES. */
  kind: string;
  /** With {1} {2} … as Tencent writes its variables; the signature in 【】 is put before it by the carrier. */
  text: string;
}
export interface Templates { wechat: WechatTemplate[]; sms: SmsTemplate[] }

export interface TemplateBook {
  wechat(id: string): WechatTemplate | undefined;
  sms(id: string): SmsTemplate | undefined;
  /** Kind → id: the values of WX_TEMPLATES and SMS_TEMPLATES. */
  readonly ids: { readonly wechat: Record<string, string>; readonly sms: Record<string, string> };
}

/** Ids look like the carriers' own: 43 characters at WeChat, seven digits at Tencent. */
const wechatId = (kind: string): string => createHash('sha256').update(`wechat:${kind}`).digest('base64url');
const smsId = (kind: string): string => String(1_000_000 + (createHash('sha256').update(`sms:${kind}`).digest().readUInt32BE(0) % 9_000_000));

export function openTemplates(lists: readonly Templates[]): TemplateBook {
  const wechat = new Map(lists.flatMap((list) => list.wechat).map((template) => [wechatId(template.kind), template]));
  const sms = new Map(lists.flatMap((list) => list.sms).map((template) => [smsId(template.kind), template]));
  return {
    wechat: (id) => wechat.get(id),
    sms: (id) => sms.get(id),
    ids: {
      wechat: Object.fromEntries([...wechat].map(([id, { kind }]) => [kind, id])),
      sms: Object.fromEntries([...sms].map(([id, { kind }]) => [kind, id])),
    },
  };
}

/** WeChat's field types and what each value may be (developers.weixin.qq.com, subscribe-message "参数内容限制"). */
const fieldRules: Record<string, RegExp> = {
  thing: /^[^\n\r]{1,20}$/u,
  number: /^-?\d{1,32}(\.\d+)?$/,
  letter: /^[A-Za-z]{1,32}$/,
  symbol: /^[^\p{L}\p{N}\s]{1,5}$/u,
  character_string: /^[\x20-\x7e]{1,32}$/,
  time: /^(\d{4}年\d{1,2}月\d{1,2}日 ?|\d{4}-\d{1,2}-\d{1,2} )?\d{1,2}:\d{2}(:\d{2})?(~.+)?$|^\d{4}年\d{1,2}月\d{1,2}日(~.+)?$/,
  date: /^(\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d{1,2}-\d{1,2})( ?\d{1,2}:\d{2}(:\d{2})?)?(~.+)?$/,
  amount: /^[^\d\s]?\d{1,10}(\.\d{1,2})?元?$/,
  phone_number: /^[+\d][\d-]{2,16}$/,
  car_number: /^[\p{L}\p{N}]{1,8}$/u,
  name: /^[\p{L}\p{M}* .·]{1,10}$|^(?!.*\p{Script=Han})[\p{L}\p{M}* .·]{1,20}$/u,
  phrase: /^\p{Script=Han}{1,5}$/u,
};

/** What WeChat says about a message's data (errcode 47003), or undefined when it fits the template. */
export function checkData(template: WechatTemplate, data: unknown): string | undefined {
  const given = (data ?? {}) as Record<string, { value?: unknown } | undefined>;
  for (const field of Object.keys(template.fields)) {
    const value = given[field]?.value;
    // WeChat's own spelling.
    if (value === undefined || value === null || String(value) === '') return `argument invalid! data.${field}.value is emtpy`;
    const rule = fieldRules[field.replace(/\d+$/, '')];
    if (!rule) return `argument invalid! data.${field} is no field type`;
    if (!rule.test(String(value))) return `argument invalid! data.${field}.value invalid`;
  }
  const stranger = Object.keys(given).find((field) => !(field in template.fields));
  return stranger === undefined ? undefined : `argument invalid! data.${stranger} is not in the template`;
}
