/** The call is not in this nurse's hands: not yet, not any more, or it was taken back under her fingers. */
import { useEffect, useRef } from 'react';
import { Button } from '../../../components/button/button';
import { Kbd } from '../../../components/kbd/kbd';
import { Panel } from '../../../components/panel/panel';
import { screenText, withdrawnText } from '../../../text/call-screen';
import { useText } from '../../../text/language';
import type { Card } from '../desk';
import { Onwards } from './result';
import type { Phase } from './use-claim';

interface Props { phase: Phase; reason: string; card: Card; said: string | undefined; busy: string; canTake: boolean; mayNext: boolean; onTake(): void; onNext(): void }

export function Over({ phase, reason, card, said, busy, canTake, mayNext, onTake, onNext }: Props) {
  const t = useText(screenText);
  const why: Readonly<Record<string, string>> = useText(withdrawnText);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => { if (phase === 'withdrawn' || phase === 'lost') box.current?.focus(); }, [phase]);
  const taken = phase === 'withdrawn';
  const title = taken ? (why[reason] ?? why['other']) : phase === 'lost' ? t.lostTitle : phase === 'done' || card.state === 'done' ? t.doneTitle : card.state === 'withdrawn' ? why['other'] : card.claimedBy && !card.mine ? t.heldBy(card.claimedBy) : t.notHeld;
  const words = taken ? t.keptTyped : phase === 'lost' ? (reason === 'claimed' ? t.lostClaimed : t.lostFree) : phase === 'done' ? t.doneWords : '';
  return (
    <div ref={box} tabIndex={-1} className={`call-over${taken ? ' call-over-taken' : ''}`} role={taken || phase === 'lost' ? 'alert' : 'status'}>
      <Panel>
        <h2 className="call-result-title">{title}</h2>
        {words !== '' && <div>{words}</div>}
        <Onwards said={said} busy={busy === 'next'} mayNext={mayNext && phase !== 'free'} onNext={onNext}>
          {(canTake || phase === 'lost') && <Button wide={false} tone={phase === 'lost' ? 'soft' : 'primary'} busy={busy === 'take'} onPress={onTake}>{phase === 'lost' ? t.takeAgain : t.take}{phase === 'free' && <Kbd>Enter</Kbd>}</Button>}
        </Onwards>
      </Panel>
    </div>
  );
}
