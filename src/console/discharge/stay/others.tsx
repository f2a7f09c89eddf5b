/** Death, which one notes and another confirms; a discharge that did not happen; the patient's other stays. */
import { useState } from 'react';
import type { CloudError } from '../../../cloud/error';
import { useNow } from '../../../cloud/use-now';
import { useStaff } from '../../../cloud/staff';
import { Button } from '../../../components/button/button';
import { addressOf, go } from '../../../components/console-frame/go';
import { mayRegister } from '../../../components/complaint-dialog/client';
import { NoteDialog } from '../../../components/note-dialog/note-dialog';
import { Panel } from '../../../components/panel/panel';
import { actorWords } from '../../../text/discharge-story';
import { stayText } from '../../../text/discharge-stay';
import { useLanguage, useText } from '../../../text/language';
import { dayWords, startOf, whenWords } from '../../../text/time';
import { discharge, may, stayPage, type Card } from '../desk';

type Asked = 'report' | 'confirmed' | 'wrong' | 'cancel';

export function Others({ card, onChanged }: { card: Card; onChanged(words: string): void }) {
  const t = useText(stayText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const now = useNow();
  const [asking, setAsking] = useState<Asked>();
  const own = card.deathSource !== '' && card.deathSource === me?.staffId;
  const act = async (note: string) => {
    const { encounterId } = card;
    if (asking === 'report') await discharge.reportDeath({ encounterId, note });
    else if (asking === 'cancel') await discharge.cancelDischarge({ encounterId, note });
    else if (asking) await discharge.confirmDeath({ encounterId, verdict: asking, note });
    setAsking(undefined);
    onChanged(t.done);
  };
  const words = (error: CloudError) => (error.code !== 'CONFLICT' ? undefined : error.reason === 'same_person' ? t.deathSame : t.deathDecided);
  const dialog = {
    report: { title: t.deathReportTitle, words: t.deathReportWords, confirm: t.deathReportDo }, confirmed: { title: t.deathConfirmTitle, words: t.deathConfirmWords, confirm: t.deathConfirm },
    wrong: { title: t.deathWrongTitle, words: t.deathWrongWords, confirm: t.deathWrong }, cancel: { title: t.cancelTitle, words: t.cancelWords, confirm: t.cancelDo },
  }[asking ?? 'report'];
  const mayCancel = (me?.role === 'lead' || me?.role === 'ward') && card.state === 'finished';
  return (
    <>
      {card.otherStays.length > 0 && (
        <Panel title={t.others}>
          <ul className="stay-others">{card.otherStays.map((stay) => <li key={stay.encounterId}><a href={addressOf(stayPage, { stay: stay.encounterId })}>{stay.departmentName} · {dayWords(startOf(stay.dischargeDay), now, language)}</a></li>)}</ul>
        </Panel>
      )}
      {(may.reveal(me?.role) || card.death !== 'no') && (
        <Panel title={t.more}>
          {card.death === 'told' && (
            <div className="stay-death">
              <div>{own ? t.deathToldMine : t.deathTold(actorWords(card.deathSource, card.names, me?.staffId, language), card.deathAt > 0 ? whenWords(card.deathAt, now, language) : '')}</div>
              {may.confirmDeath(me?.role) && !own && <div className="stay-buttons"><Button tone="danger" small wide={false} onPress={() => setAsking('confirmed')}>{t.deathConfirm}</Button><Button tone="soft" small wide={false} onPress={() => setAsking('wrong')}>{t.deathWrong}</Button></div>}
            </div>
          )}
          {card.death === 'confirmed' && <div>{t.deathDone}</div>}
          <div className="stay-buttons">
            {mayRegister(me?.role) && <Button tone="soft" small wide={false} onPress={() => go('complaint/register/index', { stay: card.encounterId })}>{t.complaint}</Button>}
            {card.death === 'no' && may.reveal(me?.role) && <Button tone="soft" small wide={false} onPress={() => setAsking('report')}>{t.deathReport}</Button>}
            {mayCancel && <Button tone="soft" small wide={false} onPress={() => setAsking('cancel')}>{t.cancel}</Button>}
          </div>
        </Panel>
      )}
      <NoteDialog open={asking !== undefined} danger={asking !== 'wrong'} title={dialog.title} confirm={dialog.confirm} hint={asking === 'cancel' ? undefined : t.deathHint} words={words} onConfirm={act} onCancel={() => setAsking(undefined)}>{dialog.words}</NoteDialog>
    </>
  );
}
