/**
 * 科室和专家: departments, wards and service windows with place, telephone, hours and what they treat, and the colleagues who see patients there. Colleagues tell it politely on the telephone and in
 * messages (E05, F09, G12); what is published, patients read too. FHIR's words: a place is an Organization (department, ward) or HealthcareService (window) with its Location, an expert a PractitionerRole.
 */
import { Id, Instant, Nothing, Phone, defineApi, z, type Role } from '../kit/contract';
import { Department } from '../discharge/contract';

/** 科室 (what the register knows by its code), 病区 of a department, 服务窗口 of anything else (检验科, 出院结算处). */
export const PlaceKind = z.enum(['department', 'ward', 'window']);
export type PlaceKind = z.infer<typeof PlaceKind>;

/** Wall time of Shanghai. */
export const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'format');
/** 1 Monday … 7 Sunday. */
export const OpenSpan = z.object({ weekday: z.int().min(1).max(7), from: Clock, to: Clock });
export type OpenSpan = z.infer<typeof OpenSpan>;

const words = (longest: number) => z.string().trim().max(longest, 'too_long');
const list = z.array(z.string().trim().min(1).max(30, 'too_long')).max(40);
/** Letters, digits, `._-`: part of an id. */
export const Code = Department.shape.code;

/** What is told of a place or an expert alike. */
const Told = {
  /** 门诊楼3层东. */
  location: words(60),
  phone: z.union([Phone, z.literal('')]),
  /** By the week, as far as it can be said so; a public holiday is not looked at. Spans of a day must not overlap (`order`, `overlap`). */
  weekly: z.array(OpenSpan).max(60),
  /** What the week cannot say: 法定节假日休息，单周周三停诊. */
  hours: words(120),
  /** 关节置换、运动损伤. */
  speciality: words(300),
  /** Everyday words for what is treated here: 骨折, 腰腿痛. They are what is searched by (常见病分诊). */
  diseases: list,
  /** Patients read it. */
  published: z.boolean(),
};

const Flags = Department.pick({ sensitive: true, critical: true, obstetric: true, paediatric: true }).shape;
/** What is saved of a place. Name, other names, telephone and flags of a department are the register's own: files are matched by them. */
export const PlaceInput = z.object({
  /** Of a new one '' makes a code of the name. */
  code: z.union([Code, z.literal('')]), kind: PlaceKind,
  /** Of a ward: the code of its department; else ''. */
  parentCode: z.union([Code, z.literal('')]),
  name: z.string().trim().min(1).max(40, 'too_long'), aliases: Department.shape.aliases, ...Told,
  /** 新技术新项目: 3D打印导航、微创. */
  technologies: words(300),
  ...Flags,
});
export type PlaceInput = z.infer<typeof PlaceInput>;

export const PractitionerInput = z.object({
  /** 工号, where two of one name work in one department; '' otherwise. */
  no: z.string().trim().max(20, 'too_long'), name: z.string().trim().min(1).max(20, 'too_long'), title: words(20), departmentCode: Code, ...Told,
  /** Their account at the console; '' for none. */
  staffId: z.union([Id, z.literal('')]),
});
export type PractitionerInput = z.infer<typeof PractitionerInput>;

const Kept = {
  entryId: Id, active: z.boolean(), rev: z.int(), /** 0: never saved here. */ updatedAt: Instant,
  /** What the caller may change: `all`; `facts`, but not what the register matches by; `none`. */
  edit: z.enum(['all', 'facts', 'none']),
};
/** `unconfirmed`: a file named it, nobody has looked at it. */
export const Place = PlaceInput.extend({ ...Kept, /** As the register has it: looser than what is saved here. */ phone: Department.shape.phone, parentName: z.string(), unconfirmed: z.boolean() });
export type Place = z.infer<typeof Place>;
export const Practitioner = PractitionerInput.extend({ ...Kept, departmentName: z.string() });
export type Practitioner = z.infer<typeof Practitioner>;

/** As patients read it: nothing of the console. */
export const PublicPlace = Place.pick({ name: true, kind: true, location: true, phone: true, weekly: true, hours: true, speciality: true, technologies: true, diseases: true });
export type PublicPlace = z.infer<typeof PublicPlace>;
export const PublicPractitioner = Practitioner.pick({ name: true, title: true, departmentName: true, location: true, phone: true, weekly: true, hours: true, speciality: true, diseases: true });
export type PublicPractitioner = z.infer<typeof PublicPractitioner>;

/** One table each: places, experts. */
export const Sheet = z.enum(['place', 'practitioner']);
export type Sheet = z.infer<typeof Sheet>;
/** An XLSX, or a CSV, gzipped where it is long, in base64: HTTP access takes 100 KB of JSON (CloudBase), and 72 KB packed are about a thousand rows. */
const File = z.string().min(1).max(96_000, 'too_long').regex(/^[A-Za-z0-9+/]+={0,2}$/, 'format');
/** Rows of one file (product default: a large hospital has some hundred departments and wards, and a thousand experts). */
export const maxRows = 1000;

