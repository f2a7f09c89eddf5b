/**
 * A patient leaves hospital: files come in, the register is read and corrected, the ward clears whoever may not simply be invited.
 * Words follow FHIR R4 (Patient, Encounter, period, dischargeDisposition) where FHIR has one; codes follow 病案首页 2011 (卫医政发〔2011〕84号).
 */
import { Day, Id, Instant, Nothing, Phone, Relation, Sex, defineApi, z, type Role } from '../kit/contract';
import { ImportJob, MappingColumn } from './contract/intake';
import { registerOperations } from './contract/register';
import { Death, Decision, Listed, Page, RegisterFilter, RegisterRow } from './contract/stay';

export { FieldName, FileProblem, RowProblem } from './contract/intake';
export { Death, Decision, EncounterState, Following, Hold, Missing, RegisterFilter, RegisterRow, Way } from './contract/stay';

/** 60 MB: more than 120,000 rows as CSV, which are read a few hundred at a time (product default). */
export const maxFileBytes = 60 * 1024 * 1024;
/** JSON, FHIR too, can only be read whole: 40 MB need some 500 MB of the function's 1,024 (product default). */
export const maxJsonBytes = 40 * 1024 * 1024;
/** Rows worked through per call of importRun. */
export const pageRows = 1000;

/** What the encounter card shows: masked, with the clinical facts that staff need before they ring. */
export const EncounterCard = RegisterRow.extend({
  patientNo: z.string(), birthDate: Day, idNo: z.string(), contactName: z.string(), contactRelation: Relation, contactPhone: z.string(), contactInvalid: z.boolean(), tags: z.array(z.string()),
  attending: z.string(), nurse: z.string(), admitAt: Instant, dxCode: z.string(), dxOther: z.array(z.string()), operation: z.string(), instruction: z.string(), medications: z.string(), allergy: z.string(),
  revisitDay: Day.nullable(), receiver: z.string(), obstetric: z.boolean(), motherEncounterId: Id.nullable(), holdSince: z.int(), decidedBy: z.string(), decidedAt: z.int(), decisionNote: z.string(),
  unaware: z.boolean(), noVoice: z.boolean(), noContact: z.boolean(), allowFamilySensitive: z.boolean(), allowSmsSensitive: z.boolean(),
  /** Who told of the death (an actor id), for the second person. */
  deathSource: z.string(), deathAt: z.int(), readmittedAt: Instant.nullable(),
  /** Of the colleagues named above by id: id → name. */
  names: z.record(z.string(), z.string()),
  otherStays: z.array(z.object({ encounterId: Id, dischargeDay: Day, departmentName: z.string() })),
});
export type EncounterCard = z.infer<typeof EncounterCard>;

/** A fact of any domain about one stay: `kind` and `params` are worded in src/text. Never answers, numbers or names. */
export const Fact = z.object({ at: Instant, kind: z.string(), by: z.string(), params: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])) });
export type Fact = z.infer<typeof Fact>;

export const HeldRow = RegisterRow.extend({ holdSince: z.int(), motherEncounterId: Id.nullable(), tags: z.array(z.string()) });
export type HeldRow = z.infer<typeof HeldRow>;

export const Department = z.object({
  code: z.string().trim().min(1).max(40).regex(/^[\p{L}\p{N}._-]+$/u), name: z.string().trim().min(1).max(40), aliases: z.array(z.string().trim().min(1).max(40)).max(20), phone: z.string().max(20),
  sensitive: z.boolean(), critical: z.boolean(), obstetric: z.boolean(), paediatric: z.boolean(),
});
export type Department = z.infer<typeof Department>;

/** Flags that staff set by hand, with their word for it. */
export const Mark = z.enum(['unaware', 'noVoice', 'noContact', 'allowFamilySensitive', 'allowSmsSensitive', 'phoneInvalid', 'contactInvalid']);
export type Mark = z.infer<typeof Mark>;

const Note = z.string().trim().min(2).max(200);
const Importers = ['lead', 'it'] as const satisfies readonly Role[];
const Readers = ['lead', 'nurse', 'agent', 'officer', 'ward', 'quality', 'director'] as const satisfies readonly Role[];
const Carers = ['lead', 'nurse', 'ward'] as const satisfies readonly Role[];
const staff = ['staff'] as const;
/** A person at the console, or the hospital's own system with a signed request. */
const importers = ['staff', 'feed'] as const;
const One = z.object({ importId: Id });
/** Part of ids and of what staff read: letters, digits, a few signs. */
const Source = z.string().trim().min(1).max(40).regex(/^[\p{L}\p{N}._-]+$/u);

/** What patients and colleagues have begun about stays of a run. */
export const Begun = z.enum(['invited', 'answered', 'called', 'visits', 'messages']);

