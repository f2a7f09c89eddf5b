/**
 * The authorization matrix, made from the maps of operations: every operation of every contract × every kind of caller × their own, a foreign and a missing record, on the
 * built functions. Whoever the map does not admit hears UNAUTHENTICATED or FORBIDDEN, whatever they send; whoever it admits cannot tell a foreign record from none.
 */
import { ComplaintNumber } from '../cloudfunctions/complaint/contract';
import { Id, Role, z, type Operation } from '../cloudfunctions/kit/contract';
import { namesNoRecord, openMatrix, operations, records, verdict, type Answer, type Matrix, type Who } from './support/matrix';

const named = operations.filter(({ key }) => records[key]);

let matrix: Matrix;
beforeAll(async () => { matrix = await openMatrix(); }, 120_000);
afterAll(() => matrix?.close());

const code = ({ envelope }: Answer): string => (envelope.ok ? 'ok' : envelope.error.code);
/** Everything that a caller could tell two answers apart by. */
const told = ({ status, envelope }: Answer): string =>
  JSON.stringify(envelope.ok ? { status, data: envelope.data } : { status, ...envelope.error, requestId: '' });

describe('who the map does not admit', () => {
  test.each(operations)('$key', async ({ key, domain, action, operation }) => {
    const wrong: string[] = [];
    const refused = async (who: Who, input: unknown): Promise<void> => {
      const expected = verdict(operation, who);
      if (expected === 'admitted') return;
      const got = code(await matrix.ask(domain, action, input, who));
      if (got !== expected) wrong.push(`${who.name} with ${JSON.stringify(input)}: ${got}, not ${expected}`);
    };
    // A good input where the table has one, and a broken one: nobody learns what a door expects that is closed to them.
    const good = records[key]?.(matrix.left);
    const oneOfEach = matrix.everyone.filter((who, n, all) => all.findIndex(({ kind }) => kind === who.kind) === n);
    await Promise.all([...matrix.everyone.map((who) => refused(who, good ?? 'no object')), ...(good ? oneOfEach.map((who) => refused(who, 'no object')) : [])]);
    expect(wrong).toEqual([]);
  });

  test('the map refuses somebody everywhere but where it is open to anyone', () => {
    for (const { key, operation } of operations) {
      const admitted = matrix.everyone.filter((who) => verdict(operation, who) === 'admitted').length;
      expect([key, admitted > 0, admitted < matrix.everyone.length]).toEqual([key, true, !operation.callers.includes('anyone')]);
    }
  });

  test('every role of the console is among the callers', () => {
    expect(new Set(matrix.everyone.flatMap((who) => (who.kind === 'staff' ? [who.role] : [])))).toEqual(new Set(Role.options));
  });
});

test('what is open to anyone is open to everybody, an ended session included', async () => {
  for (const { domain, action } of operations.filter(({ operation }) => operation.callers.includes('anyone') && operation.read)) {
    const answers = await Promise.all(matrix.everyone.filter((who) => who.name !== 'a timer').map(async (who) => `${who.name}: ${code(await matrix.ask(domain, action, {}, who))}`));
    expect(answers.filter((answer) => !answer.endsWith(': ok'))).toEqual([]);
  }
});

describe('a record', () => {
  /** The nurse's sheet asks one question only, for a call that exists and for one that does not: does she hold it? */
  const refusals: Record<string, string> = { 'survey.openForCall': 'LEASE_LOST', 'survey.saveForCall': 'LEASE_LOST', 'survey.submitForCall': 'LEASE_LOST' };
  /** Where a department narrows a list, those who see every department find nothing in an unknown one. */
  const filters = ['discharge.list', 'discharge.heldList', 'discharge.dataMissing', 'call.worklist'];

  test('every operation with an id in its input is in the table, or is said to name none', () => {
    const patterns = [Id, ComplaintNumber].map((schema) => JSON.stringify((z.toJSONSchema(schema) as { pattern: string }).pattern).slice(1, -1));
    const takesId = ({ operation }: { operation: Operation }): boolean => {
      const schema = JSON.stringify(z.toJSONSchema(operation.input, { io: 'input' }));
      return patterns.some((pattern) => schema.includes(pattern)) || schema.includes('"departmentCode"');
    };
    expect(operations.filter(takesId).map(({ key }) => key).sort()).toEqual([...Object.keys(records), ...Object.keys(namesNoRecord)].sort());
    expect(Object.keys(records).filter((key) => key in namesNoRecord)).toEqual([]);
  });

  test.each(named)('$key: a foreign one and a missing one are refused in the same words', async ({ key, domain, action, operation }) => {
    const input = records[key]!;
    const wrong: string[] = [];
    const refused = async (who: Who, what: string, value: unknown): Promise<string> => {
      const answer = await matrix.ask(domain, action, value, who);
      const empty = filters.includes(key) && !who.side && answer.envelope.ok && (answer.envelope.data as { rows: unknown[] }).rows.length === 0;
      if (code(answer) !== (refusals[key] ?? 'FORBIDDEN') && !empty) wrong.push(`${who.name}, ${what}: ${told(answer)}`);
      return told(answer);
    };
    await Promise.all(matrix.everyone.filter((who) => verdict(operation, who) === 'admitted').map(async (who) => {
      const missing = await refused(who, 'missing', input(matrix.missing));
      if (!who.side) return;
      const theirs = who.side === 'left' ? matrix.right : matrix.left;
      const foreign = await refused(who, 'foreign', input(theirs));
      if (foreign !== missing) wrong.push(`${who.name} can tell them apart: ${foreign} and ${missing}`);
      // The own patient with somebody of another patient.
      if (!JSON.stringify(input(theirs)).includes(theirs.personId)) return;
      const own = who.side === 'left' ? matrix.left : matrix.right;
      const [stranger, none] = await Promise.all([theirs, matrix.missing].map((other) => refused(who, 'somebody else', input({ ...own, personId: other.personId }))));
      if (stranger !== none) wrong.push(`${who.name} can tell people apart: ${stranger} and ${none}`);
    }));
    expect(wrong).toEqual([]);
  });
});

