/**
 * Runs inside a process of its own: the built mini-program under WeChat's wcc (miniprogram-simulate, j-component, jsdom), driven by messages from `weapp.ts`.
 * Text and taps work, layout does not. `wx.cloud` and everything that opens another page or a dialog is handed to the test.
 */
import path from 'node:path';

/** What the test asks for; every one is answered with `{ id, value }` or `{ id, failed }`. */
export type Ask =
  | { id: number; ask: 'open'; page: string; query: Record<string, string> }
  | { id: number; ask: 'text' }
  | { id: number; ask: 'shows'; words: string; within: number }
  | { id: number; ask: 'tap'; words: string }
  | { id: number; ask: 'type'; label: string; value: string }
  | { id: number; ask: 'attributes'; name: string };
/** What the page asks of the test, and the test's answer. */
export type CloudAsk = { cloud: number; name: string; data: unknown };
export type CloudReply = { cloud: number; value?: unknown; failed?: string };
export type Said = { said: string; options: unknown };

const [root = '', settings = '{}'] = process.argv.slice(2);
const { storage: stored = {}, fontSizeSetting = 17 } = JSON.parse(settings) as { storage?: Record<string, unknown>; fontSizeSetting?: number };

const send = (message: object) => { process.send?.(message); };
const say = (said: string, options?: unknown) => send({ said, options: options === undefined ? null : JSON.parse(JSON.stringify(options)) } satisfies Said);

// What the templates and scripts complain about is what WeChat would show as a blank place: the test decides.
console.warn = (...words: unknown[]) => say('problem', words.map(String).join(' '));
console.error = (...words: unknown[]) => say('problem', words.map((word) => (word instanceof Error ? word.stack : String(word))).join(' '));

interface Jsdom { JSDOM: new (html: string, options: object) => { window: Window & typeof globalThis } }
const { JSDOM } = require('jsdom') as Jsdom;
const dom = new JSDOM('<!doctype html><body></body>', { pretendToBeVisual: true, url: 'https://servicewechat.com/' });
const scope: Record<string, unknown> = globalThis as typeof globalThis & Record<string, unknown>;
for (const name of ['window', 'document', 'HTMLElement', 'Element', 'Node', 'Event', 'CustomEvent', 'TouchEvent', 'MutationObserver', 'DocumentFragment', 'Text', 'DOMParser', 'getComputedStyle']) {
  scope[name] = name === 'window' ? dom.window : dom.window[name as keyof typeof dom.window];
}
Object.defineProperty(globalThis, 'navigator', { value: dom.window.navigator, configurable: true });

interface Callbacks { success?(result: unknown): void; fail?(error: unknown): void; complete?(result: unknown): void }
const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
let lastCall = 0;

function callFunction({ name, data, success, fail }: { name: string; data: unknown } & Callbacks): Promise<unknown> {
  const cloud = ++lastCall;
  const reply = new Promise<unknown>((resolve, reject) => {
    pending.set(cloud, { resolve, reject });
    send({ cloud, name, data } satisfies CloudAsk);
  }).then((result) => ({ result, errMsg: 'cloud.callFunction:ok' }), (error: Error) => Promise.reject({ errCode: -1, errMsg: error.message }));
  if (success || fail) reply.then(success, fail);
  return reply;
}

/** An API that only tells the test that it was used, and succeeds. */
const told = (api: string, result: object = {}) => (options: Callbacks = {}) => {
  say(api, options);
  const reply = { errMsg: `${api}:ok`, ...result };
  options.success?.(reply);
  options.complete?.(reply);
};

