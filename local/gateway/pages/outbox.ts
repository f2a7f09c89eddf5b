/** The phones of made-up people: everybody whom WeChat or SMS has reached, and each phone with its messages as its owner sees them. */
import { inWords } from '../../clock';
import type { SmsMessage } from '../../sms/sms';
import type { WechatMessage } from '../../wechat/phones';
import { escape, frame } from './layout';

export interface Phone { key: string; phone: string | undefined; openid: string | undefined; wechat: WechatMessage[]; sms: SmsMessage[] }

const shown = (phone: string | undefined): string => (phone ? phone.replace(/^(\d{3})(\d{4})(\d{4})$/, '$1 $2 $3') : '只有微信 · WeChat only');
const time = (iso: string): string => escape(inWords(Date.parse(iso)));
/** The page is read again when something arrived; typing is not disturbed. */
const watch = (version: number): string => `<script>setInterval(async()=>{try{const r=await fetch('/outbox/version');if((await r.text())!=='${version}'&&!document.querySelector('input:focus'))location.reload()}catch{}},2000)</script>`;

const css = `
.people{display:grid;grid-template-columns:repeat(auto-fill,minmax(280px,1fr));gap:12px;margin-top:12px;padding:0;list-style:none}
.people a{display:block;background:var(--card);border-radius:12px;padding:14px 16px;text-decoration:none;color:inherit;height:100%}
.people a:hover{box-shadow:inset 0 0 0 2px var(--action)}
.people .last{display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden;overflow-wrap:anywhere;margin-top:6px}
.phones{display:flex;gap:20px;flex-wrap:wrap;align-items:flex-start}
.phone{width:360px;max-width:100%;background:var(--card);border-radius:28px;padding:14px;box-shadow:0 0 0 1px var(--line)}
.phone h2{text-align:center;border-bottom:1px solid var(--line);padding-bottom:10px}
.when{text-align:center;margin:14px 0 6px}
.bubble{background:var(--sms);border-radius:4px 16px 16px 16px;padding:10px 14px;overflow-wrap:anywhere;white-space:pre-wrap;max-width:92%}
.note{background:var(--page);border-radius:12px;padding:12px 14px;display:block;width:100%;text-align:left;color:inherit;font-weight:400}
.note b{display:block;margin-bottom:6px} .note dl{margin:0;display:grid;grid-template-columns:auto 1fr;gap:4px 14px;font-size:15px} .note dt{color:var(--muted);white-space:nowrap} .note dd{margin:0;overflow-wrap:anywhere}
.note .open{display:block;border-top:1px solid var(--line);margin-top:10px;padding-top:8px;color:var(--muted);font-size:14px}
.empty{text-align:center;padding:32px 8px}`;

export function outboxPage(phones: Phone[], version: number): string {
  const people = phones.map(({ key, phone, wechat, sms }) => {
    const last = [...wechat.map((m) => ({ at: m.at, text: `微信 · ${m.title}` })), ...sms.map((m) => ({ at: m.at, text: m.text }))].sort((a, b) => a.at.localeCompare(b.at)).at(-1);
    return `<li><a href="/outbox/${encodeURIComponent(key)}"><span class="line"><b>${escape(shown(phone))}</b>${wechat.length > 0 ? `<span class="tag">微信 ${wechat.length}</span>` : ''}${sms.length > 0 ? `<span class="tag info">短信 ${sms.length}</span>` : ''}</span>
<span class="last muted">${last ? `${time(last.at)}<br>${escape(last.text)}` : '还没有消息 · no messages yet'}</span></a></li>`;
  });
  const body = `<h1>手机 <span class="muted" lang="en">Phones</span></h1>
<p class="muted">这里是虚构的人的手机：发出的微信消息和短信都到这里，不会真的发送。<span lang="en">Made-up people: what is sent arrives here and nowhere else.</span></p>
<form class="line" method="post" action="/outbox"><input name="phone" inputmode="numeric" pattern="1[3-9][0-9]{9}" placeholder="手机号 11 位" aria-label="手机号" required title="11 位手机号 · an 11-digit mobile number"><button class="soft">打开一部手机 · Open a phone</button></form>
${people.length > 0 ? `<ul class="people">${people.join('')}</ul>` : '<div class="card empty"><b>还没有人收到消息</b><p class="muted">导入出院名单后，到了邀请时间，消息会出现在这里。可以在“时钟”里把时间拨快。<br><span lang="en">After an import, messages arrive when they are due. The clock page can move time.</span></p></div>'}${watch(version)}`;
  return frame({ title: '手机 · Phones', current: 'outbox', css, body });
}

