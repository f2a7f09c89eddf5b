/** Finding a department in the mini-program, signed in or not. */
import type { PublicPlace, PublicPractitioner } from '../../../../cloudfunctions/directory/contract';
import { now, refusal } from '../../../support/patient';
import { startWeapp, type CloudCall, type Weapp } from '../../../support/weapp';

let weapp: Weapp;
afterEach(() => weapp.close());

const week = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '08:00', to: '11:30' }));
const place = (name: string, more: Partial<PublicPlace> = {}): PublicPlace => ({ name, kind: 'department', location: '', phone: '', weekly: [], hours: '', speciality: '', technologies: '', diseases: [], ...more });
const bones = place('骨科', { location: '门诊楼2层西', phone: '09438220402', weekly: week, hours: '法定节假日休息', speciality: '创伤、关节置换', diseases: ['骨折', '腰腿痛'] });
const expert: PublicPractitioner = { name: '李明远', title: '主任医师', departmentName: '骨科', location: '门诊楼3层1诊室', phone: '', weekly: [{ weekday: 1, from: '14:00', to: '16:30' }], hours: '', speciality: '髋、膝关节置换', diseases: [] };
const hospital = { name: '示范医院', phone: '09438220000' };
const cloud = ({ input }: CloudCall) => {
  const { text = '', department = '' } = input as { text?: string; department?: string };
  if (department !== '') return { places: [bones], practitioners: [expert], hospital, urgent: false };
  if (text === '') return { places: [bones, place('呼吸内科', { location: '门诊楼3层东' })], practitioners: [], hospital, urgent: false };
  if (text.includes('胸口')) return { places: [], practitioners: [], hospital, urgent: true };
  return text === '腰腿痛' ? { places: [bones], practitioners: [expert], hospital, urgent: false } : { places: [], practitioners: [], hospital, urgent: false };
};
const open = async () => {
  weapp = await startWeapp({ now, cloud });
  return weapp.open('pages/directory/find/index');
};

test('the departments with where they are; one press shows hours, number and experts', async () => {
  const page = await open();
  await page.shows('呼吸内科');
  await page.tap('骨科');
  await page.shows('周一至周五 8:00–11:30');
  await page.shows('李明远');
  const text = await page.text();
  for (const words of ['门诊楼2层西', '法定节假日休息', '创伤、关节置换', '骨科的专家', '李明远', '周一 14:00–16:30', '去之前请先打电话确认']) expect(text).toContain(words);
  await page.tap('打电话 0943-822 0402');
  expect(weapp.said('makePhoneCall').map(({ phoneNumber }) => phoneNumber)).toEqual(['09438220402']);
  await page.tap('回到列表');
  await page.shows('呼吸内科');
  expect(weapp.problems()).toEqual([]);
});

test('everyday words lead to the department and its experts, and back to all of them', async () => {
  const page = await open();
  await page.type('科室、医生姓名，或哪里不舒服', '腰腿痛');
  await page.tap('查找');
  await page.shows('李明远');
  expect(await page.text()).not.toContain('呼吸内科');
  await page.tap('看全部科室');
  await page.shows('呼吸内科');
  expect(weapp.problems()).toEqual([]);
});

test('words of danger show 120 first; what is not found leads to the hospital’s number', async () => {
  const page = await open();
  await page.type('科室、医生姓名，或哪里不舒服', '胸口疼得喘不上气');
  await page.tap('查找');
  await page.shows('您说的情况可能很急');
  await page.shows('没有找到');
  await page.tap('问示范医院 0943-822 0000');
  expect(weapp.said('makePhoneCall').map(({ phoneNumber }) => phoneNumber)).toEqual(['09438220000']);
  expect(weapp.problems()).toEqual([]);
});

test('a failure says what to do, and trying again shows the list', async () => {
  let fails = true;
  weapp = await startWeapp({ now, cloud: (call) => { if (!fails) return cloud(call); fails = false; return refusal('INTERNAL'); } });
  const page = await weapp.open('pages/directory/find/index');
  await page.tap('再试一次');
  await page.shows('呼吸内科');
  expect(weapp.problems()).toEqual([]);
});
