/** Who writes: the patient, the family beside them, whether a reply can reach them, how long they wait; and an alarm that nobody has taken on. */
import { Button } from '../../../components/button/button';
import { addressOf } from '../../../components/console-frame/go';
import { Tag } from '../../../components/tag/tag';
import { useLanguage, useText } from '../../../text/language';
import { inboxText, markText, urgentText } from '../../../text/message-console';
import { relationText } from '../../../text/relation';
import { phoneWords } from '../../../text/phone';
import { personWords, type Detail } from '../desk';
import { Clock } from './clock';

export function UrgentBar({ thread, busy, onAcknowledge }: { thread: Detail; busy: boolean; onAcknowledge(): void }) {
  const t = useText(inboxText);
  const urgent = useText(urgentText);
  return <div className="inbox-urgent" role="alert"><span className="s-grow"><b>{urgent[thread.urgent]}</b> {thread.said.length > 0 && t.phrases(thread.said.join('、'))}</span><Button tone="danger" small wide={false} busy={busy} onPress={onAcknowledge}>{t.acknowledge}</Button></div>;
}

export function Head({ thread }: { thread: Detail }) {
  const t = useText(inboxText);
  const urgent = useText(urgentText);
  const marks = useText(markText);
  const relations = useText(relationText);
  const { language } = useLanguage();
  const family = (thread.people ?? []).filter(({ relation }) => relation !== 'self');
  return (
    <div className="inbox-head">
      <div className="inbox-row-line">
        <h2 className="inbox-name">{thread.name}</h2>
        {thread.urgent !== '' && <Tag tone="danger">{urgent[thread.urgent]}{thread.acknowledgedBy !== '' && ` · ${t.acknowledged(thread.acknowledgedBy)}`}</Tag>}
        {thread.marks.map((mark) => <Tag key={mark} tone="warn">{marks[mark]}</Tag>)}
        {thread.deceased && <Tag tone="warn">{t.deceased}</Tag>}
        {thread.desk === 'department' && <Tag tone="info">{t.withDepartment(thread.handedToName)}</Tag>}
        <span className="s-grow" />
        <Clock row={thread} long />
      </div>
      <div className="s-muted">{personWords(thread, language)}{thread.encounterId !== '' && <> · <a className="inbox-link" href={addressOf('discharge/stay/index', { stay: thread.encounterId })}>{t.stay}</a></>}</div>
      {family.length > 0 && <div className="s-muted">{t.people}：{family.map(({ personId, name, relation, mayHear }) => <span key={personId}>{name}（{relations[relation]}，{mayHear ? t.mayHear : t.mayNotHear}） </span>)}</div>}
      {thread.afterDeath && <AfterDeath told={thread.afterDeath} />}
      <div className={thread.reach === 'none' ? 'inbox-changed' : 's-muted'}>{thread.reach !== null && t.reach[thread.reach]}{thread.rating && ` · ${t.rated(t.scores[scoreOf(thread.rating.score)])}`}</div>
    </div>
  );
}

/** Danger told by the family of somebody who has died: who, and which number can be rung. */
function AfterDeath({ told: { name, relation, phone, onRecord, wardPhone } }: { told: NonNullable<Detail['afterDeath']> }) {
  const t = useText(inboxText);
  const relations = useText(relationText);
  const ward = phoneWords(wardPhone);
  return <div className="inbox-after" role="status">{t.afterDeath([relation === 'self' ? t.ownAccount : relations[relation], name].filter((word) => word !== '').join(' '))}{onRecord ? t.ringRecord(phone) : phone !== '' ? t.ringOther(phone, ward) : t.ringNobody(ward)}</div>;
}

const scores = [1, 2, 3, 4, 5] as const;
const scoreOf = (score: number) => scores.find((one) => one === score) ?? 3;
