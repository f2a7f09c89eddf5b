/** Submitting once, and telling everybody afterwards. */
import { minute } from '../../kit/calendar';
import { AppError } from '../../kit/errors';
import type { Answers, Hint, Submitted } from '../contract';
import script from '../data/script.json';
import { reactTo } from '../rules/flag';
import { missingItems, respondentOf } from '../rules/flow';
import { isSuspect, isValid, scoreSheets } from '../rules/score';
import type { Response } from '../store';
import { definitionFor, settingOf, submitted, valuesOf, type Ports } from './ports';
import { raiseFlag, safetyOf, standingSafety, visibleAnswers, type Writer } from './write';

/** A double click arrives within this time and gets the same answer, not a closed link. */
const untilLinksClose = minute;
/** After a nurse submitted, her outcome settles the step; if she never gives one, the sheet does. */
const untilPhoneSettles = 20 * minute;
const tries = 8;

/** Takes the sheet in: required items complete, scored, immutable. Once; again returns the same. */
export async function submitSheet(ports: Ports, response: Response, writer: Writer, now: number): Promise<Submitted> {
  let current: Response | null = response;
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    if (!current) throw submitted();
    if (current.state === 'submitted') return resultOf(ports, current, now);
    const answers = valuesOf(current);
    if (respondentOf(answers).by === 'other') return notMe(ports, current, now);
    const taken = await ports.responses.submit(current.stepId, current.rev, judge(current, writer, now));
    if (taken) {
      await tell(ports, taken, now).catch((error: unknown) => ports.report({ what: 'submission not told yet', id: taken._id, error }));
      return resultOf(ports, taken, now);
    }
    current = await ports.responses.get(response.stepId);
  }
  throw new AppError('UNAVAILABLE', 'too many devices at one sheet');
}

/** What the sheet is worth as it stands; throws INVALID_INPUT with the linkIds that are missing. */
function judge(response: Response, writer: Writer, now: number): Parameters<Ports['responses']['submit']>[2] {
  const definition = definitionFor(response);
  const mode = writer.mode === 'phone' ? 'phone' : 'web';
  const setting = settingOf(response, mode);
  const all = valuesOf(response);
  const missing = missingItems(definition.item, all, setting);
  if (missing.length > 0) throw new AppError('INVALID_INPUT', 'not complete', { fields: missing.map((path) => ({ path, problem: 'required' })) });
  const { items, sealedDone } = visibleAnswers(response);
  const answers: Answers = Object.fromEntries(Object.entries(items).map(([linkId, a]) => [linkId, a.value]));
  return {
    items, respondent: respondentOf(all), mode: writer.mode, submittedAt: now, submittedBy: writer.actor, score: scoreSheets(definition, [answers]),
    valid: isValid(definition, answers, setting, sealedDone), suspect: isSuspect(definition, response.seconds), settleAt: now + (mode === 'phone' ? untilPhoneSettles : untilLinksClose),
  };
}

/** Someone else holds this phone: nothing is sent in; a nurse looks for the right number. */
async function notMe(ports: Ports, response: Response, now: number): Promise<Submitted> {
  const { stepId, encounterId, patientId, departmentCode, dischargeDay } = response;
  await ports.calls.raise({ stepId, encounterId, patientId, departmentCode, dischargeDay, level: 'concern', items: ['who:other'] }, now);
  return { outcome: 'not_me', submittedAt: 0, safety: null, hints: [], closing: script.notMe };
}

async function resultOf(ports: Ports, response: Response, now: number): Promise<Submitted> {
  const definition = definitionFor(response);
  const hints = definition.item.flatMap((item): Hint[] => reactTo(item, response.items[item.linkId]?.value ?? null).hints);
  const concern = Object.values(response.flags).filter((f) => f.callback !== '' || f.level === 'concern').sort((a, b) => b.at - a.at)[0];
  const safety = (await standingSafety(ports, response, response.submittedAt)) ?? (concern ? await safetyOf(ports, response, concern, concern) : null);
  return { outcome: 'submitted', submittedAt: response.submittedAt, safety, hints: [...new Set(hints)], closing: definition.closing };
}

/** followup takes back the call and the waiting messages; a sealed report begins to count. Each may be told twice. */
async function tell(ports: Ports, response: Response, now: number): Promise<void> {
  // A nurse still has the call in hand: her outcome tells followup, and the timer does if none comes.
  if (response.mode !== 'phone') await ports.followup.answered(response.stepId, { by: response.submittedBy, mode: response.mode }, now);
  if (Object.values(response.items).some((a) => a.sealed)) await ports.reports.submit(response.stepId);
  if (response.mode !== 'phone') await ports.responses.tell(response.stepId);
}

/** Tells what was not told, closes links, raises flags that have no call. One bad sheet is counted, reported and skipped. */
export async function settle(ports: Ports, now: number): Promise<{ told: number; raised: number; failed: number }> {
  const counts = { told: 0, raised: 0, failed: 0 };
  for (const response of await ports.responses.unsettled(now, 500)) {
    try {
      if (!response.told) {
        await ports.followup.answered(response.stepId, { by: response.submittedBy, mode: response.mode }, now);
        if (Object.values(response.items).some((a) => a.sealed)) await ports.reports.submit(response.stepId);
      }
      await ports.links.close(response.stepId, now, 'submitted');
      await ports.responses.settle(response.stepId);
      counts.told += 1;
    } catch (error) {
      counts.failed += 1;
      ports.report({ what: 'submission not told', id: response._id, error });
    }
  }
  for (const response of await ports.responses.owing(now - minute, 200)) {
    for (const key of Object.keys(response.flags).filter((k) => response.flags[k]!.callId === '')) {
      try {
        await raiseFlag(ports, response, key, now);
        counts.raised += 1;
      } catch (error) {
        counts.failed += 1;
        ports.report({ what: 'flag not raised', id: response._id, error });
      }
    }
  }
  return counts;
}
