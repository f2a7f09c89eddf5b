/** The register as people work with it: found, corrected, added to by hand, exported, sampled, and each ward's monthly list. */
import { Day, Id, Instant, Nothing, z, type Operation, type Role } from '../../kit/contract';
import { FieldName, RowProblem } from './intake';
import { Listed, Missing, Page, RegisterFilter, RegisterRow } from './stay';

/** Of one colleague: a name and what it stands for. */
export const SavedFilter = z.object({ name: z.string().trim().min(1).max(30), filter: RegisterFilter, savedAt: Instant });
export type SavedFilter = z.infer<typeof SavedFilter>;
/** So many filters a colleague keeps (product default). */
export const maxSavedFilters = 30;

/** What a colleague may correct of a stay. Numbers of patient and stay identify it; phone numbers have their own operation (correctPhone). */
export const Correctable = FieldName.extract([
  'name', 'sex', 'birthDate', 'idNo', 'contactName', 'contactRelation', 'address', 'tags', 'departmentCode', 'department', 'ward', 'bed', 'attending', 'nurse', 'admitAt', 'dischargeAt', 'way', 'receiver',
  'dxCode', 'dx', 'dxOther', 'operation', 'allergy', 'instruction', 'medications', 'revisitDay',
]);
export type Correctable = z.infer<typeof Correctable>;
/** What a colleague may say of a stay that no source has. */
export const Addable = FieldName.extract(['patientNo', 'inpatientNo', 'visitTimes', 'phone', 'contactPhone', 'noContact', ...Correctable.options]);
export type Addable = z.infer<typeof Addable>;
const CellText = z.string().max(4000);
const CellValue = z.union([CellText, z.array(CellText).max(40)]);
/** A cell that was taken, and needs a look. */
export const Doubt = z.object({ field: FieldName, problem: RowProblem });
export type Doubt = z.infer<typeof Doubt>;

/** One thing that somebody said of a stay or of its patient, oldest first; values masked as in lists. */
export const Version = z.object({
  statementId: Id, kind: z.enum(['stay', 'person', 'merge']),
  /** When it counts from (the source's own time), and when it arrived. */
  at: Instant, arrivedAt: Instant,
  /** An actor id, the run with its source and file ('' for a colleague's own word), and where in it: line 7, message 3. */
  by: z.string(), importId: z.string(), source: z.string(), fileName: z.string(), ref: z.string(),
  /** Of a correction by a colleague. */
  correction: z.boolean(), reason: z.string(),
  /** undone: the run was taken back. */
  state: z.enum(['counts', 'undone']),
  /** `holds`: the stay's value now is this; null where it is about the person in all stays. `was`: what the source said of a field that a colleague corrected. */
  fields: z.array(z.object({ field: FieldName, value: z.string(), was: z.string().nullable(), holds: z.boolean().nullable() })),
});
export type Version = z.infer<typeof Version>;

export const ExportState = z.enum(['waiting', 'done', 'failed', 'expired']);
export type ExportState = z.infer<typeof ExportState>;
/** One export of the register: who took what out, and why. `rows` is 0 until it is done; `problem`: too_many (more than maxExportRows) or broken. */
export const ExportJob = z.object({
  exportId: Id, by: z.string(), full: z.boolean(), reason: z.string(), filter: RegisterFilter, state: ExportState, problem: z.enum(['', 'too_many', 'broken']), rows: z.int(), createdAt: Instant, finishedAt: z.int(), expiresAt: z.int(),
});
export type ExportJob = z.infer<typeof ExportJob>;
/** More is no list that somebody reads (product default; bounded memory). */
export const maxExportRows = 20_000;
/** More is no list that somebody reads on paper; the export has them all (product default). */
export const maxPrintRows = 1000;

