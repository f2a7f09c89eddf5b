/** Writing a complaint down for somebody: in a dialog beside a call or a conversation, and on a page of its own. */
import { useState } from 'react';
import type { Relation } from '../../../cloudfunctions/kit/contract';
import { serverNow } from '../../cloud/cloud';
import { CloudError } from '../../cloud/error';
import { recall, remember } from '../../cloud/tab';
import { useLoad } from '../../cloud/use-load';
import { complaintText } from '../../text/complaint';
import { deskText, registerText } from '../../text/complaint-console';
import { categoryGroups } from '../../text/complaint-table';
import { problemWords } from '../../text/error';
import { useLanguage, useText } from '../../text/language';
import { relationText } from '../../text/relation';
import { dayOf, startOf } from '../../text/time';
import { Attach } from '../attach/attach';
import { useAttach } from '../attach/use-attach';
import { Button } from '../button/button';
import { Choices } from '../choices/choices';
import { TextArea, TextField } from '../field/field';
import { Notice } from '../notice/notice';
import { DayField, Select } from '../select/select';
import { complaint, fileTypes, mostBytes, mostFiles, newKey, placeOf, type Filed, type Registering, type Source } from './client';
import './complaint-dialog.scss';

/** Where the complaint comes from. A conversation gives its words and pictures, a call and a stay the people. */
export interface From {
  callId?: string; encounterId?: string; threadId?: string; ns?: readonly number[];
  /** What the person who speaks is to the patient, where that is known; of `self` the register has name and number. */
  by?: Relation;
}

interface Props { from: From; onDone(filed: Filed): void; onCancel?(): void }

type Way = 'named' | 'confidential' | 'anonymous';
interface Written {
  key: string; source: Source; category: string; departmentCode: string; accused: string; day: string; place: string; text: string; note: string; wants: NonNullable<Registering['wants']>; severity: NonNullable<Registering['severity']>;
  way: Way; name: string; phone: string; relation: string; externalNo: string; externalDue: string;
}

const sources: readonly Source[] = ['phone', 'visit', 'letter', 'hotline12345', 'hotline12320', 'petition', 'mailbox', 'followup', 'message', 'survey'];
const numbered: readonly Source[] = ['hotline12345', 'hotline12320', 'petition'];
const wants: Written['wants'] = ['explain', 'apologise', 'correct', 'refund', 'compensate', 'other'];
const severities: readonly Written['severity'][] = ['ordinary', 'serious', 'major'];
const ways: readonly Way[] = ['named', 'confidential', 'anonymous'];
const relations = ['self', 'spouse', 'child', 'grandchild', 'parent', 'grandparent', 'sibling', 'other'] as const;
/** A mainland mobile or a landline with area code, as the server checks it. */
const phone = /^(1[3-9]\d{9}|0\d{9,11})$/;

const sourceOf = ({ callId, threadId }: From): Source => (threadId !== undefined ? 'message' : callId !== undefined ? 'followup' : 'phone');
const shelfOf = ({ callId, encounterId, threadId }: From): string => `complaint-register.${threadId ?? callId ?? encounterId ?? ''}`;

function readWritten(from: From): Written {
  const empty: Written = { key: newKey(), source: sourceOf(from), category: '', departmentCode: '', accused: '', day: '', place: '', text: '', note: '', wants: [], severity: 'ordinary', way: 'named', name: '', phone: '', relation: from.by ?? '', externalNo: '', externalDue: '' };
  const kept = recall(shelfOf(from));
  return kept === undefined ? empty : { ...empty, ...(JSON.parse(kept) as Partial<Written>) };
}