export function phonePage({ key, phone, openid, wechat, sms }: Phone, credits: { title: string; left: number }[], version: number): string {
  const act = `/outbox/${encodeURIComponent(key)}/open`;
  const wechatParts = wechat.map((m) => `<p class="when muted">${time(m.at)}</p><form method="post" action="${act}"><input type="hidden" name="path" value="${escape(m.page)}"><button class="note"><b>${escape(m.title)}</b><dl>${m.fields.map(({ label, value }) => `<dt>${escape(label)}</dt><dd>${escape(value)}</dd>`).join('')}</dl><span class="open">进入小程序查看 ›</span></button></form>`);
  const smsParts = sms.map((m) => `<p class="when muted">${time(m.at)}</p><div class="bubble">${linked(m.text)}</div>`);
  const grants = credits.map(({ title, left }) => `${escape(title)} × ${left}`).join('，');
  const body = `<p><a href="/outbox">‹ 所有手机 · all phones</a></p><h1>${escape(shown(phone))}</h1>
<div class="phones">
<section class="phone" aria-label="微信"><h2>微信 <span class="muted" lang="en">WeChat</span></h2>
${wechatParts.length > 0 ? wechatParts.join('') : '<p class="empty muted">没有微信消息<br>在小程序里同意接收后才会有<br><span lang="en">Messages arrive once they are allowed</span></p>'}
<form method="post" action="${act}" style="margin-top:14px"><input type="hidden" name="path" value=""><button class="soft" style="width:100%">打开小程序 · Open the mini-program</button></form>
<p class="muted">${grants ? `还可以收到：${grants}` : openid ? '还没有同意接收消息' : '还没有用过这个小程序'}</p></section>
<section class="phone" aria-label="短信"><h2>短信 <span class="muted" lang="en">SMS</span></h2>
${smsParts.length > 0 ? smsParts.join('') : '<p class="empty muted">没有短信<br><span lang="en">No text messages</span></p>'}</section>
</div>${watch(version)}`;
  return frame({ title: `${shown(phone)} · 手机`, current: 'outbox', css, body });
}

/** Who opens a WeChat link: in WeChat that is whoever taps it first. */
export function linkPage(ticket: string, phones: Phone[]): string {
  const people = phones.map(({ key, phone }) => `<form method="post" action="/wechat/link/${encodeURIComponent(ticket)}"><input type="hidden" name="key" value="${escape(key)}"><button class="soft">${escape(shown(phone))}</button></form>`);
  return frame({ title: '微信链接', css, body: `<div class="card"><h1>谁在微信里打开这个链接？</h1><p class="muted" lang="en">Who opens this link in WeChat? Only the first one gets in.</p><div class="line">${people.join('') || '还没有手机，请先在“手机”页面打开一部。'}</div></div>` });
}

/** Links of a text message can be tapped; they open as a stranger's browser would. */
function linked(text: string): string {
  return text.split(/(https?:\/\/[\x21-\x7e]+)/).map((part, n) => (n % 2 === 1 ? `<a href="${escape(part)}" target="_blank" rel="noopener noreferrer">${escape(part)}</a>` : escape(part))).join('');
}
