/**
 * The hospital of the authorization matrix: two patients in two departments ("left" and "right"), everybody who may come to a door, and per operation the input that
 * names a record.
 */
import { api as account } from '../../cloudfunctions/account/contract';
import { api as call } from '../../cloudfunctions/call/contract';
import { api as complaint } from '../../cloudfunctions/complaint/contract';
import { api as directory } from '../../cloudfunctions/directory/contract';
import { api as discharge } from '../../cloudfunctions/discharge/contract';
import { api as followup } from '../../cloudfunctions/followup/contract';
import type { Envelope, Operation, Role } from '../../cloudfunctions/kit/contract';
import { api as message } from '../../cloudfunctions/message/contract';
import { api as notice } from '../../cloudfunctions/notice/contract';
import { api as survey } from '../../cloudfunctions/survey/contract';
import { api as visit } from '../../cloudfunctions/visit/contract';
import type { Local, LocalOptions } from '../../local/index';
import { csv, openHospital, through, type Hospital, type Someone } from './hospital';

/** One side's records. `callId` is a red flag's, `ordinaryCallId` the same step's after silence. `slotId` has a free place, `appointmentId` is booked, `heldId` held, `offeredId` asked by a closed clinic. */
export interface Ids {
  patientId: string; encounterId: string; stepId: string; callId: string; ordinaryCallId: string; personId: string; importId: string; staffId: string; departmentCode: string;
  scheduleId: string; slotId: string; appointmentId: string; closureId: string; threadId: string; number: string; fileId: string; answerId: string;
  /** A masked export of the lead's, and a sample of the side's department. */
  exportId: string; sampleId: string;
}

type Door = { openid?: string; token?: string; forged?: 'http' | 'direct'; timer?: boolean };
/** `side`: whose records are the own ones; without it every record is, or none. */
export type Who = { name: string; door: Door; side?: 'left' | 'right' } & (
  | { kind: 'stranger' } | { kind: 'person' } | { kind: 'link' } | { kind: 'timer' }
  | { kind: 'staff'; role: Role; firstPassword?: boolean }
);
export interface Answer { status: number; envelope: Envelope<unknown> }

/** Every operation of every contract. */
export const operations = [account, discharge, followup, survey, visit, message, complaint, call, notice, directory].flatMap(({ name, operations: map }) =>
  Object.entries(map as Record<string, Operation>).map(([action, operation]) => ({ key: `${name}.${action}`, domain: name as string, action, operation })));

/** What the map says: `admitted`, or the code of the refusal. */
export function verdict(operation: Operation, who: Who): 'admitted' | 'UNAUTHENTICATED' | 'FORBIDDEN' {
  const kinds: readonly string[] = operation.callers;
  if (kinds.includes('anyone')) return 'admitted';
  if (who.kind === 'stranger') return 'UNAUTHENTICATED';
  if (who.kind === 'person') return kinds.includes('patient') || kinds.includes('family') ? 'admitted' : 'FORBIDDEN';
  if (!kinds.includes(who.kind)) return 'FORBIDDEN';
  if (who.kind !== 'staff') return 'admitted';
  if (who.firstPassword && !operation.firstPassword) return 'FORBIDDEN';
  return !operation.roles || operation.roles.includes(who.role) ? 'admitted' : 'FORBIDDEN';
}

const note = '测试';
const token = 'claim-token-of-nobody';
const by = <T>(domain: string, input: T, actions: readonly string[]) => Object.fromEntries(actions.map((action) => [`${domain}.${action}`, input]));

