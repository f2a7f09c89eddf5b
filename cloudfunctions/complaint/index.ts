import { serve } from '../kit/serve';
import { openHouse } from '../wiring';
import { api } from './contract';
import { createHandlers } from './handlers';

const { complaints, identify, clock } = openHouse(process.env);
export const main = serve({ api, handlers: createHandlers(complaints.ports), identify, clock });
