/** The nurse's script with its blanks filled in: only what is known; what a nurse must decide herself stays a blank. */
import type { Card } from './desk';

/** `{time}` is promised by the nurse: it stays a gap to be said. */
export function fill(line: string, card: Pick<Card, 'hospital' | 'dutyPhone' | 'departmentName' | 'name' | 'agent'>): string {
  const known: Readonly<Record<string, string>> = { hospital: card.hospital, dutyPhone: card.dutyPhone, phone: card.dutyPhone, department: card.departmentName, name: card.name, agent: card.agent };
  return line.replace(/\{(\w+)\}/g, (_, key: string) => known[key] || '＿＿');
}
