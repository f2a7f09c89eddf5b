/**
 * How the domains are joined: every store, the three services that others call (follow-up, calls, outbox), and the ports between them. Each function's index.ts takes
 * from here what it serves. The only place that knows more than one domain's store; opening it sends nothing and reads nothing.
 */
import { randomBytes } from 'node:crypto';
import { openIdentify } from './account/identify';
import { isGuardian, mayHearToday, relationshipId } from './account/rules/binding';
import { openConsentStore } from './account/store/consent';
import { openLinkStore } from './account/store/link';
import { openPersonStore } from './account/store/person';
import { openSettingStore, openStaffStore } from './account/store/staff';
import { createCalls, type CallService } from './call/service';
import { priorities, priorityOf } from './call/rules/outcome';
import { openCallStore } from './call/store';
import { createComplaints, type ComplaintService } from './complaint/service';
import { openComplaintStore, openDraftStore, openFileStore } from './complaint/store';
import { encounterCollection, openDepartmentStore, openEncounterStore, openPatientStore, patientCollection, type Patient } from './discharge/store';
import { createFollowup, type FollowupService } from './followup/service';
import { openStepStore, stepCollection } from './followup/store';
import { openAudit } from './kit/audit';
import { ageOn, dayOf, day } from './kit/calendar';
import { createCipher, readKeys } from './kit/crypto';
import { openDatabase } from './kit/database';
import { maskName, maskPhone } from './kit/mask';
import { log } from './kit/serve';
import { createMessages, type MessageService } from './message/service';
import { openDeskStore } from './message/store/desk';
import { openThreadStore } from './message/store/thread';
import { openStorage } from './kit/storage';
import type { LetterFamily, LetterOwner } from './notice/contract/letter';
import { createNotices, type NoticeService } from './notice/service';
import { createSms } from './notice/sms';
import { openCreditStore, openNoticeStore } from './notice/store';
import { createWechat, readTemplateIds } from './notice/wechat';
import { openResponseStore, responseCollection } from './survey/store';
import { createVisits, type VisitService } from './visit/service';
import { openVisitStore } from './visit/store';

type Environment = Readonly<Record<string, string | undefined>>;

