/** The lead's day in a real browser: a file goes in, its wrong rows come back, a patient is found, the ward decides, and the day adds up. Needs the built console (`npm run build`). */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import readSheets from 'read-excel-file/node';
import { launchBrowser } from '../support/browser';
import { press } from '../support/console';
import { csv, openHospital, wellAnswers, type Hospital } from '../support/hospital';

// One hospital for the file: its days pass, and a browser is slow on a busy machine.
jest.setTimeout(120_000);

const sample = path.resolve(__dirname, '../fixtures/discharge/discharges-utf8.csv');
const password = 'synthetic-people-only-1';
let hospital: Hospital;
let browser: Browser;
let page: Page;

const address = (hash: string): string => `${hospital.local.url}/console/#/${hash}`;
/** Signs somebody in on a page of their own. */
async function signedIn(userName: string, viewport = { width: 1440, height: 900 }): Promise<Page> {
  const own = await browser.newPage({ viewport, locale: 'zh-CN', acceptDownloads: true });
  own.setDefaultTimeout(25_000);
  await own.goto(`${hospital.local.url}/console/`);
  await own.getByLabel('用户名').fill(userName);
  await own.getByLabel('密码').fill(password);
  await own.keyboard.press('Enter');
  await own.locator('.s-nav').waitFor();
  return own;
}
const open = async (hash: string, own = page): Promise<void> => {
  await own.goto(address(hash));
  // The page before it is still drawn for a moment. A stay hangs under the register in the navigation.
  const place = hash.split('?')[0]!.replace('/stay/', '/register/');
  await own.locator(`.s-nav-here[href="#/${place}"]`).waitFor({ state: 'attached' });
};
/** A part of the page by its heading. */
const panel = (title: string | RegExp, own = page) => own.getByRole('region', { name: title });

beforeAll(async () => {
  if (!existsSync(path.resolve(__dirname, '../../dist/console/index.html'))) throw new Error('工作台还没有构建 · the console is not built: node config/build.mjs console');
  // The sample's discharges are of 16 to 20 November; two of the ward's patients left against advice.
  hospital = await openHospital('2026-11-20 19:30');
  await hospital.importFile('骨科.csv', csv([
    { patientNo: 'P0101', name: '王秀英', departmentCode: '0402', department: '骨科', ward: '骨科1病区', dischargeAt: '2026-11-18 10:00', way: '4' },
    { patientNo: 'P0102', name: '李建国', departmentCode: '0402', department: '骨科', ward: '骨科1病区', dischargeAt: '2026-11-18 11:00', way: '4' },
    { patientNo: 'P0103', name: '赵敏芳', departmentCode: '0402', department: '骨科', ward: '骨科1病区', dischargeAt: '2026-11-18 12:00' },
    { patientNo: 'P0104', name: '陈永刚', departmentCode: '0401', department: '普外科', dischargeAt: '2026-11-18 12:30' },
    ...[105, 106, 107, 108].map((n) => ({ patientNo: `P0${n}`, name: '周平安', dischargeAt: '2026-11-18 13:00' })),
  ]));
  browser = await launchBrowser();
  page = await signedIn('lead');
});
afterAll(async () => {
  await browser?.close();
  await hospital?.local.dispose();
});

test('a file goes in through the page, and each of its rows has a place', async () => {
  await open('discharge/import/index');
  await page.locator('.import-drop input[type=file]').setInputFiles(sample);
  await page.locator('tr[data-row]', { hasText: 'discharges-utf8.csv' }).getByText('登记完成').waitFor();
  const [job] = (await hospital.lead.discharge.importList({ limit: 20 })).jobs.filter((one) => one.fileName === 'discharges-utf8.csv');
  expect(job?.state).toBe('done');
  const { counts, rows } = job!;
  expect(counts.registered + counts.corrected + counts.unchanged + counts.stale + counts.duplicate + counts.rejected).toBe(rows);
  expect(counts.rejected).toBeGreaterThan(0);
  await page.getByText(`共 ${rows} 行，每一行都有去处`).waitFor();
  expect(await page.locator('.import-counts > div', { hasText: '新登记' }).locator('dd').textContent()).toBe(String(counts.registered));
  expect(await page.locator('.import-counts > div', { hasText: '退回' }).locator('dd').textContent()).toBe(String(counts.rejected));
});

test('the rows that were refused come back as a file with the reason and the remedy', async () => {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载退回和需核对的行' }).click()]);
  expect(download.suggestedFilename()).toBe('退回_discharges-utf8.xlsx');
  const [refused] = await readSheets(readFileSync(await download.path()));
  expect(refused).toMatchObject({ sheet: '未导入' });
  expect(refused!.data[0]!.slice(0, 3)).toEqual(['行号', '原因', '如何改正']);
  expect(refused!.data.length).toBeGreaterThan(1);
});

