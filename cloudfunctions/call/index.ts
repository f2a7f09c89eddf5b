import { serve } from '../kit/serve';
import { openHouse } from '../wiring';
import { api } from './contract';
import { createHandlers } from './handlers';

const { callStore, notices, noticeStore, wardPhone, followup, patients, departments, mayHear, hospital, audit, cipher, newToken, random, report, identify, clock } = openHouse(process.env);
const handlers = createHandlers({
  store: callStore, alert: (alert, now) => notices.alert(alert, now), departmentPhone: wardPhone, followups: followup, patients, mayHear, hospital, audit, newToken, random, report,
  noticesOf: async (stepId) => (await noticeStore.ofStep(stepId)).filter((notice) => notice.sentAt > 0).map(({ kind, sentAt, channel }) => ({ at: sentAt, what: kind, channel })),
  departments: async () => new Map((await departments.all()).map((department) => [department.code, department.name])),
  openNumber: (sealed, field) => cipher.open(sealed, field),
});
export const main = serve({ api, handlers, identify, clock });
