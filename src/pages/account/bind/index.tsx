/** The entry: a confirmed number, the patient whom it belongs to, who one is to them, the month of birth; then each consent by itself. Whose number is not on record asks the patient. */
import { useState } from 'react';
import Taro, { useRouter } from '@tarojs/taro';
import { View } from '@tarojs/components';
import type { api, Match } from '../../../../cloudfunctions/account/contract';
import { cloud, session, type Output } from '../../../cloud/cloud';
import { useLoad } from '../../../cloud/use-load';
import { useSpeaker } from '../../../cloud/use-speaker';
import { Button } from '../../../components/button/button';
import { Frame } from '../../../components/frame/frame';
import { Heading } from '../../../components/heading/heading';
import { Await } from '../../../components/state/state';
import { bindText } from '../../../text/account';
import { homeText } from '../../../text/home';
import { useText } from '../../../text/language';
import { AskForm } from './ask-form';
import { BindForm } from './bind-form';
import { ConsentSteps } from './consent-steps';
import { Matches, Nobody } from './matches';
import { PhoneForm } from './phone-form';
import './index.scss';

const account = cloud<typeof api>('account', { reads: ['hospital', 'me', 'matches'] });
type Me = Output<typeof api, 'me'>;

async function load() {
  const [me, hospital] = await Promise.all([account.me({}), account.hospital({})]);
  const matches = me.kind === 'person' ? (await account.matches({})).matches : [];
  return { me, hospital, matches };
}

export default function Bind() {
  const t = useText(bindText);
  const h = useText(homeText);
  useSpeaker();
  const params = useRouter().params;
  const next = params['next'] === undefined ? undefined : decodeURIComponent(params['next']);
  const loaded = useLoad(load, []);
  const [chosen, setChosen] = useState<Match>();
  const [bound, setBound] = useState<Match>();
  const [consented, setConsented] = useState(false);
  const [otherPhone, setOtherPhone] = useState(false);
  const [asking, setAsking] = useState(false);
  const changePhone = async (me: Me) => {
    // In WeChat the openid stays; a browser gives its session back first.
    if (me.kind === 'person' && !me.wechat) {
      await account.signOut({}).catch(() => undefined);
      session.signOut();
    }
    setOtherPhone(true);
  };
  // A page of this app only: the address may have been written by anybody.
  const goOn = () => { void Taro.reLaunch({ url: next?.startsWith('/pages/') ? next : '/pages/home/index' }); };
  const hospital = loaded.data?.hospital;
  return (
    <Frame title={t.title} ward={hospital?.phone ? { name: h.centre, phone: hospital.phone } : undefined}>
      <Await load={loaded} rows={4}>
        {({ me, matches }) => {
          if (bound && consented) {
            return (
              <View className="bind-body">
                <Heading turn="bound" large>{t.boundTitle}</Heading>
                <View className="bind-words">{t.boundWords(bound.name)}</View>
                <Button onPress={goOn}>{next === undefined ? t.goHome : t.goOn}</Button>
              </View>
            );
          }
          if (bound) return <ConsentSteps patientId={bound.patientId} onDone={() => setConsented(true)} />;
          if (chosen) return <BindForm match={chosen} onBack={() => setChosen(undefined)} onBound={() => setBound(chosen)} />;
          if (me.kind !== 'person' || otherPhone) return <PhoneForm onConfirmed={async () => { setOtherPhone(false); await loaded.reload(); }} />;
          if (asking) return <AskForm hospitalPhone={hospital?.phone ?? ''} onBack={() => setAsking(false)} />;
          if (matches.length === 0) return <Nobody phone={me.phone} hospitalPhone={hospital?.phone ?? ''} onAsk={() => setAsking(true)} onChange={() => { void changePhone(me); }} />;
          return <Matches phone={me.phone} matches={matches} onChoose={setChosen} onAsk={() => setAsking(true)} onChange={() => { void changePhone(me); }} />;
        }}
      </Await>
    </Frame>
  );
}
