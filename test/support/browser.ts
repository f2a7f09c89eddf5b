/**
 * A browser for tests: Chromium from npm on Linux x64, or the one that CHROME_PATH names. The npm one brings its own libraries, but unpacks them only where it believes to
 * be on Amazon Linux; a bare machine has no Chinese font, so one from npm is put before it through fontconfig.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import { chromium, type Browser } from 'playwright-core';

/** Rejects with what to do when there is no browser. `close()` also removes the fonts. */
export async function launchBrowser(): Promise<Browser> {
  const fonts = fontFolder();
  const env = { ...process.env, FONTCONFIG_FILE: path.join(fonts, 'fonts.conf'), FONTCONFIG_PATH: fonts };
  try {
    const browser = process.env['CHROME_PATH'] ? await chromium.launch({ executablePath: process.env['CHROME_PATH'], env }) : await launchFromNpm(env);
    browser.on('disconnected', () => rmSync(fonts, { recursive: true, force: true }));
    return browser;
  } catch (error) {
    rmSync(fonts, { recursive: true, force: true });
    throw new Error(`没有可用的浏览器 · no browser for the tests. 请安装 Chrome 并设置 CHROME_PATH · install Chrome or Chromium and set CHROME_PATH to its program.\n${error instanceof Error ? error.message : String(error)}`);
  }
}

async function launchFromNpm(env: Record<string, string | undefined>): Promise<Browser> {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error(`the browser from npm runs on Linux x64, this is ${process.platform} ${process.arch}`);
  process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs22.x';
  const { default: packed } = await import('@sparticuz/chromium');
  packed.setGraphicsMode = false;
  const executablePath = await packed.executablePath();
  // Not the package's own arguments: they make one process of everything, which ends with its first page.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none'], env: { ...env, LD_LIBRARY_PATH: process.env['LD_LIBRARY_PATH'] } });
}

/** A folder with the Chinese font and a fontconfig file that names it first. */
function fontFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'suifang-fonts-'));
  const files = path.join(path.dirname(createRequire(__filename).resolve('@fontsource/noto-sans-sc/package.json')), 'files');
  mkdirSync(path.join(folder, 'cache'));
  for (const weight of [400, 700]) {
    for (const part of ['chinese-simplified', 'latin']) writeFileSync(path.join(folder, `noto-${part}-${weight}.ttf`), unpackWoff(readFileSync(path.join(files, `noto-sans-sc-${part}-${weight}-normal.woff`))));
  }
  const alias = (family: string): string => `<match target="pattern"><test qual="any" name="family"><string>${family}</string></test><edit name="family" mode="prepend" binding="strong"><string>Noto Sans SC</string></edit></match>`;
  writeFileSync(path.join(folder, 'fonts.conf'), `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${folder}</dir><dir>/usr/share/fonts</dir><cachedir>${folder}/cache</cachedir>${['PingFang SC', 'Noto Sans CJK SC', 'sans-serif'].map(alias).join('')}</fontconfig>`);
  return folder;
}

/** Chromium takes no packed font from the system. WOFF 1.0 is a font whose tables are deflated one by one (www.w3.org/TR/WOFF): put back together, it is a plain one. */
function unpackWoff(woff: Buffer): Buffer {
  const tables = Array.from({ length: woff.readUInt16BE(12) }, (_, n) => {
    const entry = woff.subarray(44 + n * 20);
    const [offset, packed, size] = [entry.readUInt32BE(4), entry.readUInt32BE(8), entry.readUInt32BE(12)];
    const data = woff.subarray(offset, offset + packed);
    return { tag: entry.subarray(0, 4), checksum: entry.subarray(16, 20), data: packed < size ? inflateSync(data) : data };
  });
  const head = Buffer.alloc(12 + tables.length * 16);
  const power = Math.floor(Math.log2(tables.length));
  woff.copy(head, 0, 4, 8);
  head.writeUInt16BE(tables.length, 4);
  head.writeUInt16BE(2 ** power * 16, 6);
  head.writeUInt16BE(power, 8);
  head.writeUInt16BE((tables.length - 2 ** power) * 16, 10);
  const parts: Buffer[] = [head];
  let offset = head.length;
  tables.forEach(({ tag, checksum, data }, n) => {
    const at = 12 + n * 16;
    tag.copy(head, at);
    checksum.copy(head, at + 4);
    head.writeUInt32BE(offset, at + 8);
    head.writeUInt32BE(data.length, at + 12);
    const padding = Buffer.alloc((4 - (data.length % 4)) % 4);
    parts.push(data, padding);
    offset += data.length + padding.length;
  });
  return Buffer.concat(parts);
}
