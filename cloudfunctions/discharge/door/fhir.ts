/** FHIR R4 over HTTP: a Bundle is answered by a Bundle with an outcome for each entry, a single resource by its own. */
import { outcomeOf, responseOf, type OperationOutcome } from '../rules/fhir/response';
import { hearFhir } from '../rules/fhir/bundle';
import { whyRefused, type Answer, type Language, type Refusal } from './language';

const answerOf = (status: number, body: object): Answer => ({ status, type: 'application/fhir+json; charset=utf-8', body: JSON.stringify(body) });

const outcome = (severity: 'error' | 'information', code: string, { zh, en }: { zh: string; en: string }): OperationOutcome =>
  ({ resourceType: 'OperationOutcome', issue: [{ severity, code, details: { text: zh }, diagnostics: en }] });

/** http://hl7.org/fhir/issue-type */
const issueCode = ({ status }: Refusal): string => ({ 400: 'invalid', 401: 'login', 403: 'forbidden', 409: 'duplicate', 413: 'too-long', 415: 'not-supported', 503: 'transient' })[status] ?? 'exception';

export const fhir: Language = {
  format: 'fhir', most: 5000,
  async read(bytes, now) {
    const { bundleType, refs } = hearFhir(bytes, now);
    return {
      count: refs.length,
      answer(_, results) {
        const bundle = responseOf({ bundleType, refs }, results);
        const [only] = bundle.entry;
        if (bundleType !== '' || bundle.entry.length > 1 || !only) return answerOf(200, bundle);
        return answerOf(Number(only.response.status.slice(0, 3)), only.response.outcome ?? outcome('information', 'informational', { zh: '已收到。', en: 'Taken.' }));
      },
    };
  },
  async refuse(_, refusal) {
    const { status, problem, error } = refusal;
    const { zh, en } = whyRefused(refusal);
    return answerOf(status, problem ? outcomeOf({ problem, place: '' }) : outcome('error', issueCode(refusal), { zh, en: `${en} (${error.requestId})` }));
  },
};