/** A random sample that was drawn: the seed, and of how many. The same seed over the same stays draws the same. */
export const Sample = z.object({
  sampleId: Id, seed: z.string(), percent: z.number(), days: z.int(), departmentCode: z.string(), from: Day, to: Day,
  /** Stays that could be drawn; those left out because the patient died, the discharge was cancelled, or nobody may be asked; drawn. */
  population: z.int(), excluded: z.int(), drawn: z.int(), by: z.string(), at: Instant,
});
export type Sample = z.infer<typeof Sample>;
const Seed = z.string().trim().min(1).max(40).regex(/^[\p{L}\p{N}._-]+$/u);

/** `2026-11` */
export const Month = z.string().regex(/^2\d{3}-(0[1-9]|1[0-2])$/);
/** Why a stay is proposed for the monthly list (A07): critical or difficult, chronic, to be seen again, an open complaint (never told to a ward). */
export const Proposal = z.enum(['critical', 'chronic', 'revisit', 'complaint']);
export type Proposal = z.infer<typeof Proposal>;
export const MonthlyState = z.enum(['open', 'submitted', 'overdue']);
export type MonthlyState = z.infer<typeof MonthlyState>;
/** One ward's list of one month. `from` and `to`: discharges from the day after the last due day to this one, so that nobody falls between two lists. */
export const Monthly = z.object({
  departmentCode: z.string(), departmentName: z.string(), month: Month, from: Day, to: Day, due: Day, state: MonthlyState,
  /** How often it was handed in; each time replaces the list before, which stays in the history. */
  rev: z.int(), chosen: z.int(), note: z.string(), by: z.string(), at: z.int(), late: z.boolean(),
});
export type Monthly = z.infer<typeof Monthly>;
/** Nobody rings more of one ward in one month (product default). */
export const maxMonthly = 1000;

const Reason = z.string().trim().min(2).max(200);
const Readers = ['lead', 'nurse', 'agent', 'officer', 'ward', 'quality', 'director'] as const satisfies readonly Role[];
const Correctors = ['lead', 'nurse', 'ward'] as const satisfies readonly Role[];
const Exporters = ['lead', 'nurse', 'officer', 'ward', 'quality', 'director'] as const satisfies readonly Role[];
/** Who draws samples and looks after quality. */
const Overseers = ['lead', 'quality'] as const satisfies readonly Role[];
const staff = ['staff'] as const;
const names = z.record(z.string(), z.string());
const DepartmentCode = z.string().trim().min(1).max(40);
const Filters = z.object({ filters: z.array(SavedFilter) });

