/** What a notice says and to which addresses it may go: messages of the plan, letters, words to staff. */
import { minute } from '../../kit/calendar';
import { maySeeStay, relationshipId } from '../../account/rules/binding';
import type { Notice, TemplateKind } from '../contract';
import { alertParams, guard, linkExpiry, linkOf, smsKind, smsParams, targetsOf, wechatData, wechatPage, type Guard, type Target } from '../rules';
import { familyOf, isLetter, letterData, letterGuard, letterLink, letterSms, letterSmsKind, templateOf } from '../rules/letter';
import type { PatientRecord, PersonContact, Ports } from '../service';
import type { SmsKind } from '../sms';
import { isMobile, mobilesOf, openNumber, stayFacts } from './facts';
import type { Loaded } from './load';

/** The words of one notice for every channel. */
export interface Message {
  template: TemplateKind | '';
  /** Page of the mini-program. */
  page: string;
  data(family: boolean): Record<string, string>;
  sms(family: boolean, link: string): { kind: SmsKind; params: string[] };
  /** Until when the personal link of an SMS is good; 0: it carries none. */
  linkUntil: number;
  /** The address in an SMS; without a token the plain page. */
  address(token: string): string;
}
/** A notice that goes out now. */
export interface Ready { notice: Notice; targets: Target[]; message: Message; patient: PatientRecord | undefined; person: PersonContact | undefined }

/** A link outlives its letter by two weeks, so that a late tap is told kindly how things stand (product default). */
const linkLife = 14 * 24 * 60 * minute;
/** A domain that does not answer is asked again soon. */
const askAgain = 5 * minute;

/** The last look. */
export function judge(notice: Notice, loaded: Loaded, now: number): Guard {
  const patient = loaded.patients.get(notice.patientId);
  if (isLetter(notice.kind)) {
    if (loaded.unasked.has(familyOf(notice.kind))) return { do: 'wait', until: now + askAgain };
    return letterGuard(notice, { patient, reader: readerOf(notice, loaded), untrue: loaded.untrue.get(notice._id) ?? '' }, now);
  }
  const stay = loaded.stays.get(notice.encounterId);
  return guard(notice, {
    step: loaded.steps.get(notice.stepId), patient, stay: stay && stayFacts(stay), refused: loaded.refused.care.has(notice.patientId) || (notice.purpose === 'survey' && loaded.refused.survey.has(notice.patientId)),
    complaining: loaded.complaining.has(notice.patientId), inDanger: loaded.inDanger.has(notice.patientId), sent: loaded.sent.get(notice.patientId) ?? [],
  }, now);
}

const relationOf = (notice: Notice, loaded: Loaded) => loaded.readers.get(relationshipId(notice.toPerson, notice.patientId));
/** Who the person of a letter is to its patient; null where that does not matter. */
const readerOf = (notice: Notice, loaded: Loaded): 'patient' | 'family' | 'none' | null =>
  (notice.toPerson === '' || notice.patientId === '' ? null : relationOf(notice, loaded)?.as ?? 'none');

/** The words of a notice that may go, and where to, best first. */
export function prepare(ports: Ports, notice: Notice, loaded: Loaded): Ready {
  const patient = loaded.patients.get(notice.patientId);
  const person = loaded.people.get(notice.toPerson);
  const message = messageOf(ports, notice, loaded, patient);
  return { notice, patient, person, message, targets: notice.toSealed ? [sealedTarget(ports, notice)] : notice.toPerson ? personTargets(ports, notice, loaded) : patientTargets(ports, notice, loaded) };
}

