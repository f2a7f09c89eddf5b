/** Who answers red flags on each weekday and holiday, by day and by night, and who stands above. */
import { useState } from 'react';
import { CloudError } from '../../../cloud/error';
import { useLoad } from '../../../cloud/use-load';
import { useStaff } from '../../../cloud/staff';
import { Button } from '../../../components/button/button';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { Await } from '../../../components/state/state';
import { rotaText } from '../../../text/followup-today';
import { useText } from '../../../text/language';
import { phoneWords } from '../../../text/phone';
import { call } from './desk';

type Rota = Awaited<ReturnType<typeof call.duty>>;
type DutyDay = Rota['days'][number];
type Person = DutyDay['day'];
const whos = ['centre', 'ward', 'office'] as const;
const phone = /^(1[3-9]\d{9}|0\d{9,11})?$/;
const wrongPhone = (person: Person): boolean => !phone.test(person.phone);
const wrongDay = (day: DutyDay): boolean => wrongPhone(day.day) || wrongPhone(day.night) || day.from >= day.to;

/** One person of the rota: who, how called, which number. */
function PersonFields({ name, person, edits, onChange }: { name: string; person: Person; edits: boolean; onChange(person: Person): void }) {
  const t = useText(rotaText);
  if (!edits) return <span>{[t.whos[person.who], person.label, phoneWords(person.phone)].filter((word) => word !== '').join(' · ')}</span>;
  const wrong = wrongPhone(person);
  return (
    <span className="today-person">
      <select className="s-filter-input" aria-label={`${name} ${t.who}`} value={person.who} onChange={(event) => onChange({ ...person, who: whos.find((who) => who === event.target.value) ?? 'centre' })}>
        {whos.map((who) => <option key={who} value={who}>{t.whos[who]}</option>)}
      </select>
      <input className="s-filter-input today-label" aria-label={`${name} ${t.label}`} placeholder={t.label} maxLength={40} value={person.label} onChange={(event) => onChange({ ...person, label: event.target.value })} />
      <input className={`s-filter-input today-phone${wrong ? ' today-input-wrong' : ''}`} aria-label={`${name} ${t.phone}`} aria-invalid={wrong} title={wrong ? t.phoneWrong : undefined} placeholder={t.phone} inputMode="tel" maxLength={20} value={person.phone} onChange={(event) => onChange({ ...person, phone: event.target.value.replace(/[\s-]/g, '') })} />
    </span>
  );
}

export function Duty() {
  const t = useText(rotaText);
  const { me } = useStaff();
  const load = useLoad(() => call.duty({}), []);
  const [typed, setTyped] = useState<Pick<Rota, 'days' | 'chain'>>();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ tone: 'good' | 'warn'; words: string }>();
  const edits = me?.role === 'lead' || me?.role === 'director';
  const rota = typed ?? load.data;
  const write = (next: Partial<Pick<Rota, 'days' | 'chain'>>) => {
    if (!rota) return;
    setSaid(undefined);
    setTyped({ days: rota.days, chain: rota.chain, ...next });
  };
  const setDay = (day: DutyDay) => { if (rota) write({ days: rota.days.map((one) => (one.key === day.key ? day : one)) }); };
  const copy = () => {
    const monday = rota?.days.find((day) => day.key === '1');
    if (rota && monday) write({ days: rota.days.map((day) => ({ ...monday, key: day.key })) });
  };
  const save = async () => {
    if (!rota) return;
    if (rota.days.some(wrongDay) || wrongPhone(rota.chain.lead) || wrongPhone(rota.chain.director)) {
      setSaid({ tone: 'warn', words: t.check });
      return;
    }
    setBusy(true);
    try {
      await call.saveDuty({ days: rota.days, chain: rota.chain });
      setTyped(undefined);
      setSaid({ tone: 'good', words: t.dutySaved });
      await load.reload();
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setSaid({ tone: 'warn', words: error.message });
    } finally {
      setBusy(false);
    }
  };
  const clock = (day: DutyDay, key: 'from' | 'to') => (edits
    ? <input className={`s-filter-input${day.from >= day.to ? ' today-input-wrong' : ''}`} type="time" aria-label={`${t.days[day.key]} ${key === 'from' ? t.from : t.to}`} aria-invalid={day.from >= day.to} title={day.from >= day.to ? t.hoursWrong : undefined} value={day[key]} onChange={(event) => { if (event.target.value) setDay({ ...day, [key]: event.target.value }); }} />
    : day[key]);
  return (
    <Panel flush>
      <div className="today-lead">
        <span className="s-grow s-muted">{t.dutyWords}</span>
        {load.data && <b>{load.data.now.phone || load.data.now.label ? t.now([load.data.now.label || t.whos[load.data.now.who], phoneWords(load.data.now.phone)].filter((word) => word !== '').join(' ')) : t.nowNone}</b>}
        {edits && <Button tone="soft" wide={false} onPress={copy}>{t.copy}</Button>}
        {edits && <Button wide={false} busy={busy} onPress={() => { void save(); }}>{t.saveDuty}</Button>}
      </div>
      {said && <Notice tone={said.tone}>{said.words}</Notice>}
      <Await load={{ ...load, data: rota }} rows={6}>
        {({ days, chain }) => (
          <ul className="today-duty">
            {days.map((day) => (
              <li key={day.key}>
                <b className="today-duty-key">{t.days[day.key]}</b>
                <span className="today-duty-part"><span className="s-muted">{t.dayDuty}</span> {clock(day, 'from')} – {clock(day, 'to')} <PersonFields name={`${t.days[day.key]} ${t.dayDuty}`} person={day.day} edits={edits} onChange={(person) => setDay({ ...day, day: person })} /></span>
                <span className="today-duty-part"><span className="s-muted">{t.night}</span> <PersonFields name={`${t.days[day.key]} ${t.night}`} person={day.night} edits={edits} onChange={(person) => setDay({ ...day, night: person })} /></span>
              </li>
            ))}
            <li>
              <b className="today-duty-key">{t.chain}</b>
              <span className="today-duty-part"><span className="s-muted">{t.lead}</span> <PersonFields name={t.lead} person={chain.lead} edits={edits} onChange={(lead) => write({ chain: { ...chain, lead } })} /></span>
              <span className="today-duty-part"><span className="s-muted">{t.director}</span> <PersonFields name={t.director} person={chain.director} edits={edits} onChange={(director) => write({ chain: { ...chain, director } })} /></span>
            </li>
          </ul>
        )}
      </Await>
    </Panel>
  );
}
