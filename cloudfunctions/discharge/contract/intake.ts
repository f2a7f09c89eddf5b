/** What the intake takes and answers: the fields it knows, what can be wrong, and a run. Browser-safe. */
import { Id, Instant, z } from '../../kit/contract';

/** The fields a source may speak of; headings of a file are matched to them by synonym, segments and resources by their translators. */
export const FieldName = z.enum([
  'patientNo', 'inpatientNo', 'visitTimes', 'name', 'sex', 'birthDate', 'idNo', 'phone', 'contactName', 'contactRelation', 'contactPhone', 'address',
  'departmentCode', 'department', 'ward', 'bed', 'attending', 'chief', 'nurse', 'admitAt', 'admitHour', 'dischargeAt', 'dischargeHour', 'lengthOfStay', 'dxCode', 'dx', 'dxOther',
  'operation', 'way', 'receiver', 'readmitPlan', 'allergy', 'instruction', 'medications', 'revisitDay', 'tags', 'noContact', 'updatedAt', 'cancelled', 'voided',
  /** 1: is in hospital (ADT^A01, Encounter in-progress); 0: that admission was taken back (A11). */
  'admitted',
  /** The patient died, whenever: PID-30, Patient.deceased[x]; 1, 0 or the moment. */
  'deceased',
]);
export type FieldName = z.infer<typeof FieldName>;

/**
 * Why a row, or a cell of it, is refused or needs a look. Wording and remedy: data/problem.json. birth_estimated: the birth date comes from an age or a year (rules/moment.ts says how). phone_named: a relative's
 * name stands beside the patient's own number. formula_error: the cell shows #N/A and the like. garbled: characters were lost. row_shifted: more cells than headings, so that nobody knows which is which.
 */
export const RowProblem = z.enum([
  'required', 'too_long', 'text_as_number', 'date_format', 'date_impossible', 'future', 'birth_after_admission', 'discharge_before_admission', 'number', 'sex_unknown',
  'id_length', 'id_check_digit', 'id_birth_differs', 'id_other_document', 'phone_wrong', 'phone_no_area_code', 'phone_several', 'phone_shared', 'no_phone', 'relation_unknown',
  'department_name_differs', 'dx_code', 'way_unknown', 'way_mismatch', 'way_outcome_table', 'flag_unknown', 'duplicate', 'birth_estimated', 'phone_named', 'formula_error', 'garbled', 'row_shifted',
]);
export type RowProblem = z.infer<typeof RowProblem>;

/**
 * Why a message, resource or event is refused; `place` says where (PID-3, Encounter.period.end, events.3.patientNo). `unreadable`: not of this format; `charset`: an encoding that is not taken;
 * `version`, `event`, `resource`: of a kind that is not for us; `missing`: what identifies it is not there; `format`: there, and not understood; `reference`: points to nothing in the bundle;
 * `too_big`, `too_many`: more than one message or batch may hold; `damaged`: bytes that are not what their character set says; `cut_off`: the end is missing; `digits_lost`: a number too long for JSON;
 * `itself`: a patient merged with himself; `status`, `no_stay`: of our kind, and yet nothing to take (a planned visit, an outpatient); `visit_times_assumed`: taken, with 住院次数 as 1; `incomplete`: a discharge that was kept and waits for this.
 * What is refused, what is only not wanted and what is a doubt: rules/message-problem.
 */
export const MessageProblem = z.enum([
  'unreadable', 'charset', 'damaged', 'cut_off', 'version', 'event', 'resource', 'status', 'no_stay', 'missing', 'format', 'digits_lost', 'reference', 'itself', 'too_big', 'too_many', 'visit_times_assumed', 'incomplete',
]);
export type MessageProblem = z.infer<typeof MessageProblem>;

/** Why a whole file is refused. */
export const FileProblem = z.enum(['not_uploaded', 'too_big', 'too_many_rows', 'empty', 'encoding', 'damaged', 'old_excel', 'html_table', 'no_headings', 'missing_columns', 'heading_twice']);
export type FileProblem = z.infer<typeof FileProblem>;

/** How a source hands over: told by content, never by the name of a file. json: our own batch of events. */
export const ImportFormat = z.enum(['csv', 'xlsx', 'hl7', 'fhir', 'json']);
export type ImportFormat = z.infer<typeof ImportFormat>;

