/** The patient's return visits: booked, changed, cancelled beside the stay by those who may; others see how they stand. */
import type { api as visitApi } from '../../../../cloudfunctions/visit/contract';
import { cloud } from '../../../cloud/cloud';
import { useLoad } from '../../../cloud/use-load';
import { useStaff } from '../../../cloud/staff';
import { Panel } from '../../../components/panel/panel';
import { Await } from '../../../components/state/state';
import { Existing } from '../../../components/visit-booker/existing';
import { VisitBooker } from '../../../components/visit-booker/visit-booker';
import { useText } from '../../../text/language';
import { bookerText } from '../../../text/visit-booker';
import type { Card } from '../desk';

const visit = cloud<typeof visitApi>('visit', { reads: ['ofStay'] });
/** Who may book for a patient, as in the contract. */
const desk: readonly string[] = ['lead', 'nurse', 'agent', 'ward'];

export function Visits({ card, onChanged }: { card: Card; onChanged(): void }) {
  const t = useText(bookerText);
  const { me } = useStaff();
  const books = me !== undefined && desk.includes(me.role);
  return <Panel title={t.title}>{books ? <VisitBooker quiet key={card.patientId} patientId={card.patientId} edits={card.death === 'no'} onChanged={onChanged} /> : <Read encounterId={card.encounterId} />}</Panel>;
}

function Read({ encounterId }: { encounterId: string }) {
  const t = useText(bookerText);
  const load = useLoad(async () => (await visit.ofStay({ encounterId })).appointments, [encounterId]);
  return (
    <Await load={load} rows={2} empty={{ when: (all) => all.length === 0, show: <div className="s-muted">{t.nothing}</div> }}>
      {(all) => { const open = all.filter(({ state }) => state === 'booked' || state === 'arrived'); return <Existing upcoming={open} past={all.filter((one) => !open.includes(one))} edits={false} busy="" />; }}
    </Await>
  );
}
