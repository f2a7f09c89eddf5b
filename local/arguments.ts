/** The command line of `npm start`. */
import path from 'node:path';

export interface Settings {
  port: number;
  dataDir: string;
  /** ISO instant. */
  now?: string;
  /** The hospital's own discharges, to start from. */
  importFile?: string;
}

export const usage = `npm start -- [选项 · options]
  --port N       端口，默认 8787 · port, 8787 unless given
  --data DIR     数据文件夹，默认 .data · where data is kept, .data unless given
  --now ISO      从这一刻开始走的时钟，如 2026-11-21T09:00 · a clock that starts there (Beijing time unless a zone is given)
  --import FILE  从医院自己的出院名单开始（CSV、XLSX），数据文件夹须为空 · start empty from the hospital's own file
  --help         显示这段说明 · show this`;

const usualPort = 8787;

/** Settings, or a sentence for the person who typed. Relative names are relative to `cwd`. */
export function readArguments(args: readonly string[], cwd: string): Settings | { say: string; failed: boolean } {
  const settings: Settings = { port: usualPort, dataDir: path.resolve(cwd, '.data') };
  const wrong = (sentence: string) => ({ say: `${sentence}\n\n${usage}`, failed: true });
  const rest = args.flatMap((arg) => (/^--[a-z]+=/.test(arg) ? [arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1)] : [arg]));
  while (rest.length > 0) {
    const name = rest.shift()!;
    if (name === '--help' || name === '-h') return { say: usage, failed: false };
    if (!['--port', '--data', '--now', '--import'].includes(name)) return wrong(`不认识的参数 · unknown: ${name}`);
    const value = rest.shift();
    if (value === undefined || value === '' || value.startsWith('--')) return wrong(`${name} 后面要写内容 · ${name} needs a value`);
    if (name === '--port') {
      settings.port = Number(value);
      if (!/^\d{1,5}$/.test(value) || settings.port < 1 || settings.port > 65_535) return wrong(`端口应为 1 到 65535 · a port is 1 to 65535, not "${value}"`);
    } else if (name === '--data') {
      settings.dataDir = path.resolve(cwd, value);
    } else if (name === '--import') {
      settings.importFile = path.resolve(cwd, value);
    } else {
      const now = readInstant(value);
      if (now === undefined) return wrong(`不是时间 · not a time: "${value}". 例 · example: 2026-11-21T09:00`);
      settings.now = now;
    }
  }
  return settings;
}

/** A day is its morning at 9:00, a time without a zone is Beijing's. */
function readInstant(value: string): string | undefined {
  const full = /^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T09:00:00+08:00` : /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(value) ? `${value.replace(' ', 'T')}+08:00` : value;
  if (!/^\d{4}-\d{2}-\d{2}T/.test(full) || Number.isNaN(Date.parse(full))) return undefined;
  return new Date(full).toISOString();
}
