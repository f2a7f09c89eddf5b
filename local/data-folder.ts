/** The data folder of `npm start`: may we write there, is anybody else using it, has it been filled. Problems are sentences. */
import { randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { saveFile } from './files';

/** How the folder was first filled. */
export interface Origin { kind: 'synthetic' | 'import'; at: string }

export interface DataFolder {
  /** Undefined while the first start has not come to its end. */
  origin(): Origin | undefined;
  /** Notes that the first start has begun; true when an earlier one was cut short, whose half must go. */
  begin(): boolean;
  /** Notes that it is complete. */
  settle(origin: Origin): void;
  /** The secret of the one-time setup link; the same until it is used, so that a restart does not spoil a printed link. */
  setupToken(): string;
  /** Appends to the functions' log; the one before last is dropped at 5 MB. */
  log(line: string): void;
  /** Others may use the folder again. */
  release(): void;
}

const largestLog = 5 * 1024 * 1024;

/** Takes the folder for this process, or says why not. */
export function takeFolder(dir: string): DataFolder | string {
  const file = (name: string): string => path.join(dir, name);
  const lock = file('running.pid');
  try {
    mkdirSync(dir, { recursive: true });
    writeFileSync(file('.writable'), '');
    rmSync(file('.writable'));
  } catch (error) {
    return `不能写入数据文件夹 · cannot write to ${dir} (${(error as NodeJS.ErrnoException).code ?? String(error)}). 请换一个文件夹 · choose another: --data DIR`;
  }
  const other = holder(lock);
  if (other !== undefined) {
    return `数据文件夹正被另一个进程使用 · ${dir} is in use by process ${other}. 请先停止它，或用 --data 换一个文件夹 · stop it first, or choose another folder with --data. 如果确定没有在运行，请删除 · if it is not running, delete ${lock}`;
  }
  saveFile(lock, [process.pid, birthOf(process.pid)].join(' ').trim());

  return {
    origin: () => (existsSync(file('origin.json')) ? (JSON.parse(readFileSync(file('origin.json'), 'utf8')) as Origin) : undefined),
    begin() {
      const cutShort = existsSync(file('first-start'));
      saveFile(file('first-start'), '');
      return cutShort;
    },
    settle(origin) {
      saveFile(file('origin.json'), JSON.stringify(origin));
      rmSync(file('first-start'), { force: true });
    },
    setupToken() {
      if (!existsSync(file('setup-token'))) saveFile(file('setup-token'), randomBytes(16).toString('base64url'), { mode: 0o600 });
      return readFileSync(file('setup-token'), 'utf8');
    },
    log(line) {
      const log = file('platform.log');
      if (existsSync(log) && statSync(log).size > largestLog) renameSync(log, `${log}.1`);
      appendFileSync(log, `${line}\n`);
    },
    release: () => rmSync(lock, { force: true }),
  };
}

/** The process that holds the folder; one that was killed holds nothing. */
function holder(lock: string): number | undefined {
  if (!existsSync(lock)) return undefined;
  const [number = '', birth = ''] = readFileSync(lock, 'utf8').split(' ');
  const pid = Number(number);
  if (!Number.isInteger(pid) || pid < 1 || pid === process.pid) return undefined;
  try {
    process.kill(pid, 0);
    // After a power cut its number may be somebody else's: nobody must delete a file before the hospital's machine starts by itself.
    return birth !== '' && birth !== birthOf(pid) ? undefined : pid;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? pid : undefined;
  }
}

/** When a process began, where the system says so (Linux: this boot, and ticks since it; proc(5), stat field 22); '' elsewhere. */
function birthOf(pid: number): string {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}.${fields[19] ?? ''}`;
  } catch {
    return '';
  }
}
