/** Everything that happened around a stay, from every domain, oldest first; a day is named once. */
import { useState } from 'react';
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { useStaff } from '../../../cloud/staff';
import { Button } from '../../../components/button/button';
import { Panel } from '../../../components/panel/panel';
import { Await } from '../../../components/state/state';
import { storyKindText } from '../../../text/discharge-correct';
import { stayText } from '../../../text/discharge-stay';
import { actorWords, factWords, onceEach, storyTone } from '../../../text/discharge-story';
import { useLanguage, useText } from '../../../text/language';
import { clockWords, dayOf, dayWords } from '../../../text/time';
import { discharge } from '../desk';

const kinds = ['record', 'followup', 'survey', 'call', 'visit', 'message', 'complaint', 'person'] as const;
type Kind = (typeof kinds)[number];
const kindOfDomain: Readonly<Record<string, Kind>> = { encounter: 'record', patient: 'record', step: 'followup', notice: 'followup', response: 'survey', call: 'call', visit: 'visit', message: 'message', complaint: 'complaint', consent: 'person', binding: 'person' };
/** Which part of the house tells it. */
const kindOf = (kind: string): Kind => kindOfDomain[kind.split('.')[0] ?? ''] ?? 'record';

/** More than a screen of lines: the latest first, the rest on demand. */
const latest = 40;

export function Story({ encounterId, version }: { encounterId: string; version: number }) {
  const t = useText(stayText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const now = useNow();
  const k = useText(storyKindText);
  const [all, setAll] = useState(false);
  const [kind, setKind] = useState<Kind | ''>('');
  const load = useLoad(async () => {
    const { facts, names } = await discharge.timeline({ encounterId });
    return { facts: onceEach(facts), names };
  }, [encounterId, version]);
  return (
    <Panel title={t.story}>
      <Await load={load} rows={5} empty={{ when: ({ facts }) => facts.length === 0, show: <div className="s-muted">{t.storyEmpty}</div> }}>
        {({ facts, names }) => {
          const fitting = kind === '' ? facts : facts.filter((fact) => kindOf(fact.kind) === kind);
          const shown = all ? fitting : fitting.slice(-latest);
          const present = kinds.filter((one) => facts.some((fact) => kindOf(fact.kind) === one));
          return (
            <>
              {present.length > 1 && (
                <div className="s-filter-tabs stay-kinds" role="group" aria-label={k.label}>
                  {(['', ...present] as const).map((one) => <button key={one} type="button" className={`s-filter-tab${one === kind ? ' s-filter-on' : ''}`} aria-pressed={one === kind} onClick={() => setKind(one)}>{one === '' ? k.all : k[one]}<span className="s-filter-count">{one === '' ? facts.length : facts.filter((fact) => kindOf(fact.kind) === one).length}</span></button>)}
                </div>
              )}
              {fitting.length > latest && <Button tone="soft" small wide={false} onPress={() => setAll(!all)}>{all ? t.storyLast : t.storyAll(fitting.length)}</Button>}
              <ol className="stay-story">
                {shown.map((fact, n) => {
                  const { what, more } = factWords(fact, language);
                  const by = actorWords(fact.by, names, me?.staffId, language);
                  const before = shown[n - 1];
                  return (
                    <li key={`${fact.at}-${fact.kind}-${n}`} className={`stay-fact stay-fact-${storyTone(fact.kind)}`}>
                      <span className="stay-fact-day">{(!before || dayOf(before.at) !== dayOf(fact.at)) && dayWords(fact.at, now, language)}</span>
                      <time className="stay-fact-time" dateTime={new Date(fact.at).toISOString()}>{clockWords(fact.at, language)}</time>
                      <span className="stay-fact-words"><b>{what}</b>{more !== '' && ` · ${more}`}{by !== '' && <span className="s-muted"> {by}</span>}</span>
                    </li>
                  );
                })}
              </ol>
            </>
          );
        }}
      </Await>
    </Panel>
  );
}