/** Opens everything once, when a function is loaded. Throws when SUIFANG_KEYS is missing. */
export function openHouse(env: Environment) {
  const database = openDatabase();
  const cipher = createCipher(readKeys(env['SUIFANG_KEYS']));
  const clock = Date.now;
  const report = (entry: { what: string; id?: string; count?: number; code?: string; error?: unknown }): void => {
    const { error, ...rest } = entry;
    log('error', { ...rest, ...(error !== undefined && { defect: error instanceof Error ? `${error.name} ${(error as { code?: string }).code ?? ''} ${(error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 4).join(' <')}` : typeof error }) });
  };
  const audit = openAudit(database);
  const patients = openPatientStore(database);
  const encounters = openEncounterStore(database);
  const departments = openDepartmentStore(database);
  const steps = openStepStore(database);
  const responses = openResponseStore(database);
  const callStore = openCallStore(database, { patient: patientCollection, encounter: encounterCollection, step: stepCollection, response: responseCollection });
  const noticeStore = openNoticeStore(database);
  const credits = openCreditStore(database);
  const people = openPersonStore(database);
  const consents = openConsentStore(database);
  const links = openLinkStore(database, cipher);
  const settings = openSettingStore(database);
  const staff = openStaffStore(database);
  const sms = createSms(env);
  const templateIds = readTemplateIds(env['WX_TEMPLATES']);
  const publicUrl = (env['PUBLIC_URL'] ?? '').replace(/\/+$/, '');

  const hospital = async (): Promise<{ name: string; phone: string }> => {
    const { name, phone } = await settings.hospital();
    return { name, phone };
  };
  const wardPhones = async (): Promise<ReadonlyMap<string, string>> => new Map((await departments.all()).map((d) => [d.code, d.phone]));
  const wardPhone = async (code: string): Promise<string> => (await departments.collection.get(`dep:${code}`))?.phone ?? '';

  const calls: CallService = createCalls({ store: callStore, alert: (alert, now) => notices.alert(alert, now), departmentPhone: wardPhone });

  // Of these patients, those with a complaint open.
  const openComplaints = (patientIds: readonly string[]): Promise<ReadonlySet<string>> => complaints.openOf(patientIds);

  const followup: FollowupService = createFollowup({
    steps, stays: encounters, patients, consents, openComplaints, hospital, clock, report,
    departments: { phones: wardPhones },
    calls: {
      queue: async (list, now) => void (await calls.queue(list.map(({ _id, urgent, ...call }) => ({ ...call, id: _id, priority: urgent ? priorities.highRisk : priorities.normal, notBefore: now })), now)),
      withdraw: async (stepIds, reason, now) => void (await calls.withdrawSteps(stepIds, reason, now)),
      withdrawAll: async (filter, reason, now) => {
        await calls.withdraw(filter, reason, now);
        if (reason === 'deceased' && 'patientId' in filter) await visits.ended(filter.patientId, reason, now);
      },
      busy: calls.busy, firstDials: calls.firstDials, unacknowledged: calls.unacknowledged, roster: calls.roster,
    },
    notices: {
      enqueue: (list, now) => notices.enqueue(list, now),
      cancel: (stepIds, reason, now) => notices.cancel({ stepIds }, reason, now),
      recent: (ids, since) => notices.recent(ids, since),
    },
    responses: { startedItems: async (ids) => new Map((await responses.getMany(ids)).map((r) => [r.stepId, Object.keys(r.items).length])) },
    async doors(personId, patientIds, now) {
      const [visit, message, complaint] = await Promise.all([visits.home(patientIds, now), messages.home(patientIds, personId, now), complaints.home(personId, patientIds, now)]);
      return { visits: visit, messages: message, complaints: complaint };
    },
  });

  // Who answers for letters (still true? no channel carried it), by family: visit → visits, reply → messages, complaint → complaints. Named lazily, because each of them writes letters itself.
  const owners: Record<LetterFamily, LetterOwner> = {
    visit: { stillTrue: (letters, now) => visits.stillTrue(letters, now), handed: (letter, now) => visits.handed(letter, now) },
    reply: { stillTrue: (letters, now) => messages.stillTrue(letters, now), handed: (letter, now) => messages.handed(letter, now) },
    complaint: { stillTrue: (letters, now) => complaints.stillTrue(letters, now), handed: (letter, now) => complaints.handed(letter, now) },
  };
  const noticePorts = {
    notices: noticeStore, credits, sms, wechat: createWechat(database.app), templateIds, steps, patients, stays: encounters, people, consents, links, cipher, hospital, followup, clock, report,
    owners, openComplaints, inDanger: calls.inDanger, dutyPhone: calls.dutyPhone,
    address: { publicUrl, linkPrefix: env['SMS_LINK_PREFIX'] ?? '' },
  };
  const notices: NoticeService = createNotices(noticePorts);

  const visits: VisitService = createVisits({
    store: openVisitStore(database), patients, stays: encounters, departments, hospital, notices, clock, report,
    calls: { queue: calls.queue, withdrawIds: calls.withdrawIds, raise: (flag, now) => calls.raise(flag, now), inHand: async (ids, now) => new Set([...(await calls.standing(ids, now))].flatMap(([id, { state }]) => (state === 'claimed' ? [id] : []))) },
    maskedPhone: (patient) => (patient.phoneSealed && !patient.phoneInvalid ? maskPhone(cipher.open(patient.phoneSealed, 'phone')) : ''),
    newId: () => randomBytes(16).toString('base64url'),
  });

  const complaints: ComplaintService = createComplaints({
    complaints: openComplaintStore(database), drafts: openDraftStore(database), files: openFileStore(database), patients, stays: encounters, departments: () => departments.all(), people,
    staff: async () => (await staff.all()).map(({ _id, name, role, disabled }) => ({ staffId: _id, name, role, disabled })),
    calls: {
      raise: ({ about, stay, level, items }, now) => calls.raise({ stepId: about, encounterId: stay._id, patientId: stay.patientId, departmentCode: stay.departmentCode, dischargeDay: stay.dischargeDay, level, items }, now),
      async queueReply({ id, about, stay }, now) {
        const birthDate = (await patients.get(stay.patientId))?.birthDate ?? '';
        const { patientId, departmentCode, dischargeDay } = stay;
        await calls.queue([{ id, kind: 'reply', stepId: about, encounterId: stay._id, patientId, departmentCode, dischargeDay, purpose: 'care', reason: 'complaint_answer', notBefore: now, dueAt: now + day, elderly: birthDate !== '' && ageOn(birthDate, dayOf(now)) >= 80 }], now);
      },
      withdrawIds: async (ids, reason, now) => void (await calls.withdrawIds(ids, reason, now)),
      async about(callId) {
        const call = await callStore.get(callId);
        return call && { patientId: call.patientId, encounterId: call.encounterId, departmentCode: call.departmentCode };
      },
    },
    // Rows of letters and reminders carry no patient: they must not tell a ward whose complaint it is.
    notices: {
      write: (letters, now) => notices.write(letters.map((letter) => ({ ...letter, encounterId: '', patientId: '' })), now),
      remindStaff: (reminder, now) => notices.remindStaff({ ...reminder, encounterId: '', patientId: '', departmentCode: '' }, now),
    },
    messages: {
      forComplaint: (threadId, ns, staff) => messages.forComplaint(threadId, ns, staff),
      becameComplaint: (threadId, number, staff, now) => messages.becameComplaint(threadId, number, staff, now),
    },
    quiet: (patientId, now) => followup.stop({ patientId }, 'complaint_open', 'survey', now, 'system'),
    storage: openStorage(database.app), audit, cipher, hospital, report,
    newId: () => randomBytes(16).toString('hex').replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)]!),
  });

  /** What a page may show of a stay to the patient's side; null when it is not there. */
  const stayFacts = async ({ encounterId, patientId }: { encounterId: string; patientId: string }) => {
    const [stay, patient] = await Promise.all([encounters.get(encounterId), patients.get(patientId)]);
    if (!stay || !patient) return null;
    const contactFits = patient.contactPhoneHash !== '' && !patient.contactInvalid && patient.contactPhoneHash !== patient.phoneHash && (!stay.sensitive || patient.allowFamilySensitive);
    return {
      name: maskName(patient.name), sensitive: stay.sensitive, wardPhone: stay.sensitive ? (await hospital()).phone : await wardPhone(stay.departmentCode),
      phoneMasked: patient.phoneSealed && !patient.phoneInvalid ? maskPhone(cipher.open(patient.phoneSealed, 'phone')) : '',
      staff: [stay.attending, stay.nurse].filter((name) => name !== ''), contact: contactFits ? patient.contactRelation : null,
    };
  };

  const messages: MessageService = createMessages({
    threads: openThreadStore(database), desk: openDeskStore(database), patients, hospital, report, storage: openStorage(database.app),
    newToken: () => randomBytes(16).toString('base64url'),
    stays: {
      async latest(patientId) {
        const all = (await encounters.ofPatients([patientId])).sort((a, b) => a.dischargeAt - b.dischargeAt);
        const stay = all.findLast((s) => s.state !== 'cancelled') ?? all.at(-1);
        return stay ? { encounterId: stay._id, patientId, departmentCode: stay.departmentCode, departmentName: stay.departmentName, dischargeDay: stay.dischargeDay, sensitive: stay.sensitive, cleared: stay.decision === 'invite' } : null;
      },
    },
    stayFacts: async (of) => (of.encounterId === '' ? null : stayFacts(of)),
    people: {
      async standing(patientId, personIds, now) {
        const rows = (await people.relationships(personIds.map((id) => relationshipId(id, patientId)))).filter((row) => row.state === 'active');
        const known = new Map((await people.getMany(rows.map((row) => row.personId))).map((person) => [person._id, person]));
        return rows.map((row) => ({ personId: row.personId, as: row.as, relation: row.relation, mayHear: mayHearToday(row, dayOf(now)), guardian: isGuardian(row, dayOf(now)), phoneHash: known.get(row.personId)?.phoneHash ?? '' }));
      },
    },
    staff: async () => (await staff.all()).filter((s) => !s.disabled).map((s) => ({ staffId: s._id, name: s.name, role: s.role, departments: s.departments })),
    departments: async () => (await departments.all()).map(({ code, name }) => ({ code, name })),
    calls: {
      raise: calls.raise,
      queue: async (list, now) => void (await calls.queue(list.map((call) => ({ ...call, kind: 'reply' as const, purpose: 'care' as const, priority: priorityOf('reply'), notBefore: now })), now)),
      withdrawIds: async (ids, reason, now) => void (await calls.withdrawIds(ids, reason, now)),
      acknowledge: async (callId, by, now) => (await calls.acknowledge(callId, by, now)) !== null,
      states: (ids, now) => calls.standing([...new Set(ids.filter((id) => id !== ''))], now),
    },
    notices: { write: (letters, now) => notices.write(letters, now), cancelReplies: (id, reason, now) => notices.cancelAbout([id], reason, now, ['reply']), reach: (of, now) => notices.reach(of, now) },
  });

  return {
    env, database, cipher, clock, report, audit, identify: openIdentify(database, cipher, readFeedKeys(env['FEED_KEYS'])), hospital, wardPhones, wardPhone, newToken: () => randomBytes(16).toString('base64url'), random: Math.random,
    patients, encounters, departments, steps, responses, callStore, noticeStore, credits, people, consents, links, settings, staff, sms, templateIds, noticePorts,
    calls, followup, notices, visits, messages, stayFacts, complaints, openComplaints,
    /** A death turned out wrong: steps go on, and calls and letters that waited for the truth come back. */
    async resume(patientId: string, now: number, by: string): Promise<void> {
      await followup.resume(patientId, now, by);
      await calls.restore(patientId, now);
      await notices.restore(patientId, now);
    },
    /** The register as account needs it: numbers that were found wrong count as none. */
    register: {
      get: async (id: string) => personFacts(await patients.get(id)),
      getMany: async (ids: readonly string[]) => (await patients.getMany(ids)).flatMap((patient) => personFacts(patient) ?? []),
      async byNumber(phoneHash: string) {
        const found = new Map([...(await patients.byPhone(phoneHash)), ...(await patients.byContactPhone(phoneHash))].map((patient) => [patient._id, patient]));
        return [...found.values()].flatMap((patient) => personFacts(patient) ?? []);
      },
      stays: async (ids: readonly string[]) => (await encounters.ofPatients(ids)).map((stay) => ({ patientId: stay.patientId, dischargeDay: stay.dischargeDay, sensitive: stay.sensitive, cancelled: stay.state === 'cancelled', cleared: stay.decision === 'invite' })),
      async chooseSensitive(id: string, choice: { family: boolean; sms: boolean }, by: string, now: number): Promise<void> {
        const { inc, push } = database.command;
        await patients.collection.update({ _id: id }, { allowFamilySensitive: choice.family, allowSmsSensitive: choice.sms, rev: inc(1), updatedAt: now, history: push([{ at: now, by, what: 'sensitive_choice' }]) });
      },
    },
    /** May clinical facts be told to the person with this number? */
    async mayHear(patientId: string, phoneHash: string): Promise<boolean> {
      const rows = (await people.ofPatient(patientId)).filter((row) => row.state === 'active');
      const persons = new Map((await people.getMany(rows.map((row) => row.personId))).map((person) => [person._id, person]));
      return rows.some((row) => persons.get(row.personId)?.phoneHash === phoneHash && mayHearToday(row, dayOf(clock())));
    },
  };
}

/** A family of letters that nobody writes yet: always true, and nobody to tell. */
const quiet: LetterOwner = { stillTrue: async () => new Map(), handed: async () => undefined };

function personFacts(patient: Patient | null) {
  if (!patient) return null;
  const { _id, name, birthDate, contactRelation, allowFamilySensitive, allowSmsSensitive } = patient;
  return {
    patientId: _id, name, birthDate, contactRelation, allowFamilySensitive, allowSmsSensitive,
    phoneHash: patient.phoneInvalid ? '' : patient.phoneHash, contactPhoneHash: patient.contactInvalid ? '' : patient.contactPhoneHash,
  };
}

/** FEED_KEYS: name of a system → secret; nothing set is no error. */
function readFeedKeys(text: string | undefined): Record<string, string> {
  const value: unknown = JSON.parse(text || '{}');
  return value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string')) : {};
}
