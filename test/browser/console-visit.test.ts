/** Return visits at the console, in a real browser on the real functions: a nurse books inside a call without a mouse, a clinic checks people in, closes, and changes its hours. */
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { openDesk, press, signInByKeyboard } from '../support/console';
import { csv, openHospital, type Hospital, type Row } from '../support/hospital';

jest.setTimeout(120_000);
const names = ['王秀英', '李建国', '赵敏芳', '孙长林', '周兰英', '吴小刚'];
const people: Row[] = names.map((name, n) => ({ patientNo: `P000${n + 1}`, name, dischargeAt: `2026-11-18 1${n}:00`, birthDate: '1970-05-12', departmentCode: '0402', department: '骨科' }));
/** The same file with what the physician ordered. */
const ordered = (file: string): string => file.split('\r\n').map((line, n) => (line === '' ? '' : `${line},${n === 0 ? '出院医嘱' : '出院后14±3天骨科门诊复诊'}`)).join('\r\n');
const masked = (name: string): string => `${name[0]}*${name[2]}`;
const at = (wall: string): number => Date.parse(`${wall.replace(' ', 'T')}:00+08:00`);

let hospital: Hospital;
let browser: Browser;
const defects: string[] = [];
beforeAll(async () => {
  browser = await launchBrowser();
  hospital = await openHospital('2026-11-18 17:00', { frozen: false });
  await hospital.importFile('出院名单.csv', ordered(csv(people)));
  const mornings = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '08:30', to: '11:30', capacity: 2 }));
  await hospital.lead.visit.saveSchedule({ departmentCode: '0402', practitioner: '', title: '', place: '门诊楼 2 层 1 诊室', preparation: '请带出院小结。', weekly: mornings, exceptions: [], active: true, rev: 0 });
  await hospital.lead.visit.saveSchedule({ departmentCode: '0402', practitioner: '张建国', title: '主任医师', place: '门诊楼 2 层 3 诊室', preparation: '', weekly: [{ weekday: 3, from: '14:00', to: '16:00', capacity: 1 }], exceptions: [], active: true, rev: 0 });
  await hospital.until('2026-11-23 09:30');
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await hospital?.local.dispose();
});
afterEach(() => expect(defects.splice(0)).toEqual([]));

const patientOf = async (name: string): Promise<string> => {
  const row = (await hospital.lead.discharge.list({})).rows.find((one) => one.name === masked(name));
  if (!row) throw new Error(`${name} is not in the register`);
  return row.patientId;
};
async function book(name: string, start: string, practitioner = ''): Promise<string> {
  const patientId = await patientOf(name);
  const { days } = await hospital.lead.visit.places({ patientId, departmentCode: '0402', from: start.slice(0, 10), days: 1 });
  const slot = days.flatMap(({ slots }) => slots).find((one) => one.start === at(start) && one.practitioner === practitioner);
  if (!slot) throw new Error(`no place at ${start}`);
  const { appointmentId } = await hospital.lead.visit.hold({ patientId, slotId: slot.slotId, override: true });
  await hospital.lead.visit.book({ appointmentId });
  return appointmentId;
}
const desk = async (userName: string, hash: string, viewport = { width: 1280, height: 800 }): Promise<Page> => {
  const page = await openDesk(browser, defects, { viewport });
  await signInByKeyboard(page, hospital.local.url, userName);
  await page.locator('.s-top-title').waitFor();
  await page.goto(`${hospital.local.url}/console/#/${hash}`);
  // The page before has rows, too.
  await page.locator('.visit-tab-here, .booker').first().waitFor();
  return page;
};
/** A page that scrolls sideways has lost something at its edge; a table may scroll in its own box. */
const fits = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);

