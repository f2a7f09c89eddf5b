/** 科室和专家 in a real browser on the real functions: a file shown before it is written, an entry corrected, retired and brought back, a new department confirmed, whom to ask beside a call, and what patients find. */
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { openDesk, press, signInByKeyboard } from '../support/console';
import { csv, openHospital, type Hospital } from '../support/hospital';

jest.setTimeout(120_000);
let hospital: Hospital;
let browser: Browser;
const defects: string[] = [];
beforeAll(async () => {
  browser = await launchBrowser();
  hospital = await openHospital('2026-11-20 09:30', { frozen: false });
  await hospital.colleague('agent1', 'agent', 'all');
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await hospital?.local.dispose();
});
afterEach(() => expect(defects.splice(0)).toEqual([]));

const desk = async (userName: string, hash: string, viewport = { width: 1280, height: 900 }): Promise<Page> => {
  const page = await openDesk(browser, defects, { viewport });
  await signInByKeyboard(page, hospital.local.url, userName);
  await page.locator('.s-top-title').waitFor();
  await page.goto(`${hospital.local.url}/console/#/${hash}`);
  return page;
};
const places = [
  '科室代码,科室名称,上级科室,座机,位置,门诊时间,常见病,是否公开,负责人',
  '0402,骨科,,0943-8220402,门诊楼2层西,周一至周五 8:00-11:30、14:00-17:30,骨折、腰腿痛,是,李',
  '040201,骨科一病区,骨科,8220411,住院楼5层,,,否,王',
  ',检验科,,0943-8220901,门诊楼1层北,每周三下午,抽血,是,',
].join('\n');

test('a file is shown before it is written; corrected, it comes in once; the template and the directory go out', async () => {
  const page = await desk('lead', 'directory/list/index');
  await page.getByRole('button', { name: '导入和导出' }).click();
  await page.getByText('先给您看会改什么').waitFor();
  const hand = async (text: string) => page.locator('input[type=file]').setInputFiles({ name: '科室.csv', mimeType: 'text/csv', buffer: Buffer.from(text, 'utf8') });
  await hand('姓名,住院号\n王,1');
  await page.getByText('没有找到标题行').waitFor();
  await hand(places);
  await page.getByText('没有用到的列：负责人').waitFor();
  await page.getByText('电话“8220411”不完整。请写手机号，或带区号的座机号，一格一个。').waitFor();
  await page.getByText('时间“每周三下午”看不懂。').waitFor();
  expect((await hospital.lead.directory.list({})).places.find(({ code }) => code === '0402')!.location).toBe('');
  await page.getByRole('button', { name: '确认导入 1 行' }).click();
  await page.getByText('已导入 1 行。有 2 行没有导入').waitFor();
  await hand(places.replace('8220411', '0943-8220411').replace('每周三下午', '周三 14:00-17:00').replace(',检验科', 'LAB,检验科'));
  await page.getByRole('button', { name: '确认导入 2 行' }).click();
  await page.getByText('已导入 2 行。', { exact: true }).waitFor();
  expect((await hospital.lead.directory.list({})).places.filter(({ rev }) => rev > 0).map(({ code, kind, parentName, rev }) => [code, kind, parentName, rev])).toEqual([['0402', 'department', '', 1], ['040201', 'ward', '骨科', 1], ['LAB', 'department', '', 1]]);
  for (const [button, name] of [['下载模板', '科室-模板.xlsx'], ['导出现有名录', '科室-2026-11-20.xlsx']] as const) {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()]);
    expect(file.suggestedFilename()).toBe(name);
  }
  await page.context().close();
});

test('a mistake stands beside its field and has the focus; what is right is saved, told in history, retired and taken back', async () => {
  const page = await desk('lead', 'directory/list/index');
  await page.getByRole('row', { name: /骨科 科室/ }).click();
  await page.getByLabel('电话').fill('8220402');
  await page.getByLabel('开放时间').fill('每周三下午');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('请填写手机号，或带区号的座机号').waitFor();
  await page.locator('.directory-form [aria-invalid="true"]:focus').waitFor();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-invalid'))).toBe('true');
  await page.getByLabel('电话').fill('0943 822 0402');
  await page.getByLabel('开放时间').fill('周一至周五 8:00-12:00');
  await page.getByText('识别为：周一至周五 8:00–12:00').waitFor();
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('骨科已保存').waitFor();
  await page.getByText('修改记录').click();
  await page.getByText(/陈建华 修改/).waitFor();
  await page.getByRole('button', { name: '停用', exact: true }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: '停用' }).click();
  await page.getByText('骨科已停用').waitFor();
  await page.getByRole('button', { name: '撤销' }).click();
  await page.getByText('骨科已恢复').waitFor();
  expect((await hospital.lead.directory.list({})).places.find(({ code }) => code === '0402')).toMatchObject({ active: true, phone: '09438220402' });
  await page.context().close();
});

