/**
 * A file whose columns nobody knows, by keys alone; refused rows as a workbook, corrected and handed in again; a whole import taken back, with what had begun in sight; and all of it on a phone.
 * Needs the built console (`npm run build`).
 */
import { readFileSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import readSheets from 'read-excel-file/node';
import writeSheets from 'write-excel-file/node';
import { launchBrowser } from '../support/browser';
import { openDesk, press, signInByKeyboard } from '../support/console';
import { csv, openHospital, wellAnswers, type Hospital } from '../support/hospital';

// One hospital for the file: its days pass, and a browser is slow on a busy machine.
jest.setTimeout(120_000);

let hospital: Hospital;
let browser: Browser;
let page: Page;
const faults: string[] = [];

beforeAll(async () => {
  hospital = await openHospital('2026-11-20 19:30');
  browser = await launchBrowser();
  await signIn();
  await open();
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await hospital?.local.dispose();
});
afterEach(() => expect(faults.splice(0)).toEqual([]));

const signIn = async (): Promise<void> => {
  page = await openDesk(browser, faults, { viewport: { width: 1280, height: 800 }, acceptDownloads: true });
  await signInByKeyboard(page, hospital.local.url, 'lead');
  await page.locator('.s-nav').waitFor();
};
const open = async (query = '', own = page): Promise<void> => {
  await own.goto(`${hospital.local.url}/console/#/discharge/import/index${query}`);
  await own.locator('.s-nav-here[href="#/discharge/import/index"]').waitFor({ state: 'attached' });
};
const jobOf = async (fileName: string) => {
  const job = (await hospital.lead.discharge.importList({ limit: 50 })).jobs.find((one) => one.fileName === fileName);
  if (!job) throw new Error(`no run of ${fileName}`);
  return job;
};
const row = (text: string): Locator => page.locator('tr[data-row]', { hasText: text });
const give = (name: string, content: string | Buffer, label = '选择文件', own = page): Promise<void> =>
  own.locator(`input[type=file][aria-label="${label}"]`).setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });
