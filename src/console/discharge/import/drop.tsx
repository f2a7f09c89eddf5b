/** Where a file is dropped or chosen, and who hands it over. What can be seen at once (kind, size, emptiness) is said before anything is sent. */
import { useId, useRef, useState } from 'react';
import { Button } from '../../../components/button/button';
import { TextField } from '../../../components/field/field';
import { Notice } from '../../../components/notice/notice';
import { Select } from '../../../components/select/select';
import { importText } from '../../../text/discharge-import';
import { useLanguage, useText } from '../../../text/language';
import { accepted, manualSource, refusalOf, sourceProblem, sourceWords } from './file';

const another = '\n';

export function Drop({ sources, onFile }: { sources: readonly string[]; onFile(file: File, source: string): void }) {
  const t = useText(importText);
  const { language } = useLanguage();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [said, setSaid] = useState<string>();
  const [chosen, setChosen] = useState(manualSource);
  const [named, setNamed] = useState('');
  const [problem, setProblem] = useState<string>();
  const hint = useId();
  const source = chosen === another ? named.trim() : chosen;

  /** Whether a file may come: a new source has a name that can be kept. */
  const ready = () => {
    const wrong = sourceProblem(source, language);
    setProblem(wrong);
    return wrong === undefined;
  };
  const take = (files: FileList | null) => {
    setSaid(undefined);
    const file = files?.[0];
    if (!file) return;
    const refusal = files.length > 1 ? t.oneFile : refusalOf(file, language);
    if (refusal !== undefined) setSaid(refusal);
    else if (ready()) onFile(file, source);
    if (input.current) input.current.value = '';
  };
  return (
    <section
      className={`import-drop${over ? ' import-drop-over' : ''}`} aria-label={t.title}
      onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)}
      onDrop={(event) => { event.preventDefault(); setOver(false); take(event.dataTransfer.files); }}
    >
      <div className="import-drop-row">
        <span className="import-drop-words"><b>{over ? t.dropNow : t.drop}</b><span className="s-muted" id={hint}>{t.dropHint}</span></span>
        <div className="import-source">
          <Select
            label={t.source} value={chosen} options={[manualSource, ...sources.filter((name) => name !== manualSource)].map((name) => ({ value: name, label: sourceWords(name, language) })).concat({ value: another, label: t.newSource })}
            onChange={(value) => { setChosen(value); setProblem(undefined); }}
          />
          {chosen === another && <TextField label={t.sourceName} hint={t.sourceHint} value={named} limit={40} problem={problem} onChange={(value) => { setNamed(value); setProblem(undefined); }} />}
        </div>
        <Button wide={false} onPress={() => { if (ready()) input.current?.click(); }}>{t.choose}</Button>
        <input ref={input} className="s-unseen" type="file" accept={accepted} tabIndex={-1} aria-label={t.choose} aria-describedby={hint} onChange={(event) => take(event.target.files)} />
      </div>
      {said !== undefined && <Notice tone="warn">{said}</Notice>}
    </section>
  );
}
