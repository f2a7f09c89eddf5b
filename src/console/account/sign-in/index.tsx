/** Signing in: with a name and a password, and back to the page that was wanted. */
import { useEffect } from 'react';
import type { api as accountApi } from '../../../../cloudfunctions/account/contract';
import { cloud } from '../../../cloud/cloud';
import { useStaff } from '../../../cloud/staff';
import { useLoad } from '../../../cloud/use-load';
import { homeOf } from '../../../components/console-frame/places';
import { Door } from '../../../components/door/door';
import { readAddress } from '../../../components/filters/use-address';
import { Notice } from '../../../components/notice/notice';
import { SignInForm } from '../../../components/sign-in-form/sign-in-form';
import { useText } from '../../../text/language';
import { staffText } from '../../../text/staff';
import { onwards } from '../onwards';

const account = cloud<typeof accountApi>('account', { reads: ['hospital'] });

export default function SignIn() {
  const t = useText(staffText);
  const { being, me, enter } = useStaff();
  const hospital = useLoad(() => account.hospital({}), []);
  const known = being.state === 'in' ? me : undefined;

  useEffect(() => {
    if (!known) return;
    if (known.mustChange) onwards('/account/password/index', readAddress(location.hash)['back']);
    else onwards(readAddress(location.hash)['back'] ?? `/${homeOf(known)}`);
  }, [known]);

  return (
    <Door product={hospital.data?.name || t.product} title={t.signInTitle} words={hospital.data?.name ? t.product : undefined}>
      {hospital.data?.ready === false && <Notice tone="warn">{t.notReady}</Notice>}
      <SignInForm onSignIn={async (userName, password) => { await enter(await account.signIn({ userName, password }, { alone: true })); }} />
    </Door>
  );
}
