/** What a system sends is in the register, or its refusal is known, before it is answered. */
import type { ImportFormat, ImportResult } from '../contract/intake';

/** One delivery over a door: `source` as the list of runs shows it, `by` an actor id, `bytes` as they came. */
export interface Delivery { source: string; format: Extract<ImportFormat, 'hl7' | 'fhir' | 'json'>; bytes: Buffer; by: string; now: number }
/** Results in the order of the delivery. Durable when it returns; throws when nothing can be said (try again). */
export interface Received { importId: string; results: ImportResult[] }
export interface Receiving { receive(delivery: Delivery): Promise<Received> }
