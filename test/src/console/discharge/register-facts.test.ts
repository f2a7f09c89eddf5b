/** Facts in forms: what is sent of a correction and of an addition, and that the register's own reader takes it. */
import { readCells } from '../../../../cloudfunctions/discharge/rules/row';
import { cellsOf, emptyForm, missingOf, readForm } from '../../../../src/console/discharge/add/form';
import { cellOf, correctionOf, tags, writtenOf, type CorrectField, type Facts } from '../../../../src/console/discharge/fact-fields';
import { readDraft, startOfList, writeDraft } from '../../../../src/console/discharge/monthly/draft';
import { numbersOf } from '../../../../src/console/discharge/sample/numbers';

const now = Date.parse('2026-11-20T11:30:00Z');
const facts = {
  inpatientNo: 'Z0777', patientNo: 'P0777', name: '高远山', sex: 'male', birthDate: '1950-02-03', phone: '19900010777', departmentCode: '0402', department: '骨科', admitAt: '2026-11-10T09:00', dischargeAt: '2026-11-19T10:00', way: '4', dx: '股骨颈骨折',
};
const card: Facts = {
  name: '高*山', sex: 'male', birthDate: '1950-02-03', idNo: '', contactName: '高*', contactRelation: 'child', contactPhone: '166****0001', district: '白银区', tags: ['elderly', '三无'], departmentCode: '0402', departmentName: '骨科', ward: '骨科1病区', bed: '', attending: '', nurse: '',
  admitAt: Date.parse('2026-11-10T01:00:00Z'), dischargeAt: Date.parse('2026-11-19T02:00:00Z'), way: '4', receiver: '', dxCode: 'S72.000', dx: '股骨颈骨折', dxOther: ['高血压', '糖尿病'], operation: '', allergy: '', instruction: '', medications: '', revisitDay: null,
};
const none: ReadonlySet<CorrectField> = new Set();

test('what the form asks for first is enough for a discharge', () => {
  const form = { ...emptyForm(), ...facts, reason: '系统没有送来' };
  expect(missingOf(form)).toEqual([]);
  const { record, problems } = readCells({ visitTimes: '1', ...cellsOf(form) }, now);
  expect(problems).toEqual([]);
  expect(record).toMatchObject({ name: '高远山', sex: 'male', way: '4', admitAt: Date.parse('2026-11-10T01:00:00Z'), phone: { number: '19900010777' } });
  expect(cellsOf(form)).not.toHaveProperty('reason');
});

test('an empty form says everything that it needs, and a broken draft is let go', () => {
  expect(missingOf(emptyForm())).toEqual(['patientNo', 'inpatientNo', 'name', 'sex', 'birthDate', 'departmentCode', 'admitAt', 'dischargeAt', 'dx']);
  expect(readForm(JSON.stringify({ name: '高远山', gone: 'x', bed: 12 }))).toEqual({ ...emptyForm(), name: '高远山' });
});

test('nothing changed sends nothing; what was changed is sent as a source writes it', () => {
  const before = writtenOf(card);
  expect(correctionOf(before, { ...before }, none)).toEqual({});
  expect(correctionOf(before, { ...before, sex: 'female', dischargeAt: '2026-11-19T11:30', dxOther: '高血压\n\n 肾病 ', contactRelation: 'spouse', tags: 'chronic\n三无' }, none))
    .toEqual({ sex: '2', dischargeAt: '2026-11-19 11:30', dxOther: ['高血压', '肾病'], contactRelation: '配偶', tags: ['慢病', '三无'] });
});

test('what is masked is never sent back, and can be said to be none', () => {
  const before = writtenOf(card);
  expect(Object.values(before).join(' ')).not.toContain('*');
  expect(correctionOf(before, before, new Set(['contactName']))).toEqual({ contactName: '' });
  expect(correctionOf(before, { ...before, name: '高远峰' }, none)).toEqual({ name: '高远峰' });
});

test.each(tags)('the tag %s is read as itself', (tag) => {
  const cells = { ...cellsOf({ ...emptyForm(), ...facts, reason: '' }), tags: cellOf('tags', tag) };
  expect(readCells({ visitTimes: '1', ...cells }, now).record?.tags).toEqual([tag]);
});

test.each([
  [{ percent: '10', days: '3', seed: '' }, []], [{ percent: '１０%', days: '３', seed: 'a-1_种子.b' }, []], [{ percent: '0', days: '0', seed: 'a b' }, ['percent', 'days', 'seed']], [{ percent: '100.1', days: '93', seed: '' }, ['percent', 'days']], [{ percent: '1e1', days: '-3', seed: '' }, ['percent', 'days']],
])('a drawing of %j is wrong in %j', (written, wrong) => { expect(numbersOf(written).wrong).toEqual(wrong); });

test('a month\'s list starts with what is proposed, later with what was handed in, and a draft forgets who is no longer in it', () => {
  const rows = [{ encounterId: 'a', chosen: false, proposals: ['chronic' as const] }, { encounterId: 'b', chosen: true, proposals: [] }];
  expect([...startOfList(rows, 0)]).toEqual(['a']);
  expect([...startOfList(rows, 1)]).toEqual(['b']);
  expect([...(readDraft(writeDraft(new Set(['b', 'gone'])), rows) ?? [])]).toEqual(['b']);
  expect(readDraft(undefined, rows)).toBeUndefined();
});
