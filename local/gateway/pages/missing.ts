import { frame } from './layout';

const words = {
  unbuilt: ['页面还没有构建', '请在项目文件夹中运行 <code>npm start</code>（会自动构建），或 <code>node config/build.mjs h5 console</code>，然后刷新。', 'These pages have not been built. Run <code>npm start</code>, which builds them, or <code>node config/build.mjs h5 console</code>, then reload.'],
  unknown: ['没有这个页面', '地址可能写错了，或页面已经更新。请从首页重新进入。', 'There is nothing at this address. Please start again from the home page.'],
  method: ['这里只能打开页面', '请直接在浏览器中打开这个地址。', 'Only pages are served here.'],
  session: ['这个微信窗口已经失效', '请回到“手机”页面，从微信消息重新打开。', 'This WeChat window no longer exists. Open the message again from the phones page.'],
  link: ['链接已经失效', '微信链接最长 30 天有效，并且只有第一个打开的人可以使用。', 'A WeChat link lives 30 days at most, and only the first person who opens it gets in.'],
  origin: ['不接受来自其他网站的操作', '请直接在本机平台的页面上操作。', 'Requests from other sites are not accepted.'],
  failed: ['平台出错了', '请查看运行 npm start 的窗口。', 'The platform failed: see the window that runs npm start.'],
} as const;

/** A page that says what is wrong and what to do. */
export function missingPage(reason: keyof typeof words): string {
  const [title, chinese, english] = words[reason];
  return frame({ title, body: `<div class="card"><h1>${title}</h1><p>${chinese}</p><p class="muted" lang="en">${english}</p></div>` });
}