export const api = defineApi('discharge', {
  /** Asks for a place to put the file; the browser then sends the bytes to `upload` itself (PUT, these headers, the file as body). */
  importStart: {
    callers: importers, roles: Importers,
    input: z.object({
      fileName: z.string().trim().min(1).max(120), size: z.int().min(1).max(maxFileBytes),
      /** Who hands over, as the list of runs and remembered columns know them; 手工上传 where nobody says. */
      source: Source.optional(),
      /** The run whose corrected error file this is. */
      rerunOf: Id.optional(),
    }),
    output: z.object({ importId: Id, upload: z.object({ url: z.string(), method: z.literal('PUT'), headers: z.record(z.string(), z.string()) }) }),
  },
  /** Works through the next page and says how far it is; call again until state is done or failed. Safe to repeat, to call twice at once, and after a crash. */
  importRun: { callers: importers, roles: Importers, input: One, output: ImportJob },
  importStatus: { callers: importers, roles: Importers, read: true, input: One, output: ImportJob },
  /** Newest first; files and what systems sent. */
  importList: {
    callers: staff, roles: Importers, read: true,
    input: z.object({ limit: z.int().min(1).max(50).default(20), cursor: z.string().max(200).optional() }), output: z.object({ jobs: z.array(ImportJob), next: z.string().nullable(), /** Of the colleagues who stand in `by` and `undoneBy`: id → name. */ names: z.record(z.string(), z.string()) }),
  },
  /** Answers what a run in state `mapping` asks, once: remembered for its source. CONFLICT (`not_asked`, `answered`). */
  importMap: { callers: staff, roles: Importers, input: z.object({ importId: Id, columns: z.array(MappingColumn).min(1).max(300) }), output: ImportJob },
  /** Who has handed over so far, last used first; `remembered` mappings. */
  importSources: { callers: staff, roles: Importers, read: true, input: Nothing, output: z.object({ sources: z.array(z.object({ name: z.string(), usedAt: Instant, remembered: z.int() })) }) },
  /** Forgets what was said of the columns of a source: its next file that cannot be told is asked about again. Runs that are done stay as they are. */
  importForget: { callers: staff, roles: Importers, input: z.object({ source: z.string().trim().min(1).max(80) }), output: Nothing },
  /**
   * Takes back everything that only this run said. First with `dryRun`: how many stays would be cancelled (`stays`) or be as before (`corrected`), what patients and colleagues have begun about them,
   * and which (at most 100). Then without: state `undoing`, and importRun (or the timer) goes on until `undone`. CONFLICT `not_done` while the run is going on.
   */
  importUndo: {
    callers: staff, roles: Importers, input: z.object({ importId: Id, dryRun: z.boolean(), reason: Note.optional() }),
    output: z.object({ stays: z.int(), corrected: z.int(), begun: z.record(Begun, z.int()), list: z.array(z.object({ encounterId: Id, what: z.array(Begun) })), job: ImportJob }),
  },
  /** A temporary address (15 min) of what was refused or needs a look: whole rows as a workbook, to be corrected and handed in again (`rerunOf`); a CSV of its cells for a system, and of messages. Null when there is none. */
  importRejects: { callers: importers, roles: Importers, read: true, input: One, output: z.object({ url: z.string().nullable(), rows: z.int() }) },

  list: { callers: staff, roles: Readers, read: true, input: RegisterFilter.extend(Page), output: Listed },
  /** At most 20 stays for what was typed, newest first. */
  search: { callers: staff, roles: Readers, read: true, input: z.object({ text: z.string().trim().min(1).max(40) }), output: Listed },
  get: { callers: staff, roles: Readers, read: true, input: z.object({ encounterId: Id }), output: EncounterCard },
  /** All domains' facts of one stay, oldest first; `names` of the colleagues who stand in `by`. */
  timeline: { callers: staff, roles: Readers, read: true, input: z.object({ encounterId: Id }), output: z.object({ facts: z.array(Fact), names: z.record(z.string(), z.string()) }) },
  /** Shows fields in full, after an audit row with the reason is written. */
  reveal: {
    callers: staff, roles: ['lead', 'nurse', 'agent', 'officer', 'ward'],
    input: z.object({ encounterId: Id, fields: z.array(z.enum(['name', 'phone', 'contactName', 'contactPhone', 'idNo'])).min(1).max(5), reason: Note }),
    output: z.object({ values: z.record(z.string(), z.string()) }),
  },

  heldList: {
    callers: staff, roles: Carers, read: true,
    input: z.object({ departmentCode: z.string().max(40).optional(), ...Page }), output: z.object({ rows: z.array(HeldRow), next: z.string().nullable(), waiting: z.int() }),
  },
  /** The ward decides one stay, once: CONFLICT (reason `decided`) when a colleague was faster. */
  clear: {
    callers: staff, roles: ['lead', 'ward'],
    input: z.object({ encounterId: Id, decision: z.enum(['invite', 'suppress']), note: Note }), output: z.object({ encounterId: Id, decision: Decision }),
  },

  ...registerOperations,

  departments: { callers: staff, read: true, input: Nothing, output: z.object({ departments: z.array(Department.extend({ unconfirmed: z.boolean() })) }) },
  saveDepartment: { callers: staff, roles: Importers, input: Department, output: Nothing },

  /** A staff member was told of the death: contact stops until a second person confirms. */
  reportDeath: { callers: staff, roles: ['lead', 'nurse', 'agent', 'officer', 'ward'], input: z.object({ encounterId: Id, note: Note }), output: z.object({ death: Death }) },
  /** The second person: never the one who entered it. `wrong` lets contact go on. */
  confirmDeath: {
    callers: staff, roles: ['lead', 'nurse'],
    input: z.object({ encounterId: Id, verdict: z.enum(['confirmed', 'wrong']), note: Note }), output: z.object({ death: Death }),
  },
  mark: { callers: staff, roles: Carers, input: z.object({ encounterId: Id, mark: Mark, value: z.boolean(), note: Note }), output: Nothing },
  /** A number corrected by hand; a file that still has the old number does not bring it back. Empty means: there is none. */
  correctPhone: {
    callers: staff, roles: Carers,
    input: z.object({ encounterId: Id, which: z.enum(['phone', 'contactPhone']), number: Phone.or(z.literal('')), note: Note }), output: z.object({ masked: z.string() }),
  },
  /** 取消出院: the patient has not left after all. */
  cancelDischarge: { callers: staff, roles: ['lead', 'ward'], input: z.object({ encounterId: Id, note: Note }), output: Nothing },
  /** Every minute: goes on with imports whose browser went away, and clears abandoned uploads. */
  tick: { callers: ['timer'], input: Nothing, output: z.object({ pages: z.int(), cleared: z.int() }) },
});
