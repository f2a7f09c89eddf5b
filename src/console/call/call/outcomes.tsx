/** How the call ended, each way with what it would do beside it. Digits choose, Enter confirms. */
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { CallApi } from '../../../../cloudfunctions/call/contract';
import type { Input } from '../../../cloud/cloud';
import { useNow } from '../../../cloud/use-now';
import { Button } from '../../../components/button/button';
import { Kbd } from '../../../components/kbd/kbd';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { consequenceText, matterConsequenceText, screenText, talkTagText } from '../../../text/call-screen';
import { outcomeText } from '../../../text/call-story';
import { partText } from '../../../text/call';
import { useLanguage, useText } from '../../../text/language';
import { dayOf, dayWords, whenWords } from '../../../text/time';
import type { Language } from '../../../text/wording';
import type { Card, Consequence, OutcomeKey } from '../desk';
import { optionKeys } from './answer-words';
import { CallBack } from './call-back';

export type TalkTag = NonNullable<Input<CallApi, 'outcome'>['tags']>[number];
const tagKeys: readonly TalkTag[] = ['emotional', 'professional', 'adverse_reaction', 'dispute', 'complaint', 'language', 'told_by_family'];
/** What cannot be taken back is asked for in red. */
const grave: readonly OutcomeKey[] = ['refused', 'deceased', 'wrong_number'];
const timed: readonly OutcomeKey[] = ['call_back', 'inconvenient', 'cut_off'];

export interface Ending { outcome: OutcomeKey; at?: number }

/** 明天上午再拨，还可拨 2 次 */
export function consequenceWords(consequence: Consequence, kind: Card['kind'], now: number, language: Language): string {
  const { at, part, key } = consequence;
  const day = at > 0 ? (dayOf(at) === dayOf(now) ? { zh: '今天', en: 'today' }[language] : dayWords(at, now, language)) : '';
  const when = at === 0 ? '' : key === 'ring_again' && part ? (language === 'zh' ? `${day}${partText.zh[part]}` : `${day} ${partText.en[part]}`) : whenWords(at, now, language);
  return matterConsequenceText[language][kind]?.[key] ?? consequenceText[language][key](when, consequence.left);
}

interface Props {
  card: Card;
  consequences: readonly Consequence[];
  /** Required questions without an answer; only a follow-up needs them. */
  missing: number;
  chosen: OutcomeKey | undefined;
  note: string;
  tags: readonly TalkTag[];
  busy: boolean;
  problem: string | undefined;
  /** Only some, and no promise beside them: the call was taken back. */
  late?: boolean;
  onChoose(outcome: OutcomeKey | undefined): void;
  onNote(note: string): void;
  onTags(tags: TalkTag[]): void;
  onEnd(ending: Ending): void;
  /** To the first question without an answer. */
  onMissing(): void;
}

/** F8: into the outcomes. */
export const focusOutcomes = (): void => document.querySelector<HTMLElement>('.call-outcome')?.focus();

