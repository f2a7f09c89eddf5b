/** Closing after silence; what is still missing stands beside the button. */
import { useState } from 'react';
import { useNow } from '../../../cloud/use-now';
import { Button } from '../../../components/button/button';
import { Confirm } from '../../../components/confirm/confirm';
import { Panel } from '../../../components/panel/panel';
import { detailText } from '../../../text/complaint-console';
import { useLanguage, useText } from '../../../text/language';
import { dayWords, startOf } from '../../../text/time';
import { endOf } from '../../../../cloudfunctions/complaint/rules/clock';
import { complaint, isOver } from '../desk';
import type { Part } from './index';

export function Close({ detail, act, busy }: Part) {
  const t = useText(detailText);
  const { language } = useLanguage();
  const now = useNow();
  const [asking, setAsking] = useState(false);
  if (isOver(detail.state) || !(detail.may.close || detail.may.dispatch)) return null;
  const answer = detail.state === 'answered' ? detail.answers.at(-1) : undefined;
  const missing = !answer ? t.closeUnanswered
    : answer.proof === '' ? t.closeProof
      : answer.toldAt === 0 ? t.closeUntold
        : now < endOf({ day: answer.silentAfter }) ? t.closeWaits(dayWords(startOf(answer.silentAfter), now, language)) : undefined;
  return (
    <Panel>
      <div className="detail-buttons detail-buttons-bare">
        <Button tone="soft" wide={false} busy={busy} disabled={missing !== undefined} onPress={() => setAsking(true)}>{t.closeDo}</Button>
        {missing !== undefined && <span className="s-muted" role="status">{t.closeMissing(missing)}</span>}
      </div>
      <Confirm open={asking} title={t.closeTitle} confirm={t.closeDo} busy={busy} onConfirm={() => { setAsking(false); void act(t.closed, () => complaint.close({ number: detail.number })); }} onCancel={() => setAsking(false)}>{t.closeWords}</Confirm>
    </Panel>
  );
}
