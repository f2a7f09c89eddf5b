/** The answer to a FHIR delivery: a Bundle with a status per entry, and an OperationOutcome where something is to be said. Never a value of what was sent. */
import type { ImportOutcome, MessageProblem, RowProblem } from '../../contract/intake';
import places from '../../data/fhir-place.json';
import { isMessageProblem, placeIn, weightOf, wordingOf, type Told } from '../message-problem';
import type { FhirRead } from './bundle';

/** Where a field of the register stands in FHIR: `phone` → Patient.telecom. An element is itself. */
export const elementPlace = (place: string): string => placeIn(places.fields, place);

/** What became of an entry; several results of one entry are told together. */
export interface EntryResult { ref: string; outcome: ImportOutcome; problems: readonly Told[] }

interface Issue { severity: 'fatal' | 'error' | 'warning' | 'information'; code: string; details: { text: string }; diagnostics: string; expression?: string[] }
export interface OperationOutcome { resourceType: 'OperationOutcome'; issue: Issue[] }
export interface ResponseBundle { resourceType: 'Bundle'; type: 'transaction-response' | 'batch-response'; entry: { response: { status: string; outcome?: OperationOutcome } }[] }

/** http://hl7.org/fhir/issue-type */
function issueCode(problem: MessageProblem | RowProblem): string {
  switch (problem) {
    case 'missing': case 'required': case 'incomplete': return 'required';
    case 'unreadable': case 'damaged': case 'cut_off': case 'charset': return 'structure';
    case 'reference': return 'not-found';
    case 'resource': case 'event': case 'status': case 'no_stay': case 'version': return 'not-supported';
    case 'too_big': case 'too_many': return 'too-long';
    case 'sex_unknown': case 'way_unknown': case 'relation_unknown': case 'dx_code': return 'code-invalid';
    case 'way_mismatch': case 'itself': case 'birth_after_admission': case 'discharge_before_admission': case 'visit_times_assumed': return 'business-rule';
    case 'duplicate': return 'duplicate';
    default: return 'value';
  }
}

function issueOf({ problem, place, doubt }: Told): Issue {
  const { reason, remedy, en } = wordingOf(problem);
  const weight = doubt ? 'doubt' : isMessageProblem(problem) ? weightOf(problem) : 'refused';
  const severity = { refused: 'error', doubt: 'warning', unused: 'information' } as const;
  return { severity: severity[weight], code: issueCode(problem), details: { text: `${reason}。${remedy}` }, diagnostics: `${en.reason}. ${en.remedy}`, ...(place && { expression: [elementPlace(place)] }) };
}

/** For a refusal of the whole delivery. */
export const outcomeOf = (...problems: readonly Told[]): OperationOutcome => ({ resourceType: 'OperationOutcome', issue: problems.slice(0, 50).map(issueOf) });

/**
 * One entry for each of what was sent, in its order: 201 where something new stands in the register, 200 where it was taken or is not needed, 422 where it is refused. Entries are judged each for
 * itself, also those of a transaction: a hospital's day is not held up by one patient.
 */
export function responseOf({ bundleType, refs }: Pick<FhirRead, 'bundleType' | 'refs'>, results: readonly EntryResult[]): ResponseBundle {
  const byRef = new Map<string, EntryResult[]>();
  for (const result of results) byRef.set(result.ref, [...(byRef.get(result.ref) ?? []), result]);
  return {
    resourceType: 'Bundle', type: bundleType === 'batch' ? 'batch-response' : 'transaction-response',
    entry: refs.map((ref) => {
      const own = byRef.get(ref) ?? [];
      const told = own.flatMap(({ problems }) => problems);
      const refused = own.some(({ outcome, problems }) => outcome === 'rejected' && !(problems.length > 0 && problems.every(({ problem }) => isMessageProblem(problem) && weightOf(problem) === 'unused')));
      const status = refused ? '422 Unprocessable Entity' : own.some(({ outcome }) => outcome === 'registered') ? '201 Created' : '200 OK';
      return { response: { status, ...(told.length > 0 && { outcome: outcomeOf(...told) }) } };
    }),
  };
}
