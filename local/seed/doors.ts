/**
 * The other three doors of the synthetic hospital: clinics with their hours, people who have booked a return visit, written to customer service, or complained, and
 * colleagues who have begun to answer. Through public operations only.
 */
import type { Local } from '../index';
import { bearer, call } from './caller';
import { departments, header } from './people';

type As = Record<string, string>;
/** Signs a colleague in. */
export type SignIn = (userName: string) => Promise<As>;

const doctors = ['周海燕', '吴建平', '郑文斌', '王丽华', '陈志强', '李明远'];
/** Departments whose patients come back to a clinic: not intensive care. */
const clinics = departments.filter((department) => !department.critical);

/** A general clinic every working morning and a doctor on two afternoons, for each department. */
export async function openClinics(local: Local, as: As): Promise<void> {
  for (const [n, { code }] of clinics.entries()) {
    const hours = { departmentCode: code, preparation: '请带出院小结、近期检查结果和正在吃的药。', exceptions: [], active: true, rev: 0 };
    const mornings = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '08:30', to: '11:30', capacity: 3 }));
    const afternoons = [1 + (n % 2), 4].map((weekday) => ({ weekday, from: '14:00', to: '16:30', capacity: 2 }));
    await call(local, 'visit', 'saveSchedule', { ...hours, practitioner: '', title: '', place: `门诊楼 2 层 ${n + 1} 诊室`, weekly: mornings }, as);
    await call(local, 'visit', 'saveSchedule', { ...hours, practitioner: doctors[n % doctors.length]!, title: n % 2 ? '副主任医师' : '主任医师', place: `门诊楼 3 层 ${n + 1} 诊室`, weekly: afternoons }, as);
  }
}

/** The service answers of the collection are approved for the demonstration; every clinical one stays an unreviewed sample. */
export async function reviewServiceAnswers(local: Local, as: As): Promise<void> {
  const { answers } = await call<{ answers: { answerId: string; clinical: boolean; version: number; unusable: string }[] }>(local, 'message', 'answers', {}, as);
  const expiresOn = new Date(local.clock.now() + 180 * 86_400_000).toISOString().slice(0, 10);
  for (const { answerId, version, clinical, unusable } of answers) {
    if (!clinical && unusable === 'draft') await call(local, 'message', 'reviewAnswer', { answerId, version, reviewedBy: '陈建华', reviewerTitle: '回访中心主任（演示）', expiresOn }, as);
  }
}

interface Patient { phone: string; birthMonth: string; departmentCode: string }
/** Those rows of discharge files whose patients have a telephone and a clinic to come back to. */
function patientsOf(rows: readonly string[]): Patient[] {
  const columns = header.split(',');
  const [phone, birth, department, way] = ['本人电话', '出生日期', '出院科别编码', '离院方式'].map((name) => columns.indexOf(name));
  return rows.map((row) => row.split(',')).filter((cells) => cells[phone!] && cells[way!] === '1' && clinics.some(({ code, sensitive, paediatric }) => code === cells[department!] && !sensitive && !paediatric))
    .map((cells) => ({ phone: cells[phone!]!, birthMonth: cells[birth!]!.slice(0, 7), departmentCode: cells[department!]! }));
}

/** Confirms the number by SMS and chooses the patient, as somebody in a browser does. */
async function arrive(local: Local, { phone, birthMonth }: Patient): Promise<{ as: As; patientId: string } | undefined> {
  await call(local, 'account', 'sendCode', { phone });
  const code = local.outbox.sms(phone).map((sms) => /\d{6}/.exec(sms.text)?.[0]).findLast((found) => found !== undefined);
  const { token } = await call<{ token: string }>(local, 'account', 'verifyCode', { phone, code: code ?? '' });
  const as = bearer(token);
  const { matches } = await call<{ matches: { patientId: string }[] }>(local, 'account', 'matches', {}, as);
  const patientId = matches[0]?.patientId;
  if (!patientId) return undefined;
  await call(local, 'account', 'bind', { patientId, relation: 'self', birthMonth }, as);
  return { as, patientId };
}