test('inside a call: the window of the order, a place by one key, held, booked, and back to the questions; no mouse', async () => {
  const page = await openDesk(browser, defects, { viewport: { width: 1280, height: 800 } });
  let clicks = 0;
  await page.exposeFunction('clicked', () => { clicks += 1; });
  await page.addInitScript("addEventListener('pointerdown', () => clicked(), true)");
  await signInByKeyboard(page, hospital.local.url, 'nurse1');
  await page.locator('tr[data-row]').first().waitFor();
  await press(page, 'n');
  await page.locator('.call-question :is(button, textarea):focus').waitFor();
  await page.waitForFunction(() => !document.querySelector('h1')?.textContent?.includes('*'));
  const name = (await page.locator('h1').innerText()).split(' ')[0] ?? '';

  await press(page, 'F6');
  await page.locator('.booker [data-place]:focus').waitFor();
  expect(await page.locator('.booker-window').innerText()).toBe('医嘱窗口 11月29日 周日 至 12月5日 周六，最好 12月2日 周三');
  expect(await page.locator('.booker-suggested [data-place]').first().innerText()).toMatch(/12月2日 周三/);
  await press(page, '1');
  await page.locator('.booker-held button:focus', { hasText: '确认预约' }).waitFor();
  expect(await page.locator('.booker-clock').innerText()).toMatch(/已为患者保留 0[45]:\d\d/);
  // Another one: the place goes back at once, and the keyboard stays among the places.
  await press(page, 'Escape');
  await page.locator('.booker [data-place]:focus').waitFor();
  await press(page, '2');
  await page.locator('.booker-held button:focus').waitFor();
  const held = await page.locator('.booker-held b').innerText();
  await press(page, 'Enter');
  await page.locator('.booker-done button:focus', { hasText: '回到问卷' }).waitFor();
  expect(await page.locator('.booker-say').innerText()).toContain(held);
  const { upcoming } = await hospital.lead.visit.mine({ patientId: await patientOf(name) });
  expect(upcoming).toMatchObject([{ state: 'booked', byKind: 'staff', inWindow: true }]);
  await press(page, 'Enter');
  await page.locator('.call-question :is(button, textarea):focus').waitFor();
  // A digit answers again, and the visit has not swallowed it.
  await press(page, '1');
  await page.locator('[aria-checked="true"]', { hasText: '同意，可以录音' }).waitFor();
  expect(clicks).toBe(0);

  // It got worse: the visit is given up, and the duty is told by name and time.
  await press(page, 'F6');
  await page.locator('.booker').getByRole('button', { name: '取消预约' }).press('Enter');
  await page.getByRole('radio', { name: '病情加重' }).press(' ');
  await page.getByRole('dialog').getByRole('button', { name: '取消预约' }).press('Enter');
  await page.locator('.booker [role="alert"]', { hasText: /已通知.*前回电/ }).waitFor();
  expect((await hospital.lead.visit.mine({ patientId: await patientOf(name) })).past).toMatchObject([{ state: 'cancelled', cancel: { reason: 'worse' } }]);
  await page.context().close();
});

test('a place that somebody else takes says so and names the next', async () => {
  const [first = '', second = ''] = [names[1], names[2]];
  const page = await desk('nurse2', `discharge/stay/index?stay=${(await hospital.lead.discharge.list({})).rows.find((row) => row.name === masked(first))?.encounterId}`);
  await page.locator('.booker').getByRole('button', { name: '约复诊' }).click();
  const place = page.getByRole('button', { name: /12月2日 周三 下午 2:00 张建国/ });
  const last = place.last();
  await last.waitFor();
  const taken = await book(second, '2026-12-02 14:00', '张建国');
  await last.click();
  await page.getByText(/刚刚被别人约走，下一个是/).waitFor();
  await last.waitFor({ state: 'detached' });
  expect(await place.count()).toBe(0);
  expect((await hospital.lead.visit.mine({ patientId: await patientOf(first) })).upcoming).toEqual([]);
  await hospital.lead.visit.cancel({ appointmentId: taken, reason: 'error' });
  await page.context().close();
});

test('less than two hours before, an exception is asked for by name; a change keeps the old place until the new one is booked', async () => {
  const name = names[2] ?? '';
  const patientId = await patientOf(name);
  const page = await desk('nurse2', `discharge/stay/index?stay=${(await hospital.lead.discharge.list({})).rows.find((row) => row.name === masked(name))?.encounterId}`);
  const booker = page.locator('.booker');
  await booker.getByRole('button', { name: '约复诊' }).click();
  await booker.getByRole('button', { name: '回到最近的日期' }).click();
  await booker.getByRole('button', { name: /今天上午 11:00.*不到 2 小时/ }).click();
  await page.getByRole('alertdialog', { name: '离就诊不到 2 小时' }).getByRole('button', { name: '例外办理' }).click();
  await booker.getByRole('button', { name: '确认预约' }).click();
  await booker.getByText('已约好').first().waitFor();
  const [old] = (await hospital.lead.visit.mine({ patientId })).upcoming;
  expect(old).toMatchObject({ start: at('2026-11-23 11:00'), state: 'booked' });

  await booker.getByRole('button', { name: '改时间' }).click();
  await booker.getByText(/正在改.*原来的号一直留着/).waitFor();
  await booker.locator('.booker-suggested [data-place]').first().click();
  // Changing so late is an exception as well.
  await page.getByRole('alertdialog').getByRole('button', { name: '例外办理' }).click();
  await booker.getByRole('button', { name: '改到这个时间' }).waitFor();
  expect((await hospital.lead.visit.get({ appointmentId: old?.appointmentId ?? '' })).appointment.state).toBe('booked');
  await booker.getByRole('button', { name: '改到这个时间' }).click();
  await booker.getByText('已改好').waitFor();
  expect((await hospital.lead.visit.mine({ patientId })).upcoming).toMatchObject([{ state: 'booked', inWindow: true, replaces: old?.appointmentId }]);
  expect((await hospital.lead.visit.get({ appointmentId: old?.appointmentId ?? '' })).appointment).toMatchObject({ state: 'cancelled', cancel: { reason: 'changed' } });
  await booker.getByRole('button', { name: '取消预约' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '取消预约' }).click();
  await page.getByText('请选一个原因').waitFor();
  await page.getByRole('radio', { name: '约错了' }).check();
  await page.getByRole('dialog').getByRole('button', { name: '取消预约' }).click();
  await booker.getByText('已取消，号已放回。').waitFor();
  expect((await hospital.lead.visit.mine({ patientId })).upcoming).toEqual([]);
  await page.context().close();
});

