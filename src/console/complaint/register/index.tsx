/** Writing down a complaint that came by telephone, at the counter, by letter or from a hotline. */
import { useState } from 'react';
import { useStaff } from '../../../cloud/staff';
import { Button } from '../../../components/button/button';
import { mayRegister, type Filed } from '../../../components/complaint-dialog/client';
import { ComplaintForm } from '../../../components/complaint-dialog/form';
import { Registered } from '../../../components/complaint-dialog/registered';
import { ConsoleFrame } from '../../../components/console-frame/console-frame';
import { addressOf, go } from '../../../components/console-frame/go';
import { usePlaces } from '../../../components/console-frame/places';
import { readAddress } from '../../../components/filters/use-address';
import { Panel } from '../../../components/panel/panel';
import { Empty } from '../../../components/state/state';
import { detailText, registerText } from '../../../text/complaint-console';
import { useText } from '../../../text/language';
import { shellText } from '../../../text/shell';
import { deskPage, detailPage, mayRead, registerPage } from '../desk';
import './index.scss';

export default function RegisterComplaint() {
  const t = useText(registerText);
  const d = useText(detailText);
  const shell = useText(shellText);
  const { me } = useStaff();
  const places = usePlaces();
  const [filed, setFiled] = useState<Filed>();
  const [encounterId] = useState(() => readAddress(location.hash)['stay']);
  const reads = mayRead(me?.role);
  return (
    <ConsoleFrame name={shell.center} places={places} at={reads ? deskPage : registerPage} title={t.title} actions={reads && <a className="register-back" href={addressOf(deskPage)}>{d.toDesk}</a>}>
      {me && !mayRegister(me.role) ? <Panel><Empty words={t.noPage} /></Panel> : (
        <div className="register-page">
          <Panel title={filed ? t.doneTitle : undefined}>
            {filed ? (
              <>
                <Registered filed={filed} />
                <div className="register-buttons">
                  {reads && <Button wide={false} onPress={() => go(detailPage, { number: filed.number })}>{t.doneOpen}</Button>}
                  <Button wide={false} tone="soft" onPress={() => setFiled(undefined)}>{t.doneAgain}</Button>
                </div>
              </>
            ) : <ComplaintForm from={{ encounterId }} onDone={setFiled} />}
          </Panel>
        </div>
      )}
    </ConsoleFrame>
  );
}
