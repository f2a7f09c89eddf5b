/**
 * `npm run deploy`: collections with their indexes, then the functions with their timers and HTTP paths, then the pages, to one CloudBase environment, through Tencent's own
 * @cloudbase/manager-node. Safe to repeat. NOT TRIED against a real account in this repository: there are no credentials here. What is planned is tested; what the cloud
 * answers is not.
 */
import CloudBase from '@cloudbase/manager-node';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';

interface FunctionDefaults { runtime: string; handler: string; installDependency: boolean; timeout: number; memorySize: number }
interface CollectionSpec { name: string; indexes: { name: string; keys: [field: string, direction: 1 | -1][]; unique?: boolean }[] }
interface FunctionConfig { timeout?: number; memorySize?: number; triggers?: { name: string; type: string; config: string }[]; permissions?: { openapi?: string[] } }

export interface DeployPlan {
  collections: { name: string; indexes: { IndexName: string; MgoKeySchema: { MgoIndexKeys: { Name: string; Direction: string }[]; MgoIsUnique: boolean } }[] }[];
  functions: (FunctionDefaults & { name: string; path: string; triggers: { name: string; type: string; config: string }[]; envVariables: Record<string, string> })[];
  /** Functions that call WeChat: `permissions.openapi` can only be uploaded by WeChat's own tools. */
  wechat: string[];
}

/** Variables of the functions. The whole set is sent each time: the cloud replaces, it does not merge. */
const needed = ['SUIFANG_KEYS', 'PUBLIC_URL', 'SMS_APP_ID', 'SMS_SIGN', 'SMS_SECRET_ID', 'SMS_SECRET_KEY', 'SMS_TEMPLATES', 'WX_TEMPLATES'];
const optional = ['SMS_ENDPOINT', 'SMS_REGION', 'SMS_LINK_PREFIX', 'FEED_KEYS', 'SETUP_TOKEN'];
const credentials = ['SUIFANG_ENV', 'TENCENTCLOUD_SECRETID', 'TENCENTCLOUD_SECRETKEY'];
/** The platform: all variables of a function together. Bytes. */
const mostVariables = 4096;

/** What is missing or wrong in the settings, in words; empty when the deployment can begin. */
export function problemsOf(settings: Readonly<Record<string, string | undefined>>): string[] {
  const missing = [...credentials, ...needed].filter((name) => !settings[name]);
  const bytes = Buffer.byteLength(Object.entries(variablesOf(settings)).map(([name, value]) => name + value).join(''));
  return [
    ...(missing.length > 0 ? [`缺少设置 · missing: ${missing.join(', ')}. 写入 .env 或环境变量，见 README 的“部署” · put them into .env or the environment, see README, "Deploy"`] : []),
    ...(bytes > mostVariables ? [`函数变量共 ${bytes} 字节，平台上限 ${mostVariables} · the variables have ${bytes} bytes, the platform takes ${mostVariables}`] : []),
  ];
}

function variablesOf(settings: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries([...needed, ...optional].flatMap((name) => (settings[name] ? [[name, settings[name]]] : [])));
}

/** Reads what was built: every function of dist/cloudfunctions with its config.json and collections.json. */
export function planOf(root: string, settings: Readonly<Record<string, string | undefined>>): DeployPlan {
  const read = <T>(file: string): T => JSON.parse(readFileSync(path.join(root, file), 'utf8')) as T;
  const { functionDefaultConfig: defaults, functionRoot } = read<{ functionDefaultConfig: FunctionDefaults; functionRoot: string }>('cloudbaserc.json');
  const names = readdirSync(path.join(root, functionRoot)).filter((name) => existsSync(path.join(root, functionRoot, name, 'index.js'))).sort();
  const configs = names.map((name) => ({ name, ...read<FunctionConfig>(`${functionRoot}/${name}/config.json`) }));
  const specs = new Map(names.flatMap((name) => read<{ collections: CollectionSpec[] }>(`${functionRoot}/${name}/collections.json`).collections).map((spec) => [spec.name, spec]));
  return {
    collections: [...specs.values()].map(({ name, indexes }) => ({
      name,
      indexes: indexes.map((index) => ({ IndexName: index.name, MgoKeySchema: { MgoIndexKeys: index.keys.map(([Name, direction]) => ({ Name, Direction: String(direction) })), MgoIsUnique: index.unique ?? false } })),
    })),
    functions: configs.map(({ name, timeout = defaults.timeout, memorySize = defaults.memorySize, triggers = [] }) => ({
      ...defaults, name, timeout, memorySize, triggers, path: `/api/${name}`, envVariables: variablesOf(settings),
    })),
    wechat: configs.filter(({ permissions }) => (permissions?.openapi ?? []).length > 0).map(({ name }) => name),
  };
}

/** `.env` of the checkout, under what the shell already says. */
export function readSettings(root: string, environment: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  const file = path.join(root, '.env');
  return { ...(existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}), ...environment };
}

/** Carries the plan out, one step after the other, each said. Rejects with the cloud's own message; running it again goes on. */
export async function deploy(root: string, settings: Readonly<Record<string, string | undefined>>, say: (line: string) => void): Promise<void> {
  const plan = planOf(root, settings);
  const { region, functionRoot } = JSON.parse(readFileSync(path.join(root, 'cloudbaserc.json'), 'utf8')) as { region: string; functionRoot: string };
  const cloud = new CloudBase({ secretId: settings['TENCENTCLOUD_SECRETID'], secretKey: settings['TENCENTCLOUD_SECRETKEY'], token: settings['TENCENTCLOUD_SESSIONTOKEN'], envId: settings['SUIFANG_ENV'], region });

  for (const { name, indexes } of plan.collections) {
    await cloud.database.createCollectionIfNotExists(name);
    // Only functions may read and write: whoever has the mini-program has its key.
    await cloud.permission.modifyResourcePermission({ resourceType: 'collection', resource: name, permission: 'ADMINONLY' })
      .catch((error: Error) => say(`  !  ${name}: 请在控制台把权限设为“仅管理端可读写” · set its permission to ADMINONLY in the console (${error.message})`));
    for (const index of indexes) {
      if (!(await cloud.database.checkIndexExists(name, index.IndexName)).Exists) await cloud.database.updateCollection(name, { CreateIndexes: [index] });
    }
    say(`  ✓  集合 · collection ${name} (${indexes.length})`);
  }
  for (const func of plan.functions) {
    await cloud.functions.createFunction({ func, functionRootPath: path.join(root, functionRoot), force: true });
    say(`  ✓  云函数 · function ${func.name}${func.triggers.map(({ config }) => `  ⏱ ${config}`).join('')}`);
  }
  for (const [folder, cloudPath] of [['dist/h5', ''], ['dist/console', 'console']] as const) {
    await cloud.hosting.uploadFiles({ localPath: path.join(root, folder), cloudPath });
    say(`  ✓  页面 · pages ${folder} → /${cloudPath}`);
  }
  if (plan.wechat.length > 0) {
    say(`  !  ${plan.wechat.join('、')} 会调用微信接口：请用微信开发者工具各上传一次，云调用权限（config.json 的 permissions）才会生效 · upload these once with WeChat DevTools, which alone grants permissions.openapi`);
  }
}
