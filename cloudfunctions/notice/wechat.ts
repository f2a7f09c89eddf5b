/**
 * WeChat subscribe messages through the platform's own door. A WeChat error comes back as an ordinary result: errcode is looked at every time.
 * Templates by kind: WX_TEMPLATES (JSON, kind → template id).
 */
import { TemplateKind, type Delivery } from './contract';

/** The one call of the node SDK that is needed; `openDatabase().app` fits. */
export interface WxOpenApi { callWxOpenApi(call: { apiName: string; requestData: unknown }): Promise<{ result?: unknown }> }
export interface WechatMessage { openid: string; templateId: string; /** Path inside the mini-program, no leading slash. */ page: string; data: Record<string, string> }
/** `code`: WeChat's errcode as text, or `network`. `spent`: the grant is used up or was taken back (43101). */
export interface WechatAnswer { delivery: Delivery; code: string; spent: boolean }
/** The carrier of subscribe messages. */
export interface Wechat {
  /** Never throws: a platform that cannot be reached is an answer (`later`). */
  send(message: WechatMessage): Promise<WechatAnswer>;
}

/** Settings are the platform's. */
export function createWechat(app: WxOpenApi): Wechat {
  return {
    async send({ openid, templateId, page, data }) {
      try {
        const { result } = await app.callWxOpenApi({
          apiName: 'subscribeMessage.send',
          requestData: { touser: openid, template_id: templateId, page, miniprogram_state: 'formal', lang: 'zh_CN', data: Object.fromEntries(Object.entries(data).map(([field, value]) => [field, { value }])) },
        });
        const { errcode } = (result ?? {}) as { errcode?: unknown };
        if (typeof errcode !== 'number') return { delivery: 'later', code: 'unreadable', spent: false };
        return { delivery: judgeWechat(errcode), code: String(errcode), spent: errcode === 43101 };
      } catch {
        return { delivery: 'later', code: 'network', spent: false };
      }
    },
  };
}

/**
 * What an errcode means for us. Source: developers.weixin.qq.com, subscribeMessage.send and 全局返回码: -1 busy, 45009 and 45011 too often; 43101 refused or used up, 40003 wrong openid;
 * 47003 wrong field, 40037 wrong template, 41030 wrong page: ours.
 */
export function judgeWechat(errcode: number): Delivery {
  if (errcode === 0) return 'sent';
  if ([-1, 45009, 45011].includes(errcode)) return 'later';
  if ([43101, 40003].includes(errcode)) return 'unreachable';
  return 'fault';
}

/** Template ids by kind, as far as the hospital has registered them. */
export function readTemplateIds(text: string | undefined): Partial<Record<TemplateKind, string>> {
  try {
    const raw = JSON.parse(text || '{}') as Record<string, unknown>;
    return Object.fromEntries(TemplateKind.options.flatMap((kind) => (typeof raw[kind] === 'string' && raw[kind] ? [[kind, raw[kind]]] : [])));
  } catch {
    return {};
  }
}
