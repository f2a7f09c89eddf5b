/** A complaint as the server shows it to whoever filed it. */
import type { z } from '../../../../cloudfunctions/kit/contract';
import { ComplaintView, type api } from '../../../../cloudfunctions/complaint/contract';
import { hospital, now } from '../../../support/patient';

type Out<K extends keyof (typeof api)['operations']> = z.output<(typeof api)['operations'][K]['output']>;
const day = 86_400_000;
export const number = 'TS20261120-0001';

/** What the first step needs; `draft` null: nothing was written before. */
export const opened = (draft: Out<'draft'>['draft'] = null): Out<'draft'> => ({
  draft, savedAt: draft ? now - day : 0, stay: { encounterId: 'enc:a', departmentCode: '0402', departmentName: '骨科', dischargeDay: '2026-11-18' },
  departments: [{ code: '0402', name: '骨科' }, { code: '0401', name: '普外科' }], phone: '199****0001', hospitalPhone: hospital.phone, internalDays: 3, legalDays: 5,
});

export function view(more: Partial<Out<'view'>> = {}): Out<'view'> {
  return ComplaintView.parse({
    number, state: 'dispatched', round: 1, category: 'nursing.response', receivedAt: now - 3_600_000, promiseDay: '2026-11-25', dueDay: '2026-11-27', answered: false, over: false, patientId: 'pat:wang', excerpt: '按铃没人来',
    source: 'app', departmentCode: '0402', departmentName: '骨科', accused: '', happenedAt: now - day, place: '', text: '夜里按铃没人来。', wants: ['explain'], anonymous: false, confidential: false, offices: ['nursing'],
    evidence: [{ fileId: 'file:a', name: '呼叫铃.jpg', type: 'image/jpeg', at: now, by: 'complainant' }],
    timeline: [
      { at: now - 3_600_000, kind: 'received', by: 'you', offices: [], words: '', day: null, round: 1 },
      { at: now - 3_600_000, kind: 'dispatched', by: 'system', offices: ['nursing'], words: '', day: null, round: 1 },
    ],
    answers: [], rating: null, extended: false, may: { accept: false, reopen: false, withdraw: true, addEvidence: true, rate: false }, hospitalPhone: hospital.phone, ...more,
  });
}

export const answered = (more: Partial<Out<'view'>> = {}): Out<'view'> => view({
  state: 'answered', answered: true, may: { accept: true, reopen: true, withdraw: true, addEvidence: false, rate: false },
  answers: [{ round: 1, outcome: 'partly', text: '当晚确实响铃较久，对不起。', measures: '呼叫器已修好。', channel: 'app', notHandledReason: null, at: now, silentAfter: '2026-12-01' }], ...more,
});

/** What `mine` lists of it. */
export const row = (one: Out<'view'>): Out<'mine'>['complaints'][number] => ({
  number: one.number, state: one.state, round: one.round, category: one.category, receivedAt: one.receivedAt, promiseDay: one.promiseDay, dueDay: one.dueDay, answered: one.answered, over: one.over, patientId: one.patientId, excerpt: one.excerpt,
});
