/** Stands before every page of the console: leads to the sign-in, and where a session ends under an open page asks for the password over it, so that nothing is lost. */
import { useEffect, useState } from 'react';
import Taro from '@tarojs/taro';
import { Dialog } from '@nutui/nutui-react-taro';
import type { api as accountApi } from '../../../cloudfunctions/account/contract';
import { cloud } from '../../cloud/cloud';
import { useStaff, type StaffMe } from '../../cloud/staff';
import { useText } from '../../text/language';
import { staffText } from '../../text/staff';
import { Button } from '../button/button';
import { useModal } from '../confirm/use-modal';
import { go, hereNow } from '../console-frame/go';
import { homeOf } from '../console-frame/places';
import { Layer } from '../layer/layer';
import { Failed } from '../state/state';
import { SignInForm } from '../sign-in-form/sign-in-form';
import './session-gate.scss';

const account = cloud<typeof accountApi>('account');

/** Pages that are open before anybody is known. */
const open: readonly string[] = ['account/sign-in/index', 'account/setup/index'];
const passwordPage = 'account/password/index';
/** Where the bare address of the console leads; whose day begins elsewhere is led there. */
export const entryPage = 'call/worklist/index';

/** Told by Taro's router when a page stands; leading elsewhere while it still fetches one would leave both on screen. */
const opened = '__afterTaroRouterChange';

/** The page that stands; '' until the first one does. */
function useHere(): string {
  const [here, setHere] = useState('');
  useEffect(() => {
    const update = () => setHere(hereNow());
    Taro.eventCenter.on(opened, update);
    return () => { Taro.eventCenter.off(opened, update); };
  }, []);
  return here;
}

/** A user name is the readable part of the staff id: `staff:nurse1`. */
const nameOf = (me: StaffMe): string => me.staffId.replace(/^staff:/, '');

export function SessionGate() {
  const t = useText(staffText);
  const { being, enter, leave, retry } = useStaff();
  const here = useHere();
  const { state } = being;
  const mustChange = being.state === 'in' && being.me.mustChange;
  const home = being.state === 'in' ? homeOf(being.me) : '';

  useEffect(() => {
    if (here === '' || open.includes(here)) return;
    const back = location.hash.slice(1);
    if (state === 'out') go('account/sign-in/index', here === passwordPage ? {} : { back }, true);
    else if (mustChange && here !== passwordPage) go(passwordPage, { back }, true);
    else if (here === entryPage && home !== '' && home !== entryPage) go(home, {}, true);
  }, [state, mustChange, here, home]);

  const over = being.state === 'over' ? being.me : undefined;
  const box = useModal<HTMLDivElement>(over !== undefined, () => undefined, 'first');
  const signIn = async (userName: string, password: string) => {
    const same = await enter(await account.signIn({ userName, password }, { alone: true }));
    // Somebody else: what stands on the page is not theirs.
    if (!same) location.replace(location.pathname);
  };

  if (being.state === 'failed' && !open.includes(here)) return <Layer><div className="s-gate-failed"><Failed error={being.error} onRetry={retry} /></div></Layer>;
  if (!over) return null;
  return (
    <Layer>
      <Dialog visible footer={null} closeOnOverlayClick={false}>
        <div ref={box} className="s-gate" role="dialog" aria-modal="true" aria-label={t.over}>
          <h2 className="s-gate-title">{t.over}</h2>
          <div className="s-muted">{t.overWords}</div>
          <SignInForm userName={nameOf(over)} onSignIn={signIn} />
          <div className="s-gate-other"><Button tone="plain" small onPress={() => { void leave(); }}>{t.overOther(over.name)}{' '}{t.leaveHere}</Button></div>
        </div>
      </Dialog>
    </Layer>
  );
}
