/** Standard answers beside a thread: those that fit the last words, or a search. Only reviewed ones within their time can be inserted; of the others the reason is told. */
import { useState } from 'react';
import { useNow } from '../../../cloud/use-now';
import { useLoad } from '../../../cloud/use-load';
import { Button } from '../../../components/button/button';
import { Panel } from '../../../components/panel/panel';
import { Await, Empty } from '../../../components/state/state';
import { Tag } from '../../../components/tag/tag';
import { useLanguage, useText } from '../../../text/language';
import { answersText } from '../../../text/message-console';
import { dayWords } from '../../../text/time';
import { message, type Answer } from '../desk';

interface Props { threadId: string; /** Changes when they wrote again. */ lastN: number; insertable: boolean; onInsert(answer: Answer): void; onClose(): void }

export function Suggestions({ threadId, lastN, insertable, onInsert, onClose }: Props) {
  const t = useText(answersText);
  const { language } = useLanguage();
  const now = useNow();
  const [written, setWritten] = useState('');
  const [text, setText] = useState('');
  const load = useLoad(async () => (await message.answers(text === '' ? { threadId } : { threadId, text })).answers, [threadId, text, text === '' ? lastN : 0]);
  const why = (answer: Answer) => ({ '': '', draft: t.unreviewed, expired: t.expiredWords, retired: t.retiredWords })[answer.unusable];
  return (
    <div className="inbox-answers">
      <Panel title={t.title} aside={<Button tone="plain" small wide={false} onPress={onClose}>{t.close}</Button>}>
        <form className="inbox-search" role="search" onSubmit={(event) => { event.preventDefault(); setText(written.trim()); }}>
          <input className="s-filter-input" type="search" data-search="" aria-label={t.search} placeholder={t.search} value={written} onChange={(event) => { setWritten(event.target.value); if (event.target.value === '') setText(''); }} onKeyDown={(event) => { if (event.key === 'Escape') event.currentTarget.blur(); }} />
          <Button small wide={false} tone="soft" onPress={() => setText(written.trim())}>{t.searchGo}</Button>
        </form>
        {text === '' && <div className="s-muted">{t.suggested}</div>}
        <Await load={load} rows={5} empty={{ when: (answers) => answers.length === 0, show: <Empty words={t.noFit} /> }}>
          {(answers) => (
            <ul className="inbox-answer-list">
              {answers.map((answer) => (
                <li key={answer.answerId} className="inbox-answer">
                  <b>{answer.question}</b>
                  <div className="inbox-answer-words">{answer.insert}</div>
                  <div className="inbox-answer-tags">
                    {answer.fit === 'stay' && <Tag tone="action">{t.fits}</Tag>}{answer.fit === 'other' && <Tag tone="warn">{t.others}</Tag>}
                    <Tag tone={answer.direct ? 'action' : 'plain'}>{answer.direct ? t.sure : t.needsWard}</Tag>
                    <span className="s-muted">{t.version(answer.version)}{answer.reviewedAt > 0 && ` · ${t.reviewed(answer.reviewedBy, answer.reviewerTitle, dayWords(answer.reviewedAt, now, language))} · ${t.expires(dayWords(answer.expiresAt, now, language))}`}</span>
                  </div>
                  {answer.escalateWhen !== '' && <div className="s-muted">{t.escalateWhen}：{answer.escalateWhen}{answer.route !== '' && `（${answer.route}）`}</div>}
                  {answer.unusable === '' ? insertable && <Button small wide={false} tone="soft" label={t.insertOf(answer.question)} onPress={() => onInsert(answer)}>{t.insert}</Button> : <div className="inbox-changed">{why(answer)}</div>}
                </li>
              ))}
            </ul>
          )}
        </Await>
      </Panel>
    </div>
  );
}
