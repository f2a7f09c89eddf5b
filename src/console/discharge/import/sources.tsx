/** Who has handed over so far, and what is remembered of each. */
import type { Load } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { Panel } from '../../../components/panel/panel';
import { importText } from '../../../text/discharge-import';
import { useLanguage, useText } from '../../../text/language';
import { whenWords } from '../../../text/time';
import type { Source } from '../desk';

export function Sources({ load }: { load: Load<Source[]> }) {
  const t = useText(importText);
  const { language } = useLanguage();
  const now = useNow();
  const sources = load.data ?? [];
  if (sources.length === 0) return null;
  return (
    <Panel title={t.sources}>
      <div className="s-muted">{t.sourcesHint}</div>
      <ul className="import-sources">
        {sources.map((source) => <li key={source.name}><b className="import-file">{source.name}</b><span className="s-muted">{t.lastUsed(whenWords(source.usedAt, now, language))}</span><span className="s-muted">{t.remembered(source.remembered)}</span></li>)}
      </ul>
    </Panel>
  );
}
