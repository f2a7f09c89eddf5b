/** What stands of a stay in a list: flags that matter before anybody acts, and where the follow-up is. */
import { Tag } from '../../components/tag/tag';
import { heldText, registerText } from '../../text/discharge';
import { stepTone, stepWords } from '../../text/followup';
import { useLanguage, useText } from '../../text/language';
import { dayWords } from '../../text/time';
import type { Language } from '../../text/wording';
import type { Row } from './desk';

/** Facts that change what one may do; `but`: what a step beside them says already. */
export function Flags({ row, but }: { row: Row; but?: string }) {
  const t = useText(registerText);
  return (
    <>
      {row.death !== 'no' && !(but === 'deceased' && row.death === 'confirmed') && but !== 'death_unconfirmed' && <Tag tone={row.death === 'told' ? 'danger' : 'plain'}>{row.death === 'told' ? t.deathTold : t.deathConfirmed}</Tag>}
      {row.state === 'cancelled' && but !== 'cancelled' && <Tag tone="plain">{t.cancelled}</Tag>}
      {row.hold !== '' && row.decision === '' && row.state !== 'cancelled' && but !== 'awaiting_clearance' && <Tag tone="warn">{t.waitingHold}</Tag>}
      {row.readmitted && but !== 'readmitted' && <Tag tone="plain">{t.readmitted}</Tag>}
      {row.sensitive && <Tag tone="warn">{t.sensitive}</Tag>}
      {row.noPhone ? but !== 'no_contact' && <Tag tone="warn">{t.noPhone}</Tag> : row.phoneInvalid && <Tag tone="warn">{t.phoneInvalid}</Tag>}
    </>
  );
}

/** The step that counts now: the first one still open, else the last one. */
export const stepNow = (row: Row) => row.steps.find((one) => one.state !== 'closed' && one.state !== 'answered' && one.state !== 'reached') ?? row.steps.at(-1);

/** Where the follow-up is, and what else one must know. */
export const Standing = ({ row, now }: { row: Row; now: number }) => <><StepNow row={row} now={now} /><Flags row={row} but={stepNow(row)?.reason} /></>;

function StepNow({ row, now }: { row: Row; now: number }) {
  const t = useText(registerText);
  const { language } = useLanguage();
  const step = stepNow(row);
  if (!step) return <span className="s-muted">{t.unplanned}</span>;
  return (
    <>
      <Tag tone={stepTone(step.state)}>{stepWords(step.state, step.reason, language)}</Tag>
      {step.due > 0 && (step.state === 'planned' || step.state === 'invited') && <span className="s-muted"> {dayWords(step.due, now, language)}</span>}
    </>
  );
}

const minute = 60_000;
/** How long somebody has waited, in the largest whole unit: 40 分钟, 5 小时, 3 天. */
export function waitedWords(since: number, now: number, language: Language): string {
  const minutes = Math.max(0, Math.floor((now - since) / minute));
  const { waited } = heldText[language];
  if (minutes < 60) return waited(minutes, 'minutes');
  return minutes < 24 * 60 ? waited(Math.floor(minutes / 60), 'hours') : waited(Math.floor(minutes / (24 * 60)), 'days');
}
