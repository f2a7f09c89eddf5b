/** How the patient is reached: masked until somebody says why they must see it, corrected by hand. */
import { useState } from 'react';
import type { CloudError } from '../../../cloud/error';
import { useStaff } from '../../../cloud/staff';
import { Button } from '../../../components/button/button';
import { TextField } from '../../../components/field/field';
import { NoteDialog } from '../../../components/note-dialog/note-dialog';
import { Panel } from '../../../components/panel/panel';
import { Tag } from '../../../components/tag/tag';
import { stayText } from '../../../text/discharge-stay';
import { useLanguage, useText } from '../../../text/language';
import { phoneWords } from '../../../text/phone';
import { relationText } from '../../../text/relation';
import { discharge, may, type Card } from '../desk';

type Which = 'phone' | 'contactPhone';
const phone = /^(1[3-9]\d{9}|0\d{9,11})$/;

export function Contact({ card, onChanged }: { card: Card; onChanged(words: string): void }) {
  const t = useText(stayText);
  const relations = useText(relationText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const [full, setFull] = useState<Readonly<Record<string, string>>>();
  const [asking, setAsking] = useState<'reveal' | Which>();
  const [number, setNumber] = useState('');
  const [problem, setProblem] = useState<string>();
  const care = may.care(me?.role);

  const reveal = async (reason: string) => {
    const { values } = await discharge.reveal({ encounterId: card.encounterId, fields: ['name', 'phone', 'contactName', 'contactPhone', 'idNo'], reason });
    setFull(values);
    setAsking(undefined);
  };
  const correct = async (which: Which, note: string) => {
    const written = number.replace(/[\s-]/g, '');
    if (written !== '' && !phone.test(written)) {
      setProblem(t.numberWrong);
      return;
    }
    const { masked } = await discharge.correctPhone({ encounterId: card.encounterId, which, number: written, note });
    setAsking(undefined);
    setFull(undefined);
    onChanged(t.corrected(phoneWords(masked)));
  };
  const ask = (which: Which) => {
    setNumber('');
    setProblem(undefined);
    setAsking(which);
  };
  const line = (which: Which, owner: string, masked: string, invalid: boolean) => (
    <div className="stay-number">
      <span className="s-grow">{owner} <span className="stay-digits">{masked === '' ? <span className="s-muted">{t.noNumber}</span> : phoneWords(full?.[which] || masked)}</span> {invalid && <Tag tone="warn">{t.wrongNumber}</Tag>}</span>
      {care && <Button tone="soft" small wide={false} label={t.correctTitle(which === 'phone' ? t.phone : t.contactPhone)} onPress={() => ask(which)}>{t.correct}</Button>}
    </div>
  );
  const words = (error: CloudError) => (error.code === 'CONFLICT' ? t.changed : undefined);
  const which = asking === 'phone' || asking === 'contactPhone' ? asking : undefined;
  return (
    <Panel title={t.contact} aside={may.reveal(me?.role) && <Button tone="soft" small wide={false} onPress={() => (full ? setFull(undefined) : setAsking('reveal'))}>{full ? t.hide : t.reveal}</Button>}>
      {full && <div className="stay-full" role="status"><b>{full['name']}</b>{full['idNo'] && <span className="s-muted"> {full['idNo']}</span>}</div>}
      {line('phone', t.own, card.phone, card.phoneInvalid)}
      {line('contactPhone', card.contactName === '' && card.contactPhone === '' ? t.contactNone : `${relations[card.contactRelation]} ${full?.['contactName'] || card.contactName}`, card.contactPhone, card.contactInvalid)}
      <NoteDialog open={asking === 'reveal'} title={t.revealTitle} confirm={t.revealDo} hint={t.revealHint} onConfirm={reveal} onCancel={() => setAsking(undefined)}>{t.revealWords}</NoteDialog>
      <NoteDialog
        open={which !== undefined} title={t.correctTitle(which === 'contactPhone' ? t.contactPhone : t.phone)} confirm={t.correctDo} hint={t.markHint} words={words}
        onConfirm={(note) => (which ? correct(which, note) : Promise.resolve())} onCancel={() => setAsking(undefined)}
      >
        <TextField label={t.newNumber} kind="digits" hint={t.newNumberHint} value={number} limit={20} problem={problem} onChange={(value) => { setNumber(value); setProblem(undefined); }} />
      </NoteDialog>
    </Panel>
  );
}
