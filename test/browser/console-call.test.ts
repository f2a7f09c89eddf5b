/** A nurse at the console, in a real browser, on the real functions: three calls without touching the mouse, a patient who is faster, a reload, a lost connection, a session that ends. */
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { openDesk, password, press, signInByKeyboard } from '../support/console';
import { csv, openHospital, wellAnswers, type Hospital, type Row } from '../support/hospital';

const names = ['王秀英', '李建国', '赵敏芳', '孙长林', '周兰英', '吴小刚', '郑晓霞', '钱大伟', '冯玉兰'];
const people: Row[] = names.map((name, n) => ({ patientNo: `P000${n + 1}`, name, dischargeAt: `2026-11-18 1${n % 8}:00`, birthDate: '1970-05-12' }));
const phoneOf = (name: string): string => `1990001000${names.indexOf(name) + 1}`;

let hospital: Hospital;
let browser: Browser;
const defects: string[] = [];
jest.setTimeout(120_000);
beforeAll(async () => {
  browser = await launchBrowser();
  hospital = await openHospital('2026-11-18 17:00', { frozen: false });
  await hospital.importFile('出院名单.csv', csv(people));
  await hospital.until('2026-11-21 09:30');
});
afterAll(async () => {
  await browser?.close();
  await hospital?.local.dispose();
});
afterEach(() => expect(defects.splice(0)).toEqual([]));

/** The list of outcomes takes a digit once it has the focus. */
async function ended(page: Page, outcome: string): Promise<void> {
  await press(page, 'F8');
  await page.locator('.call-outcome:focus').waitFor();
  await press(page, outcome);
}
const nameOn = async (page: Page): Promise<string> => (await page.locator('h1').innerText()).split(' ')[0] ?? '';
/** `N` from the list or after an outcome: the next person's page, the focus in the first open question. */
async function next(page: Page, before = ''): Promise<string> {
  await press(page, 'n');
  await page.locator('.call-question :is(button, textarea):focus').waitFor();
  await page.waitForFunction((old) => { const h1 = document.querySelector('h1')?.textContent ?? ''; return !h1.includes('*') && !h1.startsWith(old || '\u0000'); }, before);
  return nameOn(page);
}
async function dial(page: Page): Promise<string> {
  await press(page, 'F4');
  return (await page.locator('.call-number-digits').innerText()).replace(/\D/g, '');
}
const rows = async (view: 'team' | 'mine' | 'call_backs' = 'team') => (await hospital.lead.call.worklist({ view })).rows;
const masked = (name: string): string => `${name[0]}*${name[2]}`;
const rowOf = async (name: string) => (await rows()).find((row) => row.name === masked(name));

