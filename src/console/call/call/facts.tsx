/** The stay, the medicines, the instructions: what a nurse must know before she speaks. */
import { useNow } from '../../../cloud/use-now';
import { Panel } from '../../../components/panel/panel';
import { Tag } from '../../../components/tag/tag';
import { cardText, tagText, wayText } from '../../../text/call';
import { screenText } from '../../../text/call-screen';
import { useLanguage, useText } from '../../../text/language';
import { dayWords, startOf } from '../../../text/time';
import type { Card } from '../desk';

export function Facts({ card }: { card: Card }) {
  const t = useText(screenText);
  const c = useText(cardText);
  const ways = useText(wayText);
  const tags = useText(tagText);
  const { language } = useLanguage();
  const now = useNow();
  const day = (instant: number) => dayWords(instant, now, language);
  const lines: [string, string][] = [
    [t.medications, card.medications || t.none],
    [t.instruction, card.instruction || t.none],
    [t.revisit, card.revisitDay ? day(startOf(card.revisitDay)) : t.revisitNone],
    ...(card.allergy ? [[t.allergy, card.allergy] as [string, string]] : []),
    ...(card.operation ? [[t.operation, card.operation] as [string, string]] : []),
    ...(card.dxOther ? [[t.otherDx, card.dxOther] as [string, string]] : []),
    ...(card.attending || card.nurse ? [[t.doctors, [card.attending, card.nurse].filter((name) => name !== '').join(' · ')] as [string, string]] : []),
    [t.stay, [card.admitAt === null ? '' : day(card.admitAt), c.discharged(day(card.dischargeAt)), ways[card.way] ?? '', card.bed && t.bed(card.bed)].filter((word) => word !== '').join(language === 'zh' ? '，' : ', ')],
  ];
  return (
    <Panel title={t.facts} aside={card.tags.map((tag) => <Tag key={tag} tone="plain">{tags[tag] ?? tag}</Tag>)}>
      {card.flags.includes('unaware') && <div className="call-hint">{t.unawareWarn}</div>}
      <dl className="call-facts">
        {lines.map(([name, words]) => <div key={name}><dt>{name}</dt><dd>{words}</dd></div>)}
      </dl>
    </Panel>
  );
}
