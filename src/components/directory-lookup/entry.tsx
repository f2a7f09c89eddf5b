/** One place or expert as it is told: telephone, where, when, what is treated there. */
import { directoryText, placeKindText } from '../../text/directory';
import { hoursLines } from '../../text/hours';
import { useLanguage, useText } from '../../text/language';
import { phoneWords } from '../../text/phone';
import type { Place, Practitioner } from './client';

export const isPlace = (entry: Place | Practitioner): entry is Place => 'kind' in entry;

export function Entry({ entry }: { entry: Place | Practitioner }) {
  const t = useText(directoryText);
  const kinds = useText(placeKindText);
  const { language } = useLanguage();
  const place = isPlace(entry);
  const hours = [...hoursLines(entry.weekly, language), ...(entry.hours === '' ? [] : [entry.hours])];
  const rows: readonly (readonly [string, string | readonly string[]])[] = [
    ...(place ? [[t.kind, kinds[entry.kind]], [t.parent, entry.parentName]] as const : [[t.personTitle, entry.title], [t.department, entry.departmentName]] as const),
    [t.phone, phoneWords(entry.phone)], [t.location, entry.location], [place ? t.weekly : t.clinic, hours], [t.speciality, entry.speciality], ...(place ? [[t.technologies, entry.technologies]] as const : []), [t.diseases, entry.diseases.join('、')],
  ];
  return (
    <dl className="s-entry">
      {rows.filter(([, value]) => value.length > 0).map(([title, value]) => (
        <div key={title}><dt>{title}</dt><dd>{typeof value === 'string' ? (title === t.phone ? <a href={`tel:${entry.phone}`}>{value}</a> : value) : value.map((line) => <div key={line}>{line}</div>)}</dd></div>
      ))}
    </dl>
  );
}
