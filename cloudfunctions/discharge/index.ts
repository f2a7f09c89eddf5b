import { serve } from '../kit/serve';
import { openHouse } from '../wiring';
import { api } from './contract';
import { factSources } from './facts';
import { createHandlers } from './handlers';
import { createCare } from './service/care';
import { createIntake } from './service/intake';
import { createRegister } from './service/register';
import { openStorage } from './service/storage';
import { openImportStore } from './store';

const house = openHouse(process.env);
const { database, cipher, audit, patients, encounters, departments, steps, followup, resume, report, identify, clock } = house;
const { command } = database;
const register = createRegister({
  patients, encounters, cipher, command, facts: factSources(house),
  stepsOf: async (ids) => (await steps.ofEncounters(ids)).sort((a, b) => a.order - b.order).map(({ encounterId, _id, key, state, reason, due }) => ({ encounterId, stepId: _id, key, state, reason, due })),
});
const intake = createIntake({
  patients, encounters, departments, followup, cipher, command, commands: command, jobs: openImportStore(database), storage: openStorage(database.app),
  warn: (error) => report({ what: 'discharge.plan', error }),
});
const care = createCare({ register, patients, encounters, departments, cipher, audit, command, followup: { ...followup, resume } });
export const main = serve({ api, handlers: createHandlers({ intake, register, care, audit }), identify, clock });
