/** Which of the languages of engines a file is in, by its content, never by its name; undefined: a table, or nothing that we know. */
import { looksLikeHl7 } from './hl7/piece';

/** FHIR says resourceType near its beginning, wherever its keys stand; our own events never do. */
const resource = /"resourceType"\s{0,20}:/;

export function formatOf(bytes: Uint8Array): 'hl7' | 'fhir' | 'json' | undefined {
  if (looksLikeHl7(bytes)) return 'hl7';
  const head = new TextDecoder().decode(bytes.subarray(0, 64 * 1024)).trimStart();
  if (!/^[{[]/.test(head)) return undefined;
  return resource.test(head) ? 'fhir' : 'json';
}