/** Why a row, or one cell, is not taken. */
export const EntryProblem = z.enum(['required', 'too_long', 'code', 'kind', 'phone', 'hours', 'yes_no', 'department_unknown', 'parent_unknown', 'parent_required', 'name_taken', 'twice', 'retired', 'kind_differs', 'list_long']);
export type EntryProblem = z.infer<typeof EntryProblem>;
/** Why a whole file is not read. */
export const SheetProblem = z.enum(['empty', 'damaged', 'encoding', 'old_excel', 'html_table', 'too_big', 'no_headings', 'too_many_rows']);
export type SheetProblem = z.infer<typeof SheetProblem>;

/** `before` and `after` as they stand in a file. `column`: the file's own heading. */
export const PlannedRow = z.object({
  line: z.int(), name: z.string(), outcome: z.enum(['new', 'changed', 'unchanged', 'refused']),
  changes: z.array(z.object({ column: z.string(), before: z.string(), after: z.string() })),
  problems: z.array(z.object({ column: z.string(), problem: EntryProblem, /** A few signs of what stood there, or what it collides with. */ value: z.string() })),
});
export type PlannedRow = z.infer<typeof PlannedRow>;
const Counts = z.object({ new: z.int(), changed: z.int(), unchanged: z.int(), refused: z.int() });

const staff = ['staff'] as const;
const Editors = ['lead', 'it', 'ward'] as const satisfies readonly Role[];
const Importers = ['lead', 'it'] as const satisfies readonly Role[];
const rev = z.int().min(0);

export const api = defineApi('directory', {
  /** All of it, places by code, experts by department and name; retired ones for those who may bring them back. `staff`: the accounts that an expert may be linked to, for lead and it. */
  list: { callers: staff, read: true, input: Nothing, output: z.object({ places: z.array(Place), practitioners: z.array(Practitioner), staff: z.array(z.object({ staffId: Id, name: z.string() })) }) },
  /** What fits the words best, by name, speciality or disease: 骨折 → 骨科 and its experts. At most 12 of each. */
  search: { callers: staff, read: true, input: z.object({ text: z.string().trim().min(1).max(40) }), output: z.object({ places: z.array(Place), practitioners: z.array(Practitioner) }) },
  /**
   * A new place without `entryId`, or a known one as it was read (`rev`). Saving a department is also confirming it. CONFLICT/`changed`, `exists` (a new one whose code is in use). INVALID_INPUT: `name` or `aliases` `taken`, `parentCode`
   * `required` or `unknown`, `weekly.<i>.to` `order`, `weekly.<i>.from` `overlap`. A ward saves what is told of its departments and their wards; what files are matched by stays (FORBIDDEN).
   */
  savePlace: { callers: staff, roles: Editors, input: z.object({ entryId: Id.optional(), place: PlaceInput, rev }), output: z.object({ place: Place }) },
  /** A new one without `entryId`. CONFLICT/`changed`, `exists` (the same name and number in this department). INVALID_INPUT `departmentCode` or `staffId` `unknown`. */
  savePractitioner: { callers: staff, roles: Editors, input: z.object({ entryId: Id.optional(), practitioner: PractitionerInput, rev }), output: z.object({ practitioner: Practitioner }) },
  /** Out of the directory, or back: nothing is deleted, the register goes on knowing a department. A ward: its experts. CONFLICT/`changed`. */
  retire: { callers: staff, roles: Editors, input: z.object({ entryId: Id, rev, retired: z.boolean() }), output: z.object({ rev: z.int() }) },
  /** Who changed what, newest first: names of fields, never their contents. */
  history: { callers: staff, read: true, input: z.object({ entryId: Id }), output: z.object({ changes: z.array(z.object({ at: Instant, by: z.string(), what: z.enum(['added', 'changed', 'retired', 'restored', 'imported']), fields: z.array(z.string()) })) }) },
  /**
   * First with `dryRun`: what each row would do, and a `plan`. Then with this plan and without: done, row by row; CONFLICT/`changed` when the directory is no longer as the plan saw it. Columns that the file does not have
   * stay as they are; an empty cell empties. A file again changes nothing. Refused rows never stop the others; nobody is retired by a file.
   */
  importFile: {
    callers: staff, roles: Importers, input: z.object({ sheet: Sheet, file: File, dryRun: z.boolean(), plan: z.string().max(64).default('') }),
    output: z.object({ problem: z.union([SheetProblem, z.literal('')]), rows: z.array(PlannedRow), counts: Counts, /** Headings that were not understood. */ unknown: z.array(z.string()), plan: z.string() }),
  },
  /** An XLSX in base64 with the headings that importing understands: empty with an example, or all that is in use. */
  exportFile: { callers: staff, roles: Importers, read: true, input: z.object({ sheet: Sheet, example: z.boolean() }), output: z.object({ file: z.string(), name: z.string() }) },
  /**
   * What patients read: all places; with `text` the places and experts that fit best; with `department` (its name) that place and its experts. `urgent`: the words speak of a danger, for which 120 is there and not a
   * department.
   */
  published: {
    callers: ['anyone'], read: true, input: z.object({ text: z.string().trim().max(40).default(''), department: z.string().trim().max(40).default('') }),
    output: z.object({ places: z.array(PublicPlace), practitioners: z.array(PublicPractitioner), hospital: z.object({ name: z.string(), phone: z.string() }), urgent: z.boolean() }),
  },
});
