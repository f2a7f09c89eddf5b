/** It is written down: what to tell the person, and what happens now. */
import { serverNow } from '../../cloud/cloud';
import { deskText, registerText } from '../../text/complaint-console';
import { officesWords } from '../../text/complaint-table';
import { useLanguage, useText } from '../../text/language';
import { dateWords, whenWords } from '../../text/time';
import { whoWords } from '../../text/who';
import { Notice } from '../notice/notice';
import type { Filed } from './client';

export function Registered({ filed }: { filed: Filed }) {
  const t = useText(registerText);
  const d = useText(deskText);
  const { language } = useLanguage();
  const day = (on: string) => dateWords(on, language);
  const { safety } = filed;
  return (
    <div role="status">
      {safety && <Notice tone="danger">{safety.ringBy === null ? t.doneAlarmNobody : t.doneAlarm(whoWords(safety.who, language), whenWords(safety.ringBy, serverNow(), language))}</Notice>}
      <div className="s-muted">{d.number}</div>
      <div className="s-complaint-number">{filed.number}</div>
      <div className="s-complaint-tell">{t.doneTell(filed.number, day(filed.promiseDay), day(filed.dueDay))}</div>
      <div className="s-muted">{t.doneOffices(officesWords(filed.offices, language))}</div>
    </div>
  );
}
