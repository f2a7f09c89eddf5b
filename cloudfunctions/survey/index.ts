import { serve } from '../kit/serve';
import { openHouse } from '../wiring';
import { api } from './contract';
import { createHandlers, createSurvey } from './service';
import { openReportStore } from './store';

const { database, cipher, responses, steps, stayFacts, hospital, consents, complaints, calls, followup, links, patients, audit, report, identify, clock } = openHouse(process.env);
const survey = createSurvey({ responses, reports: openReportStore(database, cipher), steps, stays: { of: stayFacts }, hospital, consents, openComplaints: complaints.openOf, calls, followup, links, patients, audit, report });
export const main = serve({ api, handlers: createHandlers(survey), identify, clock });