/** mapping: the columns must be named once by a person; undoing, undone: the whole run was a mistake. */
export const ImportState = z.enum(['uploading', 'mapping', 'running', 'done', 'failed', 'undoing', 'undone']);
export type ImportState = z.infer<typeof ImportState>;

/** What became of one row or message. waiting: kept, and not yet enough for a discharge (an admission, a correction that came first); stale: something newer is known. */
export const ImportOutcome = z.enum(['registered', 'corrected', 'unchanged', 'stale', 'waiting', 'duplicate', 'rejected']);
export type ImportOutcome = z.infer<typeof ImportOutcome>;

/** Each row is counted once: processed = registered + corrected + unchanged + stale + duplicate + waiting + rejected. `warned` counts accepted rows that need a look, `held` those that wait for the ward. */
export const ImportCounts = z.object({
  processed: z.int(), registered: z.int(), corrected: z.int(), unchanged: z.int(), stale: z.int(), duplicate: z.int(), waiting: z.int(), rejected: z.int(), warned: z.int(), held: z.int(),
});
export type ImportCounts = z.infer<typeof ImportCounts>;

/** Which column means what; null: not used. */
export const HeadingField = z.object({ heading: z.string(), field: FieldName.nullable() });
export type HeadingField = z.infer<typeof HeadingField>;

/** What is asked when the columns cannot be told: the headings with what could be guessed (`sure: false`: only likely), the first rows, masked, and the fields that no column has. */
export const MappingQuestion = z.object({
  headings: z.array(HeadingField.extend({ sure: z.boolean() })), preview: z.array(z.array(z.string())), missing: z.array(FieldName), fingerprint: z.string(),
});
export type MappingQuestion = z.infer<typeof MappingQuestion>;
/** A person's word on one column: its heading, or its number from 0 where headings repeat; null: not used. `values`: what the source's own codes in it mean (离院方式 A → 1). */
export const MappingColumn = z.object({
  heading: z.union([z.string().max(200), z.int().min(0).max(500)]), field: FieldName.nullable(), values: z.array(z.object({ from: z.string().max(100), to: z.string().max(100) })).max(200).optional(),
});
export type MappingColumn = z.infer<typeof MappingColumn>;

/** One run: a file, or what a system sent in one day. */
export const ImportJob = z.object({
  importId: Id,
  fileName: z.string(),
  size: z.int(),
  state: ImportState,
  /** Set when state is failed; `columns` are field names (missing_columns) or headings (heading_twice). */
  problem: FileProblem.or(z.literal('')),
  columns: z.array(z.string()),
  format: ImportFormat.or(z.literal('')),
  encoding: z.enum(['', 'utf-8', 'utf-16le', 'gb18030']),
  /** Data rows or messages; 0 until the first importRun has read the file. */
  rows: z.int(),
  counts: ImportCounts,
  headings: z.array(HeadingField),
  /** While state is mapping: the headings with what could be guessed, and the first rows, masked. */
  mapping: MappingQuestion.nullable(),
  /** Departments that this run named for the first time; they wait in `departments` (unconfirmed) for a look at their flags. */
  newDepartments: z.array(z.string()),
  /** The same bytes were imported before: their first upload time counts, so nothing changes. */
  repeated: z.boolean(),
  /** Who hands over: the name of a system, or 手工上传. */
  source: z.string(),
  /** The run whose corrected error file this is; '' for none. */
  rerunOf: Id.or(z.literal('')),
  by: z.string(),
  createdAt: Instant,
  finishedAt: z.int(),
  /** How many statements of a run that is taken back have been taken back so far. */
  undone: z.int(),
  undoneBy: z.string(),
});
export type ImportJob = z.infer<typeof ImportJob>;

/** What became of one message, entry or event; `ref` says which (message 3, entry 5), `eventId` is the sender's own. `place`: of a cell's trouble the name of its field; `doubt`: it was taken nevertheless. */
export const ImportResult = z.object({
  ref: z.string(), eventId: z.string(), outcome: ImportOutcome, problems: z.array(z.object({ place: z.string(), problem: RowProblem.or(MessageProblem), doubt: z.boolean() })),
});
export type ImportResult = z.infer<typeof ImportResult>;
