import { serve } from '../kit/serve';
import { openHouse } from '../wiring';
import { api } from './contract';
import { createHandlers } from './handlers';
import { createAuditService } from './service/audit';
import { createBindingService } from './service/binding';
import { createConsentService } from './service/consent';
import { createPersonService } from './service/person';
import { createStaffService } from './service/staff';
import { openAttemptStore, openCodeStore } from './store/attempt';
import { openAuditStore } from './store/audit';
import { openSeenStore } from './store/seen';
import { openSessionStore } from './store/staff';

const { env, database, cipher, audit, people, consents, links, settings, staff, sms, register, followup, identify, clock } = openHouse(process.env);
const sessions = openSessionStore(database);
const attempts = openAttemptStore(database);
const codes = openCodeStore(database);
const consent = createConsentService({ consents, people, settings, followup, audit });
export const main = serve({
  api, identify, clock,
  handlers: createHandlers({
    staff: createStaffService({ staff, sessions, settings, attempts, audit, setupToken: env['SETUP_TOKEN'] ?? '' }),
    person: createPersonService({ people, sessions, attempts, codes, staff, patients: register, cipher, sms, wechat: database.app, audit }),
    binding: createBindingService({ people, patients: register, links, sessions, attempts, cipher, audit }),
    consent,
    audit: createAuditService({ audit, rows: openAuditStore(database), staff, sessions, attempts, codes, links, seen: openSeenStore(database), retell: consent.retell }),
  }),
});