test('the list of a day: check-in, completed and taken back by keyboard; a colleague\'s desk and the address say the same', async () => {
  const ids = [await book(names[3] ?? '', '2026-11-23 10:30'), await book(names[4] ?? '', '2026-11-23 11:00')];
  const page = await desk('ward1', 'visit/day/index?department=0402');
  const rows = page.locator('.day-list tr[data-row]');
  await rows.nth(1).waitFor();
  expect(await rows.first().innerText()).toMatch(/10:30–11:00[\s\S]*孙\*林[\s\S]*第 5 天[\s\S]*已约[\s\S]*例外办理/);
  const state = async (n: number) => (await hospital.lead.visit.get({ appointmentId: ids[n] ?? '' })).appointment.state;
  await press(page, 'a');
  await page.getByText('孙*林 已签到').waitFor();
  expect(await state(0)).toBe('arrived');
  // The next who is expected stands ready; the one before is reached by arrow.
  await rows.first().focus();
  await press(page, 'Home');
  await press(page, 'c');
  await page.getByText('孙*林 已完成').waitFor();
  expect(await state(0)).toBe('fulfilled');
  await press(page, 'u');
  await page.locator('tr[data-row]', { hasText: '孙*林' }).getByText('已到').waitFor();
  await press(page, 'u');
  await page.getByText('孙*林 已恢复为已约').waitFor();
  expect([await state(0), await state(1)]).toEqual(['booked', 'booked']);

  await page.getByRole('button', { name: /还没到/ }).click();
  await page.getByRole('button', { name: '时间', exact: true }).click();
  await page.getByRole('button', { name: '时间', exact: true }).click();
  const shared = page.url();
  const other = await desk('lead', shared.split('#/')[1] ?? '');
  await other.locator('.day-list tr[data-row]').first().waitFor();
  expect(await other.locator('.day-list tr[data-row]').allInnerTexts()).toEqual([expect.stringContaining(masked(names[4] ?? '')), expect.stringContaining(masked(names[3] ?? ''))]);
  await other.context().close();
  // On paper: the list with a line to sign on, nothing to press.
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('.s-nav').isVisible()).toBe(false);
  expect(await page.locator('.day-acts').first().isVisible()).toBe(false);
  expect(await page.getByText('签名').isVisible()).toBe(true);
  await page.emulateMedia({ media: 'screen' });
  await press(page, 'ArrowRight');
  await page.getByText('骨科这一天没有人预约。').or(page.getByText('没有符合筛选的人')).waitFor();
  await page.context().close();
});

test('the week adds up, by half-day and by half hour, and a cell leads to its day', async () => {
  const page = await desk('nurse1', 'visit/week/index?department=0402');
  await page.locator('tfoot').waitFor();
  expect(await page.locator('tr[data-row]', { hasText: '普通门诊' }).innerText()).toMatch(/2 \/ 12[\s\S]*2 \/ 60/);
  expect(await fits(page)).toBe(true);
  await page.getByRole('button', { name: '按时段' }).click();
  await page.locator('tr[data-row]', { hasText: '10:30' }).getByText('1 / 2').waitFor();
  await page.getByRole('button', { name: '按半天' }).click();
  await page.locator('.week-cell', { hasText: '2 / 12' }).first().click();
  await page.locator('.day-list tr[data-row]').nth(1).waitFor();
  expect(page.url()).toMatch(/visit\/day\/index\?.*day=2026-11-23/);
  await page.context().close();
});

