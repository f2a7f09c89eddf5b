/** The visits that a patient has: what stands, what became of the earlier ones, and the ways to change them. */
import { useNow } from '../../cloud/use-now';
import { useLanguage, useText } from '../../text/language';
import { bookerText, cancelText, visitStateText } from '../../text/visit-booker';
import { whenWords } from '../../text/time';
import type { Language } from '../../text/wording';
import { Button } from '../button/button';
import { Tag, type Tone } from '../tag/tag';
import type { Visit } from './use-booker';
import { visitWhen, whereWords } from './words';

/** The tone of a state, the same wherever staff see it. */
export const stateTone = (state: Visit['state']): Tone => ({ booked: 'action', arrived: 'info', fulfilled: 'plain', noshow: 'warn', cancelled: 'plain', expired: 'plain', pending: 'info' } as const)[state];

function proposalWords(visit: Visit, now: number, language: Language): string {
  const t = bookerText[language];
  const { proposal } = visit;
  if (!proposal || visit.state !== 'booked') return '';
  if (proposal.state === 'offered') return t.offered(whenWords(proposal.start, now, language));
  if (proposal.state === 'silent') return t.silentOffer(whenWords(proposal.start, now, language));
  return proposal.state === 'none' ? t.noOffer : '';
}

interface Props { upcoming: readonly Visit[]; past: readonly Visit[]; edits: boolean; busy: string; onChange?(visit: Visit): void; onCancel?(visit: Visit): void; onAccept?(visit: Visit): void }

export function Existing({ upcoming, past, edits, busy, onChange, onCancel, onAccept }: Props) {
  const t = useText(bookerText);
  const states = useText(visitStateText);
  const reasons = useText(cancelText);
  const { language } = useLanguage();
  const now = useNow();
  return (
    <>
      {upcoming.length > 0 && (
        <ul className="booker-visits" aria-label={t.existing}>
          {upcoming.map((visit) => {
            const asked = proposalWords(visit, now, language);
            const keeps = visit.proposal?.state === 'offered' || visit.proposal?.state === 'silent';
            return (
              <li key={visit.appointmentId}>
                <div className="booker-visit-head"><b>{visitWhen(visit, now, language)}</b><Tag tone={stateTone(visit.state)}>{states[visit.state]}</Tag>{visit.window && <Tag tone={visit.inWindow ? 'plain' : 'warn'}>{visit.inWindow ? t.inWindow : t.outWindow}</Tag>}</div>
                <div>{whereWords(visit, language)}</div>
                {visit.preparation !== '' && <div className="s-muted">{t.prepare(visit.preparation)}</div>}
                {asked !== '' && <div className="booker-asked">{asked}</div>}
                <div className="booker-line">
                  <span className="s-grow s-muted">{t.bookedBy[visit.byKind]}</span>
                  {edits && visit.state === 'booked' && (
                    <>
                      {asked !== '' && keeps && <Button small wide={false} busy={busy === 'accept'} onPress={() => onAccept?.(visit)}>{t.acceptOffer}</Button>}
                      <Button tone="soft" small wide={false} disabled={busy !== ''} onPress={() => onChange?.(visit)}>{t.changeTime}</Button>
                      <Button tone="soft" small wide={false} disabled={busy !== ''} onPress={() => onCancel?.(visit)}>{t.cancel}</Button>
                    </>
                  )}
                </div>
              </li>
            );
          })}
        </ul>
      )}
      {past.length > 0 && (
        <details className="booker-past">
          <summary>{t.past(past.length)}</summary>
          <ul className="booker-visits">
            {past.map((visit) => (
              <li key={visit.appointmentId}>
                <div className="booker-visit-head"><span>{whenWords(visit.start, now, language)}</span><Tag tone={stateTone(visit.state)}>{states[visit.state]}</Tag></div>
                <div className="s-muted">{[whereWords(visit, language), visit.cancel ? reasons[visit.cancel.reason] : '', visit.cancel?.note ?? ''].filter((word) => word !== '').join(' · ')}</div>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