/** Part of the domain's operations. */
export const registerOperations = {
  /** One's own, by name; shared with nobody. */
  savedFilters: { callers: staff, roles: Readers, read: true, input: Nothing, output: Filters },
  /** The same name replaces. CONFLICT `full` beyond maxSavedFilters. */
  saveFilter: { callers: staff, roles: Readers, input: z.object({ name: SavedFilter.shape.name, filter: RegisterFilter }), output: Filters },
  removeFilter: { callers: staff, roles: Readers, input: z.object({ name: SavedFilter.shape.name }), output: Filters },

  /** Who said what, when, of this stay and its patient; `names` of the colleagues who stand in `by`. */
  versions: { callers: staff, roles: Readers, read: true, input: z.object({ encounterId: Id }), output: z.object({ versions: z.array(Version), names }) },
  /**
   * Facts corrected by a colleague: a statement of its own, which counts for a field as long as the source still says what it said. Judged as a whole with everything that is known: INVALID_INPUT with
   * `cells.<field>`, among them `foreign` (a department of others) and `unknown` (no such department).
   */
  correct: {
    callers: staff, roles: Correctors, input: z.object({ encounterId: Id, cells: z.partialRecord(Correctable, CellValue), reason: Reason }),
    output: z.object({ changed: z.boolean(), doubts: z.array(Doubt) }),
  },
  /** A discharge that no source brought (A06). The same checks as a file's row; `cells.patientNo: other_person` where that number belongs to somebody of another name or birth date. CONFLICT `exists`. */
  addByHand: {
    callers: staff, roles: Correctors, input: z.object({ cells: z.partialRecord(Addable, CellValue), reason: Reason }),
    output: z.object({ encounterId: Id, doubts: z.array(Doubt) }),
  },

  /** In full only for lead and quality, and never of sensitive stays or of minors. Then exportRun until it is not waiting; a timer goes on with what was left. */
  exportStart: { callers: staff, roles: Exporters, input: z.object({ filter: RegisterFilter, full: z.boolean().default(false), reason: Reason }), output: ExportJob },
  /** One's own only. */
  exportRun: { callers: staff, roles: Exporters, input: z.object({ exportId: Id }), output: ExportJob },
  /** One's own; lead, quality and director see everybody's. Newest first. */
  exports: { callers: staff, roles: Exporters, read: true, input: z.object({ limit: z.int().min(1).max(50).default(20), cursor: z.string().max(200).optional() }), output: z.object({ exports: z.array(ExportJob), next: z.string().nullable(), names }) },
  /** A temporary address (5 min) of one's own export, until a day after it was made. GONE afterwards. */
  exportFile: { callers: staff, roles: Exporters, input: z.object({ exportId: Id }), output: z.object({ url: z.string(), fileName: z.string() }) },

  /** Told by the browser before it prints: who took how much of which list out on paper stands in the audit trail. */
  printed: { callers: staff, roles: Readers, input: z.object({ filter: RegisterFilter, rows: z.int().min(1).max(maxPrintRows) }), output: Nothing },

  /** Draws `percent` of those discharged in the previous `days` days, today not among them (A05: 10 % of 3 days). */
  sample: {
    callers: staff, roles: Overseers,
    input: z.object({ percent: z.number().min(0.1).max(100).default(10), days: z.int().min(1).max(92).default(3), departmentCode: DepartmentCode.optional(), seed: Seed.optional() }), output: z.object({ sample: Sample }),
  },
  samples: { callers: staff, roles: Overseers, read: true, input: Nothing, output: z.object({ samples: z.array(Sample), names }) },
  /** Who was drawn, a page at a time. */
  sampled: { callers: staff, roles: Overseers, read: true, input: z.object({ sampleId: Id, ...Page }), output: z.object({ sample: Sample, rows: z.array(RegisterRow), next: z.string().nullable() }) },

  /** The ward's patients of the month, newest first, with what speaks for follow-up and what was handed in. */
  monthlyList: {
    callers: staff, roles: ['lead', 'ward'], read: true, input: z.object({ departmentCode: DepartmentCode, month: Month, ...Page }),
    output: z.object({ monthly: Monthly, rows: z.array(RegisterRow.extend({ chosen: z.boolean(), proposals: z.array(Proposal) })), next: z.string().nullable(), names }),
  },
  /** Hands the list in; an empty one says: nobody. `rev` as read: CONFLICT `changed` when a colleague was faster. */
  submitMonthly: {
    callers: staff, roles: ['lead', 'ward'], input: z.object({ departmentCode: DepartmentCode, month: Month, encounterIds: z.array(Id).max(maxMonthly), note: z.string().trim().max(200).default(''), rev: z.int().min(0) }),
    output: z.object({ monthly: Monthly }),
  },
  /** Every department that had discharges in the month; overdue first. Without `month` that of the last due day. */
  monthlyOverdue: { callers: staff, roles: ['lead', 'quality', 'director'], read: true, input: z.object({ month: Month.optional() }), output: z.object({ month: Month, due: Day, departments: z.array(Monthly.extend({ patients: z.int() })), names }) },

  /** Stays whose record lacks something, newest first; `counts` by what is missing, within the colleague's departments. */
  dataMissing: {
    callers: staff, roles: ['lead', 'nurse', 'ward', 'quality'], read: true, input: z.object({ departmentCode: DepartmentCode.optional(), missing: Missing.optional(), ...Page }),
    output: Listed.extend({ counts: z.record(Missing, z.int()) }),
  },
} as const satisfies Record<string, Operation>;
