/** Conversations: how many messages are screened in a second, and whether a page of the inbox costs the same with ten thousand threads and with a hundred thousand. */
import { readMessage } from '../../cloudfunctions/message/rules/danger';
import { sortKeyOf } from '../../cloudfunctions/message/rules/thread';
import { csv, openHospital } from '../support/hospital';
import { copies, stored } from './documents';
import { each, median, milliseconds, percentile, timed, times, type Line } from './measure';

/** As people write: short and long, harmless and not. */
const texts = [
  '请问复查前要空腹吗？', '谢谢您', '胸口疼，喘不上气', '伤口有点红，渗了一点水，正常吗？需要换药吗？', '没有发烧、胸痛，就是有点乏力', '我爸昨天出院，今天血压 150/90，药还是原来的吃法吗，要不要加量，饭前吃还是饭后吃？',
  '发票丢了还能补吗', '您好，我想把周四的复诊改到下周一上午，可以吗？如果不行周二也可以，下午不方便。', '孩子不怎么吃奶，睡得多，要紧吗', '线什么时候拆',
];
const screened = 5000;
const runs = 5;
const few = 10_000;
const many = 100_000;
const pages = 30;

function screening(): Line {
  const rates: number[] = [];
  for (let run = 0; run <= runs; run += 1) {
    const started = performance.now();
    for (let n = 0; n < screened; n += 1) readMessage(texts[n % texts.length]!);
    if (run > 0) rates.push((screened / (performance.now() - started)) * 1000);
  }
  const rate = median(rates);
  return { part: 'message', what: 'messages screened a second', value: rate.toFixed(0), aim: '≥ 1000', met: rate >= 1000, runs: each(rates, (r) => r.toFixed(0)) };
}

export async function benchMessages(): Promise<Line[]> {
  const lines = [screening()];
  const hospital = await openHospital('2026-11-18 17:00');
  const { local } = hospital;
  try {
    await hospital.importFile('出院.csv', csv([{ patientNo: 'P0001', dischargeAt: '2026-11-18 10:00' }]));
    const patient = await hospital.inWechat('19900010001');
    const patientId = (await patient.account.matches({})).matches[0]!.patientId;
    await patient.account.bind({ patientId, relation: 'self', birthMonth: '1966-05' });
    const agent = await hospital.colleague('agent1', 'agent', 'all');
    const bone = await hospital.colleague('agent2', 'agent', ['0402']);
    await local.clock.set('2026-11-18T17:20:00+08:00');
    await patient.message.send({ patientId, key: 'first-of-bench', text: '请问复查前要空腹吗？' });
    const [thread] = await stored(local, 'thread', 1);
    if (!thread) throw new Error('no thread');
    const now = local.clock.now();
    // Most conversations are over; one in a hundred waits, as on a bad day.
    const load = (from: number, to: number): void => local.database.bulkLoad('thread', copies(thread, to - from, (i) => {
      const n = from + i;
      const waits = n % 100 === 0;
      const fields = { state: waits ? 'open' : 'closed', urgent: '', urgentAt: 0, waitingSince: waits ? now - n : 0, due: waits ? now + 3_600_000 - n : 0, lastAt: now - n } as const;
      const _id = `thread:bench:${n}`;
      return { _id, ...fields, departmentCode: n % 10_000 === 1 ? '0402' : '0401', latest: waits ? now + 86_400_000 : 0, callAt: waits ? now + 86_400_000 : 0, waiting: waits ? 1 : 0, urgentOpen: 0, sortKey: sortKeyOf(fields, _id) };
    }));
    const look = async (): Promise<{ page: number; counts: number }> => {
      // Loading holds everything up; connections that ended meanwhile are noticed first.
      await new Promise((resolve) => setTimeout(resolve, 100));
      const page: number[] = [];
      const counts: number[] = [];
      await agent.message.inbox({ view: 'waiting' });
      for (let n = 0; n < pages; n += 1) {
        const view = (['waiting', 'unassigned', 'closed'] as const)[n % 3]!;
        const { ms, result } = await timed(() => agent.message.inbox({ view }));
        if (result.rows.length !== 30) throw new Error(`a page of ${result.rows.length}`);
        page.push(ms);
        if (n % 3 === 0) counts.push((await timed(() => agent.message.counts({}))).ms);
      }
      lines.push({ part: 'message', what: `p95 of ${pages} inbox pages`, value: milliseconds(percentile(page, 0.95)) });
      return { page: median(page), counts: median(counts) };
    };
    load(1, few);
    const small = await look();
    load(few, many);
    const large = await look();
    // A colleague of a small department: nearly everything is somebody else's.
    const scoped: number[] = [];
    for (let n = 0; n < 5; n += 1) scoped.push((await timed(() => bone.message.inbox({ view: 'closed' }))).ms);
    const ticks: number[] = [];
    for (let n = 0; n < 5; n += 1) ticks.push((await timed(() => local.fire('message'))).ms);
    const ratio = large.page / small.page;
    lines.push(
      { part: 'message', what: `inbox page with ${many} threads`, value: milliseconds(large.page), aim: '≤ 100 ms', met: large.page <= 100 },
      { part: 'message', what: `the same as with ${few}`, value: times(ratio), aim: '≤ 1.5 ×', met: ratio <= 1.5 },
      { part: 'message', what: `a page of a department with ${many / few} of them`, value: milliseconds(median(scoped)), aim: '≤ 100 ms', met: median(scoped) <= 100, runs: each(scoped, milliseconds) },
      { part: 'message', what: `counters with ${many} threads`, value: milliseconds(large.counts), runs: `${milliseconds(small.counts)} with ${few}` },
      { part: 'message', what: `the minute's work with ${many} threads, nothing due`, value: milliseconds(median(ticks)), runs: each(ticks, milliseconds) },
    );
    return lines;
  } finally {
    await local.dispose();
  }
}