export function Outcomes({ card, consequences, missing, chosen, note, tags, busy, problem, late = false, onChoose, onNote, onTags, onEnd, onMissing }: Props) {
  const t = useText(screenText);
  const names = useText(outcomeText);
  const tagNames = useText(talkTagText);
  const { language } = useLanguage();
  const now = useNow(30_000);
  const [at, setAt] = useState<number>();
  const form = useRef<HTMLDivElement>(null);
  const consequence = consequences.find(({ outcome }) => outcome === chosen);

  useEffect(() => {
    setAt(undefined);
    if (chosen === undefined) return;
    const target = form.current?.querySelector<HTMLElement>(timed.includes(chosen) && !late ? '[data-time]' : '.call-outcome-note[data-needed], .s-button');
    target?.focus();
    form.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen, late]);

  /** Why it cannot be chosen yet; a questionnaire that is complete on this screen is sent in by the same button. */
  const hindrance = ({ why, available, outcome }: Consequence): string => {
    if (late) return '';
    if (outcome === 'reached' && card.kind === 'followup') return missing > 0 ? t.missing(missing) : '';
    if (available || why === 'note_required' || why === '') return '';
    return why === 'dial_first' ? t.dialFirst : why === 'questionnaire_incomplete' ? t.missing(missing) : t.leadOnly;
  };
  const needsNote = (outcome: OutcomeKey) => outcome === 'handled' || (outcome === 'reached' && card.kind !== 'followup');
  const ready = consequence !== undefined && hindrance(consequence) === '' && (consequence.outcome !== 'call_back' || at !== undefined || late) && (!needsNote(consequence.outcome) || note.trim() !== '');

  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target instanceof HTMLTextAreaElement) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const picked = consequences[optionKeys.indexOf(event.key as (typeof optionKeys)[number])];
    if (event.key === 'Escape' && chosen !== undefined) {
      onChoose(undefined);
      focusOutcomes();
    } else if (step !== 0 && event.target instanceof HTMLElement && event.target.classList.contains('call-outcome')) {
      const all = Array.from(document.querySelectorAll<HTMLElement>('.call-outcome'));
      all[all.indexOf(event.target) + step]?.focus();
    } else if (picked && optionKeys.includes(event.key as (typeof optionKeys)[number])) onChoose(picked.outcome);
    else return;
    event.preventDefault();
  };
  const end = () => {
    if (consequence && ready && !busy) onEnd({ outcome: consequence.outcome, ...(at !== undefined && { at }) });
  };
  return (
    <div onKeyDown={onKey} className="call-outcomes">
      <Panel title={late ? t.lateNote : t.outcomes} aside={!late && <Kbd>F8</Kbd>}>
        {late && <div className="s-muted">{t.lateNoteHelp}</div>}
        <div role="radiogroup" aria-label={t.outcomes}>
          {consequences.map((one, n) => {
            const why = hindrance(one);
            const on = one.outcome === chosen;
            return (
              <div key={one.outcome} className={`call-outcome-box${on ? ' call-outcome-on' : ''}${one.outcome === 'deceased' ? ' call-outcome-grave' : ''}`}>
                <button type="button" role="radio" aria-checked={on} aria-disabled={why !== ''} className="call-outcome" onClick={() => onChoose(on ? undefined : one.outcome)}>
                  <span className="call-option-key" aria-hidden="true">{optionKeys[n]}</span>
                  <span className="call-outcome-name">{names[one.outcome]}</span>
                  <span className={why === '' ? 's-muted' : 'call-outcome-why'}>{why === '' ? (late ? '' : consequenceWords(on && at !== undefined && one.key !== 'ring_at' ? { ...one, key: 'ring_at', at } : on && at !== undefined ? { ...one, at } : one, card.kind, now, language)) : why}</span>
                </button>
                {on && (
                  <div ref={form} className="call-outcome-form">
                    {timed.includes(one.outcome) && !late && <CallBack kind={card.kind} optional={one.outcome !== 'call_back'} value={at} onChange={setAt} onDone={() => setTimeout(() => form.current?.querySelector<HTMLElement>('.call-outcome-confirm .s-button')?.focus(), 0)} />}
                    <label className="call-outcome-label">{t.note}{needsNote(one.outcome) && <span className="call-outcome-why"> {t.noteNeeded}</span>}
                      <textarea className="call-text call-outcome-note" data-needed={needsNote(one.outcome) || undefined} rows={2} maxLength={500} value={note} placeholder={t.noteHint} onChange={(event) => onNote(event.target.value)} />
                    </label>
                    <details className="call-outcome-tags" open={tags.length > 0}>
                      <summary>{t.tags}</summary>
                      <div className="call-options">
                        {tagKeys.map((key) => <button key={key} type="button" className={`call-option${tags.includes(key) ? ' call-option-on' : ''}`} aria-pressed={tags.includes(key)} onClick={() => onTags(tags.includes(key) ? tags.filter((tag) => tag !== key) : [...tags, key])}>{tagNames[key]}</button>)}
                      </div>
                    </details>
                    {problem !== undefined && <Notice tone="warn">{problem}</Notice>}
                    <div className="call-outcome-confirm">
                      {one.outcome === 'reached' && card.kind === 'followup' && !late && missing > 0 ? <Button tone="soft" onPress={onMissing}>{t.toMissing}<Kbd>Enter</Kbd></Button> : (
                      <Button tone={grave.includes(one.outcome) ? 'danger' : 'primary'} disabled={!ready} busy={busy} onPress={end}>{one.outcome === 'reached' && card.kind === 'followup' && !late ? t.confirmReached : t.confirm(names[one.outcome])}<Kbd>Enter</Kbd></Button>
                      )}
                    </div>
                  </div>
                )}
              </div>
            );
          })}
        </div>
      </Panel>
    </div>
  );
}
