/** A complaint in a row or a heading: what it is, what to mind. */
import { Fragment } from 'react';
import { Tag, type Tone } from '../../components/tag/tag';
import { deskText } from '../../text/complaint-console';
import { officeWords } from '../../text/complaint-table';
import { useLanguage, useText } from '../../text/language';
import type { Row } from './desk';

const stateTones: Readonly<Record<Row['state'], Tone>> = { received: 'info', dispatched: 'info', handling: 'action', answered: 'action', closed: 'plain', withdrawn: 'plain' };

export function StateTag({ state }: { state: Row['state'] }) {
  const t = useText(deskText);
  return <Tag tone={stateTones[state]}>{t.states[state]}</Tag>;
}

/** What changes how it is handled. */
export function Marks({ row }: { row: Row }) {
  const t = useText(deskText);
  return (
    <>
      {(row.warning === 'D1' || row.warning === 'D2') && <Tag tone={row.warning === 'D1' ? 'danger' : 'warn'}>{t.dispute[row.warning]}</Tag>}
      {row.severity !== 'ordinary' && <Tag tone={row.severity === 'major' ? 'danger' : 'warn'}>{t.severities[row.severity]}</Tag>}
      {row.round > 1 && <Tag tone="warn">{t.round(row.round)}</Tag>}
      {row.untold && <Tag tone="warn">{row.callBack ? t.callBack : t.untold}</Tag>}
      {row.restricted && <Tag tone="info">{t.restricted}</Tag>}
      {row.anonymous && <Tag tone="info">{t.anonymous}</Tag>}
      {row.confidential && !row.anonymous && <Tag tone="info">{t.confidential}</Tag>}
      {row.escalated > 0 && <Tag tone="plain">{t.escalated}</Tag>}
    </>
  );
}

/** Offices with how many of them have given their account. */
export function Offices({ row }: { row: Row }) {
  const t = useText(deskText);
  const { language } = useLanguage();
  const done = row.offices.filter((office) => row.contributed.includes(office)).length;
  return <>{row.offices.map((office, n) => <Fragment key={office}><span className="desk-once">{officeWords(office, language)}{n < row.offices.length - 1 && (language === 'zh' ? '、' : ',')}</span>{' '}</Fragment>)}{row.offices.length > 0 && <span className="s-muted desk-under"> {t.answeredOf(done, row.offices.length)}</span>}</>;
}

/** Whom it comes from, as far as the reader may know. */
export function Who({ row, ward }: { row: Row; ward: boolean }) {
  const t = useText(deskText);
  if (ward) return null;
  if (row.anonymous) return <span className="s-muted">{t.anonymous}</span>;
  return row.name === '' ? <span className="s-muted">{t.unknown}</span> : <>{row.name}</>;
}
