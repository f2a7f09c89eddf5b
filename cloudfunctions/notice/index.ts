import { serve } from '../kit/serve';
import { openHouse } from '../wiring';
import { api } from './contract';
import { createHandlers } from './handlers';

const { notices, noticeStore, credits, templateIds, steps, identify, clock } = openHouse(process.env);
export const main = serve({ api, handlers: createHandlers({ notices: noticeStore, credits, templateIds, steps }, notices), identify, clock });
