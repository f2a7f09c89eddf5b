/** Numbers of complaints: `TS20261121-0001`, the day of receipt in Shanghai and the count of that day. */

/** More than 9,999 a day have no number; a hospital has a handful. */
export const numberOf = (day: string, n: number): string => `TS${day.replaceAll('-', '')}-${String(n).padStart(4, '0')}`;
/** The document of a number. */
export const complaintId = (number: string): string => `complaint:${number}`;
/** The number of a document. */
export const numberFrom = (id: string): string => id.slice('complaint:'.length);