/** The input of every operation that names a record. Later ones end what earlier ones need. */
export const records: Record<string, (ids: Ids) => unknown> = {
  ...by('discharge', ({ importId }) => ({ importId }), ['importStatus', 'importRejects', 'importRun']),
  'discharge.importUndo': ({ importId }) => ({ importId, dryRun: true }),
  'discharge.importMap': ({ importId }) => ({ importId, columns: [{ heading: '离院方式', field: 'way' }] }),
  'discharge.importStart': ({ importId }) => ({ fileName: 'a.csv', size: 100, rerunOf: importId }),
  ...by('discharge', ({ encounterId }) => ({ encounterId }), ['get', 'timeline', 'versions']),
  ...by('discharge', ({ departmentCode }) => ({ departmentCode }), ['list', 'heldList', 'dataMissing']),
  ...by('discharge', ({ exportId }) => ({ exportId }), ['exportRun', 'exportFile']),
  'discharge.sampled': ({ sampleId }) => ({ sampleId }),
  'discharge.sample': ({ departmentCode }) => ({ departmentCode, percent: 50, days: 10 }),
  'discharge.monthlyList': ({ departmentCode }) => ({ departmentCode, month: '2026-11' }),
  'discharge.submitMonthly': ({ departmentCode, encounterId }) => ({ departmentCode, month: '2026-11', encounterIds: [encounterId], note, rev: 0 }),
  'discharge.reveal': ({ encounterId }) => ({ encounterId, fields: ['name'], reason: note }),
  'followup.steps': ({ encounterId }) => ({ encounterId }),
  'notice.ofStep': ({ stepId }) => ({ stepId }),
  'survey.sheet': ({ stepId }) => ({ stepId }),
  'call.worklist': ({ departmentCode }) => ({ view: 'urgent', departmentCode }),
  'call.card': ({ callId }) => ({ callId }),
  'account.representatives': ({ patientId }) => ({ patientId }),
  'account.consents': ({ patientId }) => ({ patientId }),
  'survey.open': ({ stepId }) => ({ stepId }),
  ...by('survey', ({ callId }) => ({ callId }), ['openForCall', 'submitForCall']),
  'survey.saveForCall': ({ callId }) => ({ callId, answers: [{ linkId: 'recover', value: 'better' }] }),
  ...by('call', ({ callId }) => ({ callId, claimToken: token }), ['heartbeat', 'release']),
  'call.dial': ({ callId }) => ({ callId, claimToken: token, to: 'patient' }),
  'call.outcome': ({ callId }) => ({ callId, claimToken: token, outcome: 'no_answer' }),
  ...by('call', ({ callId }) => ({ callId }), ['acknowledge', 'undoOutcome', 'claim']),
  'discharge.correct': ({ encounterId }) => ({ encounterId, cells: { bed: '12' }, reason: note }),
  'discharge.clear': ({ encounterId }) => ({ encounterId, decision: 'invite', note }),
  'discharge.mark': ({ encounterId }) => ({ encounterId, mark: 'unaware', value: true, note }),
  'account.bind': ({ patientId }) => ({ patientId, relation: 'self', birthMonth: '1966-05' }),
  'discharge.correctPhone': ({ encounterId }) => ({ encounterId, which: 'contactPhone', number: '16600019999', note }),
  'account.giveConsent': ({ patientId }) => ({ patientId, purpose: 'care', version: '0', locale: 'zh-CN', hash: 'of another text' }),
  'account.allowHear': ({ patientId, personId }) => ({ patientId, personId, allow: true }),
  'account.answerRequest': ({ patientId, personId }) => ({ patientId, personId, allow: true }),
  'account.allowSensitive': ({ patientId }) => ({ patientId, family: true, sms: false }),
  'survey.save': ({ stepId }) => ({ stepId, answers: [{ linkId: 'mood', value: 'good' }] }),
  'survey.recant': ({ stepId }) => ({ stepId }),
  'survey.submit': ({ stepId }) => ({ stepId }),
  ...by('visit', ({ departmentCode }) => ({ departmentCode }), ['schedules', 'closures']),
  ...by('visit', ({ patientId }) => ({ patientId }), ['clinics', 'mine']),
  'visit.saveReminders': ({ patientId }) => ({ patientId, dayBefore: true, morning: false }),
  'visit.places': ({ patientId, departmentCode }) => ({ patientId, departmentCode }),
  'visit.week': ({ departmentCode }) => ({ departmentCode, from: '2026-11-23' }),
  'visit.day': ({ departmentCode }) => ({ departmentCode, day: '2026-11-23' }),
  'visit.ofStay': ({ encounterId }) => ({ encounterId }),
  'visit.closure': ({ closureId }) => ({ closureId }),
  ...by('visit', ({ appointmentId }) => ({ appointmentId }), ['get', 'proposal', 'release', 'book']),
  'visit.hold': ({ patientId, slotId }) => ({ patientId, slotId }),
  'visit.mark': ({ appointmentId }) => ({ appointmentId, to: 'arrived' }),
  'visit.answerProposal': ({ appointmentId }) => ({ appointmentId, answer: 'cancel' }),
  'visit.cancel': ({ appointmentId }) => ({ appointmentId, reason: 'busy' }),
  'visit.saveSchedule': ({ scheduleId, departmentCode }) => ({ scheduleId, departmentCode, practitioner: '', title: '', place: '门诊楼2层', preparation: '', weekly: [], exceptions: [], active: true, rev: 1, dryRun: true }),
  'visit.close': ({ departmentCode }) => ({ departmentCode, from: Date.parse('2026-12-01T08:00:00+08:00'), to: Date.parse('2026-12-01T12:00:00+08:00'), reason: note, dryRun: true }),
  ...by('message', ({ patientId }) => ({ patientId }), ['open']),
  'message.older': ({ patientId }) => ({ patientId, before: 10 }),
  'message.since': ({ patientId }) => ({ patientId, after: 0 }),
  'message.pictures': ({ patientId }) => ({ patientId, n: 1 }),
  'message.send': ({ patientId }) => ({ patientId, key: 'key-of-matrix-1', text: note }),
  'message.help': ({ patientId }) => ({ patientId, key: 'key-of-matrix-2' }),
  'message.upload': ({ patientId }) => ({ patientId, type: 'image/png', size: 1000 }),
  'message.rate': ({ patientId }) => ({ patientId, score: 5 }),
  'message.raised': ({ callId }) => ({ callId }),
  'message.thread': ({ threadId }) => ({ threadId }),
  ...by('message', ({ threadId }) => ({ threadId }), ['canned', 'acknowledge', 'reopenThread', 'close', 'answers']),
  'message.staffPictures': ({ threadId }) => ({ threadId, n: 1 }),
  'message.staffUpload': ({ threadId }) => ({ threadId, type: 'image/png', size: 1000 }),
  'message.note': ({ threadId }) => ({ threadId, key: 'key-of-matrix-3', text: note }),
  'message.assign': ({ threadId }) => ({ threadId, staffId: '', from: '' }),
  'message.hand': ({ threadId, departmentCode }) => ({ threadId, departmentCode, question: note }),
  'message.handBack': ({ threadId }) => ({ threadId, text: note }),
  'message.reply': ({ threadId }) => ({ threadId, key: 'key-of-matrix-4', text: note, replyKind: 'information' }),
  ...by('complaint', ({ patientId }) => ({ patientId }), ['draft']),
  'complaint.saveDraft': ({ patientId }) => ({ patientId, draft: null }),
  'complaint.file': ({ patientId }) => ({ patientId, key: 'key-of-matrix-5', category: 'nursing.response', text: note }),
  ...by('complaint', ({ number }) => ({ number }), ['view', 'detail', 'reveals', 'take', 'accept', 'close', 'withdraw']),
  'complaint.ofStay': ({ encounterId }) => ({ encounterId }),
  'complaint.fileAddress': ({ number, fileId }) => ({ number, fileId }),
  'complaint.addEvidence': ({ number }) => ({ number, text: note }),
  'complaint.reopen': ({ number }) => ({ number, key: 'key-of-matrix-6', text: note }),
  'complaint.rate': ({ number }) => ({ number, score: 3 }),
  'complaint.dispatch': ({ number }) => ({ number, offices: ['nursing'] }),
  'complaint.contribute': ({ number }) => ({ number, text: note }),
  'complaint.extend': ({ number }) => ({ number, offices: ['nursing', 'medical'], reason: '两个科室需要核实' }),
  'complaint.answer': ({ number }) => ({ number, outcome: 'unverifiable', text: note, proof: note, channel: 'app' }),
  'complaint.tellAnswered': ({ number }) => ({ number, channel: 'phone', said: 'none' }),
  'complaint.answerToTell': ({ callId }) => ({ callId }),
  'complaint.reportTold': ({ callId }) => ({ callId, said: 'none' }),
  'complaint.markAccused': ({ number }) => ({ number, staffIds: [] }),
  'complaint.raiseWarning': ({ number }) => ({ number, level: 'D3', note }),
  'complaint.register': ({ encounterId }) => ({ key: 'key-of-matrix-7', source: 'phone', category: 'nursing.response', text: note, encounterId }),
  'complaint.reveal': ({ number }) => ({ number, fields: ['name'], reason: note }),
  'account.withdrawConsent': ({ patientId }) => ({ patientId, purpose: 'survey' }),
  'survey.tellDeath': ({ stepId }) => ({ stepId }),
  'account.removeRepresentative': ({ patientId, personId }) => ({ patientId, personId }),
  'account.restoreRepresentative': ({ patientId, personId }) => ({ patientId, personId }),
  'discharge.reportDeath': ({ encounterId }) => ({ encounterId, note }),
  'discharge.confirmDeath': ({ encounterId }) => ({ encounterId, verdict: 'wrong', note }),
  'discharge.cancelDischarge': ({ encounterId }) => ({ encounterId, note }),
  'account.staffSave': ({ staffId }) => ({ id: staffId, rev: -1, userName: 'nurse2', name: '同事', role: 'nurse', departments: 'all' }),
  'account.staffDisable': ({ staffId }) => ({ id: staffId }),
};

