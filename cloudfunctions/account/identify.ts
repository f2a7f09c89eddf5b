/** Wiring that every function shares: `serve({ …, identify: openIdentify(database, cipher) })`. */
import type { Caller, Identity } from '../kit/caller';
import type { Cipher } from '../kit/crypto';
import type { Database } from '../kit/database';
import { openPatientStore } from '../discharge/store';
import { createIdentify } from './service/identify';
import { openLinkStore } from './store/link';
import { openPersonStore } from './store/person';
import { openSeenStore } from './store/seen';
import { openSessionStore, openStaffStore } from './store/staff';

/** Reads sessions, links, people and staff of this database; `feeds` are the secrets of the hospital's own systems (FEED_KEYS). */
export const openIdentify = (database: Database, cipher: Pick<Cipher, 'derive'>, feeds: Readonly<Record<string, string>> = {}): ((identity: Identity, now: number) => Promise<Caller>) => {
  const patients = openPatientStore(database);
  return createIdentify({
    staff: openStaffStore(database), sessions: openSessionStore(database), people: openPersonStore(database), links: openLinkStore(database, cipher), seen: openSeenStore(database), feeds,
    async numbersOf(patientId) {
      const patient = await patients.get(patientId);
      return patient && [patient.phoneHash, patient.contactPhoneHash];
    },
  });
};
