/** Who is signed in, at the foot of the navigation, and the way out. */
import { useState } from 'react';
import { useStaff } from '../../cloud/staff';
import { useText } from '../../text/language';
import { roleText, staffText } from '../../text/staff';
import './staff-menu.scss';

export function StaffMenu() {
  const t = useText(staffText);
  const roles = useText(roleText);
  const { me, leave } = useStaff();
  const [leaving, setLeaving] = useState(false);
  if (!me) return null;
  const out = async () => {
    setLeaving(true);
    await leave();
  };
  return (
    <div className="s-staff">
      <span className="s-staff-name">{t.signedInAs(me.name, roles[me.role])}</span>
      <a className="s-staff-link" href="#/account/password/index">{t.changePassword}</a>
      <button type="button" className="s-staff-link" disabled={leaving} onClick={() => { void out(); }}>{t.signOut}</button>
    </div>
  );
}
