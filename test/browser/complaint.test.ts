/** A complaint from both sides: filed on a phone in three steps with a draft that goes on on another one, dispatched and answered at a desk, reopened, accepted and rated. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { openDesk, press as key, signInByKeyboard } from '../support/console';
import { csv, openHospital, type Hospital, type Someone } from '../support/hospital';

// One hospital for the file: its days pass, and a browser is slow on a busy machine.
jest.setTimeout(120_000);

let browser: Browser;
let hospital: Hospital;
let officer: Someone;
const contexts: BrowserContext[] = [];
const faults: string[] = [];
const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

beforeAll(async () => {
  browser = await launchBrowser();
  hospital = await openHospital('2026-11-18 17:00');
  officer = await hospital.colleague('officer1', 'officer', 'all');
  await hospital.importFile('出院名单.csv', csv([
    { patientNo: 'P0001', name: '王秀英', departmentCode: '0402', department: '骨科', dischargeAt: '2026-11-18 10:00' },
    { patientNo: 'P0002', name: '李建国', departmentCode: '0402', department: '骨科', dischargeAt: '2026-11-18 11:00' },
    { patientNo: 'P0003', name: '赵敏芳', dischargeAt: '2026-11-18 12:00' },
  ]));
  // A Friday: three working days later is Wednesday, five are the Friday after.
  await hospital.until('2026-11-20 10:00');
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await hospital?.local.dispose();
});
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
  expect(faults.splice(0)).toEqual([]);
});

/** A phone of its own: nothing that another browser keeps. */
async function handset(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 375, height: 812 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', hasTouch: true, isMobile: true });
  contexts.push(context);
  const page = await context.newPage();
  page.setDefaultTimeout(8000);
  page.on('pageerror', (error) => faults.push(error.stack ?? error.message));
  return page;
}
interface Patient { someone: Someone & { openid: string }; patientId: string }
/** A WeChat user who acts for her own stay. */
async function bind(n: number): Promise<Patient> {
  const someone = await hospital.inWechat(`1990001000${n}`);
  const [match] = (await someone.account.matches({})).matches;
  await someone.account.bind({ patientId: match!.patientId, relation: 'self', birthMonth: '1966-05' });
  return { someone, patientId: match!.patientId };
}
/** Opens one of the pages as she would see it in WeChat. */
async function open({ someone, patientId }: Patient, page: string): Promise<Page> {
  const shown = await handset();
  await shown.goto(`${hospital.local.url}/outbox/wechat/${someone.openid}/open`);
  await shown.waitForURL(/\/wechat\//);
  await shown.goto(`${shown.url().split('#')[0]}#/pages/complaint/${page}${page.includes('?') ? '&' : '?'}patientId=${encodeURIComponent(patientId)}`);
  return shown;
}
const fits = (page: Page) => page.evaluate('document.documentElement.scrollWidth <= innerWidth');
const heading = (page: Page, words: string | RegExp) => page.getByRole('heading', { name: words }).last().waitFor();
/** A field that has only just been drawn may not listen yet: typed again until the page has counted it. */
async function write(page: Page, label: string, words: string, counted: string): Promise<void> {
  for (let times = 0; times < 8 && !(await page.getByText(counted).isVisible()); times += 1) {
    await page.getByLabel(label).fill('');
    await page.getByLabel(label).fill(words);
    await page.getByText(counted).waitFor({ timeout: 1000 }).catch(() => undefined);
  }
  await page.getByText(counted).waitFor();
}
const press = (page: Page, words: string) => page.getByRole('button', { name: words, exact: true }).last().click();
const numberOn = async (page: Page): Promise<string> => /TS\d{8}-\d{4}/.exec(await page.locator('.complaint-number').first().innerText())![0];
/** Signed in, at the page where the day of this role begins: leading there must not cross the test's own way. */
async function desk(userName: string, home = 'complaint/desk/index'): Promise<Page> {
  const page = await openDesk(browser, faults, { viewport: { width: 1280, height: 860 } });
  contexts.push(page.context());
  await signInByKeyboard(page, hospital.local.url, userName);
  await page.locator(`.s-nav-here[href="#/${home}"]`).waitFor();
  return page;
}
const part = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true });
const goTo = async (page: Page, number: string): Promise<void> => {
  await page.goto(`${hospital.local.url}/console/#/complaint/detail/index?number=${number}`);
  await page.getByRole('heading', { name: number }).waitFor();
};

let wang: Patient;
let number = '';

