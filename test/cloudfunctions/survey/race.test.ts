/** Two devices, or a patient and a nurse, at one sheet: every order of every step. */
import fc from 'fast-check';
import { createSurvey } from '../../../cloudfunctions/survey/service';
import { definitionOf } from '../../../cloudfunctions/survey/rules/definition';
import { scoreSheets } from '../../../cloudfunctions/survey/rules/score';
import { valuesOf } from '../../../cloudfunctions/survey/service/ports';
import { link, openWorld, patient, staff, step, wellAnswers } from './memory';

const stepId = step._id;
const t0 = Date.parse('2026-11-19T02:00:00Z');
type Act = { by: 'phone' | 'tablet' | 'nurse'; do: 'save' | 'flag' | 'submit'; linkId: string; value: string };
const act: fc.Arbitrary<Act> = fc.record({
  by: fc.constantFrom('phone', 'tablet', 'nurse'), do: fc.constantFrom('save', 'save', 'save', 'flag', 'submit'),
  linkId: fc.constantFrom('s_med', 's_nur', 's_all'), value: fc.constantFrom('1', '2', '3', '4', '5'),
});

test('whatever the order: one submission, scored as it stands, nothing acknowledged is lost, nothing changes afterwards, no alarm is missed', async () => {
  await fc.assert(fc.asyncProperty(fc.scheduler(), fc.array(act, { minLength: 2, maxLength: 10 }), async (s, acts) => {
    const world = openWorld();
    const first = createSurvey(world.ports);
    await first.open({}, link(), t0);
    await first.save({ answers: wellAnswers }, link(), t0);
    const r = world.responses;
    const survey = createSurvey({ ...world.ports, responses: { ...r, get: s.scheduleFunction(r.get), write: s.scheduleFunction(r.write), submit: s.scheduleFunction(r.submit), raised: s.scheduleFunction(r.raised) } });
    const results: { submittedAt: number }[] = [];
    const saved: { act: Act; ok: boolean }[] = [];
    let clock = t0;
    const run = async (a: Act): Promise<void> => {
      const now = (clock += 1);
      try {
        if (a.do === 'submit') results.push(a.by === 'nurse' ? await survey.submitForCall({ callId: 'call:1' }, staff(), now) : await survey.submit({ stepId }, a.by === 'phone' ? link() : patient, now));
        else {
          const answers = a.do === 'flag' ? [{ linkId: 'red', value: ['chest'] }] : [{ linkId: a.linkId, value: a.value }];
          if (a.by === 'nurse') await survey.saveForCall({ callId: 'call:1', answers }, staff(), now);
          else await survey.save({ stepId, answers }, a.by === 'phone' ? link() : patient, now);
          saved.push({ act: a, ok: true });
        }
      } catch (error) {
        const { code } = error as { code?: string };
        expect(['GONE', 'CONFLICT']).toContain(code);
        // Only the nurse's hand is refused on the patient's own rating.
        if (code === 'CONFLICT') expect(a.by).toBe('nurse');
        saved.push({ act: a, ok: false });
      }
    };
    const all = Promise.all(acts.map(run));
    await s.waitFor(all);
    const sheet = r.rows.get(`response:${stepId}`)!;
    expect(new Set(results.map((x) => x.submittedAt)).size).toBeLessThanOrEqual(1);
    expect(sheet.state).toBe(results.length > 0 ? 'submitted' : 'draft');
    if (sheet.state === 'submitted') expect(sheet.score).toEqual(scoreSheets(definitionOf('FU-SHORT-1', 1)!, [valuesOf(sheet)]));
    // The last acknowledged value of each item is one that was sent; an item nobody touched is as before.
    for (const linkId of ['s_med', 's_nur', 's_all']) {
      const sent = saved.filter((x) => x.ok && x.act.do === 'save' && x.act.linkId === linkId && x.act.by !== 'nurse').map((x) => x.act.value);
      const before = wellAnswers.find((x) => x.linkId === linkId)!.value as string;
      expect(sent.length > 0 ? sent : [before]).toContain(sheet.items[linkId]!.value);
    }
    const flagged = saved.some((x) => x.ok && x.act.do === 'flag');
    expect(Object.keys(sheet.flags)).toEqual(flagged ? ['red-emergency'] : []);
    expect(world.said.some((x) => x.what === 'raise')).toBe(flagged);
    expect(sheet.owed).toBe(0);
  }), { numRuns: 300 });
});
