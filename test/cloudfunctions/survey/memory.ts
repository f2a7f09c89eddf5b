/** The ports of survey in memory, with the same conditions as the real store. */
import type { Caller } from '../../../cloudfunctions/kit/caller';
import type { Ports } from '../../../cloudfunctions/survey/service';
import type { StayFacts, StepFacts } from '../../../cloudfunctions/survey/service/ports';
import { responseId, type ReportContent, type Response, type ResponseStore } from '../../../cloudfunctions/survey/store';

const copy = <T>(value: T): T => structuredClone(value);

export function memoryResponses(rows = new Map<string, Response>()): ResponseStore & { rows: Map<string, Response> } {
  const row = (stepId: string): Response | undefined => rows.get(responseId(stepId));
  const change = (stepId: string, work: (r: Response) => void): void => { const r = row(stepId); if (r) work(r); };
  return {
    rows,
    get: async (stepId) => copy(row(stepId) ?? null),
    getMany: async (stepIds) => stepIds.flatMap((id) => row(id) ?? []).map(copy),
    async create(response) {
      if (rows.has(response._id)) return false;
      rows.set(response._id, copy(response));
      return true;
    },
    async write(stepId, { items, flags, owed, seconds, activeAt, touched }) {
      const r = row(stepId);
      if (!r || r.state !== 'draft') return null;
      if (Object.entries(items).some(([id, i]) => (r.items[id]?.at ?? null) !== i.previousAt)) return null;
      for (const [id, i] of Object.entries(items)) r.items[id] = copy(i.answer);
      Object.assign(r.flags, copy(flags));
      Object.assign(r, { activeAt, seconds: r.seconds + seconds, owed: r.owed + owed, rev: r.rev + 1, ...touched });
      return copy(r);
    },
    async submit(stepId, rev, submission) {
      const r = row(stepId);
      if (!r || r.state !== 'draft' || r.rev !== rev) return null;
      Object.assign(r, copy(submission), { state: 'submitted', settled: false, rev: rev + 1 });
      return copy(r);
    },
    raised: async (stepId, key, { callId, ringBy, who }) => change(stepId, (r) => { const f = r.flags[key]; if (f?.callId === '') { Object.assign(f, { callId, ringBy, who }); r.owed -= 1; } }),
    recant: async (stepId, keys, now) => change(stepId, (r) => keys.forEach((key) => { r.flags[key]!.recantedAt = now; })),
    allowSurvey: async (stepId, survey) => change(stepId, (r) => { if (r.state === 'draft') { r.survey = survey; r.rev += 1; } }),
    consent: async (stepId, consent) => change(stepId, (r) => { r.consent = consent; }),
    tell: async (stepId) => change(stepId, (r) => { r.told = true; }),
    settle: async (stepId) => change(stepId, (r) => { r.told = true; r.settled = true; }),
    unsettled: async (now) => [...rows.values()].filter((r) => !r.settled && r.settleAt <= now).map(copy),
    owing: async (before) => [...rows.values()].filter((r) => r.owed > 0 && r.activeAt <= before).map(copy),
  };
}

export const step: StepFacts = { _id: 'step:a:contact-1', encounterId: 'enc:a', patientId: 'pat:a', departmentCode: '0301', dischargeDay: '2026-11-18', questionnaire: 'FU-SHORT-1', questionnaireVersion: 1, state: 'invited', reason: '', inviteAt: 0, deadlineAt: 9e12 };
export const fullStep: StepFacts = { ...step, _id: 'step:a:full-10', questionnaire: 'IP-FULL-1' };
export const stay: StayFacts = { name: '王*英', sensitive: false, wardPhone: '09438220301', phoneMasked: '138****6027', staff: ['李医生', '赵护士'], contact: 'child' };

export interface World {
  ports: Ports; responses: ReturnType<typeof memoryResponses>; reports: Map<string, ReportContent & { state: string }>; steps: Map<string, StepFacts>;
  said: { what: string; of: Record<string, unknown> }[];
  /** What fails now, by port. */
  broken: Set<string>;
  stay: StayFacts; survey: boolean; complaining: boolean; /** Calls that a person has taken on. */ taken: Set<string>; holds: Map<string, { staffId: string; stepId: string }>;
}

