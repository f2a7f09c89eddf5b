/** What stands of a person beside a call: the stay in one line, the numbers, what happened. */
import { useNow } from '../../cloud/use-now';
import { Tag } from '../../components/tag/tag';
import { cardText, numberWhyText, wayText } from '../../text/call';
import { outcomeText, storyWords } from '../../text/call-story';
import { useLanguage, useText } from '../../text/language';
import { phoneWords } from '../../text/phone';
import { relationText } from '../../text/relation';
import { clockWords, dayOf, dayWords, startOf, whenWords } from '../../text/time';
import type { Language } from '../../text/wording';
import type { Card } from './desk';
import './person.scss';

/** 骨科1病区 · 11月18日出院 · 股骨颈骨折术后 · 医嘱离院 */
export function stayWords(card: Card, now: number, language: Language): string {
  const discharged = card.dischargeDay === '' ? '' : cardText[language].discharged(dayWords(startOf(card.dischargeDay), now, language));
  const ward = card.ward && !card.ward.includes(card.departmentName) ? `${card.departmentName} ${card.ward}` : card.ward || card.departmentName;
  return [ward, discharged, card.dx, card.operation, wayText[language][card.way] ?? ''].filter((word) => word !== '').join(' · ');
}

/** Whose number: 本人, 子女 王*梅. */
export function numberOwner(number: Card['numbers'][number], language: Language): string {
  if (number.to === 'patient') return cardText[language].self;
  return `${relationText[language][number.relation]} ${number.name}`.trim();
}

/** The masked numbers with what became of them. */
export function Numbers({ card }: { card: Card }) {
  const t = useText(cardText);
  const why = useText(numberWhyText);
  const outcomes = useText(outcomeText);
  const { language } = useLanguage();
  const now = useNow();
  if (card.numbers.length === 0) return <div className="call-numbers s-muted">{t.noNumbers}</div>;
  return (
    <ul className="call-numbers">
      {card.numbers.map((number) => {
        const last = card.attempts.filter((attempt) => attempt.to === number.to && attempt.outcome !== '').at(-1);
        return (
          <li key={number.to} className={number.usable ? undefined : 's-muted'}>
            {numberOwner(number, language)} {phoneWords(number.masked)}{' '}
            {number.why !== '' && <span className="s-muted">{why[number.why]}</span>}
            {last && last.outcome !== '' && <span className="s-muted">{whenWords(last.at, now, language)} {outcomes[last.outcome]}</span>}
            {number.to === 'contact' && number.usable && <> <Tag tone={number.mayHear ? 'action' : 'plain'}>{number.mayHear ? t.mayHear : t.mayNotHear}</Tag></>}
          </li>
        );
      })}
    </ul>
  );
}

/** What went out and came back, oldest first. */
export function Story({ card, most = 8 }: { card: Card; most?: number }) {
  const t = useText(cardText);
  const { language } = useLanguage();
  const now = useNow();
  const lines = card.timeline.flatMap(({ at, what, by, channel }) => {
    const words = storyWords(what, channel, language);
    return words ? [{ at, words: by ? `${words}（${by}）` : words }] : [];
  });
  // A reminder of every hour is one line with its number, from the first to the last, or it hides everything else.
  const told: { since: number; at: number; words: string; times: number }[] = [];
  for (const line of lines) {
    const last = told.at(-1);
    if (last?.words === line.words) Object.assign(last, { at: line.at, times: last.times + 1 });
    else told.push({ ...line, since: line.at, times: 1 });
  }
  const when = (at: number) => (dayOf(at) === dayOf(now) ? clockWords(at, language) : whenWords(at, now, language));
  return (
    <div className="call-story">
      <b>{t.story}</b>
      {lines.length === 0 && <div className="s-muted">{t.storyEmpty}</div>}
      <ol>{told.slice(-most).map(({ since, at, words, times }, n) => <li key={`${at}-${n}`} className="s-muted">{since < at && `${when(since)} – `}{when(at)} {words}{times > 1 && ` × ${times}`}</li>)}</ol>
    </div>
  );
}
