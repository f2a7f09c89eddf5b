/** What was typed for a sample, as the server takes it. */
export interface Drawing { percent: number; days: number; seed?: string }
type Wrong = keyof Drawing;

const decimal = /^\d{1,3}(\.\d+)?$/;
const whole = /^\d{1,2}$/;
/** The contract's seed: letters, digits, a few signs. */
const seeds = /^[\p{L}\p{N}._-]{1,40}$/u;

/** Full-width digits count too; an empty seed leaves it to the server. */
export function numbersOf(written: { percent: string; days: string; seed: string }): { values: Drawing; wrong: Wrong[] } {
  const even = (text: string): string => text.normalize('NFKC').trim();
  const [percent, days, seed] = [even(written.percent).replace(/%$/, ''), even(written.days), written.seed.trim()];
  const wrong: Wrong[] = [];
  if (!decimal.test(percent) || Number(percent) < 0.1 || Number(percent) > 100) wrong.push('percent');
  if (!whole.test(days) || Number(days) < 1 || Number(days) > 92) wrong.push('days');
  if (seed !== '' && !seeds.test(seed)) wrong.push('seed');
  return { values: { percent: Number(percent), days: Number(days), ...(seed !== '' && { seed }) }, wrong };
}
