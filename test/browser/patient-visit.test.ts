/** Return visits on phones of 375 × 812: found, held, booked, put into a calendar, moved, given up; a place that was lost; a hold that ended; a closed clinic answered by the link of an SMS. */
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { csv, openHospital, type Hospital, type Someone } from '../support/hospital';

let browser: Browser;
let hospital: Hospital;
const contexts: BrowserContext[] = [];
const faults: string[] = [];
const people = [1, 2, 3, 4, 5];
const phone = (n: number) => `1990001000${n}`;

/** The same file with the day that the order names: two weeks after discharge. */
const withRevisit = (file: string, day: string) => file.split('\r\n').map((line, n) => (line === '' ? line : `${line},${n === 0 ? '复诊日期' : day}`)).join('\r\n');

beforeAll(async () => {
  browser = await launchBrowser();
  hospital = await openHospital('2026-11-19 12:00');
  const names = ['王秀英', '李建国', '赵敏芳', '孙大勇', '周美兰'];
  await hospital.importFile('出院名单.csv', withRevisit(csv(people.map((n) => ({ patientNo: `P000${n}`, name: names[n - 1], dischargeAt: `2026-11-18 1${n}:00`, departmentCode: '0402', department: '骨科' }))), '2026-12-02'));
  const hours = { departmentCode: '0402', exceptions: [], active: true, rev: 0 };
  await hospital.lead.visit.saveSchedule({ ...hours, practitioner: '张建国', title: '主任医师', place: '门诊楼3层6诊室', preparation: '带上出院时的片子。', weekly: [2, 3, 4].map((weekday) => ({ weekday, from: '14:00', to: '15:00', capacity: 1 })) });
  await hospital.lead.visit.saveSchedule({ ...hours, practitioner: '', title: '', place: '门诊楼2层1诊室', preparation: '', weekly: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '10:00', capacity: 3 })) });
  await hospital.local.fire('visit');
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await hospital?.local.dispose();
});
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
  expect(faults.splice(0)).toEqual([]);
});