/** Operations that take an id and open nothing by it. */
export const namesNoRecord: Record<string, string> = {
  'call.claimNext': '`skip` takes calls away from what the caller may have anyway',
  'call.closeByCapacity': 'lead only, every department; each id is checked again and a missing one is left out',
  ...by('message', 'standard answers belong to the whole house: whoever may change them sees them all', ['saveAnswer', 'reviewAnswer', 'retireAnswer']),
  ...by('directory', 'every colleague reads the whole directory; whose place a ward may keep stands in its own tests', ['savePlace', 'savePractitioner', 'retire', 'history']),
  'discharge.saveFilter': 'kept as it was typed; a list asks again',
  'discharge.exportStart': 'a filter within the departments that the colleague may see anyway',
  'discharge.printed': 'noted in the audit trail as it was told; nothing is read',
  'discharge.addByHand': 'what was not there before; a department of others is refused as a wrong field',
  'account.auditOf': 'lead and director read every row; an unknown subject has none',
};

export interface Matrix {
  everyone: Who[];
  left: Ids; right: Ids; missing: Ids;
  ask(domain: string, action: string, input: unknown, who: Who): Promise<Answer>;
  local: Local;
  close(): Promise<void>;
}

const missing: Ids = {
  patientId: 'pat:missing', encounterId: 'enc:missing', stepId: 'step:missing:contact-1', callId: 'call:redflag:step:missing:contact-1', ordinaryCallId: 'call:followup:step:missing:contact-1', personId: 'person:ph:missing',
  importId: 'import:missing', staffId: 'staff:missing', departmentCode: '9999', scheduleId: 'schedule:9999:missing', slotId: 'slot:9999:missing:2026-11-26:0830', appointmentId: 'apt:missing', closureId: 'closure:missing',
  threadId: 'thread:pat:missing', number: 'TS20261120-0099', fileId: 'file:missing', answerId: 'answer:missing', exportId: 'export:missing', sampleId: 'sample:missing',
};

