/** One fact of a stay in a form: the browser's own field for its kind, its label always shown, its problem beside it. */
import type { ReactNode } from 'react';
import { Choices } from '../../components/choices/choices';
import { TextArea, TextField } from '../../components/field/field';
import { DayField, Select } from '../../components/select/select';
import { sexText, wayText } from '../../text/discharge';
import { correctText } from '../../text/discharge-correct';
import { columnText } from '../../text/discharge-import-columns';
import { tagWords } from '../../text/discharge-stay';
import { useLanguage, useText } from '../../text/language';
import { relationText } from '../../text/relation';
import { kindOf, relations, tags, type AddField } from './fact-fields';
import { MomentField } from './moment-field';
import { ways } from './register/filter';

interface Props {
  field: AddField; value: string; departments: readonly { code: string; name: string }[];
  /** Without it nothing can be empty. */
  optional: boolean; hint?: string; problem?: string; placeholder?: string; today: string; disabled?: boolean; beside?: ReactNode;
  onChange(value: string): void; onDone?(): void;
}

/** Most characters of a fact, as the reader of cells takes them. */
const limits: Readonly<Partial<Record<AddField, number>>> = { name: 40, contactName: 40, patientNo: 64, inpatientNo: 64, visitTimes: 3, phone: 20, contactPhone: 20, idNo: 18, dx: 200, ward: 40, bed: 20 };

export function FactField({ field, value, departments, optional, hint, problem, placeholder, today, disabled, beside, onChange, onDone }: Props) {
  const c = useText(correctText);
  const wayWords = useText(wayText);
  const relation = useText(relationText);
  const columns = useText(columnText);
  const { language } = useLanguage();
  const label = field === 'departmentCode' ? columns.department : field === 'birthDate' ? c.birthDate : columns[field];
  const common = { label, value, problem, disabled, onChange };
  const said = problem !== undefined && <div className="s-field-problem" role="alert">{problem}</div>;
  switch (kindOf[field]) {
    case 'day': return <div className={problem ? 's-field-wrong' : ''}><DayField label={label} value={value} max={field === 'birthDate' ? today : undefined} disabled={disabled} onChange={onChange} />{said}</div>;
    case 'moment': return <MomentField {...common} max={`${today}T23:59`} />;
    case 'select': {
      const options = {
        sex: (['male', 'female', 'unknown'] as const).map((one) => ({ value: one as string, label: one === 'unknown' ? c.unknownSex : sexText[language][one] })),
        contactRelation: relations.map((one) => ({ value: one as string, label: relation[one] })), way: ways.map((one) => ({ value: one as string, label: `${one} ${wayWords[one]}` })),
        departmentCode: departments.map(({ code, name }) => ({ value: code, label: name })), noContact: [{ value: '1', label: c.yes }],
      }[field as 'sex' | 'contactRelation' | 'way' | 'departmentCode' | 'noContact'];
      return <Select {...common} empty={optional || value === '' ? c.choose : undefined} options={options} />;
    }
    case 'tags': {
      const chosen = value === '' ? [] : value.split('\n');
      const all = [...new Set([...tags, ...chosen])];
      return <div className="s-field register-form-wide"><div className="s-field-label">{label}</div><Choices label={label} layout="chips" multiple options={all.map((tag) => ({ value: tag, label: tagWords(tag, language) }))} value={chosen} onChange={(next) => onChange(all.filter((tag) => next.includes(tag)).join('\n'))} />{said}</div>;
    }
    case 'lines': return <div className="register-form-wide"><TextArea {...common} rows={2} hint={c.several} limit={4000} /></div>;
    case 'long': return <div className="register-form-wide"><TextArea {...common} rows={2} limit={4000} hint={hint} /></div>;
    default: return <div><TextField {...common} kind={kindOf[field] === 'digits' ? 'digits' : 'text'} hint={hint} placeholder={placeholder} limit={limits[field] ?? 200} onDone={onDone} />{beside}</div>;
  }
}