export function ComplaintForm({ from, onDone, onCancel }: Props) {
  const t = useText(registerText);
  const d = useText(deskText);
  const c = useText(complaintText);
  const r = useText(relationText);
  const { language } = useLanguage();
  const [written, setWritten] = useState(() => readWritten(from));
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [said, setSaid] = useState<string>();
  const [busy, setBusy] = useState(false);
  const choices = useLoad(() => complaint.choices({}), []);
  const attaching = useAttach({ most: mostFiles, mostBytes, types: fileTypes, place: placeOf });
  const byMessage = from.threadId !== undefined;
  // Left open, the server takes them from the register.
  const registered = written.relation === 'self' && (from.callId !== undefined || from.encounterId !== undefined);
  const change = (part: Partial<Written>) => {
    const next = { ...written, ...part };
    setWritten(next);
    remember(shelfOf(from), JSON.stringify(next));
    setProblems((before) => Object.fromEntries(Object.entries(before).filter(([name]) => !(name in part))));
  };

  const submit = async () => {
    const { key, source, category, departmentCode, accused, day, place, text, note, severity, way, name, relation, externalNo, externalDue } = written;
    const number = written.phone.replace(/[\s-]/g, '');
    const wrong: Record<string, string> = {};
    if (category === '') wrong['category'] = t.categoryMissing;
    if (text.trim() === '' && !byMessage) wrong['text'] = t.textMissing;
    if (way !== 'anonymous' && number !== '' && !phone.test(number)) wrong['phone'] = t.phoneWrong;
    if (numbered.includes(source) && externalNo.trim() === '') wrong['externalNo'] = t.externalNoMissing;
    if (attaching.busy) wrong['files'] = t.fileBusy;
    setProblems(wrong);
    setSaid(undefined);
    if (Object.keys(wrong).length > 0) return;
    setBusy(true);
    try {
      const filed = await complaint.register({
        key, source, category, departmentCode, accused: accused.trim(), happenedAt: day === '' ? null : startOf(day), place: place.trim(), text: text.trim(), note: note.trim(), wants: written.wants, severity,
        files: attaching.sent.map(({ fileId }) => fileId), anonymous: way === 'anonymous', confidential: way === 'confidential',
        ...(from.callId !== undefined && { callId: from.callId }), ...(from.encounterId !== undefined && { encounterId: from.encounterId }), ...(from.threadId !== undefined && { threadId: from.threadId, ns: [...(from.ns ?? [])] }),
        complainant: way === 'anonymous' ? { name: '', phone: '', relation: null } : { name: name.trim(), phone: number, relation: relations.find((one) => one === relation) ?? null },
        external: numbered.includes(source) ? { no: externalNo.trim(), dueDay: externalDue === '' ? null : externalDue } : null,
      });
      remember(shelfOf(from), undefined);
      onDone(filed);
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setProblems(Object.fromEntries(error.fields.map(({ path, problem }) => [{ complainant: 'phone', external: 'externalNo', happenedAt: 'day' }[path.split('.')[0] ?? ''] ?? path.split('.')[0] ?? path, problemWords(problem, language)])));
      setSaid(error.passing ? t.notSaved : error.message);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form className="s-complaint" noValidate onSubmit={(event) => { event.preventDefault(); void submit(); }}>
      <div className="s-muted">{byMessage ? t.wordsMessage : from.callId !== undefined ? t.wordsCall : t.words}</div>
      <div className="s-complaint-two">
        {!byMessage && from.callId === undefined && <Select label={t.source} value={written.source} options={sources.map((source) => ({ value: source, label: d.sources[source] }))} onChange={(value) => change({ source: sources.find((one) => one === value) ?? 'phone' })} />}
        <Select
          label={t.category} empty={t.categoryChoose} value={written.category} problem={problems['category']} onChange={(category) => change({ category })}
          groups={categoryGroups(language).map(({ label, items }) => ({ label, options: items.map(({ code, label: item }) => ({ value: code, label: item })) }))}
        />
        {numbered.includes(written.source) && <TextField label={t.externalNo} limit={60} value={written.externalNo} problem={problems['externalNo']} onChange={(externalNo) => change({ externalNo })} />}
        {numbered.includes(written.source) && <DayField label={t.externalDue} min={dayOf(serverNow())} value={written.externalDue} onChange={(externalDue) => change({ externalDue })} />}
      </div>
      <TextArea label={byMessage ? t.textMore : t.text} rows={4} limit={4000} value={written.text} problem={problems['text']} onChange={(text) => change({ text })} />
      <div className="s-complaint-two s-complaint-wide">
        <Select label={t.department} empty={t.departmentNone} value={written.departmentCode} problem={problems['departmentCode']} options={(choices.data?.departments ?? []).map(({ code, name }) => ({ value: code, label: name }))} onChange={(departmentCode) => change({ departmentCode })} />
        <TextField label={t.accused} limit={200} hint={t.accusedHint} value={written.accused} onChange={(accused) => change({ accused })} />
        <DayField label={t.when} max={dayOf(serverNow())} value={written.day} onChange={(day) => change({ day })} />
        <TextField label={t.place} limit={100} value={written.place} onChange={(place) => change({ place })} />
      </div>
      <div className="s-field"><div className="s-field-label">{t.wants}</div><Choices label={t.wants} layout="chips" multiple options={wants.map((want) => ({ value: want, label: c.wants[want] }))} value={written.wants} onChange={(chosen) => change({ wants: wants.filter((want) => chosen.includes(want)) })} /></div>
      <div className="s-complaint-two">
        <div className="s-field"><div className="s-field-label">{t.who}</div><Choices label={t.who} layout="chips" options={ways.map((way) => ({ value: way, label: t[way] }))} value={[written.way]} onChange={([way]) => change({ way: ways.find((one) => one === way) ?? 'named' })} /></div>
        <div className="s-field"><div className="s-field-label">{t.severity}</div><Choices label={t.severity} layout="chips" options={severities.map((severity) => ({ value: severity, label: d.severities[severity] }))} value={[written.severity]} onChange={([severity]) => change({ severity: severities.find((one) => one === severity) ?? 'ordinary' })} /></div>
      </div>
      {written.way === 'anonymous' ? <div className="s-muted">{t.anonymousWords}</div> : (
        <div className="s-complaint-two">
          <Select label={t.relation} empty={t.relationNone} value={written.relation} options={relations.map((relation) => ({ value: relation, label: r[relation] }))} onChange={(relation) => change({ relation })} />
          <TextField label={t.name} limit={40} hint={registered ? t.nameRegistered : undefined} value={written.name} onChange={(name) => change({ name })} />
          <TextField label={t.phone} kind="digits" limit={20} hint={registered ? t.phoneRegistered : t.phoneHint} value={written.phone} problem={problems['phone']} onChange={(value) => change({ phone: value })} />
        </div>
      )}
      <TextArea label={t.note} rows={2} limit={1000} hint={t.noteHint} value={written.note} onChange={(note) => change({ note })} />
      <div className="s-field"><div className="s-field-label">{t.files}</div><Attach attaching={attaching} documents small disabled={busy} />{problems['files'] !== undefined && <div className="s-field-problem" role="alert">{problems['files']}</div>}</div>
      {said !== undefined && <Notice tone="danger">{said}</Notice>}
      <div className="s-complaint-foot">
        <Button busy={busy} onPress={() => { void submit(); }}>{t.save}</Button>
        {onCancel && <Button tone="soft" wide={false} disabled={busy} onPress={onCancel}>{t.cancel}</Button>}
      </div>
    </form>
  );
}