export function openWorld(): World {
  const said: World['said'] = [];
  const broken = new Set<string>();
  const say = (what: string, of: Record<string, unknown>): void => {
    if (broken.has(what)) throw new Error(`${what} is down`);
    said.push({ what, of });
  };
  const responses = memoryResponses();
  const reports: World['reports'] = new Map();
  const world: World = {
    said, broken, responses, reports, steps: new Map([step, fullStep].map((s) => [s._id, { ...s }])), stay: { ...stay }, survey: true, complaining: false, taken: new Set(), holds: new Map([['call:1', { staffId: 'staff:n', stepId: step._id }]]),
    ports: {
      responses,
      reports: {
        get: async (id) => reports.get(id) ?? null,
        put: async (content) => void reports.set(content.stepId, { ...content, state: 'draft' }),
        submit: async (id) => { const r = reports.get(id); if (r) r.state = 'submitted'; },
      },
      steps: { get: async (id) => world.steps.get(id) ?? null },
      stays: { of: async () => world.stay },
      hospital: async () => ({ name: '白银市第二人民医院', phone: '09438220000' }),
      consents: { allows: async () => world.survey },
      openComplaints: async (ids) => new Set(world.complaining ? ids : []),
      calls: {
        raise: async (flag, now) => { say('raise', { ...flag }); return { callId: `call:redflag:${flag.stepId}`, ringBy: now + 900_000, who: '值班护士' }; },
        callback: async (wish) => { say('callback', { ...wish }); return { callId: `call:callback:${wish.stepId}`, ringBy: wish.dueAt, who: '回访中心' }; },
        recant: async (stepId) => say('recant', { stepId }),
        taken: async (callId) => world.taken.has(callId),
        holds: async (callId, staffId) => { const h = world.holds.get(callId); return h?.staffId === staffId ? h.stepId : null; },
      },
      followup: {
        started: async (stepId) => say('started', { stepId }),
        answered: async (stepId, how) => say('answered', { stepId, ...how }),
        suspend: async (patientId, reason) => say('suspend', { patientId, reason }),
      },
      links: { close: async (stepId) => say('close', { stepId }) },
      patients: { markDeath: async (patientId, death) => { say('markDeath', { patientId, death }); return true; } },
      audit: { record: async ({ action, subject }) => say('audit', { action, subject }) },
      report: () => undefined,
    },
  };
  return world;
}

export const link = (over: Partial<Extract<Caller, { kind: 'link' }>> = {}): Caller => ({ kind: 'link', stepId: step._id, encounterId: 'enc:a', patientId: 'pat:a', to: 'patient', relation: 'self', linkId: 'link:1', verified: false, ip: '', ...over });
export const patient: Caller = { kind: 'person', personId: 'person:p', openid: 'o1', represents: [{ patientId: 'pat:a', as: 'patient', relation: 'self', mayHear: true }], ip: '' };
export const daughter = (mayHear: boolean): Caller => ({ kind: 'person', personId: 'person:d', openid: 'o2', represents: [{ patientId: 'pat:a', as: 'family', relation: 'child', mayHear }], ip: '' });
export const stranger: Caller = { kind: 'person', personId: 'person:x', openid: 'o3', represents: [{ patientId: 'pat:b', as: 'patient', relation: 'self', mayHear: true }], ip: '' };
export const staff = (role: 'nurse' | 'ward' | 'lead' | 'quality' | 'agent' = 'nurse', departments: readonly string[] | 'all' = 'all', staffId = 'staff:n'): Extract<Caller, { kind: 'staff' }> => ({ kind: 'staff', staffId, name: '周护士', role, departments, sessionId: 's', ip: '' });

export const wellAnswers = [
  { linkId: 'who', value: 'self' }, { linkId: 'recover', value: 'better' }, { linkId: 'red', value: ['none'] }, { linkId: 'mood', value: 'good' }, { linkId: 'med_take', value: 'ontime' },
  { linkId: 's_med', value: '5' }, { linkId: 's_nur', value: '5' }, { linkId: 's_log', value: '4' }, { linkId: 's_all', value: '5' }, { linkId: 'nps', value: 9 },
];
