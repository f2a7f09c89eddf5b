/** The stay as the hospital recorded it; what is not known is left out. */
import { useNow } from '../../../cloud/use-now';
import { Button } from '../../../components/button/button';
import { Panel } from '../../../components/panel/panel';
import { wayText } from '../../../text/discharge';
import { correctText } from '../../../text/discharge-correct';
import { stayText, tagWords } from '../../../text/discharge-stay';
import { useLanguage, useText } from '../../../text/language';
import { dayOf, dayWords, startOf, whenWords } from '../../../text/time';
import { placeWords, type Card } from '../desk';

const day = 86_400_000;

export function Facts({ card, onCorrect }: { card: Card; onCorrect?: () => void }) {
  const t = useText(stayText);
  const c = useText(correctText);
  const ways = useText(wayText);
  const { language } = useLanguage();
  const now = useNow();
  const nights = Math.round((startOf(card.dischargeDay) - startOf(dayOf(card.admitAt))) / day);
  const facts: readonly (readonly [string, string])[] = [
    [t.dx, [card.dx, card.dxCode].filter((word) => word !== '').join(' ')], [t.dxOther, card.dxOther.join(language === 'zh' ? '、' : ', ')], [t.operation, card.operation],
    [t.admitted, whenWords(card.admitAt, now, language)], [t.discharged, `${whenWords(card.dischargeAt, now, language)}${nights > 0 ? ` · ${t.nights(nights)}` : ''}`], [t.way, [ways[card.way], card.receiver].filter((word) => word !== '').join(' · ')],
    [t.department, placeWords(card, language)], [t.attending, card.attending], [t.nurse, card.nurse],
    [t.medications, card.medications], [t.instruction, card.instruction], [t.revisit, card.revisitDay ? dayWords(startOf(card.revisitDay), now, language) : ''], [t.allergy, card.allergy],
    [t.tags, card.tags.map((tag) => tagWords(tag, language)).join(' · ')], [t.birth, card.birthDate], [t.inpatientNo, card.visitTimes > 1 ? `${card.inpatientNo} · ${card.visitTimes}` : card.inpatientNo], [t.patientNo, card.patientNo], [t.idNo, card.idNo], [t.district, card.district],
  ];
  return (
    <Panel title={t.facts} aside={onCorrect && <Button tone="soft" small wide={false} onPress={onCorrect}>{c.open}</Button>}>
      <dl className="stay-facts">{facts.filter(([, value]) => value !== '').map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
    </Panel>
  );
}
