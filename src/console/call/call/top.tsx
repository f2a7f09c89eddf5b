/** The state of the call in the bar: time on the line, saved or not, how long it is held. */
import { useNow } from '../../../cloud/use-now';
import { Saved, type Saving } from '../../../components/saved/saved';
import { Tag } from '../../../components/tag/tag';
import { screenText } from '../../../text/call-screen';
import { useText } from '../../../text/language';
import { stopwatch } from '../../../text/time';

export function Top({ since, saving, leaseUntil, offline }: { /** When the number was rung; 0 before. */ since: number; saving: Saving; leaseUntil: number; offline: boolean }) {
  const t = useText(screenText);
  const now = useNow(1000);
  return (
    <span className="call-top">
      {since > 0 && <span role="timer"><Tag tone="info">{t.talking(stopwatch(now - since))}</Tag></span>}
      <Saved state={saving} />
      {offline ? <Tag tone="warn">{t.offline}</Tag> : leaseUntil > 0 && <Tag tone="plain">{leaseUntil > now ? t.lease(stopwatch(leaseUntil - now)) : t.leaseOver}</Tag>}
    </span>
  );
}
