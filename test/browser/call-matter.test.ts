/** What a call without questions is about, in a real browser: an answer is read out and what was said to it noted; a ward reads the words that raised its red flag. */
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { openDesk, press as key, signInByKeyboard } from '../support/console';
import { csv, openHospital, type Hospital } from '../support/hospital';

let hospital: Hospital;
let browser: Browser;
const defects: string[] = [];
jest.setTimeout(120_000);
beforeAll(async () => {
  browser = await launchBrowser();
  hospital = await openHospital('2026-11-18 17:00', { frozen: false });
  await hospital.importFile('出院名单.csv', csv([
    { patientNo: 'P0001', name: '王秀英', departmentCode: '0402', department: '骨科', dischargeAt: '2026-11-18 10:00' }, { patientNo: 'P0002', name: '李建国', departmentCode: '0402', department: '骨科', dischargeAt: '2026-11-18 11:00' },
  ]));
  await hospital.until('2026-11-20 09:30');
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await hospital?.local.dispose();
});
afterEach(() => expect(defects.splice(0)).toEqual([]));

const open = (page: Page, callId: string) => page.goto(`${hospital.local.url}/console/#/call/call/index?call=${encodeURIComponent(callId)}`);
const fits = (page: Page) => page.evaluate('document.documentElement.scrollWidth <= innerWidth');
const part = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).last().click();
/** Where SHOTS names a folder, a picture for people to look at. */
const shot = async (page: Page, name: string): Promise<void> => { if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/${name}.png`, fullPage: true }); };

test('the nurse reads the answer out, may not close before she noted what was said, and the officer sees it', async () => {
  const officer = await hospital.colleague('officer1', 'officer', 'all');
  const { encounterId } = (await hospital.lead.discharge.list({ text: '王秀英' })).rows[0]!;
  const { number } = await officer.complaint.register({ key: 'landline-0001', source: 'visit', encounterId, category: 'logistics.clean', text: '病区厕所不干净', complainant: { name: '', phone: '09438221234', relation: 'self' } });
  await officer.complaint.answer({ number, outcome: 'upheld', text: '您反映的情况属实，向您道歉。我们查看了11月16日的保洁记录，当天夜里确实少了一次清洁。', measures: '总务科即日起夜间加派一人，护士长每天检查。', proof: '保洁记录，问过刘大力', channel: 'app' });

  const page = await openDesk(browser, defects, { viewport: { width: 1280, height: 860 } });
  await signInByKeyboard(page, hospital.local.url, 'nurse1');
  await page.locator('tr[data-row]').first().waitFor();
  await open(page, `call:reply:complaint:${number}:1`);
  await page.getByRole('button', { name: '接下并继续' }).click();
  const told = part(page, '要念的答复');
  await told.getByText('当天夜里确实少了一次清洁').waitFor();
  expect(await told.innerText()).toMatch(/患者本人[\s\S]*情况属实[\s\S]*夜间加派一人[\s\S]*7 个工作日[\s\S]*30 天/);
  expect(await page.locator('body').innerText()).not.toMatch(/刘大力|厕所/);
  await key(page, 'F4');
  await page.locator('.call-number-digits').waitFor();

  // First what was said, then that the call was made.
  const done = page.getByRole('button', { name: '记下：完成' });
  await page.locator('.call-outcome', { hasText: '完成' }).first().click();
  await page.getByLabel('备注').fill('已念答复');
  await done.click();
  await page.getByText('请先在答复下面记下对方怎么说').waitFor();
  await shot(page, 'tell-1280');
  await told.getByRole('radio', { name: '不接受，有新的情况' }).check();
  await press(page, '记下');
  await told.getByText('请写下对方的原话').waitFor();
  await told.getByLabel('对方的原话').fill('昨天去看还是脏，没有人来打扫。');
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await fits(page)).toBe(true);
  await shot(page, 'tell-390');
  await page.setViewportSize({ width: 1280, height: 860 });
  await press(page, '记下');
  await told.getByText('已记下：不接受，有新的情况').waitFor();
  await shot(page, 'told-1280');
  await done.click();
  await page.getByText('已记下：完成').waitFor();
  expect(await officer.complaint.detail({ number })).toMatchObject({ round: 2, state: 'dispatched' });
  expect((await officer.complaint.detail({ number })).timeline.find(({ kind }) => kind === 'reopened')).toMatchObject({ words: '昨天去看还是脏，没有人来打扫。' });
  await page.context().close();
});

test('a ward reads the words that raised its red flag, and nothing else of the conversation', async () => {
  const patient = await hospital.inWechat('19900010002');
  const { patientId } = (await patient.account.matches({})).matches[0]!;
  await patient.account.bind({ patientId, relation: 'self', birthMonth: '1966-05' });
  await patient.message.send({ patientId, key: 'key-of-page-1', text: '请问复查前要空腹吗？' });
  await patient.message.send({ patientId, key: 'key-of-page-2', text: '我胸口疼，喘不上气' });
  const page = await openDesk(browser, defects, { viewport: { width: 1280, height: 860 } });
  await signInByKeyboard(page, hospital.local.url, 'ward1');
  await page.locator('.s-nav-here').first().waitFor();
  await open(page, `call:redflag:thread:${patientId}`);
  await part(page, '对方写了什么').getByText('我胸口疼，喘不上气').waitFor();
  expect(await page.locator('body').innerText()).not.toContain('空腹');
  expect(await fits(page)).toBe(true);
  await shot(page, 'raised-1280');
  await page.setViewportSize({ width: 390, height: 844 });
  await shot(page, 'raised-390');
  expect(await fits(page)).toBe(true);
  await page.context().close();
});

test('a closed clinic: nobody is done with a visit that still stands in it; then the call closes, in its own words', async () => {
  const { lead } = hospital;
  // One place in all, so that there is none to offer and the call is queued at once.
  await lead.visit.saveSchedule({ departmentCode: '0402', practitioner: '', title: '', place: '门诊楼2层1诊室', preparation: '', weekly: [{ weekday: 3, from: '09:00', to: '09:30', capacity: 1 }], exceptions: [], publishDays: 6, active: true, rev: 0 });
  await hospital.local.fire('visit');
  const { patientId } = (await lead.discharge.list({ text: '王秀英' })).rows[0]!;
  const { appointmentId } = await lead.visit.hold({ patientId, slotId: 'slot:0402:general:2026-11-25:0900' });
  await lead.visit.book({ appointmentId });
  await lead.visit.close({ departmentCode: '0402', from: Date.parse('2026-11-25T00:00:00+08:00'), to: Date.parse('2026-11-26T00:00:00+08:00'), reason: '医生外出', dryRun: false });

  const page = await openDesk(browser, defects, { viewport: { width: 390, height: 844 } });
  await signInByKeyboard(page, hospital.local.url, 'nurse2');
  await page.locator('.s-top-title').waitFor();
  await open(page, `call:closure:${appointmentId}`);
  await page.getByRole('button', { name: '接下并继续' }).click();
  await page.getByRole('tab', { name: '事由' }).waitFor();
  await page.getByRole('tab', { name: '拨打和结果' }).click();
  await key(page, 'F4');
  await page.locator('.call-number-digits').waitFor();
  const reached = page.locator('.call-outcome', { hasText: '完成' }).first();
  expect(await reached.innerText()).toContain('停诊已告知，关闭');
  await reached.click();
  await page.getByLabel('备注').fill('说会再打来');
  await page.getByRole('button', { name: '记下：完成' }).click();
  await page.getByText('号还在停诊的时间里').waitFor();
  await shot(page, 'closure-390');
  await page.getByRole('tab', { name: '事由' }).click();
  await page.locator('.booker').getByRole('button', { name: '取消预约' }).click();
  await page.getByRole('radio', { name: '临时有事' }).check();
  await page.getByRole('dialog').getByRole('button', { name: '取消预约' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('tab', { name: '拨打和结果' }).click();
  await page.getByRole('button', { name: '记下：完成' }).click();
  await page.getByText('已记下：完成').waitFor();
  expect(await fits(page)).toBe(true);
  await page.context().close();
});
