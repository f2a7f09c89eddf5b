import { serve } from '../kit/serve';
import { openHouse } from '../wiring';
import { api } from './contract';
import { createHandlers } from './handlers';

const { messages, identify, clock } = openHouse(process.env);
export const main = serve({ api, handlers: createHandlers(messages), identify, clock });