const storage = new Map(Object.entries(stored));
const base = { brand: 'devtools', model: 'iPhone 12', pixelRatio: 2, windowWidth: 375, windowHeight: 667, screenWidth: 375, screenHeight: 812, statusBarHeight: 44, platform: 'ios', language: 'zh_CN', version: '8.0.50', system: 'iOS 17', SDKVersion: '3.7.0', fontSizeSetting, theme: 'light' };
scope['wx'] = {
  getSystemInfoSync: () => base, getAppBaseInfo: () => base, getWindowInfo: () => base, getDeviceInfo: () => base,
  getStorageSync: (key: string) => storage.get(key) ?? '', setStorageSync: (key: string, value: unknown) => { storage.set(key, value); }, removeStorageSync: (key: string) => { storage.delete(key); },
  getNetworkType: ({ success }: Callbacks) => success?.({ networkType: 'wifi' }), onNetworkStatusChange: () => undefined, offNetworkStatusChange: () => undefined,
  getMenuButtonBoundingClientRect: () => ({ top: 48, bottom: 80, left: 281, right: 365, width: 84, height: 32 }),
  nextTick: (callback: () => void) => queueMicrotask(callback), canIUse: () => true, getLaunchOptionsSync: () => ({ path: '', query: {}, scene: 1001 }), getEnterOptionsSync: () => ({ path: '', query: {}, scene: 1001 }),
  cloud: { init: () => undefined, callFunction },
  ...Object.fromEntries(['setNavigationBarTitle', 'navigateTo', 'redirectTo', 'reLaunch', 'switchTab', 'navigateBack', 'makePhoneCall', 'showToast', 'hideToast', 'pageScrollTo', 'setClipboardData', 'vibrateShort', 'addPhoneCalendar'].map((api) => [api, told(api)])),
  // One photo from the album, and what storage answers to it.
  chooseMedia: told('chooseMedia', { tempFiles: [{ tempFilePath: 'http://tmp/photo.jpg', size: 4, fileType: 'image' }] }),
  getFileSystemManager: () => ({ readFile: told('readFile', { data: new ArrayBuffer(4) }) }),
  request: told('request', { statusCode: 200, data: '' }),
  requestSubscribeMessage: (options: Callbacks & { tmplIds: string[] }) => told('requestSubscribeMessage', Object.fromEntries(options.tmplIds.map((id) => [id, 'accept'])))(options),
};

type Handler = (this: object, ...args: unknown[]) => unknown;
interface App { onLaunch?(options: object): void; onShow?(options: object): void }
interface PageConfig { data?: object; onLoad?: Handler; onShow?: Handler; onReady?: Handler; onUnload?: Handler; [key: string]: unknown }
interface Rendered { dom: HTMLElement; instance: object; attach(parent: Element): void; detach(): void }
interface Simulate { load(page: string, options: { compiler: string; rootPath: string; compilerOptions: { maxBuffer: number } }): string; render(id: string): Rendered }
interface Exparser { Event: { create(name: string, detail: object, options: object): object; dispatchEvent(target: object, event: object): void } }

let app: App = {};
const stack: object[] = [];
scope['App'] = (config: App) => { app = config; };
scope['getApp'] = () => app;
scope['getCurrentPages'] = () => stack;

const simulate = require('miniprogram-simulate') as Simulate;
const exparser = require('miniprogram-exparser') as Exparser;
const component = scope['Component'] as (definition: object) => void;

/** j-component knows components only: a page becomes one whose life is that of the page. */
scope['Page'] = (config: PageConfig) => {
  const methods = Object.fromEntries(Object.entries(config).filter((entry): entry is [string, Handler] => typeof entry[1] === 'function'));
  component({ data: config.data ?? {}, methods });
};

require(path.join(root, 'app.js'));
app.onLaunch?.({ path: '', query: {}, scene: 1001 });
app.onShow?.({ path: '', query: {}, scene: 1001 });

const registered = new Map<string, string>();
let shown: Rendered | undefined;

function open(page: string, query: Record<string, string>): void {
  if (shown) {
    (shown.instance as PageConfig).onUnload?.call(shown.instance);
    shown.detach();
  }
  const id = registered.get(page) ?? simulate.load(path.join(root, page), { compiler: 'official', rootPath: root, compilerOptions: { maxBuffer: 64 * 1024 * 1024 } });
  registered.set(page, id);
  const rendered = simulate.render(id);
  rendered.attach(document.body);
  const instance: PageConfig = Object.assign(rendered.instance, { route: page, __route__: page });
  stack.splice(0, stack.length, instance);
  shown = rendered;
  instance.onLoad?.call(instance, query);
  instance.onShow?.call(instance);
  instance.onReady?.call(instance);
}