test('what a colleague saved meanwhile is not overwritten, and what was written is still there', async () => {
  const page = await desk('lead', 'directory/list/index?entry=place%3A0301');
  await page.getByLabel('位置').fill('门诊楼3层东');
  const known = (await hospital.lead.directory.list({})).places.find(({ code }) => code === '0301')!;
  const { entryId, rev, parentName: _, unconfirmed: __, active: ___, updatedAt: ____, edit: _____, ...place } = known;
  await hospital.lead.directory.savePlace({ entryId, rev, place: { ...place, hours: '周末休息' } });
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('同事刚刚改过。').waitFor();
  expect(await page.getByLabel('位置').inputValue()).toBe('门诊楼3层东');
  await page.getByRole('button', { name: '看最新内容' }).click();
  await page.waitForFunction(() => [...document.querySelectorAll('input')].some(({ value }) => value === '周末休息'));
  await page.context().close();
});

test('a department that a discharge file named waits at the top of the directory and is confirmed there', async () => {
  await hospital.importFile('出院.csv', csv([{ patientNo: 'P0009', name: '王秀英', dischargeAt: '2026-11-19 10:00', departmentCode: '0999', department: '疼痛科' }]));
  const page = await desk('lead', 'discharge/import/index');
  await page.getByText('文件里有 1 个新科室：疼痛科').waitFor();
  await page.getByRole('button', { name: '去确认' }).click();
  await page.getByRole('button', { name: '核对 疼痛科' }).click();
  await page.getByLabel('敏感（不发短信，不提科室）').check();
  await page.getByRole('button', { name: '确认并保存' }).click();
  await page.getByText('疼痛科已保存').waitFor();
  await page.getByText('个科室来自出院名单').waitFor({ state: 'detached' });
  expect((await hospital.lead.discharge.departments({})).departments.find(({ code }) => code === '0999')).toMatchObject({ unconfirmed: false, sensitive: true });
  await page.context().close();
});

test('on a phone a head nurse adds an expert of her own department; what is not hers she reads', async () => {
  const page = await desk('ward1', 'directory/list/index?sheet=practitioner', { width: 390, height: 844 });
  await page.getByRole('button', { name: '添加', exact: true }).click();
  await page.getByLabel('姓名').fill('李明远');
  await page.getByLabel('职称').fill('主任医师');
  await page.getByLabel('出诊时间').fill('周一、周四 14:00-16:30');
  await page.getByLabel('专长').fill('髋、膝关节置换');
  await page.getByLabel('患者可以查到').check();
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('李明远已保存').waitFor();
  await page.goto(`${hospital.local.url}/console/#/directory/list/index?entry=place%3A0301`);
  await page.getByText('需要修改时，请联系组长或信息科').waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await page.context().close();
});

test('in a call one looks up whom to ask, without a mouse; Escape leads back', async () => {
  await hospital.until('2026-11-23 09:30');
  const page = await desk('nurse1', 'call/worklist/index');
  const { claim } = await hospital.nurse.call.claimNext({});
  await page.goto(`${hospital.local.url}/console/#/call/call/index?call=${encodeURIComponent(claim!.callId)}`);
  await page.getByRole('button', { name: '科室和专家' }).click();
  const box = page.getByRole('dialog', { name: '科室和专家' });
  await box.getByRole('searchbox').fill('腿疼');
  await box.getByRole('searchbox').fill('腰腿痛');
  await box.getByText('0943-822 0402').first().waitFor();
  await box.getByText('周一至周五 8:00–12:00').waitFor();
  await box.getByText('门诊楼2层西').waitFor();
  await press(page, 'Escape');
  await box.waitFor({ state: 'detached' });
  await page.context().close();
});

test('anybody finds in a browser what is published, and 120 where the words speak of danger', async () => {
  const page = await openDesk(browser, defects, { viewport: { width: 390, height: 844 } });
  await page.goto(`${hospital.local.url}/`);
  await page.getByRole('button', { name: '科室和专家' }).click();
  await page.getByRole('button', { name: /骨科/ }).click();
  await page.getByText('李明远').waitFor();
  expect(await page.getByRole('link', { name: '打电话 0943-822 0402' }).getAttribute('href')).toBe('tel:09438220402');
  await page.getByRole('button', { name: '回到列表' }).click();
  expect(await page.getByText('疼痛科').count()).toBe(0);
  await page.getByLabel('科室、医生姓名，或哪里不舒服').fill('胸口疼得喘不上气');
  await page.getByRole('button', { name: '查找' }).click();
  await page.getByText('您说的情况可能很急').waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await page.context().close();
});
