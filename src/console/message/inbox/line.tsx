/** One line of a thread as staff see it: the patient's side left, ours right, what patients never see plainly different. */
import { serverNow } from '../../../cloud/cloud';
import { Tag } from '../../../components/tag/tag';
import { useText } from '../../../text/language';
import { eventText, inboxText, replyKindText, urgentText } from '../../../text/message-console';
import { relationText } from '../../../text/relation';
import type { Line as Said } from '../desk';

/** `choosing`: messages are being chosen for a complaint. */
interface Props { line: Said; clock: string; seen: boolean; choosing: boolean; chosen: boolean; onChoose(): void; onStale(): void }

export function Line({ line, clock, seen, choosing, chosen, onChoose, onStale }: Props) {
  const t = useText(inboxText);
  const events = useText(eventText);
  const kinds = useText(replyKindText);
  const urgent = useText(urgentText);
  const relations = useText(relationText);
  const { n, kind, from, name, text, images, event, hidden, internal, relation, level, phrases } = line;
  if (kind === 'system') return <li className="inbox-event">{event === '' ? text : events[event](text || name)} · {clock}</li>;
  const theirs = from === 'patient' || from === 'family';
  const who = kind === 'note' ? t.noteOf(name) : kind === 'handed' ? t.question(name) : kind === 'answer' ? t.wardAnswer(name) : theirs && relation !== null && relation !== 'self' ? `${name} · ${relations[relation]}` : name;
  const look = internal ? ' inbox-line-internal' : theirs ? '' : ' inbox-line-ours';
  return (
    <li className={`inbox-line${theirs ? '' : ' inbox-line-right'}`}>
      <span className="inbox-line-who">
        {choosing && theirs && !hidden && <input type="checkbox" className="inbox-choose" checked={chosen} aria-label={t.chooseOne(n)} onChange={onChoose} />}
        <span>{who}</span>
        {internal && <Tag tone="warn">{t.note}</Tag>}
        {line.replyKind && line.replyKind !== 'information' && <Tag tone="plain">{kinds[line.replyKind]}</Tag>}
        {line.answer && <Tag tone="plain">{t.answerUsed(line.answer.version)}</Tag>}
        <span>{clock}</span>
      </span>
      <div className={`inbox-bubble${look}${chosen ? ' inbox-bubble-chosen' : ''}`}>
        {kind === 'help' && <b>{t.help}</b>}
        {hidden ? <span className="s-muted">{t.hidden}</span> : text !== '' && <div className="inbox-words">{text}</div>}
        {images.length > 0 && (
          <div className="inbox-pictures">
            {images.map(({ imageId, url, until }, at) => (
              <a key={imageId} className="inbox-picture" href={url} target="_blank" rel="noopener noreferrer" aria-label={t.picture(at + 1)} onClick={(event) => { if (until < serverNow()) { event.preventDefault(); onStale(); } }}>
                <img src={url} alt={t.picture(at + 1)} onError={until < serverNow() ? onStale : undefined} />
              </a>
            ))}
          </div>
        )}
        {level !== '' && <div className="inbox-level"><b>{urgent[level]}</b>{phrases.length > 0 && ` · ${t.phrases(phrases.join('、'))}`}</div>}
      </div>
      {seen && <span className="s-muted">{t.seenByPatient}</span>}
    </li>
  );
}
