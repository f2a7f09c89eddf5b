/** What a deployment would do, from what was built, and what it says when settings are missing. The cloud itself is not tried here. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { planOf, problemsOf, readSettings } from '../../config/deploy';

const repository = path.resolve(__dirname, '../..');
const complete = Object.fromEntries(['SUIFANG_ENV', 'TENCENTCLOUD_SECRETID', 'TENCENTCLOUD_SECRETKEY', 'SUIFANG_KEYS', 'PUBLIC_URL', 'SMS_APP_ID', 'SMS_SIGN', 'SMS_SECRET_ID', 'SMS_SECRET_KEY', 'SMS_TEMPLATES', 'WX_TEMPLATES'].map((name) => [name, `the ${name}`]));
let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'suifang-deploy-'));
  copyFileSync(path.join(repository, 'cloudbaserc.json'), path.join(root, 'cloudbaserc.json'));
  for (const [name, config, collections] of [
    ['notice', { timeout: 60, permissions: { openapi: ['subscribeMessage.send'] }, triggers: [{ name: 'send', type: 'timer', config: '0 * * * * * *' }] }, [{ name: 'notice', indexes: [{ name: 'due', keys: [['state', 1], ['due', -1]] }, { name: 'one', keys: [['key', 1]], unique: true }] }]],
    ['survey', {}, [{ name: 'notice', indexes: [{ name: 'due', keys: [['state', 1], ['due', -1]] }, { name: 'one', keys: [['key', 1]], unique: true }] }]],
  ] as const) {
    const folder = path.join(root, 'dist/cloudfunctions', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'index.js'), '');
    writeFileSync(path.join(folder, 'config.json'), JSON.stringify(config));
    writeFileSync(path.join(folder, 'collections.json'), JSON.stringify({ collections }));
  }
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('every collection once, with its indexes as the cloud takes them', () => {
  expect(planOf(root, complete).collections).toEqual([{
    name: 'notice',
    indexes: [
      { IndexName: 'due', MgoKeySchema: { MgoIndexKeys: [{ Name: 'state', Direction: '1' }, { Name: 'due', Direction: '-1' }], MgoIsUnique: false } },
      { IndexName: 'one', MgoKeySchema: { MgoIndexKeys: [{ Name: 'key', Direction: '1' }], MgoIsUnique: true } },
    ],
  }]);
});

test('every function with the runtime said, its own limits, timer, path and the whole set of variables', () => {
  const { functions, wechat } = planOf(root, { ...complete, SETUP_TOKEN: 'once', PATH: '/bin' });
  expect(functions.map(({ name, path: where, runtime, timeout, memorySize, triggers }) => [name, where, runtime, timeout, memorySize, triggers.length])).toEqual([['notice', '/api/notice', 'Nodejs20.19', 60, 256, 1], ['survey', '/api/survey', 'Nodejs20.19', 20, 256, 0]]);
  expect(Object.keys(functions[0]!.envVariables).sort()).toEqual(['PUBLIC_URL', 'SETUP_TOKEN', 'SMS_APP_ID', 'SMS_SECRET_ID', 'SMS_SECRET_KEY', 'SMS_SIGN', 'SMS_TEMPLATES', 'SUIFANG_KEYS', 'WX_TEMPLATES']);
  expect(wechat).toEqual(['notice']);
});

test('missing settings are named, and what is too large for the platform is said', () => {
  expect(problemsOf(complete)).toEqual([]);
  expect(problemsOf({ ...complete, SUIFANG_KEYS: '', SUIFANG_ENV: undefined })).toEqual([expect.stringMatching(/SUIFANG_ENV, SUIFANG_KEYS\b.*README/)]);
  expect(problemsOf({ ...complete, SMS_TEMPLATES: 'x'.repeat(4096) })).toEqual([expect.stringContaining('4096')]);
});

test('.env is read, and the shell wins', () => {
  writeFileSync(path.join(root, '.env'), 'SUIFANG_ENV=from-file\nSMS_SIGN="随访中心"\n');
  expect(readSettings(root, { SUIFANG_ENV: 'from-shell' })).toMatchObject({ SUIFANG_ENV: 'from-shell', SMS_SIGN: '随访中心' });
});

test('the command ends with words when there are no credentials, and sends nothing', () => {
  const { TENCENTCLOUD_SECRETID, TENCENTCLOUD_SECRETKEY, SUIFANG_ENV, ...environment } = process.env;
  const { status, stderr } = spawnSync(process.execPath, ['config/deploy.mjs'], { cwd: repository, env: { ...environment, SUIFANG_ENV: '' }, encoding: 'utf8' });
  expect([status, stderr]).toEqual([1, expect.stringMatching(/missing: SUIFANG_ENV/)]);
});
