/** How near a dispute it is: by its words at first, by hand with a reason afterwards. */
import { useState } from 'react';
import type { DisputeLevel } from '../../../../cloudfunctions/complaint/contract';
import { Button } from '../../../components/button/button';
import { Choices } from '../../../components/choices/choices';
import { NoteDialog } from '../../../components/note-dialog/note-dialog';
import { Panel } from '../../../components/panel/panel';
import { Tag } from '../../../components/tag/tag';
import { detailText, deskText } from '../../../text/complaint-console';
import { useText } from '../../../text/language';
import { complaint } from '../desk';
import type { Part } from './index';

const levels: readonly DisputeLevel[] = ['D1', 'D2', 'D3', ''];

export function Warning({ detail, act }: Part) {
  const t = useText(detailText);
  const d = useText(deskText);
  const [level, setLevel] = useState<DisputeLevel>();
  const save = async (note: string) => {
    const chosen = level ?? detail.warning;
    await act(t.done, () => complaint.raiseWarning({ number: detail.number, level: chosen, note }));
    setLevel(undefined);
  };
  return (
    <Panel title={t.warning} aside={detail.may.warn && <Button tone="soft" small wide={false} onPress={() => setLevel(detail.warning)}>{t.warningChange}</Button>}>
      <Tag tone={detail.warning === 'D1' ? 'danger' : detail.warning === 'D2' ? 'warn' : 'plain'}>{d.dispute[detail.warning]}</Tag>
      <NoteDialog open={level !== undefined} title={t.warningTitle} confirm={t.warningDo} label={t.warningWhy} hint={t.warningHint} onConfirm={save} onCancel={() => setLevel(undefined)}>
        <Choices label={t.warning} layout="chips" options={levels.map((one) => ({ value: one || 'none', label: d.dispute[one] }))} value={[level || 'none']} onChange={([one]) => setLevel(levels.find((known) => known === one) ?? '')} />
      </NoteDialog>
    </Panel>
  );
}
