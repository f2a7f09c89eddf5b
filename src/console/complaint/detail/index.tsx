/** One complaint: what was told, the clocks, who looks into it, the answer, and what may be done now. A ward sees the facts and gives its account. */
import { useEffect, useState } from 'react';
import { CloudError } from '../../../cloud/error';
import { useComplaints } from '../../../cloud/complaints';
import { useLoad } from '../../../cloud/use-load';
import { useStaff } from '../../../cloud/staff';
import { Button } from '../../../components/button/button';
import { ConsoleFrame } from '../../../components/console-frame/console-frame';
import { addressOf } from '../../../components/console-frame/go';
import { usePlaces } from '../../../components/console-frame/places';
import { readAddress } from '../../../components/filters/use-address';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { Await, Empty } from '../../../components/state/state';
import { detailText } from '../../../text/complaint-console';
import { categoryWords } from '../../../text/complaint-table';
import { useLanguage, useText } from '../../../text/language';
import { shellText } from '../../../text/shell';
import { complaint, deskPage, type Detail } from '../desk';
import { Marks, StateTag } from '../row-words';
import { Accused } from './accused';
import { AnswerForm } from './answer-form';
import { Answers } from './answers';
import { Clocks } from './clocks';
import { Close } from './close';
import { Contribute } from './contribute';
import { Evidence } from './evidence';
import { Facts } from './facts';
import { Offices } from './offices';
import { Person } from './person';
import { Story } from './story';
import { Tell } from './tell';
import { Warning } from './warning';
import './index.scss';

const numberNow = (): string => readAddress(location.hash)['number'] ?? '';

/** The complaint that the address names: a link to another opens it in place. */
function useNumber(): string {
  const [number, setNumber] = useState(numberNow);
  useEffect(() => {
    const update = () => { const next = numberNow(); if (next !== '') setNumber(next); };
    window.addEventListener('hashchange', update);
    return () => window.removeEventListener('hashchange', update);
  }, []);
  return number;
}

/** What a part of the page does: `act` runs it and says what was done, or why not. */
export interface Part { detail: Detail; act(done: string, work: () => Promise<unknown>): Promise<boolean>; busy: boolean }

export default function ComplaintDetail() {
  const t = useText(detailText);
  const shell = useText(shellText);
  const { language } = useLanguage();
  const places = usePlaces();
  const { me } = useStaff();
  const { reload: recount } = useComplaints();
  const number = useNumber();
  const load = useLoad(async () => (number === '' ? undefined : complaint.detail({ number })), [number]);
  const detail = load.data?.number === number ? load.data : undefined;
  const [said, setSaid] = useState<{ tone: 'good' | 'warn' | 'danger'; words: string }>();
  const [busy, setBusy] = useState(false);
  useEffect(() => setSaid(undefined), [number]);

  const act: Part['act'] = async (done, work) => {
    if (busy) return false;
    setBusy(true);
    setSaid(undefined);
    try {
      await work();
      await load.reload();
      void recount();
      setSaid({ tone: 'good', words: done });
      return true;
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      const reasons: Readonly<Record<string, string>> = { taken: t.takenAlready, too_late: t.extendLate, extended: t.extendOver, answered: t.extendOver, untold: t.closeUntold };
      if (error.code === 'CONFLICT' || error.code === 'GONE') await load.reload();
      setSaid({ tone: 'danger', words: reasons[error.reason ?? ''] ?? (error.code === 'CONFLICT' ? t.changed : error.message) });
      return false;
    } finally {
      setBusy(false);
      window.scrollTo({ top: 0 });
    }
  };

  const back = <a className="detail-back" href={addressOf(deskPage)}>{t.toDesk}</a>;
  return (
    <ConsoleFrame
      name={shell.center} places={places} at={deskPage} title={detail ? detail.number : t.title}
      beside={detail && <><StateTag state={detail.state} /><span>{categoryWords(detail.category, language)}</span><Marks row={detail} /></>}
      actions={<>{detail && <Taking detail={detail} act={act} busy={busy} />}{back}</>}
    >
      {said && <Notice tone={said.tone}>{said.words}</Notice>}
      {number === '' ? <Panel><Empty words={t.none}>{back}</Empty></Panel> : (
        <Await load={{ ...load, data: detail }} rows={10} failed={(error) => (error.code === 'FORBIDDEN' || error.code === 'INVALID_INPUT' ? <>{t.notFound}{back}</> : undefined)}>
          {(found) => {
            const part: Part = { detail: found, act, busy };
            const ward = me?.role === 'ward';
            return (
              <>
                {found.round > 1 && found.state !== 'closed' && <Notice tone="warn">{t.reopenedWords}</Notice>}
                {ward && <Notice>{t.factsOnly}</Notice>}
                <div className="s-desk-split">
                  <div className="detail-column">
                    <Facts detail={found} />
                    {ward && found.may.contribute && <Contribute {...part} />}
                    <Offices {...part} />
                    {!ward && found.may.contribute && <Contribute {...part} />}
                    {found.answers.length > 0 && <Answers detail={found} />}
                    {found.may.answer && <AnswerForm key={found.round} {...part} />}
                    {found.may.tell && <Tell {...part} />}
                    {!ward && <Close {...part} />}
                    <Story detail={found} />
                  </div>
                  <div className="detail-column">
                    <Clocks {...part} />
                    {!ward && <Person {...part} />}
                    <Evidence detail={found} />
                    {(found.may.accuse || found.accusedStaff.length > 0) && <Accused {...part} />}
                    {!ward && <Warning {...part} />}
                    {found.rating && <Panel><div>{t.rating(`${found.rating.score} / 5`)}</div>{found.rating.comment !== '' && <div className="detail-own">{found.rating.comment}</div>}<div className="s-muted">{t.ratingOnly}</div></Panel>}
                    {(found.verdict === 'accepted' || found.verdict === 'silent') && <div className="s-muted">{t.verdict[found.verdict]}</div>}
                  </div>
                </div>
              </>
            );
          }}
        </Await>
      )}
    </ConsoleFrame>
  );
}

/** Who handles it, and taking it. */
function Taking({ detail, act, busy }: Part) {
  const t = useText(detailText);
  if (!detail.may.take) return detail.takenBy === '' ? null : <span className="s-muted">{detail.mine ? t.takenByMe : t.takenBy(detail.takenBy)}</span>;
  const over = detail.takenBy !== '';
  return (
    <>
      {over && <span className="s-muted">{t.takenBy(detail.takenBy)}</span>}
      <Button wide={false} tone={over ? 'soft' : 'primary'} busy={busy} onPress={() => { void act(t.taken, () => complaint.take({ number: detail.number, over })); }}>{over ? t.takeOver : t.take}</Button>
    </>
  );
}
