/** The register at the console: found by initials, kept filters, facts corrected with both versions in sight, exports masked and in full, reveal, lists. Needs the built console (`npm run build`). */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import readExcel from 'read-excel-file/node';
import { launchBrowser } from '../support/browser';
import { press } from '../support/console';
import { csv, openHospital, type Hospital } from '../support/hospital';

// One hospital for the file; a browser is slow on a busy machine.
jest.setTimeout(120_000);

const password = 'synthetic-people-only-1';
let hospital: Hospital;
let browser: Browser;
let page: Page;
const defects: string[] = [];

async function signedIn(userName: string, viewport = { width: 1280, height: 800 }): Promise<Page> {
  const own = await browser.newPage({ viewport, locale: 'zh-CN', acceptDownloads: true });
  own.setDefaultTimeout(20_000);
  own.on('pageerror', (error) => defects.push(error.stack ?? error.message));
  await own.goto(`${hospital.local.url}/console/`);
  await own.getByLabel('用户名').fill(userName);
  await own.getByLabel('密码').fill(password);
  await own.keyboard.press('Enter');
  await own.locator('.s-nav').waitFor();
  return own;
}
const open = async (hash: string, own = page): Promise<void> => {
  await own.goto('about:blank');
  await own.goto(`${hospital.local.url}/console/#/${hash}`);
  await own.locator('.s-top-title').waitFor();
};
const panel = (title: string | RegExp, own = page) => own.getByRole('region', { name: title });
const row = (name: string, own = page) => own.locator('tr[data-row]', { hasText: name });
const expectRows = async (n: number, own = page): Promise<void> => { await own.waitForFunction(`document.querySelectorAll('tr[data-row]').length === ${n}`); };

beforeAll(async () => {
  if (!existsSync(path.resolve(__dirname, '../../dist/console/index.html'))) throw new Error('工作台还没有构建 · the console is not built: node config/build.mjs console');
  hospital = await openHospital('2026-11-20 19:30');
  const bone = { departmentCode: '0402', department: '骨科', ward: '骨科1病区' };
  await hospital.importFile('骨科名单.csv', csv([
    { patientNo: 'P0101', name: '王秀英', ...bone, dischargeAt: '2026-11-18 10:00', tags: '危重' },
    { patientNo: 'P0102', name: '王小红', ...bone, dischargeAt: '2026-11-18 11:00' },
    { patientNo: 'P0103', name: '赵敏芳', ...bone, dischargeAt: '2026-11-18 12:00', phone: '', contactPhone: '' },
    { patientNo: 'P0104', name: '陈永刚', departmentCode: '0401', department: '普外科', dischargeAt: '2026-11-18 12:30', tags: '慢性病' },
    { patientNo: 'P0105', name: '李建国', departmentCode: '0401', department: '普外科', dischargeAt: '2026-11-19 13:00', way: '2' },
    { patientNo: 'P0106', name: '孙小宝', birthDate: '2012-03-01', departmentCode: '0401', department: '普外科', dischargeAt: '2026-11-19 14:00' },
  ]));
  // The clock stands still unless it is moved: what follows is said later than the file.
  await hospital.local.clock.set('2026-11-20T19:31:00+08:00');
  await hospital.colleague('nurse3', 'nurse', 'all');
  browser = await launchBrowser();
  page = await signedIn('lead');
});
afterAll(async () => {
  await browser?.close();
  await hospital?.local.dispose();
});
afterEach(() => { expect(defects.splice(0)).toEqual([]); });

test('somebody is found by the initials of the name, and the view is an address that back leads to', async () => {
  await open('discharge/register/index');
  await expectRows(6);
  await press(page, '/');
  await page.keyboard.type('wxh');
  await page.keyboard.press('Enter');
  await expectRows(1);
  await row('王*红').waitFor();
  expect(page.url()).toContain('text=wxh');
  await row('王*红').locator('td').first().click();
  await row('王*红').press('Enter');
  await page.getByRole('heading', { name: '王*红', level: 1 }).waitFor();
  await page.goBack();
  await expectRows(1);
  await page.getByRole('button', { name: '去掉 查找：wxh' }).click();
  await expectRows(6);
});

