/** What a source's own codes mean: 离院方式 "A" is 医嘱离院. Open by itself where the first rows hold words that nobody knows. */
import { wayText } from '../../../text/discharge';
import { columnText, mappingText } from '../../../text/discharge-import-columns';
import { useLanguage, useText } from '../../../text/language';
import { codesOf, isCoded, strangeWords, type Choice } from './columns';

interface Props { choice: Choice; samples: readonly string[]; onChange(words: Record<string, string>): void }

export function CodeWords({ choice, samples, onChange }: Props) {
  const t = useText(mappingText);
  const fields = useText(columnText);
  const ways = useText(wayText);
  const { language } = useLanguage();
  const { field, words } = choice;
  if (!isCoded(field)) return null;
  const strange = strangeWords(choice, samples);
  const names: Readonly<Record<string, string>> = field === 'way' ? ways : t.sex;
  return (
    <details className="columns-codes" open={strange.length > 0 || Object.keys(words).length > 0}>
      <summary>{t.values(fields[field])}</summary>
      <div className="s-muted">{t.valuesHint}</div>
      {strange.length > 0 && <div className="columns-strange" role="status">{t.valuesSeen(strange.join(language === 'zh' ? '、' : ', '))}</div>}
      {codesOf[field].map((code) => (
        <label key={code} className="columns-code"><span>{code} {names[code]}</span><input className="columns-input" maxLength={200} autoComplete="off" value={words[code] ?? ''} onChange={(event) => onChange({ ...words, [code]: event.target.value })} /></label>
      ))}
    </details>
  );
}
