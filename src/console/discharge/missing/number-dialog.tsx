/** A phone for somebody who has none, or a wrong one: whose, which, and how it is known. */
import { useState } from 'react';
import { CloudError } from '../../../cloud/error';
import { TextArea, TextField } from '../../../components/field/field';
import { missingText } from '../../../text/discharge-lists';
import { useText } from '../../../text/language';
import { Ask } from '../ask';
import { discharge, type Row } from '../desk';

interface Props { row: Row; onDone(masked: string): void; onCancel(): void }

/** A mainland mobile or a landline with area code, as the server checks it. */
const phone = /^(1[3-9]\d{9}|0\d{9,11})$/;
const leastReason = 2;

export function NumberDialog({ row, onDone, onCancel }: Props) {
  const t = useText(missingText);
  const [which, setWhich] = useState<'phone' | 'contactPhone'>('phone');
  const [number, setNumber] = useState('');
  const [note, setNote] = useState('');
  const [problems, setProblems] = useState<{ number?: string; note?: string }>({});
  const [said, setSaid] = useState<string>();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    const written = number.replace(/[\s-]/g, '');
    const wrong = { ...(!phone.test(written) && { number: t.numberWrong }), ...(Array.from(note.trim()).length < leastReason && { note: t.reasonShort }) };
    setProblems(wrong);
    if (Object.keys(wrong).length > 0) return;
    setBusy(true);
    setSaid(undefined);
    try {
      const { masked } = await discharge.correctPhone({ encounterId: row.encounterId, which, number: written, note: note.trim() });
      onDone(masked);
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setSaid(error.message);
      setBusy(false);
    }
  };
  return (
    <Ask title={t.phoneTitle(row.name)} confirm={t.save} busy={busy} said={said} onConfirm={() => { void save(); }} onCancel={onCancel}>
      <TextField label={t.number} kind="digits" limit={20} hint={t.numberHint} value={number} problem={problems.number} onChange={(value) => { setNumber(value); setProblems({ ...problems, number: undefined }); }} />
      <fieldset className="register-choice">
        <legend>{t.which}</legend>
        <label className="register-check"><input type="radio" name="which" checked={which === 'phone'} onChange={() => setWhich('phone')} />{t.own}</label>
        <label className="register-check"><input type="radio" name="which" checked={which === 'contactPhone'} onChange={() => setWhich('contactPhone')} />{t.contact}</label>
      </fieldset>
      <TextArea label={t.reason} hint={t.reasonHint} rows={2} limit={200} value={note} problem={problems.note} onChange={(value) => { setNote(value); setProblems({ ...problems, note: undefined }); }} />
    </Ask>
  );
}
