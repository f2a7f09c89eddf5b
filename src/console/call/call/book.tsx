/** The return visit inside the call: open at its step of the script, at once where the call is about a visit, and wherever the nurse wants it (F6). */
import { useEffect, useRef, useState } from 'react';
import { useText } from '../../../text/language';
import { bookerText } from '../../../text/visit-booker';
import { VisitBooker } from '../../../components/visit-booker/visit-booker';

interface Props { patientId: string; /** It is to be seen now. */ open: boolean; /** The call is in the reader's hand. */ holding: boolean; /** Where the keyboard goes on, in words. */ leave: string; onLeave(): void; onChanged(): void }

export function Book({ patientId, open, holding, leave, onLeave, onChanged }: Props) {
  const t = useText(bookerText);
  const [held, setHeld] = useState(false);
  const opened = useRef(false);
  useEffect(() => { if (open) opened.current = true; }, [open]);
  if (patientId === '' || !(open || opened.current)) return null;
  // Going on to another question does not lose what was begun here: a place that is held stays in sight.
  return (
    <section className="call-book" aria-label={t.title} hidden={!open && !held}>
      <h2 className="call-book-title">{t.title}</h2>
      <VisitBooker patientId={patientId} edits={holding} leave={{ words: leave, go: onLeave }} onHold={setHeld} onChanged={onChanged} />
    </section>
  );
}
