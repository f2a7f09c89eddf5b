/** Bytes in the language of an engine → what they say. Parsers are loaded when something comes: everybody else's cold start does without them. */
import type { ImportFormat } from '../contract/intake';
import type { Heard } from '../rules/statement';

export type MessageFormat = Extract<ImportFormat, 'hl7' | 'fhir' | 'json'>;
/** `refs`: every message, entry or event in order, those that say nothing of use too. */
export interface HeardAll { refs: string[]; heard: Heard[] }

/** Never throws for what was sent: what cannot be read is heard as a problem. */
export async function hear(format: MessageFormat, bytes: Buffer, now: number): Promise<HeardAll> {
  if (format === 'fhir') return (await import('../rules/fhir/bundle')).hearFhir(bytes, now);
  if (format === 'json') return (await import('../rules/event')).hearEvents(bytes);
  const [{ piecesOf }, { hearMessage }, { Hl7Message }] = await Promise.all([import('../rules/hl7/piece'), import('../rules/hl7/message'), import('@medplum/core')]);
  const refs: string[] = [];
  const heard: Heard[] = [];
  for (const { ref, start, end, cut } of piecesOf(bytes)) {
    refs.push(ref);
    heard.push(...hearMessage(bytes.subarray(start, end), ref, (text) => Hl7Message.parse(text), cut).heard);
  }
  return { refs, heard };
}
