/** What stands of a stay in a list: flags that matter before anybody acts, and where the follow-up is. */
import { Tag } from '../../components/tag/tag';
import { registerText } from '../../text/discharge';
import { stepTone, stepWords } from '../../text/followup';
import { useLanguage, useText } from '../../text/language';
import { dayWords } from '../../text/time';
import type { Row } from './desk';

/** Facts that change what one may do. */
export function Flags({ row }: { row: Row }) {
  const t = useText(registerText);
  return (
    <>
      {row.death !== 'no' && <Tag tone={row.death === 'told' ? 'danger' : 'plain'}>{row.death === 'told' ? t.deathTold : t.deathConfirmed}</Tag>}
      {row.state === 'cancelled' && <Tag tone="plain">{t.cancelled}</Tag>}
      {row.hold !== '' && row.decision === '' && row.state !== 'cancelled' && <Tag tone="warn">{t.waitingHold}</Tag>}
      {row.readmitted && <Tag tone="plain">{t.readmitted}</Tag>}
      {row.sensitive && <Tag tone="warn">{t.sensitive}</Tag>}
      {row.noPhone ? <Tag tone="warn">{t.noPhone}</Tag> : row.phoneInvalid && <Tag tone="warn">{t.phoneInvalid}</Tag>}
    </>
  );
}

/** The step that counts now: the first one still open, else the last one. */
export function StepNow({ row, now }: { row: Row; now: number }) {
  const t = useText(registerText);
  const { language } = useLanguage();
  const step = row.steps.find((one) => one.state !== 'closed' && one.state !== 'answered' && one.state !== 'reached') ?? row.steps.at(-1);
  if (!step) return <span className="s-muted">{t.unplanned}</span>;
  return (
    <>
      <Tag tone={stepTone(step.state)}>{stepWords(step.state, step.reason, language)}</Tag>
      {step.due > 0 && (step.state === 'planned' || step.state === 'invited') && <span className="s-muted"> {dayWords(step.due, now, language)}</span>}
    </>
  );
}
