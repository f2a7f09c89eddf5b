/** Whom it is about: they neither see nor handle it. */
import { useState } from 'react';
import { useLoad } from '../../../cloud/use-load';
import { Button } from '../../../components/button/button';
import { Panel } from '../../../components/panel/panel';
import { Select } from '../../../components/select/select';
import { detailText } from '../../../text/complaint-console';
import { useText } from '../../../text/language';
import { roleText } from '../../../text/staff';
import { complaint } from '../desk';
import type { Part } from './index';

export function Accused({ detail, act, busy }: Part) {
  const t = useText(detailText);
  const roles: Readonly<Record<string, string>> = useText(roleText);
  const [changing, setChanging] = useState(false);
  const [chosen, setChosen] = useState(() => detail.accusedStaff.map(({ staffId }) => staffId));
  const choices = useLoad(async () => (changing ? (await complaint.choices({})).staff : []), [changing]);
  const staff = choices.data ?? [];
  const nameOf = (staffId: string) => staff.find((one) => one.staffId === staffId)?.name ?? detail.accusedStaff.find((one) => one.staffId === staffId)?.name ?? staffId;
  const begin = () => {
    setChosen(detail.accusedStaff.map(({ staffId }) => staffId));
    setChanging(true);
  };
  const save = async () => {
    if (await act(t.accusedDone, () => complaint.markAccused({ number: detail.number, staffIds: chosen }))) setChanging(false);
  };
  return (
    <Panel title={t.accused} aside={detail.may.accuse && !changing && <Button tone="soft" small wide={false} onPress={begin}>{t.accusedChange}</Button>}>
      {!changing && (detail.accusedStaff.length === 0 ? <div className="s-muted">{t.accusedNone}</div> : <ul className="detail-list">{detail.accusedStaff.map((one) => <li key={one.staffId}>{one.name}</li>)}</ul>)}
      {changing && (
        <>
          <ul className="detail-list">{chosen.map((staffId) => <li key={staffId}><span className="s-grow">{nameOf(staffId)}</span><button type="button" className="detail-open" onClick={() => setChosen(chosen.filter((one) => one !== staffId))}>{t.remove(nameOf(staffId))}</button></li>)}</ul>
          <Select label={t.accusedAdd} empty={t.accusedPick} value="" options={staff.filter(({ staffId }) => !chosen.includes(staffId)).map(({ staffId, name, role }) => ({ value: staffId, label: `${name} · ${roles[role] ?? ''}` }))} onChange={(staffId) => { if (staffId !== '') setChosen([...chosen, staffId]); }} />
          <div className="detail-buttons"><Button small wide={false} busy={busy} onPress={() => { void save(); }}>{t.accusedSave}</Button><Button tone="soft" small wide={false} onPress={() => setChanging(false)}>{t.cancel}</Button></div>
        </>
      )}
      <div className="s-muted">{t.accusedWhy}</div>
    </Panel>
  );
}
