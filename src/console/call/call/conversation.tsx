/** What a call about a conversation is about: its last words, to be read before ringing and, where an answer did not arrive, read out as they stand. */
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { addressOf } from '../../../components/console-frame/go';
import { Await } from '../../../components/state/state';
import { screenText } from '../../../text/call-screen';
import { useLanguage, useText } from '../../../text/language';
import { inboxText, urgentText } from '../../../text/message-console';
import { relationText } from '../../../text/relation';
import { whenWords } from '../../../text/time';
import { inboxPage, message, type Line } from '../desk';

/** The last lines that say something; the rest stands in the conversation. */
const shown = 6;
const says = ({ kind, hidden }: Line): boolean => kind !== 'system' && !hidden;

export function Conversation({ threadId }: { threadId: string }) {
  const t = useText(screenText);
  const inbox = useText(inboxText);
  const urgent = useText(urgentText);
  const relations = useText(relationText);
  const { language } = useLanguage();
  const now = useNow();
  const load = useLoad(() => message.thread({ threadId }), [threadId]);
  return (
    <section className="call-talk" aria-label={t.conversation}>
      <div className="call-talk-head">
        <h2 className="call-book-title">{t.conversation}</h2>
        <a href={addressOf(inboxPage, { thread: threadId })} target="_blank" rel="noopener noreferrer">{t.conversationOpen}</a>
      </div>
      <Await load={load} rows={3}>
        {({ messages }) => (
          <ul className="call-talk-lines">
            {messages.filter(says).slice(-shown).map(({ n, from, kind, name, relation, text, images, level, phrases, at }) => (
              <li key={n} className={from === 'patient' || from === 'family' ? 'call-talk-theirs' : ''}>
                <div className="s-muted">{kind === 'note' ? inbox.noteOf(name) : kind === 'handed' ? inbox.question(name) : kind === 'answer' ? inbox.wardAnswer(name) : `${name}${relation !== null && relation !== 'self' ? ` · ${relations[relation]}` : ''}`} · {whenWords(at, now, language)}</div>
                <div className="call-talk-words">{kind === 'help' ? inbox.help : text}{images.length > 0 && <span className="s-muted"> {t.conversationPictures(images.length)}</span>}</div>
                {level !== '' && <div className="call-talk-danger"><b>{urgent[level]}</b>{phrases.length > 0 && ` · ${inbox.phrases(phrases.join('、'))}`}</div>}
              </li>
            ))}
          </ul>
        )}
      </Await>
    </section>
  );
}
