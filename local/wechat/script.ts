/**
 * What WeChat itself would offer to a page inside it, for the pages opened from the phones: the subscription sheet, and the phone-number component as a call (a page in a
 * browser has no such component). Nothing else. Written in plain JavaScript for the browser, served as wx.js.
 */
export function wechatScript(base: string, titles: Record<string, string>, phone = ''): string {
  // A text inside a script element or file must not end it.
  const data = JSON.stringify({ base, titles, phone }).replace(/</g, '\\u003c');
  return `(() => {
  const { base, titles, phone } = ${data};
  const say = (options, result) => {
    const good = /:ok$/.test(result.errMsg);
    (good ? options.success : options.fail)?.(result);
    options.complete?.(result);
    if (good) return Promise.resolve(result);
    return options.success || options.fail || options.complete ? undefined : Promise.reject(result);
  };
  const post = (where, body) => fetch(base + where, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const fail = (errCode, why) => ({ errMsg: 'requestSubscribeMessage:fail ' + why, errCode });
  // A sheet as WeChat shows it; resolves with what was ticked, or null when it was refused.
  const sheetOf = (title, lines) => new Promise((resolve) => {
    const shade = document.createElement('div');
    shade.style.cssText = 'position:fixed;inset:0;z-index:99999;background:rgba(0,0,0,.5);display:flex;align-items:flex-end;justify-content:center';
    const sheet = document.createElement('form');
    sheet.setAttribute('role', 'dialog');
    sheet.setAttribute('aria-modal', 'true');
    sheet.setAttribute('aria-label', title);
    sheet.style.cssText = 'background:#fff;color:#111;width:100%;max-width:480px;border-radius:14px 14px 0 0;padding:22px 20px calc(22px + env(safe-area-inset-bottom));font:17px/1.5 -apple-system,"PingFang SC","Noto Sans SC",sans-serif';
    const head = document.createElement('p');
    head.textContent = title;
    head.style.cssText = 'margin:0 0 12px;font-weight:600';
    sheet.append(head);
    for (const { id, text, tick } of lines) {
      const line = document.createElement('label');
      line.style.cssText = 'display:flex;gap:10px;align-items:center;min-height:44px;border-top:1px solid #eee';
      if (tick) {
        const box = document.createElement('input');
        box.type = 'checkbox'; box.checked = true; box.value = id; box.style.cssText = 'width:20px;height:20px';
        line.append(box);
      }
      line.append(text);
      sheet.append(line);
    }
    const foot = document.createElement('div');
    foot.style.cssText = 'display:flex;gap:12px;margin-top:16px';
    const button = (name, own) => { const b = document.createElement('button'); b.type = own ? 'submit' : 'button'; b.textContent = name; b.style.cssText = 'flex:1;min-height:48px;border:0;border-radius:8px;font:inherit;font-weight:600;' + (own ? 'background:#07c160;color:#fff' : 'background:#f2f2f2;color:#07c160'); return b; };
    const no = button('取消', false), yes = button('允许', true);
    foot.append(no, yes); sheet.append(foot); shade.append(sheet); document.body.append(shade);
    yes.focus();
    const close = (allow) => { const ticked = new Set([...sheet.querySelectorAll('input:checked')].map((box) => box.value)); shade.remove(); resolve(allow ? ticked : null); };
    no.onclick = () => close(false);
    sheet.onsubmit = (event) => { event.preventDefault(); close(true); };
    shade.onkeydown = (event) => { if (event.key === 'Escape') close(false); };
  });
  // Only from a tap, as in WeChat.
  const tapped = () => !navigator.userActivation || navigator.userActivation.isActive;
  const requestSubscribeMessage = async (options = {}) => {
    const ids = options.tmplIds;
    if (!Array.isArray(ids) || ids.length === 0) return say(options, fail(10001, 'TmplIds can\\'t be empty'));
    if (ids.length > 3) return say(options, fail(20003, 'Templates count out of max bounds'));
    if (ids.some((id) => !(id in titles))) return say(options, fail(20001, 'No template data return, verify the template id exist'));
    if (!tapped()) return say(options, { errMsg: 'requestSubscribeMessage:fail can only be invoked by user TAP gesture.' });
    const ticked = await sheetOf('申请发送一次性订阅消息', ids.map((id) => ({ id, text: titles[id], tick: true })));
    const answers = Object.fromEntries(ids.map((id) => [id, ticked && ticked.has(id) ? 'accept' : 'reject']));
    await post('/subscribe', answers);
    return say(options, { errMsg: 'requestSubscribeMessage:ok', ...answers });
  };
  const getPhoneNumber = async (options = {}) => {
    if (!phone) return say(options, { errMsg: 'getPhoneNumber:fail no phone number is bound to this WeChat', errno: 1400001 });
    if (!tapped()) return say(options, { errMsg: 'getPhoneNumber:fail can only be invoked by user TAP gesture.' });
    if (!(await sheetOf('申请获取并验证你的手机号', [{ id: 'phone', text: phone.replace(/^(.{3}).{4}/, '$1****'), tick: false }]))) return say(options, { errMsg: 'getPhoneNumber:fail user deny' });
    const { code } = await (await post('/phone', {})).json();
    return say(options, { errMsg: 'getPhoneNumber:ok', code });
  };
  window.wx = Object.assign(window.wx || {}, { requestSubscribeMessage, getPhoneNumber });
})();
`;
}