test('the same file again changes nothing, and the import is still there after a reload', async () => {
  await page.locator('.import-drop input[type=file]').setInputFiles(sample);
  await page.getByText('这个文件以前导入过').waitFor();
  await page.getByText(/共 \d+ 行，每一行都有去处/).waitFor();
  expect(await page.locator('.import-counts > div', { hasText: '新登记' }).locator('dd').textContent()).toBe('0');
  const chosen = page.url();
  await page.reload();
  await page.getByText('这个文件以前导入过').waitFor();
  expect(page.url()).toBe(chosen);
});

test('what an interrupted browser left behind is finished by the next one that opens the page', async () => {
  const bytes = Buffer.from(csv([{ patientNo: 'P0199', name: '何长生', dischargeAt: '2026-11-19 09:00' }]), 'utf8');
  const { upload } = await hospital.lead.discharge.importStart({ fileName: '断线.csv', size: bytes.length });
  await fetch(upload.url, { method: upload.method, headers: upload.headers, body: bytes });
  await page.reload();
  await page.locator('tr[data-row]', { hasText: '断线.csv' }).getByText('登记完成').waitFor();
});

test('an old Excel file is refused in words before anything is sent', async () => {
  const before = (await hospital.lead.discharge.importList({ limit: 50 })).jobs.length;
  await page.locator('.import-drop input[type=file]').setInputFiles({ name: '名单.xls', mimeType: 'application/vnd.ms-excel', buffer: Buffer.from('old') });
  await page.getByText('另存为 .xlsx 或 CSV').waitFor();
  expect((await hospital.lead.discharge.importList({ limit: 50 })).jobs).toHaveLength(before);
});

test('a patient is found by the start of the name, and the view is an address that can be shared', async () => {
  await open('discharge/register/index');
  await press(page, '/');
  await page.keyboard.type('赵敏');
  await page.keyboard.press('Enter');
  await page.locator('tr[data-row]', { hasText: '赵*芳' }).waitFor();
  await expectRows(1);
  expect(decodeURIComponent(page.url())).toContain('text=赵敏');
  const colleague = await browser.newPage({ storageState: await page.context().storageState() });
  await colleague.goto(page.url());
  await colleague.locator('tr[data-row]', { hasText: '赵*芳' }).waitFor();
  expect(await colleague.locator('tr[data-row]').count()).toBe(1);
  await colleague.close();
  expect(await page.locator('main').textContent()).not.toContain('赵敏芳');
});
const expectRows = async (n: number): Promise<void> => {
  await page.waitForFunction(`document.querySelectorAll('tr[data-row]').length === ${n}`);
};

test('where nothing fits, the page says why and how to go on', async () => {
  await open('discharge/register/index?text=%E6%AC%A7%E9%98%B3%E6%97%A0');
  await page.reload();
  await page.getByText('没有找到“欧阳无”').waitFor();
  await page.getByRole('button', { name: '清除筛选' }).click();
  await page.getByText('已显示 50 人，还有').waitFor();
  await page.getByRole('button', { name: '再看一些' }).click();
  await page.getByText(/共 \d+ 人/).waitFor();
  const total = await page.locator('tr[data-row]').count();
  expect(total).toBeGreaterThan(50);
  expect(new Set(await page.locator('tr[data-row] a').evaluateAll((links) => links.map((link) => link.getAttribute('href')))).size).toBe(total);
});

test('Enter opens the stay: who, the steps, and everything that happened, in words', async () => {
  await open('discharge/register/index');
  await press(page, '/');
  await page.keyboard.type('Z0103');
  await page.keyboard.press('Enter');
  await expectRows(1);
  await page.locator('tr[data-row]', { hasText: '赵*芳' }).locator('td').first().click();
  await page.locator('tr[data-row].s-table-chosen', { hasText: '赵*芳' }).press('Enter');
  await page.getByRole('heading', { name: '赵*芳', level: 1 }).waitFor();
  await panel('经过').getByText('列入随访').first().waitFor();
  const story = await panel('经过').textContent();
  expect(story).toContain('入院');
  expect(story).not.toMatch(/其他记录|step\.|encounter\.|call\.|undefined/);
  expect(await panel('联系方式').textContent()).toContain('199 **** 0103');
});

test('the number is shown in full only with a reason, which is written down', async () => {
  await page.getByRole('button', { name: '看完整信息' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '查看' }).click();
  await dialog.getByText('请写两个字以上').waitFor();
  await dialog.getByLabel('原因').fill('核对号码');
  await dialog.getByRole('button', { name: '查看' }).click();
  await panel('联系方式').getByText('199 0001 0103').waitFor();
  const { rows } = await hospital.lead.account.auditOf({ day: '2026-11-20' });
  expect(rows.find((row) => row.action === 'discharge.reveal')?.reason).toContain('核对号码');
});

