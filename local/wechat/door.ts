/**
 * Inside WeChat: /wechat/<session>/ serves the patient pages to one person, whose openid the platform adds to each call as WeChat does for wx.cloud.callFunction. The
 * session, a random id, is made by opening a message or the mini-program on a phone of the outbox.
 */
import path from 'node:path';
import { readFileSync, existsSync } from 'node:fs';
import { WireError } from '../errors';
import type { CallSource } from '../functions/environment';
import { json, page, parseObject, text, type Door, type Exchange, type Reply } from '../gateway/http';
import { missingPage } from '../gateway/pages/missing';
import { pageHeaders, serveFile } from '../gateway/static';
import type { Phones } from './phones';
import { wechatScript } from './script';
import type { TemplateBook } from './templates';

export interface WechatDoorOptions {
  phones: Phones;
  templates: TemplateBook;
  /** dist/h5 */
  pages: string;
  now(): number;
  invoke(functionName: string, event: string, source: CallSource): Promise<string>;
}

/** A call from the mini-program, bytes; its own limit is not published, a direct event has 6 MB. */
const mostBytes = 6 * 1024 * 1024;

export function wechatDoor({ phones, templates, pages, now, invoke }: WechatDoorOptions): Door {
  return async (exchange) => {
    const [, , session = '', ...rest] = exchange.path.split('/');
    const openid = phones.openidOfSession(session);
    if (openid === undefined) return page(missingPage('session'), 404);
    const base = `/wechat/${session}`;
    const below = rest.join('/');
    if (below === 'wx.js') return { status: 200, headers: { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-store' }, body: wechatScript(base, titles(templates), phones.phoneOf(openid)) };
    if (below === 'subscribe') return subscribe(phones, openid, exchange);
    if (below === 'phone') return phoneCode(phones, openid, now(), exchange);
    if (rest[0] === 'api') return call(invoke, openid, rest[1] ?? '', exchange);
    if (exchange.path === base) return { status: 301, headers: { location: `${base}/` } };
    return below === '' || below === 'index.html' ? home(pages, base, exchange) : serveFile(pages, below, exchange);
  };
}

const titles = (templates: TemplateBook): Record<string, string> =>
  Object.fromEntries(Object.values(templates.ids.wechat).map((id) => [id, templates.wechat(id)?.title ?? '']));

async function subscribe(phones: Phones, openid: string, { method, read }: Exchange): Promise<Reply> {
  const answers = method === 'POST' ? parseObject(await read(10_000)) : undefined;
  if (!answers) return text('a POST of { templateId: "accept" | "reject" } is expected', 400);
  for (const [id, answer] of Object.entries(answers)) if (answer === 'accept') await phones.accept(openid, id, 1);
  return json({});
}

/** What the phone-number component gives to the page: a code, never the number. */
function phoneCode(phones: Phones, openid: string, now: number, { method }: Exchange): Reply {
  const phone = phones.phoneOf(openid);
  if (method !== 'POST' || phone === undefined) return text('no phone number is bound to this WeChat', 400);
  return json({ code: phones.issueCode(openid, phone, now) });
}

async function call(invoke: WechatDoorOptions['invoke'], openid: string, name: string, { method, read, ip }: Exchange): Promise<Reply> {
  try {
    if (method !== 'POST') throw new WireError('INVALID_PARAM', 'POST is expected');
    const body = (await read(mostBytes)).toString('utf8');
    if (!parseObject(body)) throw new WireError('INVALID_PARAM', 'the event is not a JSON object');
    return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }, body: await invoke(name, body, { openid, ip, trigger: 'wx_client' }) };
  } catch (error) {
    if (error instanceof WireError) return json({ code: error.code, message: error.message }, 500);
    throw error;
  }
}

/** The patient pages with WeChat's own script before theirs. */
function home(pages: string, base: string, exchange: Exchange): Reply {
  const file = path.join(pages, 'index.html');
  if (!existsSync(file)) return serveFile(pages, 'index.html', exchange);
  const script = `<script src="${base}/wx.js"></script>`;
  const html = readFileSync(file, 'utf8');
  return { ...page(/<head[^>]*>/.test(html) ? html.replace(/<head[^>]*>/, (head) => head + script) : script + html), headers: { ...pageHeaders, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' } };
}
