/** The middle pane: the alarm, the words of the moment, the questions. */
import { Fragment, type ReactNode } from 'react';
import { Kbd } from '../../../components/kbd/kbd';
import { Panel } from '../../../components/panel/panel';
import { Await, Empty } from '../../../components/state/state';
import { screenText } from '../../../text/call-screen';
import { useLanguage, useText } from '../../../text/language';
import { serverNow } from '../../../cloud/cloud';
import { refusalWords, type Card } from '../desk';
import { Alarm } from './alarm';
import { Question } from './question';
import { Say } from './say';
import { consentId, stepOf } from './steps';
import type { Asking } from './use-asking';
import { answeredOf, type SheetState } from './use-sheet';

interface Props { card: Card; /** What the call is about, where that is no questionnaire. */ matter?: ReactNode; /** The return visit, where it is to be seen. */ book?: ReactNode; /** A step whose words are said now, whichever question is current. */ saying?: string; sheet: SheetState; asking: Asking; special: string; /** Nothing can be answered now. */ still: boolean; onOutcome?: () => void; onBack(): void }

export function Ask({ card, matter, book, saying, sheet, asking, special, still, onOutcome, onBack }: Props) {
  const t = useText(screenText);
  const { language } = useLanguage();
  const read = sheet.sheet;
  const ofStep = asking.items.filter((item) => stepOf(item, card.script.steps) === asking.step);
  const here = ofStep.find((item) => item.linkId === asking.current?.linkId);
  // Under its own questions: nothing that is being answered moves when it opens.
  const bookAfter = read && asking.items.filter((item) => stepOf(item, card.script.steps) === 'revisit').at(-1)?.linkId;
  const asked = asking.items.filter((item) => item.linkId !== consentId);
  return (
    <Panel>
      <div className="call-now">
        <Alarm safety={sheet.safety} hints={sheet.hints} flags={read?.flags ?? []} items={read?.questionnaire.item ?? []} onRead={sheet.dismissSafety} />
        <Say card={card} step={saying ?? asking.step} item={saying === undefined ? here : undefined} first={here !== undefined && here === ofStep[0]} special={special} onOutcome={onOutcome} onBack={onBack} />
      </div>
      {matter}
      {bookAfter === undefined && book}
      {read ? (
        <section aria-label={t.questions}>
          <div className="call-ask-head s-muted">
            <span className="s-grow">{read.questionnaire.title[language]} · {read.state === 'submitted' ? t.sheetDone : t.progress(answeredOf(asked, sheet.values), asked.length)}</span>
            {!still && <span className="call-ask-keys" aria-hidden="true"><Kbd>1–9</Kbd> {t.keysAsk}<Kbd>↑↓</Kbd> {t.keysMove}<Kbd>-</Kbd> {t.keysPass}<Kbd>F8</Kbd> {t.keysEnd}</span>}
          </div>
          {asking.items.map((item) => (
            <Fragment key={item.linkId}>
              <Question
                item={item} value={asking.values[item.linkId]} known={read.answers.find(({ linkId }) => linkId === item.linkId)} locked={read.locked.includes(item.linkId)} disabled={still}
                current={!still && item.linkId === asking.current?.linkId} problem={sheet.problems[item.linkId]} staff={read.staff}
                onAnswer={(chosen) => asking.give(item, chosen)} onCurrent={() => { if (item.linkId !== asking.current?.linkId) asking.setCurrent(item.linkId); }} onMove={asking.move}
              />
              {item.linkId === bookAfter && book}
            </Fragment>
          ))}
        </section>
      ) : sheet.load.loading || sheet.load.error ? (
        <Await load={sheet.load} rows={6} failed={(error) => (error.reason === 'not_held' ? <Empty words={refusalWords(error, serverNow(), language)} /> : null)}>{() => <Empty words={t.sheetNone} />}</Await>
      ) : <Empty words={card.mine ? t.sheetNone : card.claimedBy !== '' ? t.sheetHeld : card.state === 'waiting' ? t.notHeld : t.sheetOver} />}
    </Panel>
  );
}