test('a flag is set with a note and stands in the timeline', async () => {
  await page.getByRole('button', { name: '标记“病情未告知本人”？' }).click();
  await page.getByRole('dialog').getByLabel('原因').fill('家属要求暂不告知');
  await page.getByRole('dialog').getByRole('button', { name: '标记' }).click();
  await panel('标记').getByText('已标记').waitFor();
  await panel('经过').getByText('家属要求暂不告知').waitFor();
});

test('whoever noted a death cannot confirm it; a second colleague can say that it is wrong', async () => {
  const stay = page.url().split('#/')[1]!;
  await page.getByRole('button', { name: '有人告知患者去世' }).click();
  await page.getByRole('dialog').getByLabel('原因').fill('邻居来电告知');
  await page.getByRole('dialog').getByRole('button', { name: '记下，暂停联系' }).click();
  await page.getByText('要由另一位同事核实').waitFor();
  expect(await page.getByRole('button', { name: '确认去世' }).count()).toBe(0);
  const nurse = await signedIn('nurse1');
  await open(stay, nurse);
  await nurse.getByRole('button', { name: '核实没有去世' }).click();
  await nurse.getByRole('dialog').getByLabel('原因').fill('本人接了电话');
  await nurse.getByRole('dialog').getByRole('button', { name: '核实没有去世' }).click();
  await nurse.getByText('核实没有去世，恢复联系').waitFor();
  await nurse.close();
});

test('the ward sees its own held patients and decides, by the keyboard, and the number in the navigation falls', async () => {
  const ward = await signedIn('ward1');
  await open('discharge/held/index', ward);
  const list = ward.locator('tr[data-row]');
  await list.nth(1).waitFor();
  const before = await list.count();
  expect(await list.allTextContents()).toEqual(expect.arrayContaining([expect.stringContaining('王*英'), expect.stringContaining('李*国')]));
  expect((await list.allTextContents()).every((row) => row.includes('骨科'))).toBe(true);
  const badge = ward.locator('.s-nav-place', { hasText: '待科室确认' }).locator('.s-nav-count');
  expect(await badge.textContent()).toBe(String(before));

  await list.filter({ hasText: '王*英' }).click();
  await press(ward, 'i');
  await ward.getByRole('dialog').getByLabel('依据').fill('已与主治医师确认');
  await ward.getByRole('dialog').getByRole('button', { name: '邀请随访' }).click();
  await ward.getByText('王*英：已决定邀请').waitFor();
  await ward.waitForFunction(`document.querySelectorAll('tr[data-row]').length === ${before - 1}`);
  await badge.filter({ hasText: String(before - 1) }).waitFor();

  await ward.getByRole('button', { name: '已邀请' }).click();
  await ward.getByText('已与主治医师确认').waitFor();
  await ward.close();
});

test('the lead\'s page adds up, says why each waits, and leads to the people', async () => {
  await hospital.until('2026-11-21 16:00');
  const link = hospital.withLink('19900010104');
  await link.survey.open({});
  await link.survey.save({ answers: wellAnswers });
  await link.survey.submit({});
  await hospital.until('2026-11-23 10:00');
  await page.close();
  page = await signedIn('lead');
  await open('followup/today/index?from=2026-11-16&to=2026-11-21');
  const { funnel } = await hospital.lead.followup.today({ from: '2026-11-16', to: '2026-11-21' });
  expect(funnel.adds).toBe(true);
  expect(funnel.answered).toBe(1);
  await page.getByText(`合计 ${funnel.discharges}，与出院人数一致`).waitFor();
  const shown = await page.locator('.today-funnel .today-share').allTextContents();
  expect(shown.reduce((sum, text) => sum + Number.parseInt(text, 10), 0)).toBe(funnel.discharges);

  await page.getByRole('button', { name: /看是谁 待确认 等科室确认/ }).click();
  const who = panel(/等科室确认：\d+ 人/);
  await who.getByText('李*国').waitFor();
  await who.getByText('李*国').click();
  await page.getByRole('heading', { name: '李*国', level: 1 }).waitFor();
});

