/** What every domain stands on: the database, the keys, every store, and the few reads that several of them share. Opening it sends nothing and reads nothing. */
import { randomBytes } from 'node:crypto';
import { openConsentStore } from '../account/store/consent';
import { openLinkStore } from '../account/store/link';
import { openPersonStore } from '../account/store/person';
import { openSettingStore, openStaffStore } from '../account/store/staff';
import { openCallStore } from '../call/store';
import { encounterCollection, openDepartmentStore, openEncounterStore, openPatientStore, patientCollection, type Patient } from '../discharge/store';
import { openStepStore, stepCollection } from '../followup/store';
import { openAudit } from '../kit/audit';
import { createCipher, readKeys } from '../kit/crypto';
import { openDatabase } from '../kit/database';
import { maskName, maskPhone } from '../kit/mask';
import { log } from '../kit/serve';
import { openStorage } from '../kit/storage';
import { createSms } from '../notice/sms';
import { openCreditStore, openNoticeStore } from '../notice/store';
import { readTemplateIds } from '../notice/wechat';
import { openResponseStore, responseCollection } from '../survey/store';

export type Environment = Readonly<Record<string, string | undefined>>;
export type Base = ReturnType<typeof openBase>;

/** Throws when SUIFANG_KEYS is missing. */
export function openBase(env: Environment) {
  const database = openDatabase();
  const cipher = createCipher(readKeys(env['SUIFANG_KEYS']));
  const patients = openPatientStore(database);
  const encounters = openEncounterStore(database);
  const departments = openDepartmentStore(database);
  const settings = openSettingStore(database);

  const hospital = async (): Promise<{ name: string; phone: string }> => {
    const { name, phone } = await settings.hospital();
    return { name, phone };
  };
  const wardPhones = async (): Promise<ReadonlyMap<string, string>> => new Map((await departments.all()).map((d) => [d.code, d.phone]));
  const wardPhone = async (code: string): Promise<string> => (await departments.collection.get(`dep:${code}`))?.phone ?? '';
  /** As lists may show it, 138****1234; '' where there is none, or a wrong one. */
  const maskedPhone = (patient: Patient): string => (patient.phoneSealed && !patient.phoneInvalid ? maskPhone(cipher.open(patient.phoneSealed, 'phone')) : '');

  return {
    env, database, cipher, clock: Date.now, report, audit: openAudit(database), storage: openStorage(database.app), patients, encounters, departments, settings, hospital, wardPhones, wardPhone, maskedPhone,
    steps: openStepStore(database), responses: openResponseStore(database), noticeStore: openNoticeStore(database), credits: openCreditStore(database), people: openPersonStore(database),
    callStore: openCallStore(database, { patient: patientCollection, encounter: encounterCollection, step: stepCollection, response: responseCollection }),
    consents: openConsentStore(database), links: openLinkStore(database, cipher), staff: openStaffStore(database), sms: createSms(env), templateIds: readTemplateIds(env['WX_TEMPLATES']),
    /** 22 random characters of [A-Za-z0-9_-]. */
    newToken: () => randomBytes(16).toString('base64url'),
    /** What a page may show of a stay to the patient's side; null when it is not there. */
    async stayFacts({ encounterId, patientId }: { encounterId: string; patientId: string }) {
      const [stay, patient] = await Promise.all([encounters.get(encounterId), patients.get(patientId)]);
      if (!stay || !patient) return null;
      const contactFits = patient.contactPhoneHash !== '' && !patient.contactInvalid && patient.contactPhoneHash !== patient.phoneHash && (!stay.sensitive || patient.allowFamilySensitive);
      return {
        name: maskName(patient.name), sensitive: stay.sensitive, wardPhone: stay.sensitive ? (await hospital()).phone : await wardPhone(stay.departmentCode), phoneMasked: maskedPhone(patient),
        staff: [stay.attending, stay.nurse].filter((name) => name !== ''), contact: contactFits ? patient.contactRelation : null,
      };
    },
  };
}

/** To the log; of an error only its kind and where it was thrown: messages may quote data. */
function report({ error, ...rest }: { what: string; id?: string; count?: number; code?: string; error?: unknown }): void {
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 4).join(' <') : '';
  const defect = error instanceof Error ? `${error.name} ${(error as { code?: string }).code ?? ''} ${frames}` : typeof error;
  log('error', { ...rest, ...(error !== undefined && { defect }) });
}
