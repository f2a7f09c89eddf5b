/** A08: the month's list of a ward, and which wards have not handed theirs in. */
import { useLoad } from '../../../cloud/use-load';
import { serverNow } from '../../../cloud/cloud';
import { useStaff } from '../../../cloud/staff';
import { Filters } from '../../../components/filters/filters';
import { useAddress } from '../../../components/filters/use-address';
import { lastDueMonth, monthBefore, monthFor } from '../../../../cloudfunctions/discharge/rules/monthly';
import { monthlyText } from '../../../text/discharge-lists';
import { useText } from '../../../text/language';
import { dayOf } from '../../../text/time';
import { discharge, may, monthlyPage } from '../desk';
import { RegisterFrame } from '../register-frame';
import { Overview } from './overview';
import { WardList } from './ward-list';
import './index.scss';

/** So many months back can be looked at. */
const monthsBack = 12;

export default function MonthlyLists() {
  const t = useText(monthlyText);
  const { me } = useStaff();
  const [address, setAddress] = useAddress({ month: '', department: '' });
  const departments = useLoad(async () => (await discharge.departments({})).departments, []);
  const scope = me?.departments ?? 'all';
  const known = (departments.data ?? []).filter(({ code }) => scope === 'all' || scope.includes(code));
  const overview = may.monthlyOverview(me?.role);
  const today = dayOf(serverNow());
  // Whoever watches over all looks at what is due; a ward at what it is working on.
  const current = monthFor(today);
  const month = /^2\d{3}-\d{2}$/.test(address.month) ? address.month : overview && address.department === '' ? lastDueMonth(today) : current;
  const months = [current];
  while (months.length < monthsBack) months.push(monthBefore(months.at(-1) ?? current));
  const department = may.monthly(me?.role) ? address.department || (overview ? '' : known[0]?.code ?? '') : '';
  return (
    <RegisterFrame at={monthlyPage} title={t.title} allowed={may.monthly(me?.role) || overview}>
      <Filters
        values={{ month, department }} onChange={setAddress}
        filters={[
          { kind: 'select', key: 'month', label: t.month, options: [...new Set([month, ...months])].sort().reverse().map((one) => ({ value: one, words: t.monthName(one) })) },
          ...(may.monthly(me?.role) && (overview || known.length > 1) ? [{ kind: 'select' as const, key: 'department', label: t.department, options: [...(overview ? [{ value: '', words: t.overview }] : []), ...known.map(({ code, name }) => ({ value: code, words: name }))] }] : []),
        ]}
      />
      {me && (department === '' ? (overview && <Overview month={month} onOpen={may.monthly(me.role) ? (code) => setAddress({ department: code, month }, true) : undefined} />)
        : <WardList key={`${department}|${month}`} department={department} month={month} previous={monthBefore(month)} onMonth={(to) => setAddress({ month: to })} />)}
    </RegisterFrame>
  );
}
