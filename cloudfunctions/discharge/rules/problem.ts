/** What can be wrong with a cell or a row of a file; wording and remedy in data/problem.json. */
import type { RowProblem } from '../contract';

/**
 * birth_estimated: the birth date comes from an age or a year (a doubt; rules/moment.ts says how). phone_named: a relative's name stands beside the patient's own number (a doubt).
 * formula_error: the cell shows #N/A and the like. garbled: characters were lost (a doubt). row_shifted: more cells than headings, so that nobody knows which is which (refused).
 */
export type CellTrouble = RowProblem | 'birth_estimated' | 'phone_named' | 'formula_error' | 'garbled' | 'row_shifted';
