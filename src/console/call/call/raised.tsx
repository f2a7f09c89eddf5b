/** What was written that raised this red flag: for a ward, which reads nothing else of the conversation. */
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { Await } from '../../../components/state/state';
import { tellText } from '../../../text/call-tell';
import { useLanguage, useText } from '../../../text/language';
import { inboxText, urgentText } from '../../../text/message-console';
import { relationText } from '../../../text/relation';
import { whenWords } from '../../../text/time';
import { message } from '../desk';

export function Raised({ callId, items }: { callId: string; /** Grows when more is said. */ items: readonly string[] }) {
  const t = useText(tellText);
  const inbox = useText(inboxText);
  const urgent = useText(urgentText);
  const relations = useText(relationText);
  const { language } = useLanguage();
  const now = useNow();
  const load = useLoad(() => message.raised({ callId }), [callId, items.join()]);
  return (
    <section className="call-talk" aria-label={t.raised}>
      <h2 className="call-book-title">{t.raised}</h2>
      <Await load={load} rows={2}>
        {({ messages }) => (
          <ul className="call-talk-lines">
            {messages.map(({ n, kind, name, relation, text, images, hidden, level, at }) => (
              <li key={n} className="call-talk-theirs">
                <div className="s-muted">{name}{relation !== null && relation !== 'self' && ` · ${relations[relation]}`} · {whenWords(at, now, language)}</div>
                <div className="call-talk-words">
                  {hidden ? t.raisedHidden : kind === 'help' ? inbox.help : text}
                  {images.map(({ imageId, url }, at) => <a key={imageId} className="call-talk-picture" href={url} target="_blank" rel="noopener noreferrer">{t.raisedPicture(at + 1)}</a>)}
                </div>
                {level !== '' && <div className="call-talk-danger"><b>{urgent[level]}</b></div>}
              </li>
            ))}
          </ul>
        )}
      </Await>
    </section>
  );
}
