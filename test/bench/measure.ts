/** Numbers of a bench: medians of several runs, and one table for all of them. */

/** One line of the table. `aim`: what it should be, and whether it is; absent where the number only explains another. */
export interface Line { part: string; what: string; value: string; runs?: string; aim?: string; met?: boolean }

export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};
export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** How long it took, ms of real time. */
export async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const started = performance.now();
  const result = await work();
  return { ms: performance.now() - started, result };
}

/** Processor time of this process and all its threads so far, ms: what a busy machine does not change much. */
export const processorTime = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
export const milliseconds = (ms: number): string => `${ms.toFixed(ms < 1 ? 3 : ms < 10 ? 1 : 0)} ms`;
export const times = (ratio: number): string => `${ratio.toFixed(2)} ×`;
export const each = (values: readonly number[], show: (value: number) => string): string => values.map(show).join(' · ');

/** Columns as wide as their widest cell; Chinese characters are not used here. */
export function table(lines: readonly Line[]): string {
  const rows = lines.map(({ part, what, value, aim = '', met, runs = '' }) => [part, what, value, aim, met === undefined ? '' : met ? 'met' : 'MISSED', runs]);
  const head = ['part', 'what', 'median', 'aim', '', 'runs'];
  const widths = head.map((title, n) => Math.max(title.length, ...rows.map((row) => row[n]!.length)));
  const line = (row: readonly string[]): string => row.map((cell, n) => cell.padEnd(widths[n]!)).join('  ').trimEnd();
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
