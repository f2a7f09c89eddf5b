/**
 * WeChat on the phones of made-up people: who has which openid, what they subscribed to, what arrived, which mini-program windows are open. Kept in a journal, so that
 * a restart finds the phones as they were.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Journal } from '../journal';

export interface WechatMessage {
  id: string;
  /** ISO instant. */
  at: string;
  openid: string;
  templateId: string;
  /** The product's word for the template. */
  kind: string;
  title: string;
  /** Page with query that a tap opens; empty: the home page. */
  page: string;
  data: Record<string, string>;
  /** As on the card. */
  fields: { label: string; value: string }[];
}
export interface UrlLink { ticket: string; path: string; query: string; expiresAt: number; openedBy: string }

type Fact =
  | { type: 'person'; openid: string; phone: string }
  | { type: 'accept'; openid: string; templateId: string; times: number }
  | { type: 'refuse'; openid: string }
  | { type: 'message'; message: WechatMessage }
  | { type: 'session'; id: string; openid: string }
  | { type: 'link'; link: UrlLink }
  | { type: 'opened'; ticket: string; openid: string }
  | { type: 'clear' };

export interface Phones {
  /** The openid of a phone's WeChat; always the same for a number. */
  openidOf(phone: string): string;
  /** Notes an openid that a test or a caller brought. */
  know(openid: string): void;
  knows(openid: string): boolean;
  phoneOf(openid: string): string | undefined;
  people(): { openid: string; phone: string | undefined }[];
  /** The person allowed `times` messages of a template. */
  accept(openid: string, templateId: string, times: number): Promise<void>;
  /** The person switched messages off: every send is refused until they accept again. */
  refuse(openid: string): Promise<void>;
  /** Sends left, per template. */
  credits(openid: string): Map<string, number>;
  /** Takes one credit and delivers; false when there is none (43101). */
  deliver(message: WechatMessage): Promise<boolean>;
  messages(openid?: string): WechatMessage[];
  clearMessages(): Promise<void>;
  /** A code of the phone-number component, for one use within five minutes. */
  issueCode(openid: string, phone: string, now: number): string;
  /** The number behind a code, once. */
  redeemCode(code: string, now: number): string | undefined;
  /** A mini-program window of this person. */
  openSession(openid: string): Promise<string>;
  openidOfSession(session: string): string | undefined;
  addLink(link: UrlLink): Promise<void>;
  link(ticket: string): UrlLink | undefined;
  /** Only the first person gets in; for another this is false. */
  openLink(ticket: string, openid: string): Promise<boolean>;
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** The platform: a code of getPhoneNumber lives five minutes. */
const codeLife = 5 * 60_000;

export function openPhones(journal: Journal<Fact>): Phones {
  const phoneOf = new Map<string, string | undefined>();
  const credits = new Map<string, Map<string, number>>();
  const refused = new Set<string>();
  const sessions = new Map<string, string>();
  const links = new Map<string, UrlLink>();
  const codes = new Map<string, { phone: string; until: number }>();
  let messages: WechatMessage[] = [];

  const creditsOf = (openid: string): Map<string, number> => {
    const own = credits.get(openid) ?? new Map<string, number>();
    credits.set(openid, own);
    return own;
  };
  const spend = (openid: string, templateId: string, by: number): void => void creditsOf(openid).set(templateId, (creditsOf(openid).get(templateId) ?? 0) + by);

  function apply(fact: Fact): void {
    switch (fact.type) {
      case 'person': return void phoneOf.set(fact.openid, fact.phone || undefined);
      case 'accept': return void (refused.delete(fact.openid), spend(fact.openid, fact.templateId, fact.times));
      case 'refuse': return void refused.add(fact.openid);
      case 'message': return void (messages.push(fact.message), spend(fact.message.openid, fact.message.templateId, -1));
      case 'session': return void sessions.set(fact.id, fact.openid);
      case 'link': return void links.set(fact.link.ticket, { ...fact.link });
      case 'opened': { const link = links.get(fact.ticket); if (link) link.openedBy = fact.openid; return; }
      case 'clear': messages = [];
    }
  }
  journal.earlier.forEach(apply);
  const note = (fact: Fact): Promise<void> => {
    apply(fact);
    return journal.append(fact);
  };
  const know = (openid: string, phone = ''): void => {
    // Who a phone belongs to is known at once; a disk that refuses shows with the next message, which waits for it.
    if (!phoneOf.has(openid) || (phone && phoneOf.get(openid) !== phone)) note({ type: 'person', openid, phone }).catch(() => undefined);
  };

  return {
    openidOf(phone) {
      const openid = `o${createHash('sha256').update(`openid:${phone}`).digest('base64url').slice(0, 27)}`;
      know(openid, phone);
      return openid;
    },
    know: (openid) => know(openid),
    knows: (openid) => phoneOf.has(openid),
    phoneOf: (openid) => phoneOf.get(openid),
    people: () => [...phoneOf].map(([openid, phone]) => ({ openid, phone })),
    accept(openid, templateId, times) {
      know(openid);
      return note({ type: 'accept', openid, templateId, times });
    },
    refuse(openid) {
      know(openid);
      return note({ type: 'refuse', openid });
    },
    credits: (openid) => new Map([...creditsOf(openid)].map(([id, left]) => [id, refused.has(openid) ? 0 : left])),
    async deliver(message) {
      if (refused.has(message.openid) || (creditsOf(message.openid).get(message.templateId) ?? 0) < 1) return false;
      await note({ type: 'message', message });
      return true;
    },
    messages: (openid) => messages.filter((message) => openid === undefined || message.openid === openid),
    clearMessages: () => note({ type: 'clear' }),
    issueCode(openid, phone, now) {
      know(openid);
      const code = randomBytes(32).toString('hex');
      codes.set(code, { phone, until: now + codeLife });
      return code;
    },
    redeemCode(code, now) {
      const found = codes.get(code);
      codes.delete(code);
      return found && now <= found.until ? found.phone : undefined;
    },
    async openSession(openid) {
      know(openid);
      const id = randomBytes(12).toString('base64url');
      await note({ type: 'session', id, openid });
      return id;
    },
    openidOfSession: (session) => sessions.get(session),
    addLink: (link) => note({ type: 'link', link }),
    link: (ticket) => links.get(ticket),
    async openLink(ticket, openid) {
      const link = links.get(ticket);
      if (!link || (link.openedBy !== '' && link.openedBy !== openid)) return false;
      if (link.openedBy === '') await note({ type: 'opened', ticket, openid });
      return true;
    },
    async reset() {
      [phoneOf, credits, sessions, links, codes].forEach((map) => map.clear());
      refused.clear();
      messages = [];
      await journal.clear();
    },
    close: () => journal.close(),
  };
}
