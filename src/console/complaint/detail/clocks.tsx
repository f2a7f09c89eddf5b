/** The two clocks, and the one decision that lengthens the law's. */
import { useState } from 'react';
import { addWorkdays } from '../../../../cloudfunctions/kit/calendar';
import type { Office } from '../../../../cloudfunctions/complaint/contract';
import { extendedDays } from '../../../../cloudfunctions/complaint/rules/clock';
import { useNow } from '../../../cloud/use-now';
import { Button } from '../../../components/button/button';
import { Choices } from '../../../components/choices/choices';
import { TextArea } from '../../../components/field/field';
import { Panel } from '../../../components/panel/panel';
import { detailText } from '../../../text/complaint-console';
import { officeOptions, officesWords } from '../../../text/complaint-table';
import { useLanguage, useText } from '../../../text/language';
import { dayWords, startOf, whenWords } from '../../../text/time';
import { ClockTag } from '../clock';
import { complaint, isOver } from '../desk';
import type { Part } from './index';

export function Clocks(part: Part) {
  const { detail } = part;
  const t = useText(detailText);
  const { language } = useLanguage();
  const now = useNow();
  const running = !isOver(detail.state) && detail.state !== 'answered';
  const day = (on: string) => dayWords(startOf(on), now, language);
  if (detail.state === 'withdrawn') return null;
  return (
    <Panel title={t.clocks}>
      <div className="detail-clock"><span className="s-grow">{t.legal}<span className="s-muted"> {t.dayUntil(day(detail.legal.day))}</span></span><ClockTag clock={detail.legal} state={detail.legalState} running={running} now={now} /></div>
      <div className="detail-clock"><span className="s-grow">{t.internal}<span className="s-muted"> {t.dayUntil(day(detail.internal.day))}</span></span><ClockTag clock={detail.internal} state={detail.internalState} running={running} now={now} /></div>
      <div className="s-muted">{t.calendar(detail.legal.version)}</div>
      {detail.extension && <div className="detail-note">{t.extendedBy(detail.extension.by, whenWords(detail.extension.at, now, language))} · {officesWords(detail.extension.offices, language)}<br />{detail.extension.reason}</div>}
      {detail.may.extend && (detail.legalState === 'over' ? <div className="s-muted">{t.extendLate}</div> : <Extend {...part} />)}
    </Panel>
  );
}

function Extend({ detail, act, busy }: Part) {
  const t = useText(detailText);
  const { language } = useLanguage();
  const now = useNow();
  const [open, setOpen] = useState(false);
  const [offices, setOffices] = useState<Office[]>(detail.offices);
  const [reason, setReason] = useState('');
  const [problems, setProblems] = useState<{ offices?: string; reason?: string }>({});
  // Ten days instead of five, from the same receipt: as many working days more as are missing to ten.
  const until = addWorkdays(detail.legal.day, Math.max(1, extendedDays - detail.legal.days)).day;
  const options = officeOptions(language);
  const send = async () => {
    const wrong = { ...(offices.length < 2 && { offices: t.extendTwo }), ...(Array.from(reason.trim()).length < 4 && { reason: t.extendShort }) };
    setProblems(wrong);
    if (Object.keys(wrong).length > 0) return;
    if (await act(t.extended, () => complaint.extend({ number: detail.number, offices, reason: reason.trim() }))) setOpen(false);
  };
  if (!open) return <div className="detail-buttons"><Button tone="soft" small wide={false} onPress={() => setOpen(true)}>{t.extend}</Button></div>;
  return (
    <div className="detail-form">
      <div className="s-muted">{t.extendWhen}</div>
      <div className="detail-strong">{t.extendUntil(dayWords(startOf(until), now, language))}</div>
      <div className="s-field"><div className="s-field-label">{t.extendOffices}</div><Choices label={t.extendOffices} layout="chips" multiple max={6} options={options} value={offices} onChange={(chosen) => { setOffices(options.map(({ value }) => value).filter((office) => chosen.includes(office))); setProblems({}); }} />{problems.offices !== undefined && <div className="s-field-problem" role="alert">{problems.offices}</div>}</div>
      <TextArea label={t.extendReason} rows={2} limit={300} hint={t.extendReasonHint} value={reason} problem={problems.reason} onChange={(value) => { setReason(value); setProblems({}); }} />
      <div className="detail-buttons"><Button wide={false} busy={busy} onPress={() => { void send(); }}>{t.extendDo}</Button><Button tone="soft" wide={false} onPress={() => setOpen(false)}>{t.cancel}</Button></div>
    </div>
  );
}
