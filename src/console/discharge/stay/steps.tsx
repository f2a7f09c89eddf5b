/** The steps of the follow-up: each is answered, reached, waiting with a date, or closed with a reason. */
import type { api as followupApi } from '../../../../cloudfunctions/followup/contract';
import { cloud } from '../../../cloud/cloud';
import { CloudError } from '../../../cloud/error';
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { useStaff } from '../../../cloud/staff';
import { addressOf } from '../../../components/console-frame/go';
import { Panel } from '../../../components/panel/panel';
import { Await } from '../../../components/state/state';
import { Tag } from '../../../components/tag/tag';
import { stayText } from '../../../text/discharge-stay';
import { planText, stepTone, stepWords } from '../../../text/followup';
import { useLanguage, useText } from '../../../text/language';
import { whenWords } from '../../../text/time';
import { may } from '../desk';

const followup = cloud<typeof followupApi>('followup', { reads: ['steps'] });

export function Steps({ encounterId, version }: { encounterId: string; version: number }) {
  const t = useText(stayText);
  const plans = useText(planText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const now = useNow();
  // A stay without steps answers like an unknown one.
  const load = useLoad(async () => (await followup.steps({ encounterId }).catch((error: unknown) => {
    if (error instanceof CloudError && error.code === 'FORBIDDEN') return { rows: [] };
    throw error;
  })).rows, [encounterId, version]);
  return (
    <Panel title={t.steps}>
      <Await load={load} rows={2} empty={{ when: (rows) => rows.length === 0, show: <div className="s-muted">{t.noSteps}</div> }}>
        {(rows) => (
          <ol className="stay-steps">
            {rows.map((step) => (
              <li key={step.stepId}>
                <span className="stay-step-name"><b>{step.title[language]}</b><br /><span className="s-muted">{plans[step.plan]} · {step.escalates ? t.escalates : t.messageOnly}</span></span>
                <span className="stay-step-state"><Tag tone={stepTone(step.state)}>{stepWords(step.state, step.reason, language)}</Tag></span>
                <span className="stay-step-when s-muted">
                  {step.answeredAt > 0 ? t.answeredAt(whenWords(step.answeredAt, now, language)) : step.state === 'planned' ? t.invitedAt(whenWords(step.inviteAt, now, language)) : step.state === 'invited' ? t.upTo(whenWords(step.deadlineAt, now, language)) : ''}
                  {step.state === 'queued' && step.callId !== '' && may.ring(me?.role) && <a href={addressOf('call/worklist/index', { call: step.callId })}>{t.callLink}</a>}
                </span>
              </li>
            ))}
          </ol>
        )}
      </Await>
    </Panel>
  );
}