/** Opens the hospital and brings everybody to their door. */
export async function openMatrix(options: LocalOptions = {}): Promise<Matrix> {
  const hospital = await openHospital('2026-11-18 17:00', options);
  const { local, lead } = hospital;
  const nobody = through(local, 'nobody');
  const { jobId: importId } = await importStays(hospital);
  await local.clock.set('2026-11-19T10:25:00+08:00');
  await hospital.until('2026-11-19 10:30');
  // A red flag on each side: urgent calls are what a ward may take on.
  const links = phones.map((phone) => hospital.linkToken(phone));
  for (const link of links) {
    const person = through(local, { token: link });
    await person.survey.open({});
    await person.survey.save({ answers: [{ linkId: 'who', value: 'self' }, { linkId: 'recover', value: 'better' }, { linkId: 'red', value: ['chest'] }] });
  }
  // Two neighbours say nothing until the deadline, so that ordinary calls stand beside the flags'. The timers were away for two days.
  await local.clock.set('2026-11-21T09:55:00+08:00');
  await hospital.until('2026-11-21 10:00');

  const tokenOf = async (phone: string): Promise<string> => {
    await nobody.account.sendCode({ phone });
    const code = local.outbox.sms(phone).map((sms) => /\d{6}/.exec(sms.text)?.[0]).findLast((found) => found !== undefined);
    return (await nobody.account.verifyCode({ phone, code: code ?? '' })).token;
  };
  const tokens = { left: await tokenOf('16600010001'), right: await tokenOf(phones[1]) };
  const patient = await hospital.inWechat(phones[0]);
  const sides = (await lead.discharge.list({})).rows;
  const calls = (await Promise.all((['urgent', 'team'] as const).map((view) => lead.call.worklist({ view })))).flatMap(({ rows }) => rows);
  const idsOf = async (departmentCode: string): Promise<Ids> => {
    const [flagged, silent] = (['redflag', 'followup'] as const).map((kind) => calls.find((row) => row.kind === kind && row.departmentCode === departmentCode)!);
    const { patientId, encounterId } = sides.find((row) => row.name === flagged!.name)!;
    const stepId = (await lead.followup.steps({ encounterId })).rows.find((row) => row.key === 'contact-1')!.stepId;
    return { ...missing, patientId, encounterId, stepId, callId: flagged!.callId, ordinaryCallId: silent!.callId, personId: '', importId, staffId: 'staff:nurse2', departmentCode };
  };
  const [left, right] = await Promise.all([idsOf('0401'), idsOf('0402')]);
  await patient.account.bind({ patientId: left.patientId, relation: 'self', birthMonth: '1966-05' });
  await through(local, { token: tokens.left }).account.bind({ patientId: left.patientId, relation: 'child', birthMonth: '1966-05' });
  const other = through(local, { token: tokens.right });
  await other.account.bind({ patientId: right.patientId, relation: 'self', birthMonth: '1966-05' });
  left.personId = (await patient.account.representatives({ patientId: left.patientId })).representatives.find((one) => !one.me)!.personId;
  right.personId = (await other.account.representatives({ patientId: right.patientId })).representatives[0]!.personId;

  const hire = async (userName: string, role: Role, departments: 'all' | string[] = 'all'): Promise<{ token: string; id: string }> => {
    const { initialPassword, account } = await lead.account.staffSave({ userName, name: '同事', role, departments });
    const { token } = await nobody.account.signIn({ userName, password: initialPassword });
    return { token, id: account.id };
  };
  const colleague = async (userName: string, role: Role, departments: 'all' | string[] = 'all') => {
    const { initialPassword, account } = await lead.account.staffSave({ userName, name: '同事', role, departments });
    const first = await nobody.account.signIn({ userName, password: initialPassword });
    const { token } = await through(local, { token: first.token }).account.changePassword({ current: initialPassword, next: 'synthetic-people-only-2' });
    return { token, id: account.id };
  };
  const roles: Role[] = ['lead', 'nurse', 'agent', 'officer', 'quality', 'director', 'it'];
  const [staff, ward, otherWard, newcomer, gone, disabled] = await Promise.all([
    Promise.all(roles.map(async (role) => ({ role, ...(await colleague(`${role}9`, role)) }))),
    colleague('ward9', 'ward', ['0401']), colleague('ward8', 'ward', ['0402']), hire('lead7', 'lead'), colleague('lead6', 'lead'), colleague('lead5', 'lead'),
  ]);
  await Promise.all([knock(hospital, left, patient), knock(hospital, right, other)]);
  const agent = through(local, { token: staff.find(({ role }) => role === 'agent')!.token });
  for (const { threadId, departmentCode } of [left, right]) await agent.message.hand({ threadId, departmentCode, question: note });
  const own = through(local, { token: staff.find(({ role }) => role === 'lead')!.token });
  const { exportId } = await own.discharge.exportStart({ filter: {}, reason: note });
  for (const ids of [left, right]) Object.assign(ids, { exportId, sampleId: (await own.discharge.sample({ departmentCode: ids.departmentCode })).sample.sampleId });
  await through(local, { token: gone.token }).account.signOut({});
  await lead.account.staffDisable({ id: disabled.id });

  const everyone: Who[] = [
    { name: 'nobody', kind: 'stranger', door: {} },
    { name: 'a WeChat user without a number', kind: 'stranger', door: { openid: 'o-nobody-yet' } },
    { name: 'a made-up token', kind: 'stranger', door: { token: 's_00000000000000000000000000' } },
    { name: 'a forged timer over HTTP', kind: 'stranger', door: { forged: 'http' } },
    { name: 'a forged timer in WeChat', kind: 'stranger', door: { forged: 'direct', openid: 'o-nobody-yet' } },
    { name: 'a session signed out', kind: 'stranger', door: { token: gone.token } },
    { name: 'a session of somebody disabled', kind: 'stranger', door: { token: disabled.token } },
    { name: 'the patient', kind: 'person', side: 'left', door: { openid: patient.openid } },
    { name: 'the family', kind: 'person', side: 'left', door: { token: tokens.left } },
    { name: 'another patient', kind: 'person', side: 'right', door: { token: tokens.right } },
    { name: 'the link', kind: 'link', side: 'left', door: { token: links[0] } },
    { name: 'a link of another step', kind: 'link', side: 'right', door: { token: links[1] } },
    { name: 'the ward', kind: 'staff', role: 'ward', side: 'left', door: { token: ward.token } },
    { name: 'another ward', kind: 'staff', role: 'ward', side: 'right', door: { token: otherWard.token } },
    ...staff.map(({ role, token }) => ({ name: `a colleague: ${role}`, kind: 'staff' as const, role, door: { token } })),
    { name: 'a lead with the first password', kind: 'staff', role: 'lead', firstPassword: true, door: { token: newcomer.token } },
    { name: 'a timer', kind: 'timer', door: { timer: true } },
  ];

  return {
    everyone, left, right, missing, local,
    async ask(domain, action, input, { door }) {
      const timer = { Type: 'Timer', TriggerName: action, Time: '2026-11-21T02:00:00Z', Message: '' };
      if (door.timer) return { status: 200, envelope: (await local.invoke(domain, timer, { trigger: 'timer' })) as Envelope<unknown> };
      const event = { ...(door.forged && timer), action, input };
      if (door.openid !== undefined) return { status: 200, envelope: (await local.invoke(domain, event, { openid: door.openid })) as Envelope<unknown> };
      const { status, body } = await local.http(domain, event, door.token === undefined ? {} : { authorization: `Bearer ${door.token}` });
      if (typeof body !== 'object' || body === null || !('ok' in body)) throw new Error(`${domain}.${action} was not answered by the function: ${status} ${JSON.stringify(body)}`);
      return { status, envelope: body as Envelope<unknown> };
    },
    close: () => local.dispose(),
  };
}

