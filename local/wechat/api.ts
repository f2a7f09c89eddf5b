/**
 * `wx.api` as the node SDK calls it: the WeChat interfaces that the product uses, with WeChat's own checks in WeChat's order. An error of WeChat is an ordinary result with
 * an errcode, as it is there; an interface that is not here is refused by name.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { notEmulated } from '../errors';
import type { FailureQueue } from '../failures';
import type { DeployedFunction } from '../functions/catalogue';
import { place } from '../functions/environment';
import { parseObject } from '../gateway/http';
import type { Phones } from './phones';
import { checkData, type TemplateBook } from './templates';

export interface WechatApiOptions { phones: Phones; templates: TemplateBook; failures: FailureQueue; now(): number; url(): string }
type Result = Record<string, unknown>;
export type WechatApi = (params: Record<string, unknown>, caller: DeployedFunction | undefined) => Promise<Result>;

const ok = { errcode: 0, errmsg: 'ok' } as const;
const refusal = (errcode: number, errmsg: string): Result => ({ errcode, errmsg: `${errmsg} rid: local-${randomUUID().slice(0, 8)}` });
/** A page inside the mini-program: no leading slash, no address of the web. */
const pagePath = /^[A-Za-z0-9_][\w-]*(\/[\w-]+)*$/;
const day = 86_400;

/** `caller` is the function whose worker asks; undefined for a program outside (a test), which is allowed everything. */
export function wechatApi(options: WechatApiOptions): WechatApi {
  const interfaces: Record<string, (data: Record<string, unknown>) => Promise<Result>> = {
    'subscribeMessage.send': (data) => send(options, data),
    'phonenumber.getPhoneNumber': (data) => phoneNumber(options, data),
    'urllink.generate': (data) => urlLink(options, data),
  };
  return async (params, caller) => {
    const name = String(params['apiName']);
    const run = interfaces[name];
    if (!run) throw notEmulated(`wx.api ${name}`);
    // In the cloud a function may call only what its config.json asks for.
    const result = caller && !caller.openapi.includes(name)
      ? refusal(-604101, `function has no permission to call this API: add "${name}" to permissions.openapi of ${caller.name}/config.json`)
      : await run(parseObject(String(params['requestData'])) ?? {});
    return { data: { responseData: JSON.stringify(result) } };
  };
}

async function send({ phones, templates, failures, now }: WechatApiOptions, data: Record<string, unknown>): Promise<Result> {
  const failing = failures.nextWechat();
  if (failing !== undefined) return refusal(failing, 'made to fail');
  const { touser, template_id: templateId, page = '', miniprogram_state: state = 'formal', lang = 'zh_CN' } = data;
  if (typeof touser !== 'string' || !phones.knows(touser)) return refusal(40003, 'invalid openid');
  const template = templates.wechat(String(templateId));
  if (!template) return refusal(40037, 'invalid template_id');
  if (typeof page !== 'string' || (page !== '' && !pagePath.test(page.split('?')[0]!))) return refusal(41030, 'invalid page');
  if (!['developer', 'trial', 'formal'].includes(String(state))) return refusal(47003, 'argument invalid! miniprogram_state');
  if (!['zh_CN', 'en_US', 'zh_HK', 'zh_TW'].includes(String(lang))) return refusal(47003, 'argument invalid! lang');
  const problem = checkData(template, data['data']);
  if (problem) return refusal(47003, problem);
  const values = Object.fromEntries(Object.entries(data['data'] as Record<string, { value: unknown }>).map(([field, { value }]) => [field, String(value)]));
  const delivered = await phones.deliver({
    id: randomUUID(), at: new Date(now()).toISOString(), openid: touser, templateId: String(templateId), kind: template.kind, title: template.title, page, data: values,
    fields: Object.entries(template.fields).map(([field, label]) => ({ label, value: values[field] ?? '' })),
  });
  return delivered ? { ...ok, msgid: Number(BigInt(`0x${randomBytes(6).toString('hex')}`)) } : refusal(43101, 'user refuse to accept the msg');
}

async function phoneNumber({ phones, now }: WechatApiOptions, { code }: Record<string, unknown>): Promise<Result> {
  const phone = typeof code === 'string' ? phones.redeemCode(code, now()) : undefined;
  if (phone === undefined) return refusal(40029, 'invalid code');
  return { ...ok, phone_info: { phoneNumber: phone, purePhoneNumber: phone, countryCode: '86', watermark: { timestamp: Math.floor(now() / 1000), appid: place.appid } } };
}

async function urlLink({ phones, now, url }: WechatApiOptions, data: Record<string, unknown>): Promise<Result> {
  const { path = '', query = '', expire_type: type = 0, expire_time: time, expire_interval: interval = 30, env_version: version = 'release' } = data;
  if (typeof path !== 'string' || (path !== '' && !pagePath.test(path))) return refusal(40165, 'invalid weapp pagepath');
  if (typeof query !== 'string' || query.length > 1024 || !/^[\w!#$&'()*+,/:;=?@.~%-]*$/.test(query)) return refusal(40212, 'invalid query');
  if (!['release', 'trial', 'develop'].includes(String(version))) return refusal(85402, 'invalid env_version');
  const start = Math.floor(now() / 1000);
  const until = type === 1 ? start + Number(interval) * day : Number(time ?? start + 30 * day);
  // At most 30 days ahead, at least a minute.
  if (!(until >= start + 60 && until <= start + 30 * day)) return refusal(85401, 'expire time out of range');
  const ticket = randomBytes(8).toString('base64url').replace(/[-_]/g, 'a');
  await phones.addLink({ ticket, path, query, expiresAt: until * 1000, openedBy: '' });
  return { ...ok, url_link: `${url()}/wechat/link/${ticket}` };
}
