import { callCollection, type CallRecord } from '../call/store';
import { serve } from '../kit/serve';
import { openHouse } from '../wiring';
import { deskPorts, firstContactsIn, personFacts, registerFacts } from '../wiring/desk';
import { begunOf, moveStays } from '../wiring/register';
import { api } from './contract';
import { withDoor } from './door';
import { createHandlers } from './handlers';
import { createCare } from './service/care';
import { factsOfCalls, factsOfNotices, factsOfResponses, factsOfSteps } from './service/facts';
import { createIntake } from './service/intake';
import { createRegister } from './service/register';
import { createRegisterDesk } from './service/register/desk';
import { createList } from './service/register/list';
import { createReceiving } from './service/receive';
import { createUndoing } from './service/undo';
import { openRegisterStore } from './store/register';
import { openImportStore } from './store/import';
import { openStatementStore } from './store/statement';

const house = openHouse(process.env);
const { database, storage, cipher, audit, patients, encounters, departments, followup, identify, clock } = house;
const { command } = database;
const calls = database.collection<CallRecord>(callCollection);
const stepsOf = (encounterIds: readonly string[]) => house.steps.ofEncounters(encounterIds);

const ports = {
  patients, encounters, departments, statements: openStatementStore(database), jobs: openImportStore(database), storage, cipher, followup, command, moved: moveStays(house), begun: begunOf(house),
  warn: (error: unknown) => house.report({ what: 'import', error }),
};
const undoing = createUndoing(ports);
const receiving = createReceiving(ports);
const intake = createIntake({ ...ports, undoing, receiving });
const store = openRegisterStore(database);
const contacts = firstContactsIn(house);
const list = createList({ patients, encounters, cipher, command, ...contacts });
const register = createRegister({
  patients, encounters, cipher, list,
  staffNames: async (ids) => new Map(ids.length === 0 ? [] : (await house.staff.getMany(ids)).map(({ _id, name }) => [_id, name])),
  stepsOf: async (ids) => (await stepsOf(ids)).map(({ _id, encounterId, order, key, state, reason, due }) => ({ stepId: _id, encounterId, order, key, state, reason, due })).sort((a, b) => a.order - b.order),
  facts: [
    async ({ encounterId }) => {
      const steps = await stepsOf([encounterId]);
      const [responses, notices] = await Promise.all([house.responses.getMany(steps.map((step) => step._id)), Promise.all(steps.map((step) => house.noticeStore.ofStep(step._id)))]);
      return [...factsOfSteps(steps), ...factsOfResponses(responses), ...factsOfNotices(notices.flat())];
    },
    async ({ encounterId, staff }) => factsOfCalls(await calls.find({ encounterId }), staff.role),
    ...registerFacts(house, store),
  ],
  personFacts: [
    ({ patientId }) => house.visits.facts(patientId),
    ({ patientId }) => house.messages.facts(patientId),
    ({ patientId, staff }) => house.complaints.facts(patientId, staff),
    ...personFacts(house),
  ],
});
const care = createCare({ register, patients, encounters, departments, cipher, audit, command, followup: { ...followup, resume: house.resume } });
const desk = createRegisterDesk({ ...ports, ...deskPorts(house), store, list, register, receiving, audit, firstContactsOf: contacts.firstContactsOf });
export const main = withDoor({ receiving, identify, clock, otherwise: serve({ api, handlers: createHandlers({ intake, undoing, register, care, desk, audit }), identify, clock }) });