describe('the own record', () => {
  const each = (domain: string, actions: readonly string[], names: readonly string[]) => Object.fromEntries(actions.map((action) => [`${domain}.${action}`, names]));
  /** Not theirs to decide, although the map admits their kind: said by the domain, per record. */
  const notTheirs: Record<string, readonly string[]> = {
    'account.restoreRepresentative': ['another patient', 'the family'],
    // The patient has removed them a moment before.
    'account.removeRepresentative': ['the family'],
    'account.allowHear': ['another patient', 'the family'],
    'account.allowSensitive': ['the family'],
    // Nobody has asked: who has, stands in account's own test.
    'account.answerRequest': ['the patient', 'another patient', 'the family'],
    // Their links are for a step; the link of a closed clinic's offer is in visit's own tests.
    ...each('visit', ['proposal', 'answerProposal'], ['the link', 'a link of another step']),
    // Whoever began it: the lead.
    ...each('discharge', ['exportRun', 'exportFile'], ['the ward', 'another ward', ...['nurse', 'officer', 'quality', 'director'].map((role) => `a colleague: ${role}`)]),
    // Somebody else of the same family filed it.
    ...each('complaint', ['view', 'accept', 'withdraw', 'addEvidence', 'reopen', 'rate'], ['the family']),
    // A ward opens only what the officer shares with it.
    'complaint.fileAddress': ['the family', 'the ward', 'another ward'],
    // Only whoever holds the call of an answer now reads it out: in complaint's own tests and in the journeys.
    ...each('complaint', ['answerToTell', 'reportTold'], ['a colleague: lead', 'a colleague: nurse']),
    // The lead decides only where an officer is concerned.
    ...each('complaint', ['take', 'close', 'dispatch', 'extend', 'answer', 'tellAnswered', 'markAccused', 'raiseWarning'], ['a colleague: lead']),
  };
  // What ends something stands at the end of the table; the order is the table's.
  test.each(Object.keys(records))('%s is open to whom the map admits', async (key) => {
    const { domain, action, operation } = named.find((one) => one.key === key)!;
    const wrong: string[] = [];
    for (const who of matrix.everyone.filter((one) => verdict(operation, one) === 'admitted')) {
      const answer = await matrix.ask(domain, action, records[key]!(who.side === 'right' ? matrix.right : matrix.left), who);
      const expected = notTheirs[key]?.includes(who.name) ?? false;
      if (['UNAUTHENTICATED', 'FORBIDDEN', 'INTERNAL'].includes(code(answer)) !== expected) wrong.push(`${who.name}: ${told(answer)}`);
    }
    expect(wrong).toEqual([]);
  });

  test('the rated ward never gets an ordinary call of its own department', async () => {
    const ward = matrix.everyone.find((who) => who.name === 'the ward')!;
    for (const { domain, action, key } of named.filter(({ key: name }) => name.startsWith('call.') && JSON.stringify(records[name]!(matrix.left)).includes('callId'))) {
      const [ordinary, none] = await Promise.all([{ ...matrix.left, callId: matrix.left.ordinaryCallId }, matrix.missing].map((ids) => matrix.ask(domain, action, records[key]!(ids), ward)));
      expect([key, told(ordinary!)]).toEqual([key, told(none!)]);
    }
  });

  test('timers run for the platform', async () => {
    for (const { domain, action } of operations.filter(({ operation }) => operation.callers.includes('timer'))) {
      expect([domain, code(await matrix.ask(domain, action, {}, matrix.everyone.find((who) => who.kind === 'timer')!))]).toEqual([domain, 'ok']);
    }
  });
});
