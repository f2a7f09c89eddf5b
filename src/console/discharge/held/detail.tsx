/** One stay that waits, or waited: why, what the ward needs to decide, and who decided. */
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { useStaff } from '../../../cloud/staff';
import { Button } from '../../../components/button/button';
import { addressOf } from '../../../components/console-frame/go';
import { Kbd } from '../../../components/kbd/kbd';
import { Panel } from '../../../components/panel/panel';
import { Await } from '../../../components/state/state';
import { Tag } from '../../../components/tag/tag';
import { heldText, holdText, wayText } from '../../../text/discharge';
import { actorWords } from '../../../text/discharge-story';
import { stayText, tagWords } from '../../../text/discharge-stay';
import { useLanguage, useText } from '../../../text/language';
import { shellText } from '../../../text/shell';
import { dayWords, startOf, whenWords } from '../../../text/time';
import { discharge, personWords, placeWords, stayPage } from '../desk';
import { waitedWords } from '../row-words';
import type { Waiting } from './index';

interface Props { waiting: Waiting; decides: boolean; readOnly: boolean; onAsk(decision: 'invite' | 'suppress'): void; onBack?: () => void }

export function Detail({ waiting: { row, since, mother }, decides, readOnly, onAsk, onBack }: Props) {
  const t = useText(heldText);
  const stay = useText(stayText);
  const shell = useText(shellText);
  const ways = useText(wayText);
  const holds = useText(holdText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const now = useNow();
  const load = useLoad(() => discharge.get({ encounterId: row.encounterId }), [row.encounterId]);
  return (
    <Panel>
      {onBack && <Button tone="soft" small wide={false} onPress={onBack}>{shell.back}</Button>}
      <div className="held-head"><h2 className="held-name">{row.name}</h2><Tag>{personWords(row, language)}</Tag></div>
      <div className="s-muted">{[placeWords(row, language), dayWords(startOf(row.dischargeDay), now, language), row.dx, ways[row.way]].filter((word) => word !== '').join(' · ')}</div>
      {row.hold !== '' && <div className="held-why"><b>{holds[row.hold].name}</b>{since > 0 && <span> · {t.since} {waitedWords(since, now, language)}</span>}<br />{holds[row.hold].why}</div>}
      <Await load={load} rows={4}>
        {(card) => (
          <dl className="held-facts">
            {card.decision !== '' && <><dt>{t.decided}</dt><dd><Tag tone={card.decision === 'invite' ? 'action' : 'plain'}>{card.decision === 'invite' ? t.invite : t.suppress}</Tag> {t.decidedBy(actorWords(card.decidedBy, card.names, me?.staffId, language), whenWords(card.decidedAt, now, language))}</dd><dt>{t.noteDecided}</dt><dd>{card.decisionNote}</dd></>}
            {card.attending !== '' && <><dt>{stay.attending}</dt><dd>{card.attending}</dd></>}
            {card.operation !== '' && <><dt>{stay.operation}</dt><dd>{card.operation}</dd></>}
            {card.instruction !== '' && <><dt>{stay.instruction}</dt><dd>{card.instruction}</dd></>}
            {card.tags.length > 0 && <><dt>{stay.tags}</dt><dd>{card.tags.map((tag) => tagWords(tag, language)).join(' · ')}</dd></>}
          </dl>
        )}
      </Await>
      {mother !== null && <div className="held-line"><a href={addressOf(stayPage, { stay: mother })}>{t.mother}</a></div>}
      <div className="held-line"><a href={addressOf(stayPage, { stay: row.encounterId })}>{t.openStay}</a></div>
      {readOnly && <div className="s-muted held-line">{t.readOnly}</div>}
      {decides && (
        <div className="held-foot">
          <Button onPress={() => onAsk('invite')}>{t.inviteDo}<Kbd>I</Kbd></Button>
          <Button tone="soft" wide={false} onPress={() => onAsk('suppress')}>{t.suppressDo}<Kbd>X</Kbd></Button>
        </div>
      )}
    </Panel>
  );
}