function messageOf(ports: Ports, notice: Notice, loaded: Loaded, patient: PatientRecord | undefined): Message {
  const { publicUrl, linkPrefix } = ports.address;
  const { kind, params, page } = notice;
  if (isLetter(kind)) {
    return {
      template: templateOf(kind), page, data: (family) => letterData(kind, params, loaded.hospital, family), sms: (family, link) => ({ kind: letterSmsKind(kind, family), params: letterSms(kind, params, link) }),
      linkUntil: notice.link ? Math.max(notice.until, notice.createdAt) + linkLife : 0, address: (token) => letterLink(publicUrl, page, token, linkPrefix),
    };
  }
  if (kind === 'alert' || kind === 'overdue') {
    return { template: '', page: '', data: () => ({}), sms: () => ({ kind, params: kind === 'alert' ? alertParams(notice) : [...params] }), linkUntil: 0, address: () => '' };
  }
  const step = loaded.steps.get(notice.stepId);
  if (!step || !patient) throw new Error('a message of the plan without its step');
  const wording = (family: boolean) => ({ hospital: loaded.hospital, patientName: patient.name, family, step });
  return {
    template: kind, page: wechatPage(notice.stepId), data: (family) => wechatData(kind, wording(family)), sms: (family, link) => ({ kind: smsKind(kind, family), params: smsParams(wording(family), link) }),
    linkUntil: linkExpiry(step), address: (token) => linkOf(publicUrl, token, linkPrefix),
  };
}

const noCredits: ReadonlyMap<string, number> = new Map();
const creditsOf = (ports: Ports, notice: Notice, loaded: Loaded): ReadonlyMap<string, number> => {
  const template = templateOf(notice.kind);
  return (template && ports.templateIds[template] && loaded.credits.get(template)) || noCredits;
};
const keyOfOpenid = (ports: Ports) => (openid: string): string => ports.cipher.hash(`openid:${openid}`);

/** Whoever may be reached about the patient. */
function patientTargets(ports: Ports, notice: Notice, loaded: Loaded): Target[] {
  const patient = loaded.patients.get(notice.patientId);
  if (!patient) return [];
  return targetsOf({
    purpose: notice.purpose, tried: notice.tried, patient, stay: stayFacts(loaded.stays.get(notice.encounterId)), recipients: loaded.recipients.get(notice.patientId) ?? [], credits: creditsOf(ports, notice, loaded),
    mobile: mobilesOf(patient, (sealed, field) => openNumber(ports, sealed, field)), keyOfOpenid: keyOfOpenid(ports),
  });
}

/**
 * One person: WeChat, else their own confirmed number. In a sensitive stay no SMS unless the patient chose it, and WeChat only to who may see the stay; a complainant hears of the complaint,
 * whose texts name no stay. A letter without a stay reveals none.
 */
function personTargets(ports: Ports, notice: Notice, loaded: Loaded): Target[] {
  const [person, patient] = [loaded.people.get(notice.toPerson), loaded.patients.get(notice.patientId)];
  if (!person) return [];
  const relation = relationOf(notice, loaded);
  const to = relation?.as === 'patient' ? 'self' as const : 'family' as const;
  const stay = notice.encounterId ? stayFacts(loaded.stays.get(notice.encounterId)) : undefined;
  const maySee = !stay?.sensitive || notice.kind.startsWith('complaint_') || (patient !== undefined && relation !== undefined && maySeeStay(relation, { sensitive: true, cleared: stay.decision === 'invite' }, patient));
  const targets: Target[] = [];
  if (maySee && person.openid && (creditsOf(ports, notice, loaded).get(person.openid) ?? 0) > 0) targets.push({ channel: 'wechat', to, key: keyOfOpenid(ports)(person.openid), openid: person.openid, number: '' });
  if (maySee && (!stay?.sensitive || patient?.allowSmsSensitive) && isMobile(openNumber(ports, person.phoneSealed || null, 'person.phone'))) targets.push({ channel: 'sms', to, key: person.phoneHash, openid: '', number: 'person' });
  return targets.filter((target) => !notice.tried.includes(target.key));
}

/** A number that stands in the notice: the duty chain's, or a complainant's who is no user. */
function sealedTarget(ports: Ports, notice: Notice): Target {
  return { channel: 'sms', to: isLetter(notice.kind) ? 'family' : 'duty', key: ports.cipher.hash(notice._id), openid: '', number: 'sealed' };
}

/** The digits behind a target; thrown by the cipher where a sealed one cannot be opened. */
export function numberFor(ports: Ports, { notice, patient, person }: Ready, target: Target): string {
  switch (target.number) {
    case 'sealed': return ports.cipher.open(notice.toSealed, 'notice');
    case 'person': return openNumber(ports, person?.phoneSealed || null, 'person.phone');
    case 'contactPhone': return openNumber(ports, patient?.contactPhoneSealed ?? null, 'contactPhone');
    default: return openNumber(ports, patient?.phoneSealed ?? null, 'phone');
  }
}
