/** Who is signed in, at the foot of the navigation, and the way out. */
import { useState } from 'react';
import offices from '../../../cloudfunctions/complaint/data/office.json';
import { useStaff } from '../../cloud/staff';
import { useLanguage, useText } from '../../text/language';
import { roleText, staffText } from '../../text/staff';
import './staff-menu.scss';

export function StaffMenu() {
  const t = useText(staffText);
  const roles = useText(roleText);
  const { language } = useLanguage();
  const { me, leave } = useStaff();
  const [leaving, setLeaving] = useState(false);
  if (!me) return null;
  // Somebody of an office has a ward's role, but is no ward.
  const office = me.role === 'ward' && me.departments !== 'all' ? offices.find(({ code }) => me.departments.includes(code)) : undefined;
  const out = async () => {
    setLeaving(true);
    await leave();
  };
  return (
    <div className="s-staff">
      <span className="s-staff-name">{t.signedInAs(me.name, office ? office[language] : roles[me.role])}</span>
      <a className="s-staff-link" href="#/account/password/index">{t.changePassword}</a>
      <button type="button" className="s-staff-link" disabled={leaving} onClick={() => { void out(); }}>{t.signOut}</button>
    </div>
  );
}