test('three short steps at 375 px; the draft goes on on another phone at the step where it stopped', async () => {
  wang = await bind(1);
  const first = await open(wang, 'mine/index');
  await first.getByText('还没有提交过投诉或建议').waitFor();
  await press(first, '写一条投诉或建议');
  await heading(first, '发生了什么');
  await press(first, '下一步');
  // What is missing is said beside its field, and nothing else happens.
  await first.getByText('请选一项。分不清就选“其他”').waitFor();
  await first.getByText('请写几句经过，至少 5 个字').waitFor();
  await first.getByRole('radio', { name: '护理质量' }).check();
  await first.getByRole('radio', { name: '呼叫与巡视' }).check();
  await first.getByLabel('经过').fill('昨天夜里按了三次铃，过了半小时才有人来。');
  await first.getByRole('radio', { name: '昨天', exact: true }).check();
  await press(first, '写上地点、科室和人（可以不填）');
  await first.getByRole('radio', { name: '骨科（住院的科室）' }).check();
  expect(await fits(first)).toBe(true);
  await press(first, '下一步');
  await heading(first, '您希望怎么处理');
  await first.getByText('已保存').waitFor();

  const second = await open(wang, 'file/index');
  await heading(second, '您希望怎么处理');
  await second.getByText('接着您上次写的').waitFor();
  await second.getByRole('checkbox', { name: '给个解释' }).check();
  const [chooser] = await Promise.all([second.waitForEvent('filechooser'), press(second, '拍照或选图片')]);
  await chooser.setFiles([{ name: '呼叫铃.png', mimeType: 'image/png', buffer: picture }, { name: '录屏.txt', mimeType: 'text/plain', buffer: Buffer.from('x') }]);
  await second.getByText('✓ 已上传').waitFor();
  await second.getByText('“录屏.txt”这种文件收不了').waitFor();
  expect(await fits(second)).toBe(true);
  await press(second, '下一步');
  await heading(second, '您怎么留名');
  await press(second, '提交');
  await second.getByText('请选一种').waitFor();
  await second.getByRole('radio', { name: /^实名/ }).check();
  await second.getByLabel('怎么称呼您').fill('王秀英');
  await second.getByText('用 199 **** 0001 联系您').waitFor();
  expect(await fits(second)).toBe(true);
  await press(second, '提交');
  await heading(second, '已经收到');
  number = await numberOn(second);
  expect(number).toMatch(/^TS20261120-0001$/);
  await second.getByText('争取在11月25日前答复您，最晚不超过11月27日。').waitFor();
  await second.getByText('已交给护理部').waitFor();
  await press(second, '看进度');
  await second.getByText('按规定最晚11月27日').waitFor();
  await second.getByText('转给负责的部门').waitFor();
  expect(await second.title()).toBe('投诉建议');
  expect(await fits(second)).toBe(true);
  // The first phone has nothing to go on with.
  await first.goto(first.url().replace(/#.*/, `#/pages/complaint/mine/index?patientId=${encodeURIComponent(wang.patientId)}`));
  await first.getByText(number).waitFor();
  expect(await first.getByText('有一条没写完').count()).toBe(0);
});

test('the officer sees two clocks, takes it, dispatches; the ward gives its account without learning who complains', async () => {
  const page = await desk('officer1');
  // The desk is where an officer's day begins.
  await page.getByRole('heading', { name: '投诉', exact: true }).waitFor();
  const row = page.locator('tr[data-row]', { hasText: number.slice(2) });
  await row.getByText('还有 3 个工作日').waitFor();
  await row.getByText('还有 5 个工作日').waitFor();
  await row.dblclick();
  await page.getByRole('heading', { name: number }).waitFor();
  await page.getByText('昨天夜里按了三次铃').first().waitFor();
  expect(await part(page, '投诉人').innerText()).not.toContain('王秀英');
  await press(page, '接手');
  await page.getByText('这件由您办理').waitFor();
  await part(page, '责任部门').getByRole('button', { name: '改派' }).click();
  await part(page, '责任部门').getByRole('checkbox', { name: '医务科' }).check();
  await part(page, '责任部门').getByLabel('给部门的话').fill('请核对夜班呼叫记录');
  await press(page, '派发');
  await page.getByText('已派发。').waitFor();
  await part(page, '投诉人').getByRole('button', { name: '看完整信息' }).click();
  await page.getByRole('dialog').getByLabel('原因').fill('电话核实经过');
  await page.getByRole('dialog').getByRole('button', { name: '查看' }).click();
  await part(page, '投诉人').getByText('王秀英').first().waitFor();
  await part(page, '投诉人').getByText('谁看过').click();
  await part(page, '投诉人').getByText('电话核实经过').waitFor();
  expect(await fits(page)).toBe(true);

  const ward = await desk('ward1', 'call/worklist/index');
  await goTo(ward, number);
  await ward.getByText('您看到的是事情经过，不含投诉人身份').waitFor();
  expect(await part(ward, '投诉人').count()).toBe(0);
  expect(await ward.content()).not.toMatch(/王秀英|王\*英|19900010001/);
  await ward.getByLabel('了解到的情况和处理意见').fill('当晚两位护士，一位在抢救，呼叫器已报修。');
  await press(ward, '提交说明');
  await ward.getByText('说明已提交').waitFor();
});

test('the answer says what is missing, the patient reopens with new facts, and the second answer is accepted and rated', async () => {
  const page = await desk('officer1');
  await goTo(page, number);
  await page.getByText('当晚两位护士').waitFor();
  const form = part(page, '拟写答复');
  await form.getByRole('radio', { name: '部分属实' }).check();
  await form.getByText('还缺：答复内容、整改措施、依据和证明').waitFor();
  expect(await form.getByRole('button', { name: '发出答复' }).isDisabled()).toBe(true);
  await form.getByLabel('答复内容（投诉人会看到）').fill('当晚确实响铃较久，给您带来不便，对不起。');
  await form.getByLabel('整改措施（投诉人会看到）').fill('呼叫器已修好，护士长每班巡视。');
  await page.reload();
  await page.getByRole('heading', { name: number }).waitFor();
  // What was written is still there.
  await form.getByText('还缺：依据和证明').waitFor();
  await form.getByLabel('依据和证明（院内）').fill('呼叫记录与排班表');
  await form.getByRole('button', { name: '发出答复' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: '发出答复' }).click();
  await page.getByText('答复已发出').waitFor();
  await page.getByText('还不能办结：等投诉人回音到').waitFor();

  const patient = await open(wang, `view/index?number=${number}`);
  await patient.getByText('部分属实').waitFor();
  await patient.getByText('呼叫器已修好').waitFor();
  // What proves it stays in the house.
  expect(await patient.content()).not.toContain('排班表');
  await press(patient, '还有话说，请再处理');
  await heading(patient, '请再处理');
  await patient.getByLabel('新的情况').fill('第二天夜里又是这样，等了二十分钟。');
  await press(patient, '提交');
  await patient.getByText('已经收到，重新处理').waitFor();
  await patient.getByText('第 2 次处理').waitFor();
  expect(await fits(patient)).toBe(true);

  await goTo(page, number);
  await page.reload();
  await page.getByText('这是重新办理').waitFor();
  await page.getByText('第二天夜里又是这样').first().waitFor();
  await officer.complaint.answer({ number, outcome: 'upheld', text: '您说的情况属实，对不起。', measures: '夜班增加一人，护士长负责，本周起。', proof: '排班表', channel: 'app' });

  await patient.reload();
  await patient.getByText('夜班增加一人').waitFor();
  await press(patient, '接受这个答复');
  await patient.getByRole('alertdialog').getByRole('button', { name: '接受' }).click();
  await patient.getByText('这次处理，您满意吗').waitFor();
  await press(patient, '提交评价');
  await patient.getByText('请选一项').waitFor();
  await patient.getByRole('radio', { name: '满意', exact: true }).press('Space');
  await write(patient, '想说的话（可以不填）', '后来态度很好', '6 / 500 字');
  await press(patient, '提交评价');
  await patient.getByText('您评了“满意”').waitFor();
  expect(await fits(patient)).toBe(true);
  expect((await officer.complaint.detail({ number })).rating).toMatchObject({ score: 4, comment: '后来态度很好' });
});

test('danger in a complaint shows the safety page before the number', async () => {
  const li = await bind(2);
  const page = await open(li, 'file/index');
  await heading(page, '发生了什么');
  await page.getByRole('radio', { name: '医疗质量' }).check();
  await page.getByRole('radio', { name: '诊断治疗' }).check();
  await page.getByLabel('经过').fill('出院时没人管我，现在胸口痛得喘不上气。');
  await press(page, '下一步');
  await press(page, '下一步');
  await page.getByRole('radio', { name: /^匿名/ }).check();
  await press(page, '提交');
  await page.getByText('拨打 120').first().waitFor();
  await press(page, '我知道了，看投诉编号');
  await heading(page, '已经收到');
  await page.getByText('您选了匿名').waitFor();
});

test('the nurse writes a complaint down beside the call; the hotline\'s number and day are kept', async () => {
  const page = await desk('officer1');
  await page.locator('tr[data-row]').first().waitFor();
  await key(page, 'r');
  await page.getByRole('heading', { name: '登记投诉' }).waitFor();
  await page.getByLabel('来源').selectOption('hotline12345');
  await page.getByLabel('类别').selectOption('fee.unclear');
  await page.getByLabel('反映的情况（原话）').fill('住院清单看不懂，想要解释。');
  await press(page, '登记');
  await page.getByText('请填写工单号').waitFor();
  await page.getByLabel('工单号').fill('GD-2026-1102');
  await page.getByLabel('要求回复的日子').fill('2026-11-26');
  await page.getByLabel('姓名').fill('赵女士');
  await page.getByLabel('电话', { exact: true }).fill('16600019999');
  await press(page, '登记');
  await page.getByText('请告诉对方：编号 TS20261120-').waitFor();
  await press(page, '打开这件投诉');
  await page.getByText('外部工单 GD-2026-1102').waitFor();
  await part(page, '责任部门').getByText('财务科').waitFor();
  expect(await fits(page)).toBe(true);
});
