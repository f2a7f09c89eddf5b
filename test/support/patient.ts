/** A made-up patient as the server would show her to the pages: one waiting questionnaire, two consents, a family. For pages without a server behind them. */
import type { z } from '../../cloudfunctions/kit/contract';
import type { api as account } from '../../cloudfunctions/account/contract';
import type { api as followup } from '../../cloudfunctions/followup/contract';
import { Opened, Questionnaire, type Safety } from '../../cloudfunctions/survey/contract';
import { definitionOf, forPeople } from '../../cloudfunctions/survey/rules/definition';
import { nextItem } from '../../cloudfunctions/survey/rules/flow';
import type { Answers, QuestionnaireCode } from '../../cloudfunctions/survey/contract';
import type { CloudCall } from './weapp';

type Out<A extends { operations: Record<string, { output: z.ZodType }> }, K extends keyof A['operations']> = z.output<A['operations'][K]['output']>;

/** A Friday morning, two days after she went home. */
export const now = Date.parse('2026-11-20T10:20:00+08:00');
const hour = 3_600_000;

export const hospital: Out<typeof account, 'hospital'> = { name: '临江市第一医院', phone: '09438220402', privacyContact: { name: '信息科', phone: '09438220000', email: '' }, ready: true };
export const stranger: Out<typeof account, 'me'> = { kind: 'anyone', wechat: true };
export const wang: Out<typeof account, 'me'> = { kind: 'person', wechat: true, phone: '199****0001', locale: 'zh-CN', represents: [{ patientId: 'pat:wang', name: '王*英', as: 'patient', relation: 'self', mayHear: true }] };

/** What the server says instead of data. */
export const refusal = (code: string, more: object = {}) => ({ ok: false, error: { code, message: 'for the log', requestId: 'r-1', ...more }, now });

type HomePatient = Out<typeof followup, 'home'>['patients'][number];
export const home = (...patients: Partial<HomePatient>[]): Out<typeof followup, 'home'> => ({
  hospital: hospital.name, hospitalPhone: hospital.phone,
  patients: patients.map((patient) => ({
    patientId: 'pat:wang', name: '王*英', as: 'patient', relation: 'self', dayN: 2, dischargeDay: '2026-11-18', departmentName: '骨科', diagnosis: '', wardPhone: '09438220801', nextInvitation: null, answered: 0,
    closed: false, visit: null, messages: { unread: 0, waiting: false, by: 0, urgent: false }, complaints: [],
    steps: [{
      stepId: 'step:a:contact-1', encounterId: 'enc:a', title: { zh: '出院后恢复得怎么样', en: 'How you are recovering' }, minutes: 3, questionnaire: 'FU-SHORT-1', purpose: 'care', deadlineAt: now + 23 * hour, escalates: true, queued: false,
      startedItems: 0,
    }],
    ...patient,
  })),
});

export function opened(answers: Answers = {}, more: Partial<z.output<typeof Opened>> = {}, code: QuestionnaireCode = 'FU-SHORT-1'): z.output<typeof Opened> {
  const definition = definitionOf(code, 1);
  if (!definition) throw new Error(`no questionnaire ${code}`);
  const questionnaire = Questionnaire.parse(forPeople(definition));
  const setting = { mode: 'web', survey: true } as const;
  return Opened.parse({
    stepId: 'step:a:contact-1', state: 'draft', submittedAt: 0, questionnaire, setting, answers, withheld: [], resume: Object.keys(answers).length > 0 ? 'shown' : 'none', next: nextItem(questionnaire, answers, setting),
    name: '王*英', hospital: hospital.name, hospitalPhone: hospital.phone, wardPhone: '09438220801', deadlineAt: now + 23 * hour, likelyWho: 'self', staff: [], safety: null, ...more,
  });
}

export const chestPain: z.output<typeof Safety> = {
  level: 'emergency', words: [{ zh: '胸痛或胸闷', en: 'Chest pain or tightness' }], advice: [{ zh: '坐着或半躺，松开领口。', en: 'Sit or lie half up.' }], ringBy: now + hour / 4, who: '王护士', phoneMasked: '199****0001',
  otherwise: 'child', wardPhone: '09438220801', acknowledged: false,
};

type ConsentState = Out<typeof account, 'consents'>['consents'][number];
export const consent = (purpose: 'care' | 'survey', more: Partial<ConsentState> = {}): ConsentState => ({
  purpose, state: 'none', at: 0, by: '', version: '', mayAsk: true, askAgainAt: 0, mayGive: true,
  text: {
    purpose, version: `${purpose}-1`, locale: 'zh-CN', title: purpose === 'care' ? '出院后的健康随访' : '住院体验的意见', lead: '想听您说说。', agree: purpose === 'care' ? '同意健康随访' : '同意参加', decline: purpose === 'care' ? '暂不同意' : '不参加',
    withdrawn: '已按您的意思停止。', sections: [{ heading: '谁来做', body: '临江市第一医院回访中心。' }, { heading: '不同意也没关系', body: '不影响看病。' }], hash: 'a'.repeat(64),
  },
  ...more,
});

/** Plays the cloud from a table `fn.action` → answer; whatever is not in it fails the test. */
export const playing = (table: Record<string, unknown | ((call: CloudCall) => unknown)>) => (call: CloudCall): unknown => {
  const key = `${call.fn}.${call.action}`;
  if (!(key in table)) throw new Error(`nobody plays ${key}`);
  const answer = table[key];
  return typeof answer === 'function' ? (answer as (call: CloudCall) => unknown)(call) : answer;
};
