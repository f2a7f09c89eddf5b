/**
 * Hostile inputs at every door, made from the maps of operations: whoever an operation admits sends what no page would send. The answer is one of the closed list and says nothing of
 * the inside, a broken field is named, nobody else's record changes, and the function answers the next good call. The same choice in every run; another with `SEED=7 npx jest test/hostile`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { ErrorBody } from '../cloudfunctions/kit/errors';
import { errorCodes } from '../cloudfunctions/kit/errors';
import { chosen, dice, hostileTo, shuffled, type Variant } from './support/hostile';
import { openMatrix, operations, records, verdict, type Answer, type Ids, type Matrix, type Who } from './support/matrix';

const seed = Number(process.env['SEED'] ?? 20261121);
const doors = ['visit', 'message', 'complaint'];
/** Inputs of one operation: the three doors where people write get more; a password costs a tenth of a second on purpose. */
const most = (key: string): number => (/^account\.(signIn|changePassword|staffSave|setup)$/.test(key) ? 12 : doors.includes(key.split('.')[0]!) ? 52 : 22);
/** Calls on the way at the same time. */
const together = 12;

/** Whoever sees every department takes the next call, and draws from everybody, on whichever side it is. */
const takesAny = ['call.claimNext', 'call.closeByCapacity', 'discharge.sample'];
const order = Object.keys(records);
/** The doors first; then what names no record, then the table's order (what ends something stands last), then who takes anything; a session ends last of all. */
const rank = ({ key, domain }: (typeof operations)[number]): number =>
  (key === 'account.signOut' ? 10_000 : 0) + (key === 'account.changePassword' ? 5000 : 0) + (takesAny.includes(key) ? 3000 : 0) + (doors.includes(domain) ? 0 : 1000) + order.indexOf(key);
const asked = operations.filter(({ operation }) => operation.callers.some((kind) => kind !== 'timer' && kind !== 'feed')).sort((a, b) => rank(a) - rank(b));

/** Good inputs of operations that name no record, where a sample of the schema is none to the rules. */
const alone: Record<string, unknown> = {
  'account.askToRepresent': { patientPhone: '19900010001', relation: 'child', birthMonth: '1966-05' },
  'discharge.addByHand': {
    cells: { patientNo: 'P7001', inpatientNo: 'Z7001', name: '赵一', sex: '女', birthDate: '1966-05-12', departmentCode: '0401', department: '普外科', admitAt: '2026-11-10 08:00', dischargeAt: '2026-11-18 09:00', dx: '胆囊结石', way: '1', phone: '16600017001' }, reason: '测试',
  },
  'call.saveDuty': { days: [{ key: '6', from: '08:00', to: '18:00', day: { who: 'centre', staffId: '', label: '王护士', phone: '19900009001' }, night: { who: 'office', staffId: '', label: '总值班', phone: '19900009002' } }] },
};
let matrix: Matrix;
const lines: string[] = [];
const tally = new Map<string, Record<string, number>>();
beforeAll(async () => { matrix = await openMatrix({ log: (line) => { if (line.includes('"defect"')) lines.push(line); } }); }, 120_000);
afterAll(async () => {
  if (process.env['TALLY']) process.stderr.write([...tally].map(([key, counts]) => `${key} ${JSON.stringify(counts)}`).join('\n'));
  await matrix?.close();
});

const named = (name: string): Who => matrix.everyone.find((who) => who.name === name)!;
/** The answer, or what the platform says when there is none. */
async function ask(domain: string, action: string, input: unknown, who: Who): Promise<Answer | string> {
  try {
    return await matrix.ask(domain, action, input, who);
  } catch (error) {
    return `no answer: ${error instanceof Error ? error.message.slice(0, 300) : String(error)}`;
  }
}

