import { serve } from '../kit/serve';
import { openHouse } from '../wiring';
import { api } from './contract';
import { createHandlers } from './handlers';

const { callStore, notices, noticeStore, wardPhone, wardPhones, followup, patients, mayHear, hospital, audit, cipher, newToken, report, identify, clock } = openHouse(process.env);
const handlers = createHandlers({
  store: callStore, alert: (alert, now) => notices.alert(alert, now), departmentPhone: wardPhone, wardPhones, followups: followup, patients, mayHear, hospital, audit, newToken, random: Math.random, report,
  noticesOf: async (stepId) => (await noticeStore.ofStep(stepId)).filter((notice) => notice.sentAt > 0).map(({ kind, sentAt, channel }) => ({ at: sentAt, what: kind, channel })),
  openNumber: (sealed, field) => cipher.open(sealed, field),
});
export const main = serve({ api, handlers, identify, clock });
