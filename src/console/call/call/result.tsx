/** After the outcome: what was noted, what follows, five minutes to take it back, the next one. */
import { useEffect, useRef } from 'react';
import { useNow } from '../../../cloud/use-now';
import { Button } from '../../../components/button/button';
import { addressOf } from '../../../components/console-frame/go';
import { Kbd } from '../../../components/kbd/kbd';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { screenText } from '../../../text/call-screen';
import { outcomeText } from '../../../text/call-story';
import { useLanguage, useText } from '../../../text/language';
import { stopwatch } from '../../../text/time';
import type { Output } from '../../../cloud/cloud';
import type { CallApi } from '../../../../cloudfunctions/call/contract';
import { worklistPage, type Card } from '../desk';
import { consequenceWords } from './outcomes';

export type Noted = Output<CallApi, 'outcome'>;

interface OnwardsProps { said: string | undefined; busy: boolean; mayNext: boolean; onNext(): void; children?: React.ReactNode }

/** The way on from a call that is over, whatever ended it. */
export function Onwards({ said, busy, mayNext, onNext, children }: OnwardsProps) {
  const t = useText(screenText);
  return (
    <>
      {said !== undefined && <Notice tone="info">{said}</Notice>}
      <div className="call-onwards">
        {mayNext && <Button wide={false} busy={busy} onPress={onNext}>{t.next}<Kbd>N</Kbd></Button>}
        {children}
        <a className="call-onwards-list" href={addressOf(worklistPage)}>{t.toList}</a>
      </div>
    </>
  );
}

export function Result({ noted, kind, undoing, onUndo, ...onwards }: { noted: Noted; kind: Card['kind']; undoing: boolean; onUndo(): void } & Omit<OnwardsProps, 'children'>) {
  const t = useText(screenText);
  const names = useText(outcomeText);
  const { language } = useLanguage();
  const now = useNow(1000);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  const left = noted.undoUntil - now;
  return (
    <div className="call-ended"><Panel>
      <div ref={box} tabIndex={-1} role="status" className="call-result">
        <h2 className="call-result-title">✓ {t.savedOutcome(names[noted.consequence.outcome])}</h2>
        <div>{noted.withdrawnReason && noted.state === 'withdrawn' && noted.consequence.outcome !== 'deceased' ? t.writtenAnyway : consequenceWords(noted.consequence, kind, now, language)}</div>
      </div>
      <Onwards {...onwards}>
        {left > 0 && <Button tone="soft" wide={false} busy={undoing} onPress={onUndo}>{t.undo}<Kbd>U</Kbd></Button>}
      </Onwards>
      {left > 0 && <div className="s-muted" aria-live="off">{t.undoLeft(stopwatch(left))}</div>}
    </Panel></div>
  );
}
