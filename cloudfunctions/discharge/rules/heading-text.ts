/** How headings are compared. */
import synonyms from '../data/heading.json';
import { halfWidth } from './cell';

/** Width, case, spaces and signs do not count. */
export const evenHeading = (heading: string): string => halfWidth(heading).replace(/[\s\uFEFF\u200B-\u200F:*_"'=/\\、.·-]/g, '').toUpperCase();
/** Brackets do not count either; what stands in them does. */
export const plainHeading = (heading: string): string => evenHeading(heading).replace(/[()\[\]【】]/g, '');

const own: ReadonlySet<string> = new Set(synonyms._own.map(plainHeading));
/** The columns that our own file of refused rows adds: not used when it is handed in again. */
export const isOwnHeading = (heading: string): boolean => own.has(plainHeading(heading));