const inside = /\n\s+at |\bat \S+ \(|\.[jt]s:\d+|node_modules|[A-Za-z]Error\b|\$[a-zA-Z]|sqlite|SELECT |DATABASE_|collection|undefined|\[object|cloudfunctions|_id\b/i;
/** What is wrong with an answer, '' for nothing. */
function fault(answer: Answer | string, { field, admitted, union }: Pick<Variant, 'field'> & { admitted: boolean; union: boolean }): string {
  if (typeof answer === 'string') return answer;
  const { envelope } = answer;
  if (envelope.ok) return admitted ? '' : 'the contract refuses it, the function did not';
  const { code, fields = [] }: ErrorBody = envelope.error;
  const text = JSON.stringify({ ...envelope.error, requestId: '' });
  if (code === 'INTERNAL' || !errorCodes.includes(code)) return code;
  // Several at one record at the same moment: the caller may try again.
  if (code === 'UNAVAILABLE' && !text.includes('too many people at the same record')) return text;
  if (inside.test(text) || text.length > 4000) return `says too much: ${text.slice(0, 500)}`;
  if (!admitted && code !== 'INVALID_INPUT' && code !== 'UNAUTHENTICATED') return `broken, and ${code}`;
  if (code !== 'INVALID_INPUT') return '';
  if (fields.length === 0) return 'names no field';
  if (field === '' || union) return '';
  if (fields.some(({ path }) => path === '')) return `a field without a name: ${text}`;
  return admitted || fields.some(({ path }) => path.split('.')[0] === field) ? '' : `names ${fields.map(({ path }) => path).join(', ')}, not ${field}`;
}

const collections = readdirSync('dist/cloudfunctions').flatMap((name) => {
  const { collections: found } = JSON.parse(readFileSync(`dist/cloudfunctions/${name}/collections.json`, 'utf8')) as { collections: { name: string }[] };
  return found.map((one) => one.name);
});
/** Every document that names the other side, as it stands: `collection/_id` → document. */
async function othersRecords({ patientId, encounterId, personId, number, scheduleId, fileId }: Ids): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const collectionName of new Set(collections)) {
    for (let offset = 0; ; offset += 1000) {
      const { data } = (await matrix.local.database.handle('database.getDocument', { collectionName, query: '{}', limit: 1000, offset })) as { data: { list: unknown[] } };
      for (const document of data.list.map(String)) {
        // A complaint's number may also be somebody's own key of a message.
        // Anybody may book in any department: places are everybody's, the schedule is not.
        const theirs = [patientId, encounterId, personId, fileId].some((id) => document.includes(id)) || (collectionName === 'schedule' && document.includes(scheduleId)) || (document.includes(number) && !document.includes(matrix.left.patientId));
        if (theirs) found.set(`${collectionName}/${(JSON.parse(document) as { _id: string })._id}`, document);
      }
      if (data.list.length < 1000) break;
    }
  }
  return found;
}
let others: Map<string, string>;
/** What changed on the other side since the last look. */
async function changes(): Promise<string[]> {
  const before = others;
  others = await othersRecords(matrix.right);
  return [...new Set([...before.keys(), ...others.keys()])].filter((key) => before.get(key) !== others.get(key)).map((key) => `${key}: ${before.get(key) ?? 'none'} → ${others.get(key) ?? 'none'}`);
}

/** A good call of each function. */
const good: Record<string, () => Promise<Answer | string>> = {
  account: () => ask('account', 'hospital', {}, named('nobody')),
  discharge: () => ask('discharge', 'departments', {}, named('a colleague: lead')),
  followup: () => ask('followup', 'home', {}, named('the patient')),
  survey: () => ask('survey', 'sheet', { stepId: matrix.left.stepId }, named('a colleague: lead')),
  call: () => ask('call', 'counts', {}, named('a colleague: lead')),
  notice: () => ask('notice', 'templates', {}, named('nobody')),
  visit: () => ask('visit', 'mine', { patientId: matrix.left.patientId }, named('the patient')),
  message: () => ask('message', 'older', { patientId: matrix.left.patientId, before: 10 }, named('the patient')),
  complaint: () => ask('complaint', 'mine', {}, named('the patient')),
  directory: () => ask('directory', 'list', {}, named('a colleague: lead')),
};

/**
 * Operations that work once, or only for whom holds something: `before` makes it so for one more call and gives the fields that name it; `apart`: each call has a record of its own.
 */
