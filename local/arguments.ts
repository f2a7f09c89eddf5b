/** The command line of `npm start`. */
import { isIP } from 'node:net';
import path from 'node:path';

export interface Settings {
  port: number;
  dataDir: string;
  /** ISO instant. */
  now?: string;
  /** The hospital's own discharges, to start from. */
  importFile?: string;
  /** Where HL7 v2 messages are listened for (MLLP). */
  mllp?: { port: number; host: string };
  /** The folder from which files are taken. */
  watchDir?: string;
}

export const usage = `npm start -- [选项 · options]
  --port N       端口，默认 8787 · port, 8787 unless given
  --data DIR     数据文件夹，默认 .data · where data is kept, .data unless given
  --now ISO      从这一刻开始走的时钟，如 2026-11-21T09:00 · a clock that starts there (Beijing time unless a zone is given)
  --import FILE  从医院自己的出院名单开始（CSV、XLSX），数据文件夹须为空 · start empty from the hospital's own file
  --mllp N       在这个端口接收 HL7 v2 消息（MLLP，常用 2575） · listen for HL7 v2 messages here (2575 is usual)
  --mllp-host IP 接收消息的网卡地址，默认 127.0.0.1，只有本机；院内网络用 0.0.0.0 · address to listen on, this machine only unless given; 0.0.0.0 for a hospital's network
  --watch DIR    每隔几秒查看这个文件夹，导入放进来的文件 · import what is put into this folder
  --help         显示这段说明 · show this`;

const usualPort = 8787;

/** Settings, or a sentence for the person who typed. Relative names are relative to `cwd`. */
export function readArguments(args: readonly string[], cwd: string): Settings | { say: string; failed: boolean } {
  const settings: Settings = { port: usualPort, dataDir: path.resolve(cwd, '.data') };
  const wrong = (sentence: string) => ({ say: `${sentence}\n\n${usage}`, failed: true });
  const isPort = (value: string): boolean => /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65_535;
  let mllpHost: string | undefined;
  const rest = args.flatMap((arg) => (/^--[a-z-]+=/.test(arg) ? [arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1)] : [arg]));
  while (rest.length > 0) {
    const name = rest.shift()!;
    if (name === '--help' || name === '-h') return { say: usage, failed: false };
    if (!['--port', '--data', '--now', '--import', '--mllp', '--mllp-host', '--watch'].includes(name)) return wrong(`不认识的参数 · unknown: ${name}`);
    const value = rest.shift();
    if (value === undefined || value === '' || value.startsWith('--')) return wrong(`${name} 后面要写内容 · ${name} needs a value`);
    if (name === '--port') {
      settings.port = Number(value);
      if (!isPort(value)) return wrong(`端口应为 1 到 65535 · a port is 1 to 65535, not "${value}"`);
    } else if (name === '--data') {
      settings.dataDir = path.resolve(cwd, value);
    } else if (name === '--import') {
      settings.importFile = path.resolve(cwd, value);
    } else if (name === '--mllp') {
      if (!isPort(value)) return wrong(`端口应为 1 到 65535 · a port is 1 to 65535, not "${value}"`);
      settings.mllp = { port: Number(value), host: '127.0.0.1' };
    } else if (name === '--mllp-host') {
      if (isIP(value) === 0) return wrong(`不是网卡地址 · not an address of this machine: "${value}". 例 · example: 0.0.0.0`);
      mllpHost = value;
    } else if (name === '--watch') {
      settings.watchDir = path.resolve(cwd, value);
    } else {
      const now = readInstant(value);
      if (now === undefined) return wrong(`不是时间 · not a time: "${value}". 例 · example: 2026-11-21T09:00`);
      settings.now = now;
    }
  }
  if (mllpHost !== undefined && !settings.mllp) return wrong('--mllp-host 要和 --mllp 一起用 · --mllp-host goes with --mllp');
  if (settings.mllp?.port === settings.port) return wrong(`--mllp 和 --port 不能是同一个端口 · --mllp and --port cannot be the same: ${settings.port}`);
  if (settings.mllp && mllpHost !== undefined) settings.mllp.host = mllpHost;
  return settings;
}

/** A day is its morning at 9:00, a time without a zone is Beijing's. */
function readInstant(value: string): string | undefined {
  const full = /^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T09:00:00+08:00` : /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(value) ? `${value.replace(' ', 'T')}+08:00` : value;
  if (!/^\d{4}-\d{2}-\d{2}T/.test(full) || Number.isNaN(Date.parse(full))) return undefined;
  return new Date(full).toISOString();
}
