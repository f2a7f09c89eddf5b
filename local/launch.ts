/** `npm start` after its arguments: checks port and folder, lets the build finish, starts, fills an empty folder once, prints the addresses, stops cleanly. */
import { existsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { readArguments, type Settings } from './arguments';
import { inWords } from './clock';
import { takeFolder, type DataFolder } from './data-folder';
import { openIntake } from './intake';
import { startLocal, type Local } from './index';

export interface FirstStart {
  settings: Settings;
  local: Local;
  /** The secret with which the first lead sets the hospital up, once. */
  setupToken: string;
  say(line: string): void;
}

export interface Launch {
  args: readonly string[];
  /** Builds what is missing; false when that failed, which it has said. */
  prepare(): Promise<boolean>;
  /** Folder of built functions; usual: dist/cloudfunctions. */
  functions?: string;
  /** Fills an empty folder through public operations; returns lines to print below the addresses. */
  firstStart?(first: FirstStart): Promise<string[]>;
  say?(line: string): void;
}

/** Variables that a person may set for the functions; everything else of the machine stays outside. */
const passedOn = ['PUBLIC_URL', 'SMS_ENDPOINT', 'SMS_REGION', 'SMS_LINK_PREFIX', 'SMS_APP_ID', 'SMS_SIGN', 'SMS_SECRET_ID', 'SMS_SECRET_KEY', 'SMS_TEMPLATES', 'WX_TEMPLATES', 'SUIFANG_KEYS', 'FEED_KEYS', 'SETUP_TOKEN'];

/** Resolves when everything runs, or with the exit code set when it cannot. */
export async function launch({ args, prepare, functions, firstStart, say = (line) => console.log(line) }: Launch): Promise<Local | undefined> {
  const give = (sentence: string, code: number): undefined => {
    say(sentence);
    process.exitCode = code;
    return undefined;
  };
  const settings = readArguments(args, process.cwd());
  if ('say' in settings) return give(settings.say, settings.failed ? 1 : 0);
  if (settings.importFile !== undefined && !existsSync(settings.importFile)) return give(`找不到文件 · no such file: ${settings.importFile}`, 1);
  const { watchDir, mllp } = settings;
  if (watchDir !== undefined && !statSync(watchDir, { throwIfNoEntry: false })?.isDirectory()) return give(`找不到文件夹 · no such folder: ${watchDir}`, 1);
  const taken = await portProblem('--port', settings.port) ?? (mllp && await portProblem('--mllp', mllp.port, mllp.host));
  if (taken) return give(taken, 1);
  const folder = takeFolder(settings.dataDir);
  if (typeof folder === 'string') return give(folder, 1);
  const origin = folder.origin();
  const refuse = (sentence: string): undefined => {
    folder.release();
    return give(sentence, 1);
  };
  if (settings.importFile !== undefined && origin) return refuse(`数据文件夹已有数据 · ${settings.dataDir} is not empty: 请用 --data 换一个空文件夹再导入 · choose an empty one with --data, or import in the console`);
  if (settings.importFile !== undefined && !firstStart) return refuse('这个版本不能在启动时导入 · this build cannot import at the start; import in the console');
  if (!(await prepare())) return refuse('构建没有成功，未启动 · not started: the build failed');

  // A synthetic hospital has its lead after the first start; a real one gets theirs whenever the printed link is opened.
  const setupToken = origin?.kind === 'synthetic' ? undefined : folder.setupToken();
  // Messages that go to a real carrier are nobody else's to read, and a real hospital's clock is not moved.
  const realCarrier = Boolean(process.env['SMS_ENDPOINT']);
  let local: Local | undefined;
  try {
    local = await startLocal({
      functions, synthetic: !realCarrier, dataDir: settings.dataDir, now: settings.now, port: settings.port, frozen: false, log: folder.log,
      variables: { ...Object.fromEntries(passedOn.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))), ...(setupToken && { SETUP_TOKEN: setupToken }) },
    });
    stopOnSignal(() => local?.dispose(), folder, say);
    let lines: string[] = [];
    if (!origin && firstStart && setupToken !== undefined) {
      if (folder.begin()) await local.reset();
      lines = await firstStart({ settings, local, setupToken, say });
      // The synthetic hospital has lived through past days.
      local.clock.reset();
      folder.settle({ kind: settings.importFile === undefined ? 'synthetic' : 'import', at: new Date(local.clock.now()).toISOString() });
    }
    // Once the first start has come to its end: nothing that a hospital sends falls into it.
    const platform = local;
    const intake = await openIntake(platform, settings, folder.log);
    const running: Local = { ...platform, dispose: () => intake.close().finally(() => platform.dispose()) };
    local = running;
    say(addresses(running, settings, realCarrier, [...intake.lines, ...lines]));
    return running;
  } catch (error) {
    await local?.dispose();
    return refuse(`没有启动成功 · could not start: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function addresses(local: Local, { dataDir }: Settings, realCarrier: boolean, lines: string[]): string {
  const synthetic = realCarrier ? [] : [`  手机      phones     ${local.url}/outbox`, `  时钟      clock      ${local.url}/clock`];
  return ['', '已启动 · running', `  患者页面  patients   ${local.url}/`, `  工作台    console    ${local.url}/console/`, ...synthetic,
    `  现在      now        ${inWords(local.clock.now())} (北京时间 · Beijing)`, `  数据      data       ${dataDir}`, ...lines.map((line) => `  ${line}`), '  停止 · stop: Ctrl+C'].join('\n');
}

/** Why the port cannot be had, asked before the long part of the work. */
function portProblem(option: '--port' | '--mllp', port: number, host = '127.0.0.1'): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(
      error.code === 'EADDRINUSE' ? `端口 ${port} 已被占用，可能已经在运行 · port ${port} is in use, perhaps by an earlier start. 请换一个 · choose another: npm start -- ${option} ${port < 65_535 ? port + 1 : 8787}`
      : error.code === 'EACCES' ? `没有权限使用端口 ${port} · no permission for port ${port}: 请用 1024 以上的端口 · choose one above 1024`
      : `不能使用端口 · cannot use port ${port} (${error.code ?? error.message})`,
    ));
    probe.listen(port, host, () => probe.close(() => resolve(undefined)));
  });
}

/** The first signal ends everything in order, a second one at once. What was acknowledged is on disk either way. */
function stopOnSignal(dispose: () => Promise<void> | undefined, folder: DataFolder, say: (line: string) => void): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    say('正在停止 · stopping');
    void Promise.resolve(dispose()).finally(() => {
      folder.release();
      process.exit(0);
    });
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}