test('a filter shows as chips, is kept under a name, chosen again, removed, and taken back', async () => {
  await page.getByLabel(/^科室(?!确认)/).selectOption('0402');
  await expectRows(3);
  await page.getByLabel(/^资料/).selectOption('no_phone');
  await expectRows(1);
  await page.getByRole('button', { name: '去掉 资料：没有电话' }).waitFor();
  await page.getByRole('button', { name: '存为常用' }).click();
  await page.getByRole('dialog').getByLabel('名称').fill('骨科没电话');
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  await page.getByText('已存为“骨科没电话”').waitFor();
  await page.getByRole('button', { name: '清除筛选' }).click();
  await expectRows(6);
  await page.reload();
  await page.getByRole('button', { name: '用“骨科没电话”' }).click();
  await expectRows(1);
  await row('赵*芳').waitFor();
  await page.getByRole('button', { name: '删去常用筛选“骨科没电话”' }).click();
  await page.getByText('已删去“骨科没电话”').waitFor();
  expect((await hospital.lead.discharge.savedFilters({})).filters).toEqual([]);
  await page.getByText('撤销').click();
  await page.getByRole('button', { name: '用“骨科没电话”' }).waitFor();
  expect((await hospital.lead.discharge.savedFilters({})).filters).toMatchObject([{ name: '骨科没电话', filter: { departmentCode: '0402', missing: 'no_phone' } }]);
});

test('a fact is corrected with a reason: the error stands beside its field, and both versions stay in sight', async () => {
  await open('discharge/register/index?text=Z0102');
  await expectRows(1);
  await press(page, 'Enter');
  await panel('住院').getByRole('button', { name: '更正资料' }).click();
  const dialog = page.getByRole('dialog', { name: '更正住院资料' });
  await dialog.getByLabel('出院时间').fill('2026-11-10T11:00');
  await dialog.getByLabel('姓名', { exact: true }).fill('王晓红');
  await dialog.getByText('将更正：姓名、出院时间').waitFor();
  await dialog.getByRole('button', { name: '保存更正' }).click();
  await dialog.getByText('请写两个字以上').waitFor();
  await dialog.getByLabel('原因').fill('与身份证核对过');
  await dialog.getByRole('button', { name: '保存更正' }).click();
  await dialog.getByText('出院时间不晚于入院时间').waitFor();
  await dialog.getByLabel('出院时间').fill('2026-11-18T11:00');
  await dialog.getByLabel('主治医师').fill('马大夫');
  await dialog.getByRole('button', { name: '保存更正' }).click();
  await page.getByText('已更正', { exact: true }).waitFor();
  await panel('住院').getByText('马大夫').waitFor();

  const versions = panel('谁说了什么');
  const [newest, oldest] = [versions.getByRole('listitem').first(), versions.getByRole('listitem').last()];
  await newest.getByText('我 更正').waitFor();
  expect(await newest.textContent()).toContain('与身份证核对过');
  expect(await newest.textContent()).toMatch(/主治医师（空） → 马大夫/);
  expect(await newest.textContent()).toContain('已更正，遮住后看不出差别');
  expect(await oldest.textContent()).toContain('骨科名单.csv · 第 3 行');
  await oldest.getByRole('button', { name: /看全部/ }).click();
  expect(await oldest.textContent()).toContain('2026-11-18 11:00');
  expect(await versions.textContent()).not.toMatch(/王小红|王晓红|undefined|encounter:/);
});

test('the timeline can be narrowed to one kind, and the number is shown in full only with a reason', async () => {
  const story = panel('经过');
  const kinds = story.getByRole('group', { name: '看哪一类' });
  await kinds.getByRole('button', { name: /^登记与更正/ }).click();
  await story.getByText('患者资料更正').first().waitFor();
  expect(await story.textContent()).not.toContain('列入随访');
  await page.getByRole('button', { name: '看完整信息' }).click();
  await page.getByRole('dialog').getByLabel('原因').fill('核对号码');
  await page.getByRole('dialog').getByRole('button', { name: '查看' }).click();
  await panel('联系方式').getByText('王晓红').waitFor();
  const { rows } = await hospital.lead.account.auditOf({ day: '2026-11-20' });
  expect(rows.find(({ action }) => action === 'discharge.reveal')?.reason).toContain('核对号码');
});

/** Exports what is shown and reads the workbook. */
async function exported(own: Page, full: boolean | undefined, reason: string): Promise<{ name: string; cells: string[][] }> {
  await own.getByRole('button', { name: '导出', exact: true }).click();
  const dialog = own.getByRole('dialog', { name: '导出出院登记' });
  if (full !== undefined) await dialog.getByLabel(full ? '完整显示' : /^遮住/).check();
  await dialog.getByLabel('原因').fill(reason);
  await dialog.getByRole('button', { name: '开始导出' }).click();
  const [download] = await Promise.all([own.waitForEvent('download'), dialog.getByRole('button', { name: '下载' }).click()]);
  const [sheet] = await readExcel(readFileSync(await download.path()));
  await dialog.getByRole('button', { name: '关闭' }).click();
  return { name: download.suggestedFilename(), cells: (sheet?.data ?? []).map((line) => line.map((cell) => String(cell ?? ''))) };
}

