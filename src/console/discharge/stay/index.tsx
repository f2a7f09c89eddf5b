/** One patient's stay: who, where the follow-up stands, everything that happened, and what may be noted. */
import { useEffect, useState } from 'react';
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { useStaff } from '../../../cloud/staff';
import { ConsoleFrame } from '../../../components/console-frame/console-frame';
import { addressOf } from '../../../components/console-frame/go';
import { usePlaces } from '../../../components/console-frame/places';
import { readAddress, writeAddress } from '../../../components/filters/use-address';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { Await, Empty } from '../../../components/state/state';
import { Tag } from '../../../components/tag/tag';
import { stayText } from '../../../text/discharge-stay';
import { useLanguage, useText } from '../../../text/language';
import { shellText } from '../../../text/shell';
import { dayWords, startOf } from '../../../text/time';
import { discharge, heldPage, may, personWords, placeWords, registerPage } from '../desk';
import { Flags } from '../row-words';
import { Complaints } from './complaints';
import { Contact } from './contact';
import { Correct } from './correct';
import { Facts } from './facts';
import { Marks } from './marks';
import { Others } from './others';
import { Steps } from './steps';
import { Story } from './story';
import { Versions } from './versions';
import { Visits } from './visits';
import './index.scss';

const stayNow = (): string => readAddress(location.hash)['stay'] ?? '';

/** The stay that the address names: a link to another stay opens it in place. */
function useStay(): string {
  const [stay, setStay] = useState(stayNow);
  useEffect(() => {
    const update = () => { const next = stayNow(); if (next !== '') setStay(next); };
    window.addEventListener('hashchange', update);
    return () => window.removeEventListener('hashchange', update);
  }, []);
  return stay;
}

export default function Stay() {
  const t = useText(stayText);
  const shell = useText(shellText);
  const { language } = useLanguage();
  const places = usePlaces();
  const now = useNow();
  const encounterId = useStay();
  const { me } = useStaff();
  const [said, setSaid] = useState<{ words: string; tone: 'good' | 'warn' }>();
  const [correcting, setCorrecting] = useState(false);
  const [version, setVersion] = useState(0);
  useEffect(() => setSaid(undefined), [encounterId]);
  const load = useLoad(async () => (encounterId === '' ? undefined : discharge.get({ encounterId })), [encounterId, version]);
  const card = load.data?.encounterId === encounterId ? load.data : undefined;
  const changed = (words: string, tone: 'good' | 'warn' = 'good') => {
    setSaid({ words, tone });
    setVersion((before) => before + 1);
  };
  // The list of what is missing leads straight to the field.
  const [first, setFirst] = useState(() => readAddress(location.hash)['correct'] ?? '');
  const corrects = may.correct(me?.role);
  useEffect(() => { if (first !== '' && card && corrects) setCorrecting(true); }, [first, card === undefined, corrects]);
  const closeCorrect = () => {
    setCorrecting(false);
    setFirst('');
    if (readAddress(location.hash)['correct'] !== undefined) history.replaceState(history.state, '', writeAddress(location.hash, { ...readAddress(location.hash), correct: '' }));
  };
  const back = <a className="stay-back" href={addressOf(registerPage)}>{t.toRegister}</a>;
  return (
    <ConsoleFrame
      name={shell.center} places={places} at={registerPage} title={card ? card.name : t.title}
      beside={card && <><Tag>{personWords(card, language)}</Tag><span className="s-muted">{placeWords(card, language)} · {dayWords(startOf(card.dischargeDay), now, language)}</span><Flags row={card} /></>}
      actions={back}
    >
      {said !== undefined && <Notice tone={said.tone}>{said.words}</Notice>}
      {encounterId === '' ? <Panel><Empty words={t.none}>{back}</Empty></Panel> : (
        <Await load={{ ...load, data: card }} rows={10}>
          {(found) => (
            <>
              {found.hold !== '' && found.decision === '' && found.state === 'finished' && <Notice tone="warn">{t.holdWaiting} <a href={addressOf(heldPage, { stay: found.encounterId })}>{t.toHeld}</a></Notice>}
              <div className="s-desk-split">
                <div className="stay-column">
                  <Facts card={found} onCorrect={corrects ? () => setCorrecting(true) : undefined} />
                  <Steps encounterId={found.encounterId} version={version} />
                  <Visits card={found} onChanged={() => setVersion((before) => before + 1)} />
                  <Versions encounterId={found.encounterId} version={version} />
                  <Complaints encounterId={found.encounterId} version={version} />
                  <Story encounterId={found.encounterId} version={version} />
                </div>
                <div className="stay-column">
                  <Contact key={found.encounterId} card={found} onChanged={changed} />
                  <Marks card={found} onChanged={changed} />
                  <Others card={found} onChanged={changed} />
                </div>
              </div>
              {correcting && <Correct key={found.encounterId} card={found} first={first} onCancel={closeCorrect} onDone={(words, tone) => { closeCorrect(); changed(words, tone); }} />}
            </>
          )}
        </Await>
      )}
    </ConsoleFrame>
  );
}