/** At the other three doors: a clinic with a booked visit and a closed hour, a conversation, a complaint with a picture. Fills the ids in. */
async function knock({ local, lead }: Hospital, ids: Ids, someone: Someone): Promise<void> {
  const { patientId, departmentCode } = ids;
  const weekly = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '08:30', to: '11:30', capacity: 20 }));
  ids.scheduleId = (await lead.visit.saveSchedule({ departmentCode, practitioner: '', title: '', place: '门诊楼2层', preparation: '', weekly, exceptions: [], active: true, rev: 0 })).schedule.scheduleId;
  await local.fire('visit');
  const slots = (await someone.visit.places({ patientId, departmentCode })).days.flatMap((day) => day.slots);
  [ids.slotId] = slots.map((slot) => slot.slotId) as [string];
  const { appointmentId } = await someone.visit.hold({ patientId, slotId: slots[1]!.slotId });
  ids.appointmentId = (await someone.visit.book({ appointmentId })).appointment.appointmentId;
  const last = slots.at(-1)!;
  ids.closureId = (await lead.visit.close({ departmentCode, from: last.start, to: last.end, reason: note })).closure!.closureId;

  await someone.message.send({ patientId, key: 'key-of-the-first', text: '请问复查前要空腹吗？' });
  ids.threadId = `thread:${patientId}`;
  ids.answerId = 'answer:Q17';

  const picture = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  const place = await someone.complaint.upload({ name: '照片.png', type: 'image/png', size: picture.length });
  await fetch(place.url, { method: place.method, headers: place.headers, body: picture });
  ids.fileId = place.fileId;
  ids.number = (await someone.complaint.file({ patientId, departmentCode, key: 'key-of-the-filing', category: 'nursing.response', text: '按铃很久没有人来。', files: [place.fileId] })).number;
}

const phones = ['19900010001', '19900010002'] as const;

async function importStays(hospital: Hospital): Promise<{ jobId: string }> {
  const right = { departmentCode: '0402', department: '骨科', ward: '骨科1病区' };
  await hospital.importFile('出院.csv', csv([
    { patientNo: 'P0001', name: '王秀英', dischargeAt: '2026-11-18 10:00', relation: '女' },
    { patientNo: 'P0002', name: '李建国', dischargeAt: '2026-11-18 11:00', ...right },
    { patientNo: 'P0003', name: '赵敏芳', dischargeAt: '2026-11-18 12:00' },
    { patientNo: 'P0004', name: '孙立新', dischargeAt: '2026-11-18 13:00', ...right },
  ]));
  return { jobId: (await hospital.lead.discharge.importList({})).jobs[0]!.importId };
}
