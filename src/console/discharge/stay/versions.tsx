/** Who said what, and when: every source's word on this stay and every colleague's correction, with what counts now. */
import { useState } from 'react';
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { useStaff } from '../../../cloud/staff';
import { Button } from '../../../components/button/button';
import { Panel } from '../../../components/panel/panel';
import { Await } from '../../../components/state/state';
import { Tag } from '../../../components/tag/tag';
import { wayText } from '../../../text/discharge';
import { versionText } from '../../../text/discharge-correct';
import { columnText } from '../../../text/discharge-import-columns';
import { actorWords } from '../../../text/discharge-story';
import { useLanguage, useText } from '../../../text/language';
import { whenWords } from '../../../text/time';
import { discharge } from '../desk';
import { changesOf, flags, refWords, type Change, type Told } from './changes';

/** More than a look takes in: the rest on demand. */
const shortList = 6;
const shortStory = 4;

export function Versions({ encounterId, version }: { encounterId: string; version: number }) {
  const t = useText(versionText);
  const [all, setAll] = useState(false);
  const load = useLoad(async () => {
    const { versions, names } = await discharge.versions({ encounterId });
    return { told: changesOf(versions), names };
  }, [encounterId, version]);
  return (
    <Panel title={t.title}>
      <Await load={load} rows={3} empty={{ when: ({ told }) => told.length === 0, show: <div className="s-muted">{t.empty}</div> }}>
        {({ told, names }) => (
          <>
            <div className="s-muted">{t.words}</div>
            <ol className="stay-versions" aria-label={t.title}>{(all ? told : told.slice(0, shortStory)).map((one) => <One key={one.version.statementId} told={one} names={names} />)}</ol>
            {told.length > shortStory && <Button tone="soft" small wide={false} onPress={() => setAll(!all)}>{all ? t.hide : t.show(told.length)}</Button>}
          </>
        )}
      </Await>
    </Panel>
  );
}

function One({ told: { version, first, changes }, names }: { told: Told; names: Readonly<Record<string, string>> }) {
  const t = useText(versionText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const now = useNow();
  const [open, setOpen] = useState(false);
  const who = actorWords(version.by, names, me?.staffId, language) || t.nobody;
  const brought = first && !version.correction;
  const shown = open ? changes : brought ? [] : changes.slice(0, shortList);
  const source = [version.source, version.fileName, refWords(version.ref, language)].filter((word) => word !== '').join(' · ');
  return (
    <li className={`stay-version${version.state === 'undone' ? ' stay-version-undone' : ''}`}>
      <div className="stay-version-head">
        <time dateTime={new Date(version.arrivedAt).toISOString()}>{whenWords(version.arrivedAt, now, language)}</time>
        <b>{version.correction ? t.by(who) : source || t.added(who)}</b>
        {version.correction && <Tag>{t.correction}</Tag>}
        {version.kind !== 'stay' && <Tag tone="plain">{version.kind === 'person' ? t.person : t.merge}</Tag>}
        {version.state === 'undone' && <Tag tone="warn">{t.undone}</Tag>}
      </div>
      {version.reason !== '' && <div className="s-muted">{t.reason(version.reason)}</div>}
      {changes.length === 0 ? <div className="s-muted">{t.nothing}</div> : brought && !open && <div className="s-muted">{t.first(changes.length)}</div>}
      {shown.length > 0 && <dl className="stay-changes">{shown.map((change) => <Line key={change.field} change={change} undone={version.state === 'undone'} />)}</dl>}
      {(brought ? changes.length > 0 : changes.length > shortList) && <button type="button" className="s-filter-clear" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? t.less : t.all(changes.length)}</button>}
    </li>
  );
}

function Line({ change: { field, from, value, holds }, undone }: { change: Change; undone: boolean }) {
  const t = useText(versionText);
  const columns = useText(columnText);
  const { language } = useLanguage();
  const words = (one: string) => (one === '' ? t.none : flags.has(field) && (one === '1' || one === '0') ? (one === '1' ? t.yes : t.no) : field === 'way' ? (wayText[language] as Readonly<Record<string, string>>)[one] ?? one : one);
  return (
    <div>
      <dt>{field === 'admitted' ? t.admitted : columns[field]}</dt>
      <dd>
        {from !== null && from !== value && <><del>{words(from)}</del> → </>}<span>{words(value)}</span>{from === value && <span className="s-muted"> {t.alike}</span>}
        {!undone && holds === true && <span className="stay-holds" title={t.holds}><span aria-hidden="true"> ✓</span><span className="s-unseen">{t.holds}</span></span>}
        {!undone && holds === false && <span className="s-muted"> {t.replaced}</span>}
      </dd>
    </div>
  );
}