test('three calls by keyboard alone: one reached, one silent, one to be rung again at two thirty', async () => {
  const page = await openDesk(browser, defects);
  let clicks = 0;
  await page.exposeFunction('clicked', () => { clicks += 1; });
  await page.addInitScript("addEventListener('pointerdown', () => clicked(), true)");
  await signInByKeyboard(page, hospital.local.url, 'nurse1');
  await page.locator('tr[data-row]').first().waitFor();
  expect(await page.locator('tr[data-row]').count()).toBe(names.length);
  expect(await page.locator('tr[data-row]').first().innerText()).toMatch(/\*/);

  const first = await next(page);
  expect(await dial(page)).toBe(phoneOf(first));
  // Consent, who, recovery, none of the nine, mood, medicines, nothing wrong after them, wound, return visit; doctors, nurses, ward, all in all.
  await press(page, '1', '1', '2', '0', '1', '1', '1', '1', '1', '1', '1', '2', '1');
  // Nine, and a ten that is typed as one and zero would be as good.
  await press(page, '1', '0');
  await page.locator('[aria-checked="true"]', { hasText: /^10$/ }).waitFor();
  await press(page, 'ArrowUp', '2');
  await ended(page, '1');
  expect(await page.locator('.call-outcome-on').innerText()).toContain('关闭这次随访');
  await page.locator('.call-outcome-confirm button:focus').waitFor();
  await press(page, 'Enter');
  await page.getByText('已记下：完成').waitFor();
  const callId = new URL(page.url().replace('#', '')).searchParams.get('call') ?? '';
  const { stepId } = await hospital.lead.call.card({ callId });
  const sheet = await hospital.lead.survey.sheet({ stepId });
  expect(sheet).toMatchObject({ state: 'submitted', mode: 'phone', respondent: { by: 'patient' } });
  expect(Object.fromEntries(sheet.answers.map(({ linkId, value }) => [linkId, value]))).toMatchObject({ recover: 'better', red: ['none'], s_log: '4', s_all: '4', nps: 10 });

  const second = await next(page, first);
  expect(await dial(page)).toBe(phoneOf(second));
  // Done too early: the same Enter leads to what is still open.
  await ended(page, '1');
  await page.locator('.call-outcome-confirm button:focus', { hasText: '去第一道没答的题' }).waitFor();
  await press(page, 'Enter');
  await page.locator('.call-question-on :focus').waitFor();
  await ended(page, '2');
  await page.locator('.call-outcome-confirm button:focus').waitFor();
  const promised = await page.locator('.call-outcome-on .call-outcome').innerText();
  await press(page, 'Enter');
  await page.getByText('已记下：无人接听').waitFor();
  expect(promised).toMatch(/今天下午再拨，还可拨 2 次/);
  expect(await rowOf(second)).toMatchObject({ attempts: 1, ring: { can: false, why: 'other_day_part', part: 'afternoon' } });

  const third = await next(page, second);
  expect(await dial(page)).toBe(phoneOf(third));
  await ended(page, '5');
  await page.locator('[data-time]:focus').waitFor();
  const half = await page.locator('[data-time]').evaluateAll((times) => times.findIndex((time) => time.textContent?.includes('下午 2:30')) + 1);
  await press(page, String(half));
  await page.locator('.call-outcome-confirm button:focus').waitFor();
  await press(page, 'Enter');
  await page.getByText('已记下：约定再打').waitFor();
  expect((await rows('call_backs')).map((row) => row.name)).toEqual([masked(third)]);
  expect((await rowOf(third))?.ring.from).toBe(Date.parse('2026-11-21T14:30:00+08:00'));
  expect((await hospital.lead.followup.today({ from: '2026-11-18', to: '2026-11-18' })).funnel).toMatchObject({ reached: 1, adds: true });
  expect(clicks).toBe(0);

  // Five minutes to take it back, by the same hand.
  await press(page, 'u');
  await page.locator('.call-outcomes').waitFor();
  // The questions come a moment later and take the first key.
  await page.locator('.call-question-on').waitFor();
  expect(await rows('call_backs')).toEqual([]);
  await ended(page, '3');
  await page.locator('.call-outcome-confirm button:focus').waitFor();
  await press(page, 'Enter');
  await page.getByText('已记下：占线').waitFor();
  await page.context().close();
});

test('the patient submits meanwhile: within three seconds the nurse sees it, cannot go on ringing, and keeps what she typed', async () => {
  const page = await openDesk(browser, defects);
  await signInByKeyboard(page, hospital.local.url, 'nurse1');
  await page.locator('tr[data-row]').first().waitFor();
  const name = await next(page);
  await dial(page);
  await press(page, '1', '1', '2');
  const patient = hospital.withLink(phoneOf(name));
  await patient.survey.open({});
  await patient.survey.save({ answers: wellAnswers });
  const submitted = performance.now();
  await patient.survey.submit({});
  await page.getByText('患者刚刚自己答完了，不用再打').waitFor();
  expect(performance.now() - submitted).toBeLessThan(3000);
  expect(await page.locator('.call-dial').count()).toBe(0);
  expect(await page.locator('.call-question [aria-checked="true"]', { hasText: '好转' }).count()).toBe(1);
  const following = await next(page, name);
  expect(following).not.toBe(name);
  await page.context().close();
});

test('a reload keeps the number, the clock, the answers and the place; without a network nothing typed is lost', async () => {
  const page = await openDesk(browser, defects);
  await signInByKeyboard(page, hospital.local.url, 'nurse2');
  await page.locator('tr[data-row]').first().waitFor();
  const name = await next(page);
  const digits = await dial(page);
  await press(page, '1', '1', '2', '0', '1', '3', '2');
  await page.locator('.call-question textarea:focus').waitFor();
  await page.keyboard.type('降压药，吃了头晕');
  await page.getByText('已保存').waitFor();
  await page.reload();
  await page.locator('.call-number-digits').waitFor();
  expect((await page.locator('.call-number-digits').innerText()).replace(/\D/g, '')).toBe(digits);
  expect(await nameOn(page)).toBe(name);
  await page.locator('.s-top').getByText(/^通话 \d\d:\d\d$/).waitFor();
  await page.locator('textarea', { hasText: '降压药，吃了头晕' }).waitFor();

  await page.context().setOffline(true);
  await page.locator('textarea', { hasText: '降压药，吃了头晕' }).focus();
  await page.keyboard.press('End');
  await page.keyboard.type('，两天了');
  await page.getByText('还没有保存，网络恢复后会再试').waitFor();
  await page.context().setOffline(false);
  await page.getByText('已保存').waitFor();
  const callId = new URL(page.url().replace('#', '')).searchParams.get('call') ?? '';
  const { stepId } = await hospital.lead.call.card({ callId });
  expect((await hospital.lead.survey.sheet({ stepId })).answers.find(({ linkId }) => linkId === 'med_adr_text')?.value).toBe('降压药，吃了头晕，两天了');

  // Leaving with a call in hand is asked about first.
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: '拨打名单' }).press('Enter');
  await page.getByRole('alertdialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('alertdialog').waitFor({ state: 'detached' });
  expect(page.url()).toContain('call/call');
  await ended(page, '2');
  await page.locator('.call-outcome-confirm button:focus').waitFor();
  await press(page, 'Enter');
  await page.getByText('已记下：无人接听').waitFor();
  await page.context().close();
});

