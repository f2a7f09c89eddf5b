/** What is told of places and experts alike, as fields: telephone, where, when, what is treated. Lists and hours are written as text and read here, so that a mistake is said beside the field. */
import type { ReactNode } from 'react';
import { readHours, writeHours } from '../../../../cloudfunctions/directory/rules/hours';
import { readList, readPhone } from '../../../../cloudfunctions/directory/rules/row';
import { CloudError } from '../../../cloud/error';
import { TextArea, TextField } from '../../../components/field/field';
import { directoryText } from '../../../text/directory';
import { hoursLines } from '../../../text/hours';
import { useLanguage, useText } from '../../../text/language';
import type { PlaceInput } from '../desk';

export interface ToldFields { phone: string; location: string; weekly: string; hours: string; speciality: string; diseases: string; published: boolean }
type ToldInput = Pick<PlaceInput, 'phone' | 'location' | 'weekly' | 'hours' | 'speciality' | 'diseases' | 'published'>;
export type Problems = Readonly<Record<string, string>>;
type Words = typeof directoryText.zh;

export const toldFields = (known: ToldInput | undefined): ToldFields =>
  ({ phone: known?.phone ?? '', location: known?.location ?? '', weekly: writeHours(known?.weekly ?? []), hours: known?.hours ?? '', speciality: known?.speciality ?? '', diseases: (known?.diseases ?? []).join('、'), published: known?.published ?? false });

export function readTold(fields: ToldFields, t: Words): { told: ToldInput; problems: Record<string, string> } {
  const [phone, diseases, weekly] = [readPhone(fields.phone), readList(fields.diseases), readHours(fields.weekly)];
  const problems: Record<string, string> = {
    ...('problem' in phone && { phone: t.phoneWrong }), ...('problem' in diseases && { diseases: diseases.problem === 'list_long' ? t.listLong : t.tooLong }), ...(weekly === null && { weekly: t.weeklyWrong }),
  };
  return { problems, told: { phone: 'value' in phone ? phone.value : '', location: fields.location.trim(), weekly: weekly ?? [], hours: fields.hours.trim(), speciality: fields.speciality.trim(), diseases: 'value' in diseases ? diseases.value : [], published: fields.published } };
}

/** What the server refuses, beside its field; `said` for what concerns none. */
export function refusal(error: CloudError, t: Words, exists: string): { problems: Record<string, string>; said?: string; changed?: boolean } {
  if (error.reason === 'changed') return { problems: {}, said: t.changed, changed: true };
  if (error.reason === 'exists') return { problems: { code: exists, no: exists } };
  if (error.code === 'FORBIDDEN') return { problems: {}, said: t.forbidden };
  const words = (problem: string): string => ({ taken: t.taken, required: t.required, unknown: t.unknown, too_long: t.tooLong, format: t.codeWrong, overlap: t.weeklyWrong, order: t.weeklyWrong }[problem] ?? error.message);
  const problems = Object.fromEntries(error.fields.map(({ path, problem }) => [path.replace(/^(place|practitioner)\./, '').split('.')[0]!, path.includes('parentCode') && problem === 'required' ? t.parentNeeded : words(problem)]));
  return Object.keys(problems).length > 0 ? { problems } : { problems, said: error.message };
}

interface Props { fields: ToldFields; problems: Problems; expert: boolean; onChange(change: Partial<ToldFields>): void; children?: ReactNode }
export function Told({ fields, problems, expert, onChange, children }: Props) {
  const t = useText(directoryText);
  const { language } = useLanguage();
  const lines = hoursLines(readHours(fields.weekly) ?? [], language);
  const field = (key: Exclude<keyof ToldFields, 'published'>) => ({ value: fields[key], problem: problems[key], onChange: (value: string) => onChange({ [key]: value }) });
  return (
    <>
      <TextField label={t.phone} hint={expert ? t.officeHint : t.phoneHint} limit={20} {...field('phone')} />
      <TextField label={t.location} hint={t.locationHint} limit={60} {...field('location')} />
      <TextArea label={expert ? t.clinic : t.weekly} rows={2} hint={lines.length > 0 ? t.reads(lines.join(language === 'zh' ? '；' : '; ')) : t.weeklyHint} {...field('weekly')} />
      <TextField label={t.hours} hint={t.hoursHint} limit={120} {...field('hours')} />
      <TextArea label={t.speciality} rows={2} limit={300} {...field('speciality')} />
      {children}
      <TextArea label={t.diseases} rows={2} hint={t.diseasesHint} {...field('diseases')} />
      <label className="directory-tick"><input type="checkbox" checked={fields.published} onChange={(event) => onChange({ published: event.target.checked })} /> {t.publish}</label>
    </>
  );
}