const deep: Record<string, { who: string; apart?: true; before(): Promise<Record<string, unknown>> }> = {
  ...byEach('complaint', ['answer', 'extend', 'dispatch', 'contribute', 'take', 'markAccused', 'raiseWarning'], { who: 'a colleague: officer', apart: true, before: () => complaintThat() }),
  ...byEach('complaint', ['addEvidence', 'withdraw'], { who: 'the patient', apart: true, before: () => complaintThat() }),
  ...byEach('complaint', ['accept', 'reopen'], { who: 'the patient', apart: true, before: () => complaintThat('is answered') }),
  ...byEach('complaint', ['tellAnswered', 'close'], { who: 'a colleague: officer', apart: true, before: () => complaintThat('is answered') }),
  ...byEach('complaint', ['answerToTell', 'reportTold'], { who: 'a colleague: nurse', before: told }),
  'complaint.rate': { who: 'the patient', apart: true, before: () => complaintThat('is answered', 'is accepted') },
  'visit.hold': { who: 'a colleague: nurse', before: async () => { await cancelled(); return {}; } },
  'visit.book': { who: 'the patient', before: held },
  'visit.release': { who: 'the patient', before: held },
  'visit.cancel': { who: 'the patient', before: async () => { const hold = await held(); await done('visit', 'book', hold, 'the patient'); return hold; } },
  'visit.saveSchedule': {
    who: 'a colleague: lead',
    before: async () => {
      const { schedules } = await done('visit', 'schedules', { departmentCode: matrix.left.departmentCode }, 'a colleague: lead') as { schedules: { scheduleId: string; rev: number }[] };
      return { rev: schedules.find(({ scheduleId }) => scheduleId === matrix.left.scheduleId)!.rev };
    },
  },
  'message.close': { who: 'a colleague: agent', before: async () => { await quiet(); return {}; } },
  'message.rate': { who: 'the patient', before: async () => { await quiet(); await done('message', 'close', { threadId: matrix.left.threadId, force: true }, 'a colleague: agent'); return {}; } },
  'message.hand': { who: 'a colleague: agent', before: async () => { await quiet(); return {}; } },
  'message.handBack': { who: 'the ward', before: async () => { await quiet(); await done('message', 'hand', { threadId: matrix.left.threadId, departmentCode: matrix.left.departmentCode, question: '测试' }, 'a colleague: agent'); return {}; } },
  'call.outcome': { who: 'a colleague: nurse', before: async () => { const call = await claimed(); await ask('call', 'dial', { ...call, to: 'patient' }, named('a colleague: nurse')); return call; } },
  ...byEach('call', ['dial', 'heartbeat', 'release'], { who: 'a colleague: nurse', before: claimed }),
  ...byEach('survey', ['openForCall', 'saveForCall', 'submitForCall'], { who: 'a colleague: nurse', before: async () => { await claimed(); return {}; } }),
};
function byEach<T>(domain: string, actions: readonly string[], one: T): Record<string, T> {
  return Object.fromEntries(actions.map((action) => [`${domain}.${action}`, one]));
}
let filings = 0;
async function complaintThat(...steps: readonly ('is answered' | 'is accepted')[]): Promise<{ number: string }> {
  const { patientId } = matrix.left;
  const { number } = await done('complaint', 'file', { patientId, key: `key-of-renewal-${(filings += 1)}`, category: 'nursing.response', text: '按铃很久没有人来。' }, 'the patient') as { number: string };
  if (steps.includes('is answered')) await done('complaint', 'answer', { number, outcome: 'unverifiable', text: '测试', proof: '测试', channel: 'app' }, 'a colleague: officer');
  if (steps.includes('is accepted')) await done('complaint', 'accept', { number }, 'the patient');
  return { number };
}
let telling: { callId: string; claimToken: string } | undefined;
/** The nurse holds the call of an answer that nothing written carries: a neighbour's, whose number nobody else rings. */
async function told(): Promise<{ callId: string }> {
  if (telling) await ask('call', 'release', telling, named('a colleague: nurse'));
  const { rows } = await done('discharge', 'list', { text: '赵敏芳' }, 'a colleague: lead') as { rows: { encounterId: string }[] };
  const { number } = await done('complaint', 'register', { key: `key-of-telling-${(filings += 1)}`, source: 'visit', encounterId: rows[0]!.encounterId, category: 'logistics.clean', text: '测试', complainant: { name: '', phone: '09438221234', relation: 'self' } }, 'a colleague: officer') as { number: string };
  await done('complaint', 'answer', { number, outcome: 'unverifiable', text: '测试', proof: '测试', channel: 'app' }, 'a colleague: officer');
  const { callId, claimToken } = await done('call', 'claim', { callId: `call:reply:complaint:${number}:1` }, 'a colleague: nurse') as { callId: string; claimToken: string };
  telling = { callId, claimToken };
  return { callId };
}
/** No visit stands in the way. */
async function cancelled(): Promise<void> {
  const { upcoming } = await done('visit', 'mine', { patientId: matrix.left.patientId }, 'the patient') as { upcoming: { appointmentId: string; state: string }[] };
  for (const { appointmentId } of upcoming.filter(({ state }) => state === 'booked')) await done('visit', 'cancel', { appointmentId, reason: 'error', override: true }, 'a colleague: nurse');
}
async function held(): Promise<{ appointmentId: string }> {
  await cancelled();
  const { patientId, slotId } = matrix.left;
  const { appointmentId } = await done('visit', 'hold', { patientId, slotId }, 'the patient') as { appointmentId: string };
  return { appointmentId };
}
/** The conversation is open and lies with customer service, nobody is in danger. */
async function quiet(): Promise<void> {
  const { threadId } = matrix.left;
  await done('message', 'reopenThread', { threadId }, 'a colleague: agent');
  await ask('message', 'handBack', { threadId, text: '测试' }, named('a colleague: agent'));
  await ask('message', 'acknowledge', { threadId }, named('a colleague: agent'));
}
/** The nurse has the call; an outcome a moment before is taken back. */
async function claimed(): Promise<{ callId: string; claimToken: string }> {
  const { callId } = matrix.left;
  const nurse = named('a colleague: nurse');
  const back = await ask('call', 'undoOutcome', { callId }, nurse);
  const { claimToken } = (typeof back !== 'string' && back.envelope.ok ? back.envelope.data : await done('call', 'claim', { callId }, nurse.name)) as { claimToken: string };
  return { callId, claimToken };
}
async function done(domain: string, action: string, input: unknown, who: string): Promise<unknown> {
  const answer = await ask(domain, action, input, named(who));
  if (typeof answer === 'string' || !answer.envelope.ok) throw new Error(`${domain}.${action}: ${JSON.stringify(answer)}`);
  return answer.envelope.data;
}