const pageNow = (): HTMLElement => {
  if (!shown) throw new Error('no page is open');
  return shown.dom;
};
const wordsOf = (element: Element) => (element.textContent ?? '').replace(/\s+/g, ' ').trim();

/** What WeChat gave the element: j-component keeps attributes beside the DOM, wcc writes their names in camel case. */
interface Drawn extends Element { __wxElement?: { _vt?: { attrs: { name: string; value: unknown }[] } } }
const camel = (name: string) => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
const attribute = (element: Drawn, name: string): string => {
  const value = name === 'class' ? element.getAttribute('class') : element.__wxElement?._vt?.attrs.find((one) => one.name === camel(name))?.value;
  return value === undefined || value === null ? '' : String(value);
};
const all = (): Drawn[] => Array.from(pageNow().querySelectorAll<Drawn>('*'));

/** Resolves as soon as `look` finds something; it is asked again after every change of the page. */
function until<T>(look: () => T | undefined, within: number, missing: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const first = look();
    if (first !== undefined) return resolve(first);
    const done = (end: () => void) => { watch.disconnect(); clearTimeout(timer); end(); };
    const watch = new MutationObserver(() => {
      const found = look();
      if (found !== undefined) done(() => resolve(found));
    });
    const timer = setTimeout(() => done(() => reject(new Error(`${missing}; the page says: ${wordsOf(pageNow())}`))), within);
    watch.observe(pageNow(), { subtree: true, childList: true, characterData: true, attributes: true });
  });
}

/** The innermost element that says exactly the words, or is labelled with them; else the innermost that contains them. */
function find(words: string): Drawn | undefined {
  const elements = all();
  return elements.filter((element) => wordsOf(element) === words).at(-1) ?? elements.find((element) => attribute(element, 'aria-label') === words) ?? elements.filter((element) => wordsOf(element).includes(words)).at(-1);
}

function fire(element: Drawn, name: string, detail: object): void {
  let target: Drawn | null = element;
  while (target && !target.__wxElement) target = target.parentElement;
  if (!target?.__wxElement) throw new Error('not an element of the page');
  exparser.Event.dispatchEvent(target.__wxElement, exparser.Event.create(name, detail, { bubbles: true, capturePhase: true, composed: true, extraFields: { touches: [], changedTouches: [] } }));
}

async function answer(message: Ask): Promise<unknown> {
  switch (message.ask) {
    case 'open': return open(message.page, message.query);
    case 'text': return wordsOf(pageNow());
    case 'shows':
      await until(() => (wordsOf(pageNow()).includes(message.words) ? true : undefined), message.within, `"${message.words}" did not appear`);
      return undefined;
    case 'tap': return fire(await until(() => find(message.words), 5000, `nothing says "${message.words}"`), 'tap', { x: 0, y: 0 });
    case 'type': {
      const field = () => all().find((element) => /^wx-(input|textarea)$/i.test(element.tagName) && attribute(element, 'aria-label') === message.label);
      return fire(await until(field, 5000, `no field is labelled "${message.label}"`), 'input', { value: message.value });
    }
    case 'attributes': return all().map((element) => attribute(element, message.name)).filter((value) => value !== '');
  }
}

process.on('message', (message: Ask | CloudReply) => {
  if ('ask' in message) {
    answer(message).then((value) => send({ id: message.id, value: value ?? null }), (error: Error) => send({ id: message.id, failed: error.message }));
    return;
  }
  const waiting = pending.get(message.cloud);
  pending.delete(message.cloud);
  if (message.failed !== undefined) waiting?.reject(new Error(message.failed));
  else waiting?.resolve(message.value);
});
send({ ready: true });
