/** Where a file is dropped or chosen. What can be seen at once (kind, size, emptiness) is said before anything is sent. */
import { useId, useRef, useState } from 'react';
import { Button } from '../../../components/button/button';
import { Notice } from '../../../components/notice/notice';
import { fileProblemWords, importText } from '../../../text/discharge-import';
import { useLanguage, useText } from '../../../text/language';

/** As in the contract (20 MB), which the server asks for again; importing it would bring every schema along. */
const maxFileBytes = 20 * 1024 * 1024;

export function Drop({ onFile }: { onFile(file: File): void }) {
  const t = useText(importText);
  const { language } = useLanguage();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [said, setSaid] = useState<string>();
  const hint = useId();

  const take = (files: FileList | null) => {
    setSaid(undefined);
    const file = files?.[0];
    if (!file) return;
    const known = (problem: string) => {
      const words = fileProblemWords(problem, language);
      if (words) setSaid(`${words.reason}${language === 'zh' ? '。' : '. '}${words.remedy}`);
    };
    if (files.length > 1) setSaid(t.oneFile);
    else if (/\.xls$/i.test(file.name)) known('old_excel');
    else if (!/\.(csv|xlsx|txt|tsv)$/i.test(file.name)) setSaid(t.wrongType(file.name));
    else if (file.size === 0) known('empty');
    else if (file.size > maxFileBytes) known('too_big');
    else onFile(file);
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
        <span className="s-muted import-drop-or">{t.or}</span>
        <Button wide={false} onPress={() => input.current?.click()}>{t.choose}</Button>
        <input ref={input} className="s-unseen" type="file" accept=".csv,.xlsx,.txt,.tsv" tabIndex={-1} aria-label={t.choose} aria-describedby={hint} onChange={(event) => take(event.target.files)} />
      </div>
      {said !== undefined && <Notice tone="warn">{said}</Notice>}
    </section>
  );
}