test('the forecast is a picture with a table of the same numbers, and a change shows its cost before it is made', async () => {
  await open('followup/today/index');
  await page.getByRole('img', { name: /未来 14 天预计要打/ }).locator('svg').waitFor();
  await page.getByText('看数字').click();
  const { forecast } = await hospital.lead.followup.today({});
  expect(await page.getByRole('table', { name: /未来 14 天/ }).locator('tr[data-row]').count()).toBe(forecast.length);
  await page.getByLabel('慢病随访 出院一个月的情况 未答打电话').check();
  await page.getByText('最近 28 天没有这一步的数据，还算不出').first().waitFor();
  await page.getByRole('button', { name: '改回现在的' }).click();
  await page.getByLabel('常规随访 出院后恢复得怎么样 未答打电话').uncheck();
  const { callsPerDay } = await hospital.lead.followup.planCost({ changes: [{ plan: 'standard', key: 'contact-1', escalates: false }] });
  expect(callsPerDay).toBeLessThan(0);
  await page.getByText(new RegExp(`每天少 ${String(-callsPerDay).replace('.', '\\.')} 个电话 = 少 [\\d.]+ 护士小时`)).waitFor();
});

test('somebody is absent: one person less, saved, and the forecast follows', async () => {
  await page.getByRole('button', { name: '有人请假' }).click();
  await page.getByLabel('11 月 24 日 周二 在岗人数').fill('4');
  await page.getByRole('button', { name: '11 月 24 日 周二 少 1 人' }).click();
  await page.getByRole('button', { name: '保存排班' }).click();
  await page.getByText('已保存 1 天').waitFor();
  const { days } = await hospital.lead.call.roster({ from: '2026-11-24', days: 1 });
  expect(days[0]).toMatchObject({ people: 3, stated: true });
});

test('the duty rota can be changed, and a wrong number is marked, not sent', async () => {
  await page.getByRole('button', { name: '值班', exact: true }).click();
  const phone = page.getByLabel('周三 白班 手机');
  await phone.fill('123');
  await page.getByRole('button', { name: '保存值班' }).click();
  await page.getByText('有号码或时间没有填对').waitFor();
  expect(await phone.getAttribute('aria-invalid')).toBe('true');
  await phone.fill('19900009009');
  await page.getByRole('button', { name: '保存值班' }).click();
  await page.getByText('值班已保存').waitFor();
  expect((await hospital.lead.call.duty({})).days.find((day) => day.key === '3')?.day.phone).toBe('19900009009');
});

test('what cannot be rung is looked at first, then closed under its true name', async () => {
  await page.getByRole('button', { name: '来不及拨打' }).click();
  await page.getByLabel('放下几个').fill('2');
  await page.getByRole('button', { name: '先看看是谁' }).click();
  await page.getByRole('button', { name: '按政策放下 2 个' }).click();
  const before = (await hospital.lead.followup.today({ from: '2026-11-16', to: '2026-11-21' })).funnel.notAttempted;
  expect(before).toBe(0);
  await page.getByRole('dialog').getByLabel('依据').fill('今天请假两人');
  await page.getByRole('dialog').getByRole('button', { name: '按政策放下 2 个' }).click();
  await page.getByText('已放下 2 个').waitFor();
  const { funnel } = await hospital.lead.followup.today({ from: '2026-11-16', to: '2026-11-21' });
  expect(funnel).toMatchObject({ notAttempted: 2, adds: true });
});

test('a new colleague gets a first password once, and can be disabled', async () => {
  await open('account/people/index');
  await page.getByRole('button', { name: '添加同事' }).click();
  await page.getByLabel('姓名', { exact: true }).fill('马小燕');
  await page.getByLabel('用户名', { exact: true }).fill('nurse9');
  await page.getByRole('button', { name: '保存' }).click();
  const secret = (await page.locator('.people-secret').textContent()) ?? '';
  expect(secret).toMatch(/^[a-z0-9]{4}(-[a-z0-9]{4}){3}$/);
  await page.getByRole('button', { name: '我记下了' }).click();
  await page.getByText('还没换初始密码').first().waitFor();
  expect(await page.locator('body').textContent()).not.toContain(secret);
  await page.getByRole('button', { name: '停用' }).click();
  await page.getByRole('dialog').getByLabel('原因').fill('调离');
  await page.getByRole('dialog').getByRole('button', { name: '停用' }).click();
  await page.locator('tr[data-row]', { hasText: '马小燕' }).getByText('已停用').waitFor();
});

test('on a phone every page stays within its width, one pane at a time', async () => {
  const phone = await signedIn('lead', { width: 390, height: 844 });
  for (const hash of ['followup/today/index', 'discharge/register/index', 'discharge/held/index', 'discharge/import/index', 'account/people/index', 'account/settings/index']) {
    await open(hash, phone);
    await phone.locator('main .s-panel').first().waitFor();
    expect([hash, await phone.evaluate('document.documentElement.scrollWidth')]).toEqual([hash, 390]);
  }
  await open('discharge/held/index', phone);
  await phone.locator('.held-card').first().click();
  await phone.getByRole('button', { name: '返回' }).waitFor();
  expect(await phone.locator('.held-card').count()).toBe(0);
  await phone.close();
});