const questions = [
  '您好，出院小结丢了，还能补一份吗？',
  '请问复查前需要空腹吗？我是下周的号。',
  '医保报销需要带哪些材料？我是外地医保。',
  '伤口两天没换药了，可以自己换吗？',
];
const complaints = [
  { category: 'nursing.response', text: '晚上按了铃，二十多分钟没有人来，输液都回血了。', wants: ['explain', 'correct'], happened: '21:30' },
  { category: 'fee.unclear', text: '费用清单上有一项护理费看不懂，问了两次都说不清楚。', wants: ['explain'], happened: '10:00' },
  { category: 'logistics.clean', text: '卫生间地面一直是湿的，老人差点滑倒。', wants: ['correct'], happened: '07:30' },
];

/** One afternoon: some book, some write, some complain; an agent and an officer begin to answer. */
export async function liveAnAfternoon(local: Local, rows: readonly string[], signIn: SignIn): Promise<void> {
  const people = patientsOf(rows);
  const each = Math.max(1, Math.floor(people.length / 14));
  const chosen = people.filter((_, n) => n % each === 0).slice(0, 14);
  for (const [n, patient] of chosen.entries()) {
    const here = await arrive(local, patient);
    if (!here) continue;
    if (n < 7) await book(local, here, patient.departmentCode);
    else if (n < 7 + questions.length) await call(local, 'message', 'send', { patientId: here.patientId, key: `seed-message-${n}`, text: questions[n - 7] }, here.as);
    else await complain(local, here, patient.departmentCode, n - 7 - questions.length);
    await local.clock.advance(4 * 60_000);
  }
  await answerMessages(local, await signIn('agent1'));
  await answerComplaints(local, await signIn('officer1'));
}

async function book(local: Local, { as, patientId }: { as: As; patientId: string }, departmentCode: string): Promise<void> {
  const { days, suggested } = await call<{ days: { slots: { slotId: string; free: number; tooSoon: boolean }[] }[]; suggested: string[] }>(local, 'visit', 'places', { patientId, departmentCode }, as);
  const slotId = suggested[0] ?? days.flatMap(({ slots }) => slots).find(({ free, tooSoon }) => free > 0 && !tooSoon)?.slotId;
  if (!slotId) return;
  const { appointmentId } = await call<{ appointmentId: string }>(local, 'visit', 'hold', { patientId, slotId }, as);
  await call(local, 'visit', 'book', { appointmentId }, as);
}

async function complain(local: Local, { as, patientId }: { as: As; patientId: string }, departmentCode: string, n: number): Promise<void> {
  const { happened, ...complaint } = complaints[n % complaints.length]!;
  const yesterday = new Date(local.clock.now() - 16 * 3_600_000).toISOString().slice(0, 10);
  await call(local, 'complaint', 'file', { patientId, key: `seed-complaint-${n}`, departmentCode, happenedAt: Date.parse(`${yesterday}T${happened}:00+08:00`), confidential: n === 1, ...complaint }, as);
}

/** One answered, one with its department, the others still wait. */
async function answerMessages(local: Local, as: As): Promise<void> {
  const { rows } = await call<{ rows: { threadId: string; departmentCode: string }[] }>(local, 'message', 'inbox', { view: 'unassigned' }, as);
  const [first, second] = rows;
  if (first) await call(local, 'message', 'reply', { threadId: first.threadId, key: 'seed-reply-1', text: '您好，出院小结可以补打。请本人带身份证，工作日到病案室办理；家人代办请再带双方身份证明和委托书。', replyKind: 'information' }, as);
  if (second) await call(local, 'message', 'hand', { threadId: second.threadId, departmentCode: second.departmentCode, question: '患者想知道复查前要不要空腹，请帮忙确认。' }, as);
}

/** One is being handled, one is answered and waits for the complainant's word. */
async function answerComplaints(local: Local, as: As): Promise<void> {
  const { rows } = await call<{ rows: { number: string }[] }>(local, 'complaint', 'desk', { view: 'new' }, as);
  for (const { number } of rows.slice(0, 2)) await call(local, 'complaint', 'take', { number }, as);
  const answered = rows[1];
  if (answered) {
    await call(local, 'complaint', 'answer', {
      number: answered.number, outcome: 'partly', channel: 'app', proof: '已与病区核对当日记录。', measures: '病区当天起夜间加一次巡视，护士长负责，一周后复查。',
      text: '谢谢您告诉我们。经核对，您说的情况部分属实，给您带来的不便，我们很抱歉。病区已经安排改进。',
    }, as);
  }
}
