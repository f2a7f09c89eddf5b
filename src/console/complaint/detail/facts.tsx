/** What was told, as it was told, and what is known around it. */
import { useNow } from '../../../cloud/use-now';
import { Panel } from '../../../components/panel/panel';
import { Tag } from '../../../components/tag/tag';
import { detailText, deskText } from '../../../text/complaint-console';
import { useLanguage, useText } from '../../../text/language';
import { dayWords, startOf, whenWords } from '../../../text/time';
import type { Detail } from '../desk';

export function Facts({ detail }: { detail: Detail }) {
  const t = useText(detailText);
  const d = useText(deskText);
  const { language } = useLanguage();
  const now = useNow();
  const { external } = detail;
  const lines: [string, string][] = [
    [t.when, detail.happenedAt === null ? '' : dayWords(detail.happenedAt, now, language)], [t.place, detail.place], [t.department, detail.departmentName || t.noDepartment], [t.accusedWords, detail.accused],
    [t.wants, detail.wants.map((want) => t.wantNames[want]).join(language === 'zh' ? '、' : ', ')], [t.received, `${whenWords(detail.receivedAt, now, language)} · ${d.sources[detail.source]}`],
    [t.source, external === null ? '' : t.externalDue(external.no, external.dueDay === null ? '' : dayWords(startOf(external.dueDay), now, language))], [t.severity, d.severities[detail.severity]],
  ];
  return (
    <Panel title={t.facts}>
      <div className="detail-own detail-text">{detail.text}</div>
      {detail.timeline.filter(({ kind, words }) => (kind === 'evidence' || kind === 'reopened') && words !== '').map((event) => (
        <div key={`${event.at} ${event.kind}`} className="detail-note"><b>{(event.kind === 'reopened' ? t.newFacts : t.addedFacts)(whenWords(event.at, now, language))}</b><div className="detail-own">{event.words}</div></div>
      ))}
      {detail.note !== '' && <div className="detail-note"><b>{t.note}</b> <span className="detail-own">{detail.note}</span></div>}
      <dl className="detail-facts">{lines.filter(([, words]) => words !== '').map(([name, words]) => <div key={name}><dt>{name}</dt><dd>{words}</dd></div>)}</dl>
      {detail.words.length > 0 && <div className="detail-words"><span className="s-muted">{t.words}</span>{detail.words.map((word) => <Tag key={`${word.id} ${word.phrase}`} tone={word.level === 'D1' ? 'danger' : word.level === 'D2' ? 'warn' : 'plain'}>{word.phrase}</Tag>)}</div>}
    </Panel>
  );
}