test('the list is exported masked; in full only with a reason, and never minors', async () => {
  await open('discharge/register/index?department=0401');
  await expectRows(3);
  const hidden = await exported(page, false, '科室月度总结');
  expect(hidden.name).toBe('回访登记表-2026-11-20.xlsx');
  expect(hidden.cells[0]?.slice(0, 4)).toEqual(['姓名', '性别', '年龄', '科室']);
  expect(hidden.cells.slice(1, 4).map(([name]) => name).sort()).toEqual(['孙*宝', '李*国', '陈*刚'].sort());
  const full = await exported(page, true, '院领导要求核对');
  expect(full.cells.slice(1, 4).map(([name]) => name).sort()).toEqual(['孙*宝', '李建国', '陈永刚'].sort());
  expect(full.cells.flat().join(' ')).toContain('19900010104');
});

test('who exported what and why stands in a list; who may not see more is not offered it', async () => {
  await open('discharge/exports/index');
  await expectRows(2);
  expect(await row('院领导要求核对').textContent()).toMatch(/我完整科室：普外科院领导要求核对3/);
  const nurse = await signedIn('nurse3');
  await open('discharge/register/index?department=0402', nurse);
  await expectRows(3, nurse);
  await nurse.getByRole('button', { name: '导出', exact: true }).click();
  const dialog = nurse.getByRole('dialog', { name: '导出出院登记' });
  await dialog.getByText('您的岗位只能导出遮住的名单').waitFor();
  expect(await dialog.getByLabel('完整显示').count()).toBe(0);
  await dialog.getByRole('button', { name: '开始导出' }).click();
  await dialog.getByText('请写两个字以上').waitFor();
  await nurse.close();
});

test('the sheet on paper has everybody who fits, masked, with who printed it', async () => {
  await open('discharge/register/index?department=0401');
  await page.getByRole('link', { name: '打印' }).click();
  await page.locator('.sheet').waitFor();
  expect(await page.locator('.sheet-table tbody tr').count()).toBe(3);
  const sheet = (await page.locator('.sheet').textContent()) ?? '';
  expect(sheet).toContain('打印人 陈建华 · 2026-11-20 19:3');
  expect(sheet).toContain('范围：科室：普外科');
  expect(sheet).not.toMatch(/李建国|1990001/);
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('.s-nav').isVisible()).toBe(false);
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  const [, width = 0, height = 0] = (/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf) ?? []).map(Number);
  expect([Math.round(width), Math.round(height)]).toEqual([842, 595]);
  // Nothing that scrolls on the screen cuts the paper off.
  expect(await page.evaluate("(() => { const cut = []; for (let at = document.querySelector('.sheet-table'); at; at = at.parentElement) if (getComputedStyle(at).overflowY !== 'visible' && at !== document.documentElement && at !== document.body) cut.push(at.className); return cut; })()")).toEqual([]);
  await page.emulateMedia({ media: 'screen' });
});

test('a ward completes what its records lack, and the follow-up list knows it', async () => {
  const ward = await signedIn('ward1');
  await ward.getByRole('link', { name: '资料不全' }).first().click();
  await ward.getByRole('button', { name: /^没有电话1/ }).click();
  await expectRows(1, ward);
  await ward.getByRole('button', { name: '补上 赵*芳 的电话' }).click();
  const dialog = ward.getByRole('dialog');
  await dialog.getByLabel('号码').fill('1990001');
  await dialog.getByLabel('从哪里知道的').fill('家属到病区补登');
  await dialog.getByRole('button', { name: '保存' }).click();
  await dialog.getByText('请填写 11 位手机号').waitFor();
  await dialog.getByLabel('号码').fill('19900010103');
  await dialog.getByRole('button', { name: '保存' }).click();
  await ward.getByText('赵*芳：已改为 199 **** 0103').waitFor();
  await ward.getByText('没有“没有电话”的患者').waitFor();
  await ward.close();
});

test('the head nurse hands in the list of the month, changes it later, and the lead sees who has not', async () => {
  const ward = await signedIn('ward1');
  await ward.getByRole('link', { name: '每月名单' }).first().click();
  await expectRows(3, ward);
  expect(await ward.getByLabel('勾选 王*英').isChecked()).toBe(true);
  expect(await row('王*英', ward).textContent()).toContain('急危疑难');
  expect(await ward.getByLabel('勾选 赵*芳').isChecked()).toBe(false);
  await ward.getByLabel('勾选 赵*芳').check();
  await ward.reload();
  await ward.getByRole('button', { name: '交上 2 人' }).click();
  await ward.getByText('已交上，共 2 人').waitFor();
  await ward.getByLabel('勾选 赵*芳').uncheck();
  await ward.getByRole('button', { name: '重新交上 1 人' }).click();
  await ward.getByText('第 2 次交').waitFor();
  await ward.close();
  const { monthly } = await hospital.lead.discharge.monthlyList({ departmentCode: '0402', month: '2026-11' });
  expect(monthly).toMatchObject({ rev: 2, chosen: 1, state: 'submitted' });

  await open('discharge/monthly/index?month=2026-11');
  await expectRows(2);
  expect(await row('骨科').textContent()).toContain('已交');
  expect(await row('普外科').textContent()).toContain('未到期');
});

