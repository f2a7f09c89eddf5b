/** Who complains: masked, shown in full only with a reason, and who looked before. */
import { useEffect, useState } from 'react';
import type { RevealField } from '../../../../cloudfunctions/complaint/contract';
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { Button } from '../../../components/button/button';
import { addressOf } from '../../../components/console-frame/go';
import { NoteDialog } from '../../../components/note-dialog/note-dialog';
import { Panel } from '../../../components/panel/panel';
import { detailText, deskText } from '../../../text/complaint-console';
import { useLanguage, useText } from '../../../text/language';
import { phoneWords } from '../../../text/phone';
import { relationText } from '../../../text/relation';
import { whenWords } from '../../../text/time';
import { complaint } from '../desk';
import type { Part } from './index';

const fields: RevealField[] = ['name', 'phone', 'patientName'];

export function Person({ detail: { number, person, anonymous, may } }: Part) {
  const t = useText(detailText);
  const d = useText(deskText);
  const relations = useText(relationText);
  const { language } = useLanguage();
  const now = useNow();
  const [full, setFull] = useState<Partial<Record<RevealField, string>>>();
  const [asking, setAsking] = useState(false);
  useEffect(() => setFull(undefined), [number]);
  const seen = useLoad(async () => (may.reveal ? (await complaint.reveals({ number })).reveals : []), [number, may.reveal]);
  const reveal = async (reason: string) => {
    const { values } = await complaint.reveal({ number, fields, reason });
    setFull(values);
    setAsking(false);
    void seen.reload();
  };
  const shown = (field: RevealField, masked: string) => full?.[field] || masked;
  return (
    <Panel title={t.person} aside={may.reveal && <Button tone="soft" small wide={false} onPress={() => (full ? setFull(undefined) : setAsking(true))}>{full ? t.hide : t.reveal}</Button>}>
      {person === null ? <div className="s-muted">{anonymous ? t.anonymousWords : d.unknown}</div> : (
        <>
          <div><b>{shown('name', person.name) || d.unknown}</b>{person.relation && <span className="s-muted"> {relations[person.relation]}</span>}</div>
          <div className="detail-digits">{person.phone === '' ? <span className="s-muted">{t.noPhone}</span> : phoneWords(shown('phone', person.phone))}</div>
          {person.patientName !== '' && <div>{t.patient} {shown('patientName', person.patientName)}{person.encounterId !== '' && <> · <a className="detail-link" href={addressOf('discharge/stay/index', { stay: person.encounterId })}>{t.stay}</a></>}</div>}
          <div className="s-muted">{person.inApp ? t.inApp : t.notInApp}</div>
        </>
      )}
      {may.reveal && (seen.data?.length ?? 0) > 0 && (
        <details className="detail-reveals">
          <summary>{t.reveals} {seen.data?.length}</summary>
          <ul>{seen.data?.map((one) => <li key={`${one.at} ${one.by}`}>{t.revealLine(one.by, whenWords(one.at, now, language), one.fields.map((field) => t.fields[field]).join(language === 'zh' ? '、' : ', '))}<div className="s-muted">{one.reason}</div></li>)}</ul>
        </details>
      )}
      <NoteDialog open={asking} title={t.revealTitle} confirm={t.revealDo} hint={t.revealHint} onConfirm={reveal} onCancel={() => setAsking(false)}>{t.revealWords}</NoteDialog>
    </Panel>
  );
}
