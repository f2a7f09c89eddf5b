/** The field in which a message is written. It grows with the words, up to five lines, and cuts nothing off: what is too long is said beside it. */
interface Props { label: string; value: string; wrong: boolean; onChange(value: string): void }

export function Writer({ label, value, wrong, onChange }: Props) {
  const lines = Math.min(5, Math.max(1, value.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 14)), 0)));
  return <textarea className="thread-writer" aria-label={label} placeholder={label} rows={lines} value={value} aria-invalid={wrong} onChange={(event) => onChange(event.target.value)} />;
}