test('a sample is drawn, shows its seed, and the same seed draws the same people', async () => {
  await open('discharge/sample/index');
  await page.getByLabel('比例（%）').fill('50');
  await page.getByLabel('最近几天出院').fill('0');
  await page.getByRole('button', { name: '抽样', exact: true }).click();
  await page.getByText('请填 1 到 92').waitFor();
  await page.getByLabel('最近几天出院').fill('3');
  await page.getByRole('button', { name: '抽样', exact: true }).click();
  await page.getByText('已抽出 3 人').waitFor();
  await expectRows(3);
  const first = await page.locator('tr[data-row]').allTextContents();
  await page.getByRole('button', { name: '用同样的种子再抽' }).click();
  expect((await page.getByLabel('种子').inputValue()).length).toBeGreaterThan(3);
  await page.getByRole('button', { name: '抽样', exact: true }).click();
  await page.waitForFunction("document.querySelectorAll('.sample-one').length === 2");
  await expectRows(3);
  expect(await page.locator('tr[data-row]').allTextContents()).toEqual(first);
});

test('a discharge that no system sent is added by hand; the draft survives a reload, and a second one leads to the first', async () => {
  await open('discharge/add/index');
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await page.getByText('请看标出的地方').waitFor();
  const fill = async () => {
    for (const [label, words] of [['住院号', 'Z0777'], ['患者 ID', 'P0777'], ['姓名', '高远山'], ['出生日期', '1950-02-03'], ['本人电话', '19900010777'], ['病区', '骨科1病区'], ['入院时间', '2026-11-10T09:00'], ['出院时间', '2026-11-19T10:00'], ['主要诊断', '股骨颈骨折']] as const) await page.getByLabel(label, { exact: true }).fill(words);
    await page.getByLabel('性别').selectOption('male');
    await page.getByLabel('出院科室').selectOption('0402');
    await page.getByLabel('为什么手工登记').fill('系统没有送来');
  };
  await fill();
  await page.reload();
  expect(await page.getByLabel('姓名', { exact: true }).inputValue()).toBe('高远山');
  await page.getByLabel('本人电话').fill('123');
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await page.getByText('电话号码不正确').waitFor();
  await page.getByLabel('本人电话').fill('19900010777');
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await page.getByRole('link', { name: '看这位患者' }).waitFor();
  await page.getByRole('button', { name: '再登记一位' }).click();
  await fill();
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await page.getByRole('link', { name: /看已登记的 高\*山/ }).click();
  await page.getByRole('heading', { name: '高*山', level: 1 }).waitFor();
});

test('on a phone every page stays within its width, and the register is cards', async () => {
  const phone = await signedIn('lead', { width: 390, height: 844 });
  for (const hash of ['discharge/register/index', 'discharge/missing/index', 'discharge/monthly/index', 'discharge/monthly/index?department=0402', 'discharge/sample/index', 'discharge/exports/index', 'discharge/add/index', 'discharge/print/index']) {
    await open(hash, phone);
    await phone.locator('main .s-panel, main .sheet, main .s-notice').first().waitFor();
    expect([hash, await phone.evaluate('document.documentElement.scrollWidth')]).toEqual([hash, 390]);
  }
  await open('discharge/register/index', phone);
  await phone.getByLabel('姓名、拼音首字母').fill('zmf');
  await phone.keyboard.press('Enter');
  await phone.waitForFunction("document.querySelectorAll('.register-card').length === 1");
  await phone.getByRole('link', { name: /赵\*芳/ }).click();
  await phone.getByRole('button', { name: '更正资料' }).click();
  await phone.getByRole('dialog', { name: '更正住院资料' }).getByLabel('床号').fill('12');
  await phone.getByRole('dialog').getByLabel('原因').fill('床号漏填');
  await phone.getByRole('dialog').getByRole('button', { name: '保存更正' }).click();
  await phone.getByText('已更正', { exact: true }).waitFor();
  expect(await phone.evaluate('document.documentElement.scrollWidth')).toBe(390);
  await phone.close();
});
