/** Flags that a person sets, each with its effect in words and a note. */
import { useState } from 'react';
import type { z } from '../../../../cloudfunctions/kit/contract';
import type { Mark } from '../../../../cloudfunctions/discharge/contract';
import { useStaff } from '../../../cloud/staff';
import { Button } from '../../../components/button/button';
import { NoteDialog } from '../../../components/note-dialog/note-dialog';
import { Panel } from '../../../components/panel/panel';
import { Tag } from '../../../components/tag/tag';
import { stayText } from '../../../text/discharge-stay';
import { useText } from '../../../text/language';
import { discharge, may, type Card } from '../desk';

type Marked = z.output<typeof Mark>;
const always: readonly Marked[] = ['unaware', 'noVoice', 'noContact', 'phoneInvalid', 'contactInvalid'];
const sensitive: readonly Marked[] = ['allowFamilySensitive', 'allowSmsSensitive'];

export function Marks({ card, onChanged }: { card: Card; onChanged(words: string): void }) {
  const t = useText(stayText);
  const { me } = useStaff();
  const [asking, setAsking] = useState<Marked>();
  const care = may.care(me?.role);
  const shown = [...always, ...(card.sensitive ? sensitive : [])].filter((mark) => care || card[mark]);
  if (shown.length === 0) return null;
  const set = async (note: string) => {
    if (!asking) return;
    await discharge.mark({ encounterId: card.encounterId, mark: asking, value: !card[asking], note });
    setAsking(undefined);
    onChanged(t.done);
  };
  return (
    <Panel title={t.flags}>
      <ul className="stay-marks">
        {shown.map((mark) => (
          <li key={mark}>
            <span className="s-grow">{t.marks[mark].name} {card[mark] && <Tag tone="warn">{t.flagOn}</Tag>}<br /><span className="s-muted">{t.marks[mark].why}</span></span>
            {care && <Button tone="soft" small wide={false} label={t.markTitle(t.marks[mark].name, !card[mark])} onPress={() => setAsking(mark)}>{card[mark] ? t.flagClear : t.flagSet}</Button>}
          </li>
        ))}
      </ul>
      <NoteDialog
        open={asking !== undefined} title={asking ? t.markTitle(t.marks[asking].name, !card[asking]) : ''} confirm={asking && card[asking] ? t.flagClear : t.flagSet} danger={asking === 'noContact' && !card.noContact} hint={t.markHint}
        onConfirm={set} onCancel={() => setAsking(undefined)}
      >
        {asking && t.marks[asking].why}
      </NoteDialog>
    </Panel>
  );
}