describe('hostile inputs', () => {
  beforeAll(async () => { others = await othersRecords(matrix.right); });

  test('there is something to guard on the other side', () => {
    const kinds = new Set([...others.keys()].map((key) => key.split('/')[0]));
    expect(['encounter', 'schedule', 'appointment', 'message', 'thread', 'complaint', 'call'].filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  test.each(asked)('$key', async ({ key, domain, action, operation }) => {
    const roll = dice(seed + asked.findIndex((one) => one.key === key) * 7919);
    const { left, right, missing, everyone } = matrix;
    const union = !('shape' in operation.input);
    const callers = shuffled(everyone.filter((who) => who.side !== 'right' && who.kind !== 'timer' && verdict(operation, who) === 'admitted'), roll);
    const given = records[key]?.(left) ?? alone[key];
    // Only somebody of one side is a stranger to the other: the others may change both.
    const ids = [...new Set([...Object.values(left), ...Object.values(missing)])];
    const foreign = [...ids, ...Object.values(right)];
    const wrong: string[] = [];
    const note = (who: Who, what: string, answer: Answer | string, said: string): void => {
      const code = typeof answer === 'string' ? 'none' : answer.envelope.ok ? 'ok' : `${answer.envelope.error.code} ${answer.envelope.error.reason ?? ''}`.trim();
      const counts = tally.get(key) ?? {};
      tally.set(key, { ...counts, [code]: (counts[code] ?? 0) + 1 });
      if (said !== '') wrong.push(`${who.name}, ${what}: ${said}`);
    };

    const bySide = [true, false].map((sided) => ({ people: callers.filter((who) => (who.side !== undefined) === sided), ...hostileTo(operation, given, sided ? foreign : ids) }));
    const calls = bySide.flatMap(({ people, variants }) =>
      chosen(variants, people.length === 0 ? 0 : Math.ceil((most(key) * people.length) / callers.length), roll).map((variant, n) => ({ variant, who: people[n % people.length]! })));
    for (let at = 0; at < calls.length; at += together) {
      await Promise.all(calls.slice(at, at + together).map(async ({ variant, who }) => {
        const answer = await ask(domain, action, variant.input, who);
        note(who, variant.what, answer, fault(answer, { ...variant, union }));
      }));
    }
    const renew = deep[key];
    if (renew) {
      const who = named(renew.who);
      const { good: base, variants } = bySide.find(({ people }) => people.includes(who))!;
      const one = async ({ input, what, ...variant }: (typeof variants)[number]): Promise<void> => {
        const fields = await renew.before();
        const answer = await ask(domain, action, { ...(input as object), ...fields }, who);
        note(who, `${what}, where it can act`, answer, fault(answer, { ...variant, union }));
      };
      const untouched = (input: unknown, field: string): boolean => (input as Record<string, unknown>)[field] === (base as Record<string, unknown>)[field];
      const some = chosen(variants.filter(({ admitted, input }) => admitted && ['number', 'appointmentId', 'callId', 'claimToken', 'rev', 'threadId', 'patientId'].every((field) => untouched(input, field))), 8, roll);
      if (renew.apart) await Promise.all(some.map(one));
      else for (const variant of some) await one(variant);
    }
    // The good one, by several and several times at once.
    const same = Array.from({ length: 6 }, (_, n) => callers[n % Math.min(2, callers.length)]!);
    await Promise.all(same.map(async (who) => {
      const answer = await ask(domain, action, bySide[0]!.good, who);
      note(who, 'the good one, at once', answer, fault(answer, { field: '', admitted: true, union }));
    }));
    expect([...wrong, ...lines.splice(0)]).toEqual([]);

    if (!takesAny.includes(key)) expect(await changes()).toEqual([]);
    else await changes();
    const next = await good[domain]!();
    expect(typeof next === 'string' ? next : next.envelope.ok || next.envelope.error).toBe(true);
  });

  test.each(Object.keys(good))('%s: a body that no client writes', async (domain) => {
    const bodies = [
      '', ' ', 'null', '[]', '"text"', '1e999', '{', '{"action":', '{"action":null}', '{"action":{"$ne":null}}', '{"action":["tick"]}', '{"action":"tick"}', '{"action":"__proto__"}', '{"action":"constructor","input":{}}', '{"action":"toString"}', '{"action":"hasOwnProperty"}',
      '\ufeff{"action":"mine"}', '{"action":"mine","action":"tick"}', '{"__proto__":{"action":"tick"}}', '{"action":"mine","input":"text"}', '{"action":"older","input":{"before":1e999}}', '{"Type":"Timer","TriggerName":"tick"}', '{"httpMethod":"GET","headers":{},"body":"{}"}',
      `{"action":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, `{"action":"mine","input":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`, `{"action":"${'a'.repeat(90_000)}"}`, '{"action":"mine","input":{"patientId":"\\ud800\\u0000"}}', `${'\ud83d\ude00'.repeat(9000)}`, 'a=1&b=2', '<?xml version="1.0"?><a/>',
    ];
    const token = named('another patient').door.token ?? '';
    const credentials: Record<string, string>[] = [{}, { authorization: `Bearer ${token}` }, { authorization: `Bearer ${'x'.repeat(5000)}` }, { authorization: 'Bearer {"$gt":""}' }];
    for (const headers of credentials) {
      await Promise.all(bodies.map(async (body) => {
        const answer = await matrix.local.http(domain, body, headers);
        const { ok, error } = answer.body as { ok?: boolean; error?: ErrorBody };
        expect([body.slice(0, 60), typeof ok, error?.code === 'INTERNAL']).toEqual([body.slice(0, 60), 'boolean', false]);
        expect(JSON.stringify({ ...error, requestId: '' })).not.toMatch(inside);
      }));
    }
    expect(lines.splice(0)).toEqual([]);
  });
});
