/** Who has handed over so far, what is remembered of each, and the way to say it anew. */
import { useState } from 'react';
import { CloudError } from '../../../cloud/error';
import type { Load } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { Button } from '../../../components/button/button';
import { Confirm } from '../../../components/confirm/confirm';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { importText } from '../../../text/discharge-import';
import { useLanguage, useText } from '../../../text/language';
import { whenWords } from '../../../text/time';
import { discharge, type Source } from '../desk';
import { sourceWords } from './file';

export function Sources({ load }: { load: Load<Source[]> }) {
  const t = useText(importText);
  const { language } = useLanguage();
  const now = useNow();
  const [asked, setAsked] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ words: string; good: boolean }>();
  const sources = load.data ?? [];
  if (sources.length === 0) return null;
  const forget = async (source: string) => {
    setBusy(true);
    try {
      await discharge.importForget({ source });
      setSaid({ words: t.forgotten(source), good: true });
      void load.reload();
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setSaid({ words: error.message, good: false });
    } finally {
      setBusy(false);
      setAsked(undefined);
    }
  };
  return (
    <Panel title={t.sources}>
      <div className="s-muted">{t.sourcesHint}</div>
      {said && <div className="import-note"><Notice tone={said.good ? 'good' : 'danger'}>{said.words}</Notice></div>}
      <ul className="import-sources">
        {sources.map((source) => (
          <li key={source.name} aria-label={source.name}>
            <b className="import-file">{sourceWords(source.name, language)}</b><span className="s-muted">{t.lastUsed(whenWords(source.usedAt, now, language))}</span><span className="s-muted">{t.remembered(source.remembered)}</span>
            {source.remembered > 0 && <Button tone="plain" small wide={false} label={t.forgetTitle(source.name)} onPress={() => setAsked(source.name)}>{t.forget}</Button>}
          </li>
        ))}
      </ul>
      <Confirm open={asked !== undefined} title={t.forgetTitle(asked ?? '')} confirm={t.forget} busy={busy} onConfirm={() => { if (asked !== undefined) void forget(asked); }} onCancel={() => setAsked(undefined)}>{t.forgetWhy}</Confirm>
    </Panel>
  );
}