/** As a person without a mouse: on and on until the control has the focus. */
async function tabTo(label: string): Promise<void> {
  for (let n = 0; n < 80; n += 1) {
    const here = await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.closest('label')?.textContent ?? document.activeElement?.textContent ?? '');
    if (here.startsWith(label)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${label} is not reached by Tab`);
}
const countOf = (words: string): Promise<string | null> => page.locator('.import-counts > div', { hasText: words }).locator('dd').first().textContent();

/** Headings of a program that nobody has heard of; 去向 has codes of its own. */
const strange = (rows: readonly (readonly string[])[]): string => [['登记号', '档案编号', '住院次数', '病人', '性别', '出生日期', '联络号', '科室', '入院日期', '出院日期', '疾病', '去向'], ...rows].map((cells) => cells.join(',')).join('\r\n');
const person = (n: number, way: string): string[] => [`S000${n}`, `B000${n}`, '1', ['钱玉兰', '孙大海', '李春生', '周小梅'][n - 1]!, n % 2 ? '女' : '男', '1958-03-04', `1990002000${n}`, '普外科', '2026-11-12 09:00', '2026-11-18 10:00', '胆囊结石', way];

test('columns that nobody can tell are asked by keys alone, kept through a reload, and the file goes in', async () => {
  await page.getByLabel('从哪里来').selectOption({ label: '另一个来源…' });
  await page.getByLabel('来源名称').fill('康复 医院');
  await give('康复.csv', strange([person(1, 'A'), person(2, 'A'), person(3, 'B')]));
  await page.getByText('只能用文字、数字和 . _ -，不能有空格').waitFor();
  await page.getByLabel('来源名称').fill('康复医院');
  await give('康复.csv', strange([person(1, 'A'), person(2, 'A'), person(3, 'B')]));

  await page.getByRole('heading', { name: '这份文件的列，请您认一下' }).waitFor();
  const missing = page.locator('.columns-missing');
  expect(await missing.textContent()).toContain('还差：住院号、主要诊断、离院方式');
  const text = (await page.locator('.columns-table').textContent()) ?? '';
  expect(text).toContain('钱*兰');
  expect(text).not.toMatch(/钱玉兰|1990002000/);

  // The name of a field, what others call it, and the list: all by keys.
  await tabTo('“档案编号”对应');
  await page.keyboard.type('病案');
  await page.keyboard.press('Enter');
  await tabTo('“疾病”对应');
  await page.keyboard.type('主要诊断');
  await press(page, 'Enter');
  await page.reload();
  await page.getByRole('combobox', { name: '“档案编号”对应' }).waitFor();
  expect(await page.getByRole('combobox', { name: '“档案编号”对应' }).inputValue()).toBe('住院号');
  expect(await page.getByRole('combobox', { name: '“疾病”对应' }).inputValue()).toBe('主要诊断');
  expect(await missing.textContent()).toContain('还差：离院方式。');

  await tabTo('“联络号”对应');
  await press(page, 'ArrowDown');
  for (let n = 0; n < 40 && !(await page.getByRole('option', { name: '本人电话', selected: true }).isVisible()); n += 1) await page.keyboard.press('ArrowDown');
  await press(page, 'Enter');
  await tabTo('“去向”对应');
  await page.keyboard.type('离院');
  await press(page, 'Enter');
  await page.getByText('前 5 行里还不认识：A、B').waitFor();
  await tabTo('1 医嘱离院');
  await page.keyboard.type('A、C');
  await tabTo('2 医嘱转院');
  await page.keyboard.type('B');
  await page.getByText('需要的列都有了').waitFor();
  await tabTo('就按这样登记');
  await press(page, 'Enter');

  await row('康复.csv').getByText('登记完成').waitFor();
  expect(await jobOf('康复.csv')).toMatchObject({ state: 'done', source: '康复医院', counts: { registered: 3, rejected: 0 } });
  const { rows } = await hospital.lead.discharge.list({ text: 'B0003' });
  expect(rows).toMatchObject([{ way: '2', noPhone: false }]);
});

test('the same headings of the same source are not asked again, and the source is there to be chosen', async () => {
  await open();
  await page.reload();
  await page.getByRole('region', { name: '来源' }).getByText('记住了 1 种表头').waitFor();
  await page.getByLabel('从哪里来').selectOption('康复医院');
  await give('康复二.csv', strange([person(4, 'C')]));
  await row('康复二.csv').getByText('登记完成').waitFor();
  expect(await jobOf('康复二.csv')).toMatchObject({ state: 'done', counts: { registered: 1 } });
  expect(await page.getByRole('heading', { name: '这份文件的列，请您认一下' }).count()).toBe(0);
});

test('a source\'s columns can be asked for again', async () => {
  await page.getByRole('button', { name: '重新认“康复医院”的列' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: '重新认列' }).click();
  await page.getByText('“康复医院”的列，下次再问').waitFor();
  expect((await hospital.lead.discharge.importSources({})).sources.find(({ name }) => name === '康复医院')).toMatchObject({ remembered: 0 });
  await give('康复三.csv', strange([person(4, 'C')]));
  await page.getByRole('heading', { name: '这份文件的列，请您认一下' }).waitFor();
  await page.getByRole('button', { name: '返回' }).click();
  await row('康复三.csv').getByText('有列要您认一下').waitFor();
});

test('refused rows come back as a workbook; corrected and handed in again they are registered, and the way is to be seen', async () => {
  await open();
  await page.reload();
  await give('外科.csv', csv([
    { patientNo: 'P0201', name: '吴桂花', dischargeAt: '2026-11-18 10:00' },
    { patientNo: 'P0202', name: '郑国强', dischargeAt: '2026-11-18 11:00', sex: '不明白' },
    { patientNo: 'P0203', name: '冯秀珍', dischargeAt: '2026-11-18 12:00', way: '8' },
  ]));
  await row('外科.csv').getByText('新登记 1 · 退回 2').waitFor();
  await row('外科.csv').click();
  await page.getByRole('region', { name: '退回的行怎么改' }).waitFor();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: '下载退回和需核对的行' }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe('退回_外科.xlsx');
  const [sheet] = await readSheets(readFileSync(await download.path()));
  const [head = [], ...refused] = sheet!.data.map((cells) => cells.map((cell) => String(cell ?? '')));
  expect(head.slice(0, 4)).toEqual(['行号', '原因', '如何改正', '患者ID']);
  expect(refused.map((cells) => [cells[0], cells[3]])).toEqual([['3', 'P0202'], ['4', 'P0203']]);
  expect(refused[0]![1]).toContain('性别');

  const right: Readonly<Record<string, string>> = { 不明白: '男', 8: '1' };
  const sex = head.indexOf('性别');
  const way = head.indexOf('离院方式');
  const corrected = refused.map((cells) => cells.map((cell, at) => (at === sex || at === way ? (right[cell] ?? cell) : cell)));
  const book = await writeSheets([head, ...corrected].map((cells) => cells.map((value) => (value === '' ? null : { value, type: String })))).toBuffer();
  await give('退回_外科.xlsx', book, '再次导入改好的退回行');
  await row('退回_外科.xlsx').getByText('登记完成').waitFor();
  const again = await jobOf('退回_外科.xlsx');
  expect(again).toMatchObject({ state: 'done', rerunOf: (await jobOf('外科.csv')).importId, counts: { registered: 2, rejected: 0 } });
  await page.locator('.import-chain').getByText(/改好再导入 .*新登记 2/).waitFor();
  await page.getByRole('link', { name: '外科.csv' }).click();
  await page.getByRole('heading', { name: '外科.csv' }).waitFor();
  await page.getByRole('link', { name: '退回_外科.xlsx' }).waitFor();
});

test('what is no table, no message and no bundle is refused in words before anything is sent', async () => {
  const before = (await hospital.lead.discharge.importList({ limit: 50 })).jobs.length;
  await give('名单.pdf', 'no table');
  await page.getByText('不是 XLSX、CSV、HL7 或 JSON 文件').waitFor();
  await give('名单.csv', '');
  await page.getByText('文件里没有数据行').waitFor();
  expect((await hospital.lead.discharge.importList({ limit: 50 })).jobs).toHaveLength(before);
});

test('the list is narrowed to what wants somebody, and goes back further than a page', async () => {
  await hospital.until('2026-11-20 20:00');
  for (let n = 1; n <= 30; n += 1) await hospital.importFile(`旧名单${n}.csv`, '患者ID\r\n1');
  await open('?view=todo');
  await page.reload();
  await page.getByRole('button', { name: /^要处理/, pressed: true }).waitFor();
  await page.getByText('最近 30 次里有 30 次').waitFor();
  expect(await row('外科.csv').count()).toBe(0);
  await page.context().setOffline(true);
  await page.getByRole('button', { name: '再看更早的' }).click();
  await page.getByText('网络没有连上，请检查网络后再试').waitFor();
  await page.context().setOffline(false);
  await page.getByRole('button', { name: '再看更早的' }).click();
  // The refused rows of one file were handed in again: nothing is left to do about it.
  await page.getByText('最近 35 次里有 31 次').waitFor();
  await page.getByLabel('从哪里来').last().selectOption('康复医院');
  await page.getByText('最近 35 次里有 1 次').waitFor();
  await page.getByRole('button', { name: '已撤回' }).click();
  await page.getByText('最近的导入里没有这样的').waitFor();
  expect(decodeURIComponent(page.url())).toContain('source=康复医院');
  await page.getByRole('button', { name: '全部', exact: true }).click();
  await row('康复二.csv').waitFor();
});

test('what a system sent in a day stands among the files, by its name and the day, with what came back', async () => {
  const said = (n: number, more: object) => ({ eventId: `D-${n}`, type: 'discharge', at: '2026-11-18T10:00:00+08:00', data: { patientNo: `F${n}`, inpatientNo: `F${n}`, visitTimes: 1, name: '何长生', sex: '男', birthDate: '1960-01-02', phone: `1990003000${n}`, department: '普外科', admitAt: '2026-11-10 08:00', dischargeAt: '2026-11-18 09:00', dx: '骨折', way: '1', ...more } });
  const body = Buffer.from(JSON.stringify({ events: [said(1, {}), said(2, { way: '8' })] }), 'utf8');
  const answer = await fetch(`${hospital.local.url}/api/discharge/events`, { method: 'POST', headers: { 'content-type': 'application/json', ...hospital.local.signFeed(body) }, body });
  expect([answer.status, ((await answer.json()) as { results: { outcome: string }[] }).results.map(({ outcome }) => outcome)]).toEqual([expect.any(Number), ['registered', 'rejected']]);
  await open();
  await page.reload();
  await row('local 接口 · 2026-11-20 全天').getByText('新登记 1 · 退回 1').waitFor();
  await row('local 接口 · 2026-11-20 全天').click();
  await page.getByRole('heading', { name: 'local 接口 · 2026-11-20 全天' }).waitFor();
  await page.getByText('请在发送的系统里改正，再发一次').waitFor();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: '下载退回和需核对的行' }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toMatch(/\.csv$/);
  expect(readFileSync(await download.path(), 'utf8')).toContain('"D-2"');
  expect(await page.getByRole('button', { name: '再次导入改好的退回行' }).count()).toBe(0);
});

test('an import that was a mistake is taken back after what has begun was read, and the number typed', async () => {
  await hospital.until('2026-11-21 10:30');
  const link = hospital.withLink('19900010201');
  await link.survey.open({});
  await link.survey.save({ answers: wellAnswers });
  await link.survey.submit({});
  const { importId } = await jobOf('外科.csv');
  // A night has passed: she signs in anew.
  await page.context().close();
  await signIn();
  await open(`?job=${encodeURIComponent(importId)}`);
  await page.getByRole('button', { name: '撤回这次导入' }).click();
  const undo = page.getByRole('region', { name: '撤回“外科.csv”' });
  await undo.getByText('1 次住院只有这次导入说过').waitFor();
  await undo.locator('dt', { hasText: '已邀请' }).waitFor();
  await undo.getByRole('list', { name: '是谁' }).getByText(/吴\*花/).waitFor();
  await undo.getByRole('list', { name: '是谁' }).getByText('已答问卷').waitFor();
  await undo.getByRole('button', { name: '撤回这次导入' }).click();
  await undo.getByText('请写两个字以上的原因').waitFor();
  await undo.getByLabel('为什么撤回').fill('导错了月份');
  await undo.getByLabel(/请输入受影响的住院数 1/).fill('2');
  await undo.getByRole('button', { name: '撤回这次导入' }).click();
  await undo.getByText('要输入的是 1').waitFor();
  expect((await jobOf('外科.csv')).state).toBe('done');
  await undo.getByLabel(/请输入受影响的住院数 1/).fill('1');
  await undo.getByRole('button', { name: '撤回这次导入' }).click();
  await page.getByText('由 陈建华 撤回').waitFor();
  await page.locator('.import-state').getByText('已撤回').waitFor();
  expect(await jobOf('外科.csv')).toMatchObject({ state: 'undone' });
  expect((await hospital.lead.discharge.list({ text: 'Z0201' })).rows).toMatchObject([{ state: 'cancelled' }]);
  expect((await hospital.lead.discharge.list({ text: 'Z0202' })).rows).toMatchObject([{ state: 'finished' }]);
  expect(await page.getByRole('button', { name: '撤回这次导入' }).count()).toBe(0);
});

test('on a phone one thing stands at a time, and nothing is wider than the screen', async () => {
  const phone = await openDesk(browser, faults, { viewport: { width: 390, height: 844 } });
  await signInByKeyboard(phone, hospital.local.url, 'lead');
  await phone.locator('.s-nav').waitFor();
  const fits = async (what: string): Promise<void> => expect([what, await phone.evaluate('document.documentElement.scrollWidth')]).toEqual([what, 390]);
  await open('', phone);
  await phone.locator('.import-card').first().waitFor();
  await fits('list');
  await give('手机.csv', strange([person(1, 'A')]).replace('联络号', '打哪个电话好'), '选择文件', phone);
  await phone.getByRole('heading', { name: '这份文件的列，请您认一下' }).waitFor();
  await fits('columns');
  await phone.getByRole('combobox', { name: '“档案编号”对应' }).click();
  await phone.getByRole('option', { name: '住院号' }).click();
  await phone.getByRole('button', { name: '返回' }).click();
  await phone.getByRole('button', { name: '去认列' }).waitFor();
  expect(await phone.locator('.import-card').count()).toBe(0);
  await fits('result');
  await open(`?job=${encodeURIComponent((await jobOf('康复.csv')).importId)}&ask=undo`, phone);
  await phone.reload();
  await phone.getByText('4 次住院').or(phone.getByText('3 次住院')).first().waitFor();
  await fits('undo');
  await phone.context().close();
});
