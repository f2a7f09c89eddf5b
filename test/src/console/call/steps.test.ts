/** The script's steps beside the questionnaires: every question has its step, and a step is done when its questions are. */
import script from '../../../../cloudfunctions/call/data/script.json';
import { definitionsNow, forNurse } from '../../../../cloudfunctions/survey/rules/definition';
import { consentId, doneSteps, stepOf } from '../../../../src/console/call/call/steps';

const keys = script.steps.map(({ key }) => key);

test.each(definitionsNow().map((definition) => [definition.code, definition] as const))('every question of %s belongs to a step of the script', (_, definition) => {
  for (const item of forNurse(definition).item) expect(keys).toContain(stepOf(item, script.steps));
  expect(stepOf({ linkId: consentId, section: 'opening' }, script.steps)).toBe('opening');
});

test('a step is done when each of its questions has an answer or was passed over; one without questions never is by itself', () => {
  const items = forNurse(definitionsNow()[0]!).item.filter(({ linkId }) => ['who', 'recover', 'red'].includes(linkId));
  expect([...doneSteps(script.steps, items, { who: 'self', recover: 'better' })]).toEqual(['identity']);
  expect([...doneSteps(script.steps, items, { who: 'self', recover: 'better', red: null })]).toEqual(['identity', 'recovery']);
});