async function handset(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 375, height: 812 }, locale: 'zh-CN', hasTouch: true, isMobile: true, acceptDownloads: true });
  contexts.push(context);
  const page = await context.newPage();
  page.setDefaultTimeout(5000);
  page.on('pageerror', (error) => faults.push(error.message));
  return page;
}
interface Patient { someone: Someone & { openid: string }; patientId: string }
/** A WeChat user who acts for her own stay. */
async function bind(n: number): Promise<Patient> {
  const someone = await hospital.inWechat(phone(n));
  const [match] = (await someone.account.matches({})).matches;
  await someone.account.bind({ patientId: match!.patientId, relation: 'self', birthMonth: '1966-05' });
  return { someone, patientId: match!.patientId };
}
/** Opens one of the pages as she would see it in WeChat. */
async function open({ someone, patientId }: Patient, page: 'find' | 'mine'): Promise<Page> {
  const shown = await handset();
  await shown.goto(`${hospital.local.url}/outbox/wechat/${someone.openid}/open`);
  await shown.waitForURL(/\/wechat\//);
  await shown.goto(`${shown.url().split('#')[0]}#/pages/visit/${page}/index?patientId=${encodeURIComponent(patientId)}`);
  return shown;
}
const heading = (page: Page, words: string | RegExp) => page.getByRole('heading', { name: words }).last().waitFor();
const press = (page: Page, words: string) => page.getByRole('button', { name: words, exact: true }).last().click();
/** The press that books, and WeChat's own question about reminders. */
async function confirm(page: Page, words: string): Promise<void> {
  await says(page, '微信会问您');
  await press(page, words);
  await page.getByRole('dialog').getByText('允许').click();
}
const says = (page: Page, words: string) => page.getByText(words).last().waitFor();
/** The search, where it suggests the advised times. */
async function search(patient: Patient): Promise<Page> {
  const page = await open(patient, 'find');
  await heading(page, '这几个时间合适吗？');
  return page;
}
/** Leaves the suggestions and takes a half hour of a day. */
async function pick(page: Page, day: RegExp, time: RegExp): Promise<void> {
  await press(page, '都不合适，自己选时间');
  await heading(page, '哪天几点去？');
  await page.getByRole('button', { name: day }).click();
  await page.getByRole('radio', { name: time }).check();
}
/** Gives the visit up for one of the reasons of the table. */
async function cancelAs(page: Page, reason: string | RegExp): Promise<void> {
  await page.getByRole('radio', { name: reason }).check();
  await press(page, '确认取消');
}
/** What stands on a phone in large type and English. */
const inLargeEnglish = (page: Page) => page.evaluate(`localStorage.setItem('suifang.type', JSON.stringify({ data: 'large' })); localStorage.setItem('suifang.language', JSON.stringify({ data: 'en' }))`);
/** Resolves when nothing is wider than the phone; a page that slides in from the side must not leave the screen widened. */
const fits = (page: Page) => page.waitForFunction('innerWidth === 375 && document.documentElement.scrollWidth <= 375');
const upcoming = async ({ someone, patientId }: Patient) => (await someone.visit.mine({ patientId })).upcoming;
/** By the page's calls, so that two people are never asked at the same moment. */
async function bookedBy(patient: Patient, wall: string): Promise<string> {
  const { days } = await patient.someone.visit.places({ patientId: patient.patientId, departmentCode: '0402', from: wall.slice(0, 10), days: 1 });
  const slot = days[0]!.slots.find(({ start }) => start === Date.parse(`${wall.replace(' ', 'T')}:00+08:00`))!;
  const { appointmentId } = await patient.someone.visit.hold({ patientId: patient.patientId, slotId: slot.slotId });
  await patient.someone.visit.book({ appointmentId });
  return appointmentId;
}

test('found where the order advises, held, booked with a word to WeChat, put into a calendar, moved, given up', async () => {
  const patient = await bind(1);
  const page = await search(patient);
  await says(page, '医嘱建议 12月2日前后 3 天');
  expect(await page.title()).toBe('复诊');
  expect(await page.getByRole('radio').count()).toBe(3);
  await pick(page, /^12月2日 周三.*医嘱时间内.*有号/, /下午 2:00–2:30/);
  // A double click is one press.
  await page.getByRole('button', { name: '下一步' }).dblclick();
  await heading(page, '就是这个时间吗？');
  await says(page, '还有 4 分');
  await says(page, '带上出院时的片子。');
  await fits(page);
  await page.reload();
  await heading(page, '就是这个时间吗？');
  await confirm(page, '确认预约');
  await heading(page, '约好了');
  expect((await upcoming(patient)).map(({ state, practitioner, inWindow, byKind }) => ({ state, practitioner, inWindow, byKind }))).toEqual([{ state: 'booked', practitioner: '张建国', inWindow: true, byKind: 'patient' }]);
  while (hospital.local.wechat.credits(patient.someone.openid, 'visit') === 0) await page.evaluate('1');

  const [file] = await Promise.all([page.waitForEvent('download'), press(page, '下载日历文件')]);
  expect(file.suggestedFilename()).toBe('2026-12-02.ics');
  expect(readFileSync(await file.path(), 'utf8')).toContain('DTSTART:20261202T060000Z');
  await says(page, '日历文件已经下载');

  await press(page, '看我的复诊');
  await says(page, '还有 13 天');
  await press(page, '改时间');
  await says(page, '原来约的是12月2日 周三 下午 2:00–2:30');
  await pick(page, /^12月4日 周五.*有号/, /上午 9:30–10:00/);
  await press(page, '下一步');
  await says(page, '12月2日 周三 下午 2:00–2:30');
  await confirm(page, '确认改到这个时间');
  await heading(page, '改好了');
  expect((await upcoming(patient)).map(({ day, practitioner }) => `${day} ${practitioner}`)).toEqual(['2026-12-04 ']);

  await press(page, '看我的复诊');
  await says(page, '12月4日 周五 上午 9:30–10:00');
  await press(page, '取消预约');
  await heading(page, '为什么取消？');
  await press(page, '确认取消');
  await says(page, '还没有选，请选一项');
  await cancelAs(page, '临时有事');
  await heading(page, '已经取消');
  await press(page, '回到我的复诊');
  await says(page, '还没有预约');
  const { past } = await patient.someone.visit.mine({ patientId: patient.patientId });
  expect(past.map(({ cancel }) => cancel?.reason)).toEqual(expect.arrayContaining(['busy', 'changed']));
  await fits(page);
}, 60_000);

test('the last place goes to somebody else meanwhile: the page says so and has chosen the nearest', async () => {
  const [late, quick] = [await bind(2), await bind(3)];
  const page = await search(late);
  await pick(page, /^12月2日 周三.*有号/, /下午 2:30–3:00/);
  await bookedBy(quick, '2026-12-02 14:30');
  await press(page, '下一步');
  await says(page, '这个号刚刚被别人约走了，给您选了最近的：12月2日 周三 下午 2:00–2:30。');
  await press(page, '下一步');
  await heading(page, '就是这个时间吗？');
  // Going back gives the place to the next person at once.
  await page.getByRole('button', { name: '返回' }).last().click();
  await heading(page, '哪天几点去？');
  let free = 0;
  while (free === 0) {
    const { days } = await quick.someone.visit.places({ patientId: quick.patientId, departmentCode: '0402', from: '2026-12-02', days: 1 });
    free = days[0]!.slots.find(({ start }) => start === Date.parse('2026-12-02T14:00:00+08:00'))?.free ?? 0;
  }
}, 60_000);

test('feeling worse shows the safety page at once, with whom to ring and who rings by when', async () => {
  const patient = await bind(3);
  const page = await open(patient, 'mine');
  await press(page, '取消预约');
  await cancelAs(page, /病情加重/);
  await heading(page, '您说病情加重');
  expect(await page.title()).toBe('请先看这里');
  expect(await page.getByRole('link', { name: '拨打 120' }).getAttribute('href')).toBe('tel:120');
  expect(await page.getByRole('link', { name: /病房电话/ }).getAttribute('href')).toBe('tel:09438220402');
  await says(page, '我们已经通知值班人员');
  const { rows } = await hospital.nurse.call.worklist({ view: 'team' });
  expect(rows.find((row) => row.name === '赵*芳')).toMatchObject({ kind: 'redflag' });
  await press(page, '知道了，回到我的复诊');
  await says(page, '还没有预约');
  // It is not gone with one press: the first page leads back to it, and so does the visit.
  await page.goto(`${page.url().split('#')[0]}#/pages/home/index`);
  await heading(page, '请先看这里');
  await press(page, '打开看看');
  await heading(page, '您说病情加重');
  await press(page, '知道了');
  await press(page, '看看怎么办');
  await says(page, '我们已经通知值班人员');
}, 60_000);

test('without a network the choice stays; a hold that ended can be taken again; in English and in large type all fits', async () => {
  const patient = await bind(4);
  const page = await search(patient);
  await page.context().setOffline(true);
  await press(page, '下一步');
  await says(page, '您选的时间还在');
  await page.context().setOffline(false);
  await press(page, '下一步');
  await heading(page, '就是这个时间吗？');
  await says(page, '微信会问您');
  await hospital.local.clock.advance(6 * 60_000);
  await confirm(page, '确认预约');
  await heading(page, '留号的时间到了');
  await press(page, '再留一次');
  await heading(page, '就是这个时间吗？');
  await confirm(page, '确认预约');
  await heading(page, '约好了');

  await inLargeEnglish(page);
  await page.goto(`${page.url().split('#')[0]}#/pages/visit/mine/index?patientId=${encodeURIComponent(patient.patientId)}`);
  await page.reload();
  await says(page, 'Next visit');
  await fits(page);
  await press(page, 'Change the time');
  await press(page, 'None of these, I choose myself');
  await heading(page, 'On which day, and when?');
  await fits(page);
  // A half hour is one line.
  await page.locator('.visit-times .s-choice-words').first().waitFor();
  expect(await page.locator('.visit-times .s-choice-words').evaluateAll((all) => all.map(({ firstChild }) => { const range = document.createRange(); range.selectNodeContents(firstChild!); return range.getClientRects().length; }))).toEqual(expect.not.arrayContaining([2]));
}, 60_000);

test('which reminders come is chosen on my visits, by keys as well, and what was not noted says so', async () => {
  const patient = await bind(2);
  await bookedBy(patient, '2026-12-03 09:00');
  const page = await open(patient, 'mine');
  await says(page, '前一天和当天早上都提醒');
  await press(page, '改提醒');
  const chosen = async () => (await patient.someone.visit.mine({ patientId: patient.patientId })).reminders;
  // On the way from the first to the last each is chosen for a moment; the last one counts.
  await page.getByRole('radio', { name: '前一天和当天早上都提醒' }).focus();
  for (let n = 0; n < 3; n += 1) await page.keyboard.press('ArrowDown');
  await says(page, '记住了。');
  expect([await page.getByRole('radio', { name: '不用提醒我' }).isChecked(), await chosen()]).toEqual([true, { dayBefore: false, morning: false }]);
  await page.context().setOffline(true);
  await page.getByRole('radio', { name: '只在前一天提醒' }).click();
  await says(page, '没有记下，还是原来的');
  expect(await page.getByRole('radio', { name: '不用提醒我' }).isChecked()).toBe(true);
  await page.context().setOffline(false);
  await page.getByRole('radio', { name: '前一天和当天早上都提醒' }).check();
  await says(page, '记住了。');
  expect(await chosen()).toEqual({ dayBefore: true, morning: true });
  await fits(page);
}, 60_000);

test('a closed clinic: the link of the SMS opens the offer without signing in, and one press takes it', async () => {
  const patient = await bind(5);
  const old = await bookedBy(patient, '2026-12-01 14:00');
  await hospital.lead.visit.close({ departmentCode: '0402', from: Date.parse('2026-12-01T00:00:00+08:00'), to: Date.parse('2026-12-02T00:00:00+08:00'), reason: '医生外出', dryRun: false });
  await hospital.until('2026-11-19 13:30');
  const text = hospital.local.outbox.sms(phone(5)).map((sms) => sms.text).findLast((words) => /visit\/proposal/.test(words));
  const address = /https?:\/\/\S+|\/#\/\S+/.exec(text ?? '')?.[0] ?? '';
  const page = await handset();
  await page.goto(`${hospital.local.url}/#${address.split('#')[1] ?? ''}`);
  await heading(page, '医院停诊，给您换了一个时间');
  await fits(page);
  await says(page, '新的时间为您留到');
  await press(page, '就这个时间');
  await heading(page, '好，就这个时间');
  const [next] = await upcoming(patient);
  expect(next).toMatchObject({ state: 'booked' });
  expect(next!.appointmentId).not.toBe(old);
  await page.reload();
  await heading(page, '好，就这个时间');
}, 60_000);
