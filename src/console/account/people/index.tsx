/** Who may sign in here, as what and for which departments. */
import { useState } from 'react';
import type { api as dischargeApi } from '../../../../cloudfunctions/discharge/contract';
import { cloud } from '../../../cloud/cloud';
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { useStaff } from '../../../cloud/staff';
import { Button } from '../../../components/button/button';
import { ConsoleFrame } from '../../../components/console-frame/console-frame';
import { usePlaces } from '../../../components/console-frame/places';
import { DataTable, type Column } from '../../../components/data-table/data-table';
import { readOrder, writeOrder } from '../../../components/data-table/sort';
import { Filters } from '../../../components/filters/filters';
import { useAddress } from '../../../components/filters/use-address';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { Await, Empty } from '../../../components/state/state';
import { Tag } from '../../../components/tag/tag';
import { useNarrow } from '../../../components/use-narrow/use-narrow';
import { useLanguage, useText } from '../../../text/language';
import { peopleText } from '../../../text/people';
import { shellText } from '../../../text/shell';
import { roleText, staffText } from '../../../text/staff';
import { whenWords } from '../../../text/time';
import { AccountForm } from './account-form';
import { accounts, type Account } from './desk';
import './index.scss';

const discharge = cloud<typeof dischargeApi>('discharge', { reads: ['departments'] });
const fresh = 'new';

export default function People() {
  const t = useText(peopleText);
  const shell = useText(shellText);
  const staff = useText(staffText);
  const roles = useText(roleText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const places = usePlaces();
  const narrow = useNarrow();
  const now = useNow();
  const [address, setAddress] = useAddress({ who: '', text: '', role: '', order: '' });
  const reads = me !== undefined && ['lead', 'it', 'director'].includes(me.role);
  const edits = me?.role === 'lead' || me?.role === 'it';
  const load = useLoad(async () => (reads ? (await accounts.staffList({})).staff : []), [reads]);
  const departments = useLoad(async () => (await discharge.departments({})).departments, []);
  const [version, setVersion] = useState(0);
  const [said, setSaid] = useState<string>();

  const all = load.data ?? [];
  const rows = all.filter((one) => (address.role === '' || one.role === address.role) && (address.text === '' || `${one.name} ${one.userName}`.includes(address.text)));
  const chosen = address.who === fresh ? undefined : rows.find((one) => one.id === address.who);
  const open = address.who === fresh || chosen !== undefined;
  const named = (codes: Account['departments']) => (codes === 'all' ? t.all : codes.map((code) => departments.data?.find((d) => d.code === code)?.name ?? code).join(language === 'zh' ? '、' : ', '));
  const state = (one: Account) => (one.disabled ? <Tag tone="plain">{t.disabled}</Tag> : one.lockedUntil > now ? <Tag tone="warn">{t.locked(whenWords(one.lockedUntil, now, language))}</Tag> : one.mustChange ? <Tag tone="info">{t.first}</Tag> : <Tag>{t.active}</Tag>);
  const columns: Column<Account>[] = [
    { key: 'name', title: t.name, sort: (one) => one.name, cell: (one) => <b>{one.name}</b> },
    { key: 'userName', title: t.userName, sort: (one) => one.userName, cell: (one) => one.userName },
    { key: 'role', title: t.role, sort: (one) => one.role, cell: (one) => roles[one.role] },
    { key: 'departments', title: t.departments, wrap: true, cell: (one) => named(one.departments) },
    { key: 'state', title: t.state, sort: (one) => (one.disabled ? 1 : 0), cell: state },
  ];
  const close = () => setAddress({ who: '' });
  const done = (who: string, name: string) => {
    setSaid(t.saved(name));
    setAddress({ who });
    setVersion((before) => before + 1);
    void load.reload();
  };
  return (
    <ConsoleFrame
      name={shell.center} places={places} at="account/people/index" title={t.title}
      beside={!(narrow && open) && reads && (
        <Filters values={address} onChange={(change) => setAddress({ ...change, who: '' })} filters={[
          { kind: 'search', key: 'text', label: t.search },
          { kind: 'select', key: 'role', label: t.roleFilter, options: [{ value: '', words: t.anyRole }, ...(Object.keys(roles) as (keyof typeof roles)[]).map((role) => ({ value: role, words: roles[role] }))] },
        ]} />
      )}
      actions={edits && !(narrow && open) && <Button wide={false} onPress={() => setAddress({ who: fresh })}>{t.add}</Button>}
    >
      {said !== undefined && <Notice tone="good">{said}</Notice>}
      {me && !reads ? <Panel><Empty words={staff.noPage} /></Panel> : (
        <div className="s-desk-split">
          {!(narrow && open) && (
            <Panel flush>
              <Await load={load} rows={6}>
                {() => (narrow && rows.length > 0 ? (
                  <ul className="people-cards" aria-label={t.list}>{rows.map((one) => <li key={one.id}><button type="button" className="people-card" onClick={() => setAddress({ who: one.id })}><span><b>{one.name}</b> {roles[one.role]}</span><span className="s-muted">{one.userName} · {named(one.departments)}</span>{state(one)}</button></li>)}</ul>
                ) : <DataTable label={t.list} columns={columns} rows={rows} id={(one) => one.id} chosen={chosen?.id} onChoose={(one) => { setSaid(undefined); setAddress({ who: one.id }); }} order={readOrder(address.order)} onOrder={(to) => setAddress({ order: writeOrder(to) })} empty={t.empty} />)}
              </Await>
            </Panel>
          )}
          {open ? <AccountForm key={`${chosen?.id ?? fresh}/${chosen?.rev ?? 0}/${version}`} account={chosen} edits={edits} departments={departments.data ?? []} onDone={done} onStale={() => { void load.reload(); }} onBack={narrow ? close : undefined} /> : (!narrow && <Panel><Empty words={t.pick} /></Panel>)}
        </div>
      )}
    </ConsoleFrame>
  );
}
