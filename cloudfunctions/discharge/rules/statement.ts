/** What a source says, in one shape, whichever way it came: the translators make it, the fold makes the register of it. No ids of ours, no crypto. */
import type { FieldName, MessageProblem } from '../contract/intake';

/**
 * One thing that a source said. A field that is missing says nothing; '' says "there is none" (HL7 "", an emptied cell). Text as the source wrote it, evened out by readCells later.
 * Several texts only for fields that repeat (dxOther, operation, allergy …).
 */
export type Cells = Partial<Record<FieldName, string | string[]>>;

export interface Saying {
  /** stay: about one stay (inpatientNo and visitTimes known). person: about a patient in all stays (A31, A08 without visit, a Patient alone). merge: patientNo is gone, `into` lives on. */
  kind: 'stay' | 'person' | 'merge';
  /** '' where the kind has none. */
  patientNo: string; inpatientNo: string; visitTimes: string; into: string;
  cells: Cells;
  /** The source's own time, ms UTC (EVN-2, MSH-7, meta.lastUpdated, updated_at); null: arrival counts. */
  at: number | null;
  /** MSH-10, eventId, Bundle entry fullUrl; '' where there is none. */
  eventId: string;
}

/** `ref`: where in the file or message it stood, for the report: `message 3`, `line 7`, `entry 5`. `place`: PID-3, Encounter.period.end. */
export type Heard = { ref: string; saying: Saying } | { ref: string; eventId: string; problem: MessageProblem; place: string };
