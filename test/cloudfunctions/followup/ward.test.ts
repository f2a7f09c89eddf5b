/** A ward does not read from a stopped questionnaire who complained. */
import { Role } from '../../../cloudfunctions/kit/contract';
import { mayFilter, reasonsFor } from '../../../cloudfunctions/followup/rules/ward';

const answer = { rows: [{ reason: 'complaint_open', note: 'complaint_open is a word here', n: 3, none: null }, { reason: 'silent' }], facts: [{ params: { reason: 'complaint_open' } }] };

test('the reason is replaced wherever it stands as a value, for a ward alone', () => {
  expect(reasonsFor('ward', answer)).toEqual({ rows: [{ reason: 'opted_out', note: 'complaint_open is a word here', n: 3, none: null }, { reason: 'silent' }], facts: [{ params: { reason: 'opted_out' } }] });
  for (const role of Role.options.filter((one) => one !== 'ward')) expect([role, reasonsFor(role, answer)]).toEqual([role, answer]);
});

test('nor can it ask for it', () => {
  expect([mayFilter('ward', 'complaint_open'), mayFilter('ward', 'silent'), mayFilter('ward', undefined), mayFilter('lead', 'complaint_open')]).toEqual([false, true, true, true]);
});
