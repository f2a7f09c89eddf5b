/** The phones' addresses: list, one phone, opening a message as its owner. */
import { phonePage, outboxPage, linkPage, type Phone } from './pages/outbox';
import { missingPage } from './pages/missing';
import type { Phones } from '../wechat/phones';
import type { Sms } from '../sms/sms';
import type { TemplateBook } from '../wechat/templates';
import { page, seeOther, text, type Door, type Exchange, type Reply } from './http';

export interface OutboxOptions { phones: Phones; sms: Sms; templates: TemplateBook; now(): number }

/** Phones of a list, the most recently reached first. */
const mostPhones = 300;
const mostForm = 10_000;

/** One phone per number; a WeChat user whose number nobody knows is a phone of their own. */
function phonesOf({ phones, sms }: OutboxOptions): Phone[] {
  const found = new Map<string, Phone>();
  const at = (key: string, phone: string | undefined, openid: string | undefined): Phone => {
    const known = found.get(key) ?? { key, phone, openid, wechat: [], sms: [] };
    known.openid ??= openid;
    found.set(key, known);
    return known;
  };
  for (const { openid, phone } of phones.people()) at(phone ?? openid, phone, openid);
  for (const message of phones.messages()) at(phones.phoneOf(message.openid) ?? message.openid, phones.phoneOf(message.openid), message.openid).wechat.push(message);
  for (const message of sms.messages()) at(message.phone, message.phone, undefined).sms.push(message);
  const latest = ({ wechat, sms: texts }: Phone): string => [wechat.at(-1)?.at ?? '', texts.at(-1)?.at ?? ''].sort().at(-1)!;
  return [...found.values()].sort((a, b) => latest(b).localeCompare(latest(a)));
}

export function outboxDoor(options: OutboxOptions): Door {
  const { phones, sms, templates } = options;
  const version = (): number => phones.messages().length + sms.messages().length;
  return async (exchange) => {
    const { method, path, query, read } = exchange;
    const [, , key = '', third = '', fourth = ''] = path.split('/').map(decode);
    if (path === '/outbox/version') return text(String(version()));
    // A WeChat user by openid, for links and tests: /outbox/wechat/<openid>/open?path=…
    if (key === 'wechat' && fourth === 'open') return open(options, third, query.get('path') ?? '');
    if (key === '' && method === 'POST') {
      const phone = new URLSearchParams((await read(mostForm)).toString('utf8')).get('phone') ?? '';
      if (!/^1[3-9]\d{9}$/.test(phone)) return seeOther('/outbox');
      phones.openidOf(phone);
      return seeOther(`/outbox/${phone}`);
    }
    const all = phonesOf(options);
    if (key === '') return page(outboxPage(all.slice(0, mostPhones), version()));
    const one = all.find((phone) => phone.key === key);
    if (!one) return page(missingPage('unknown'), 404);
    if (third === 'open' && method === 'POST') {
      const openid = one.openid ?? phones.openidOf(one.key);
      return open(options, openid, new URLSearchParams((await read(mostForm)).toString('utf8')).get('path') ?? '');
    }
    const credits = one.openid === undefined ? [] : [...phones.credits(one.openid)].map(([id, left]) => ({ title: templates.wechat(id)?.title ?? id, left })).filter(({ left }) => left > 0);
    return page(phonePage(one, credits, version()));
  };
}

/** A window of the mini-program for this person, at the page that the message names. */
async function open({ phones }: OutboxOptions, openid: string, pagePath: string): Promise<Reply> {
  if (!phones.knows(openid)) return page(missingPage('unknown'), 404);
  const session = await phones.openSession(openid);
  return seeOther(`/wechat/${session}/${pagePath === '' ? '' : `#/${pagePath.replace(/^\/+/, '')}`}`);
}

/** A WeChat URL link: asks who opens it, and lets only the first in. */
export function linkDoor(options: OutboxOptions): Door {
  return async (exchange: Exchange) => {
    const { phones, now } = options;
    const ticket = decode(exchange.path.split('/')[3] ?? '');
    const link = phones.link(ticket);
    if (!link || link.expiresAt < now()) return page(missingPage('link'), 404);
    const all = phonesOf(options);
    if (exchange.method !== 'POST') return page(linkPage(ticket, all));
    const key = new URLSearchParams((await exchange.read(mostForm)).toString('utf8')).get('key') ?? '';
    const one = all.find((phone) => phone.key === key);
    if (!one) return page(missingPage('unknown'), 404);
    const openid = one.openid ?? phones.openidOf(one.key);
    if (!(await phones.openLink(ticket, openid))) return page(missingPage('link'), 403);
    return open(options, openid, link.path + (link.query ? `?${link.query}` : ''));
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