test('a session that ends under an open call asks for the password over it, and goes on with everything in place', async () => {
  const page = await openDesk(browser, defects);
  await signInByKeyboard(page, hospital.local.url, 'nurse2');
  await page.locator('tr[data-row]').first().waitFor();
  const name = await next(page);
  await ended(page, '5');
  await page.getByPlaceholder('写要点，不写身份证号').fill('下午在家，普通话慢一点');
  await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('token')).forEach((key) => localStorage.removeItem(key)));
  await page.getByRole('dialog', { name: '登录已到期' }).waitFor();
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: '登录已到期' }).waitFor({ state: 'detached' });
  expect(await nameOn(page)).toBe(name);
  expect(await page.getByPlaceholder('写要点，不写身份证号').inputValue()).toBe('下午在家，普通话慢一点');
  await page.getByText(/占用还剩/).waitFor();
  // Not rung: leaving gives the call back at once.
  await page.getByRole('button', { name: '离开' }).press('Enter');
  await page.getByRole('button', { name: '放回名单并离开' }).press('Enter');
  await page.locator('tr[data-row]').first().waitFor();
  expect(await rowOf(name)).toMatchObject({ state: 'waiting' });
  await page.context().close();
});

test('a red flag stands above the list with its minutes; A takes it, and the colleague\'s screen knows', async () => {
  const waiting = (await rows()).find((row) => row.kind === 'followup' && row.attempts === 0 && row.ring.can);
  const name = names.find((one) => masked(one) === waiting?.name) ?? '';
  const patient = hospital.withLink(phoneOf(name));
  await patient.survey.open({});
  await patient.survey.save({ answers: [{ linkId: 'who', value: 'self' }, { linkId: 'recover', value: 'same' }, { linkId: 'red', value: ['chest'] }] });
  const page = await openDesk(browser, defects);
  await signInByKeyboard(page, hospital.local.url, 'nurse1');
  const flag = page.getByRole('alert', { name: '红色警示，还没有人处理' });
  expect(await flag.innerText()).toMatch(new RegExp(`${masked(name).replace('*', '\\*')}.*胸痛或胸闷.*还剩 1[34]:\\d\\d，要有人接手`, 's'));
  expect(await page.locator('tr[data-row]').first().innerText()).toContain('红色警示');
  await press(page, 'a');
  await flag.getByText('胸痛或胸闷').waitFor({ state: 'detached' });
  await page.locator('tr[data-row]', { hasText: '已接手' }).waitFor();
  expect((await rows()).find((row) => row.kind === 'redflag' && row.name === masked(name))).toMatchObject({ level: 'emergency', ackDue: 0, ackLevel: 0 });
  await page.context().close();
});

test('after a wrong number the next one may be the same person: the page begins anew, with the family\'s number', async () => {
  const lone = await openHospital('2026-11-18 17:00', { frozen: false });
  try {
    await lone.importFile('出院名单.csv', csv([{ patientNo: 'P0101', name: '何长生', dischargeAt: '2026-11-18 10:00', birthDate: '1970-05-12', contactName: '何平', relation: '子', contactPhone: '13900000101' }]));
    await lone.until('2026-11-21 09:30');
    const page = await openDesk(browser, defects);
    await signInByKeyboard(page, lone.local.url, 'nurse1');
    await page.locator('tr[data-row]').first().waitFor();
    expect(await next(page)).toBe('何长生');
    const own = await dial(page);
    await ended(page, '8');
    await page.locator('.call-outcome-confirm button:focus').waitFor();
    await press(page, 'Enter');
    await page.getByText('已记下：打错了').waitFor();
    expect(await next(page)).toBe('何长生');
    expect([own, await dial(page)]).toEqual([own, '13900000101']);
    expect(own).not.toBe('13900000101');
    await page.context().close();
  } finally {
    await lone.local.dispose();
  }
});