test('closing a clinic: first whom it affects, then each of them asked, and one who accepts', async () => {
  const id = await book(names[5] ?? '', '2026-11-25 14:30', '张建国');
  const page = await desk('lead', 'visit/closure/index?department=0402&new=1');
  await page.getByRole('combobox', { name: '门诊', exact: true }).selectOption({ label: '张建国' });
  await page.getByLabel('从哪天').fill('2026-11-25');
  await page.getByRole('button', { name: '看看影响谁' }).click();
  await page.getByText('请写原因，两个字以上').waitFor();
  await page.getByRole('textbox', { name: '原因' }).fill('外出会诊');
  await page.getByRole('button', { name: '看看影响谁' }).click();
  await page.getByText('影响 1 人').first().waitFor();
  expect(await page.locator('.closure-affected tr[data-row]').allInnerTexts()).toEqual([expect.stringMatching(/11月25日 周三 14:30[\s\S]*吴\*刚[\s\S]*张建国[\s\S]*短信/)]);
  expect((await hospital.lead.visit.closures({})).closures).toEqual([]);
  await page.getByRole('button', { name: '停诊并通知 1 人' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: '停诊并通知 1 人' }).click();
  const row = page.locator('tr[data-row]', { hasText: '吴*刚' });
  await row.getByText('等答复').waitFor();
  expect(await row.innerText()).toMatch(/前答复[\s\S]*\d+月\d+日/);
  await hospital.lead.visit.answerProposal({ appointmentId: id, answer: 'accept' });
  await page.reload();
  await page.locator('tr[data-row]', { hasText: '吴*刚' }).getByText('接受改期').waitFor();
  await page.context().close();
});

test('changing hours says what it adds and removes before anything is saved', async () => {
  const page = await desk('ward1', 'visit/schedule/index?department=0402');
  await page.locator('tr[data-row]', { hasText: '张建国' }).click();
  await page.getByRole('button', { name: '修改' }).click();
  await page.getByLabel('每周出诊 1 每半小时号数').fill('0');
  await page.getByRole('button', { name: '看看会改变什么' }).click();
  await page.getByText('1–60 的整数').waitFor();
  await page.getByLabel('每周出诊 1 每半小时号数').fill('2');
  await page.getByLabel('每周出诊 1 结束').selectOption('15:30');
  await page.getByRole('button', { name: '看看会改变什么' }).click();
  await page.locator('.schedule-change', { hasText: /减少 \d+ 个时段，\d+ 个时段改号数/ }).waitFor();
  const before = (await hospital.lead.visit.schedules({ departmentCode: '0402' })).schedules.find(({ practitioner }) => practitioner === '张建国');
  expect(before?.weekly).toMatchObject([{ to: '16:00', capacity: 1 }]);
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('已保存。').waitFor();
  const after = (await hospital.lead.visit.schedules({ departmentCode: '0402' })).schedules.find(({ practitioner }) => practitioner === '张建国');
  expect(after?.weekly).toMatchObject([{ to: '15:30', capacity: 2 }]);
  await page.context().close();
});

test('on a phone every page keeps within its width, and check-in is one press', async () => {
  const page = await desk('nurse1', 'visit/day/index?department=0402', { width: 390, height: 844 });
  await page.locator('.visit-card').first().waitFor();
  expect(await fits(page)).toBe(true);
  await page.getByRole('button', { name: `签到 ${masked(names[3] ?? '')}` }).click();
  await page.getByText('孙*林 已签到').waitFor();
  for (const [hash, heading] of [['visit/week/index?department=0402', '复诊一周'], ['visit/schedule/index', '复诊排班'], ['visit/closure/index', '停诊']] as const) {
    await page.goto(`${hospital.local.url}/console/#/${hash}`);
    await page.getByRole('heading', { name: heading, exact: true }).waitFor();
    await page.locator('.visit-card').first().waitFor();
    expect({ hash, fits: await fits(page) }).toEqual({ hash, fits: true });
  }
  await page.context().close();
});

test('a director reads everything and is offered nothing to change', async () => {
  await hospital.colleague('director1', 'director', 'all');
  const page = await desk('director1', 'visit/schedule/index');
  await page.locator('tr[data-row]').first().click();
  await page.getByText('由组长或本科室修改，您可以看。').waitFor();
  expect(await page.getByRole('button', { name: /新建|修改/ }).count()).toBe(0);
  await page.goto(`${hospital.local.url}/console/#/visit/day/index?department=0402`);
  await page.locator('.day-list tr[data-row]').first().waitFor();
  expect(await page.getByRole('button', { name: /签到|完成 / }).count()).toBe(0);
  await page.context().close();
});
