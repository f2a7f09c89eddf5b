/** The frame of this platform's own pages: plain HTML, no framework, the product's colours. */

/** Text for HTML. */
export const escape = (value: unknown): string => String(value).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const style = `
:root{--action:#0b7a6b;--action-soft:#e3f3f0;--action-ink:#075e52;--ink:#14231f;--muted:#5a6b66;--line:#e3e9e7;--page:#f3f6f5;--card:#fff;--warn:#9a5b00;--warn-soft:#fff3dc;--danger:#b3261e;--danger-soft:#fdeceb;--info:#1f5fa8;--info-soft:#e8f1fb;--sms:#e9edec;--on-action:#fff;color-scheme:light dark}
@media (prefers-color-scheme:dark){:root{--action:#2aa592;--action-soft:#12352f;--action-ink:#9fe0d4;--ink:#e7efec;--muted:#9fb0ab;--line:#2a3835;--page:#111817;--card:#1a2422;--warn:#e2b25f;--warn-soft:#3a2c10;--danger:#f2938b;--danger-soft:#3f1d1a;--info:#8fbdf0;--info-soft:#172c45;--sms:#26332f;--on-action:#06231e}}
*{box-sizing:border-box}
code{font-family:ui-monospace,Consolas,"Noto Sans Mono",monospace}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 -apple-system,"PingFang SC","Noto Sans SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif}
a{color:var(--action-ink)}
header.top{background:var(--card);border-bottom:1px solid var(--line)}
header.top div{max-width:1080px;margin:0 auto;padding:12px 16px;display:flex;gap:8px 20px;align-items:center;flex-wrap:wrap}
header.top b{margin-right:auto}
header.top a{text-decoration:none;padding:8px 4px}
header.top a[aria-current]{font-weight:600;box-shadow:inset 0 -2px var(--action)}
main{max-width:1080px;margin:0 auto;padding:16px}
h1{font-size:22px;margin:8px 0 4px} h2{font-size:17px;margin:0 0 8px}
.muted{color:var(--muted);font-size:14px}
.card{background:var(--card);border-radius:12px;padding:16px;margin-top:12px}
.tag{font-size:13px;border-radius:6px;padding:2px 8px;background:var(--action-soft);color:var(--action-ink);white-space:nowrap}
.tag.warn{background:var(--warn-soft);color:var(--warn)} .tag.info{background:var(--info-soft);color:var(--info)}
button,.button{font:inherit;font-weight:600;border:0;border-radius:999px;background:var(--action);color:var(--on-action);padding:9px 18px;min-height:44px;cursor:pointer;text-decoration:none;display:inline-block}
button.soft,.button.soft{background:var(--action-soft);color:var(--action-ink)}
button:disabled{opacity:.5;cursor:default}
input{font:inherit;padding:9px 12px;min-height:44px;border:1px solid var(--line);border-radius:8px;background:var(--card);color:var(--ink)}
form.line,.line{display:flex;gap:8px;flex-wrap:wrap;align-items:center}
table{border-collapse:collapse;width:100%;font-size:14px} th,td{text-align:left;padding:8px;border-bottom:1px solid var(--line);vertical-align:top} th{color:var(--muted);font-weight:500}
.scroll{overflow-x:auto}
:focus-visible{outline:3px solid var(--info);outline-offset:2px}
`;

export interface Frame { title: string; current?: 'outbox' | 'clock'; body: string; /** More rules for this page. */ css?: string; /** Seconds after which the page is read again. */ again?: number }

export function frame({ title, current, body, css = '', again }: Frame): string {
  const link = (to: string, name: string, is: string): string => `<a href="${to}"${current === is ? ' aria-current="page"' : ''}>${name}</a>`;
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escape(title)}</title>${again ? `<meta http-equiv="refresh" content="${again}">` : ''}<link rel="icon" href="data:,"><style>${style}${css}</style></head><body>
<header class="top"><div><b>随访 · 本机平台 <span class="muted" lang="en">on this machine</span></b>${link('/outbox', '手机 <span lang="en">Phones</span>', 'outbox')}${link('/clock', '时钟 <span lang="en">Clock</span>', 'clock')}<a href="/">患者页面 <span lang="en">Patients</span></a><a href="/console/">工作台 <span lang="en">Console</span></a></div></header>
<main>${body}</main></body></html>`;
}
