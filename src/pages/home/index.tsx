/** The patients' first page: what matters today, the doors, the emergency line. */
import Taro from '@tarojs/taro';
import { View } from '@tarojs/components';
import type { api as accountApi } from '../../../cloudfunctions/account/contract';
import { cloud, type Output } from '../../cloud/cloud';
import { useLoad } from '../../cloud/use-load';
import { useNow } from '../../cloud/use-now';
import { said } from '../../components/aria/aria';
import { Button } from '../../components/button/button';
import { Card } from '../../components/card/card';
import { Frame } from '../../components/frame/frame';
import { Press } from '../../components/press/press';
import { Await, Empty } from '../../components/state/state';
import { useTypeSize } from '../../look/type-size';
import { homeText } from '../../text/home';
import { useLanguage, useText } from '../../text/language';
import { patientOfRelation } from '../../text/relation';
import { shellText } from '../../text/shell';
import { greeting } from '../../text/time';
import './index.scss';

const account = cloud<typeof accountApi>('account', { reads: ['hospital', 'me'] });
type Me = Output<typeof accountApi, 'me'>;

/** Larger type and the other language, always at the same place. */
function Reading() {
  const t = useText(shellText);
  const { large, setLarge } = useTypeSize();
  const { language, setLanguage } = useLanguage();
  return (
    <View className="home-reading">
      <Press className="home-switch" pressed={large} label={t.large} onPress={() => setLarge(!large)}>{large ? t.largeOn : t.large}</Press>
      <Press className="home-switch" onPress={() => setLanguage(language === 'zh' ? 'en' : 'zh')}>{t.language}</Press>
    </View>
  );
}

function Greeting({ me }: { me?: Me }) {
  const t = useText(homeText);
  const relations = useText(patientOfRelation);
  const { language } = useLanguage();
  const now = useNow();
  const patient = me?.kind === 'person' ? me.represents[0] : undefined;
  return (
    <View className="home-head">
      <View className="s-grow">
        <View className="home-greeting" {...said({ role: 'heading', level: 2 })}>{greeting(now, language)}</View>
        {patient && <View className="s-muted">{patient.as === 'patient' ? t.actingSelf(patient.name) : t.actingFor(relations[patient.relation], patient.name)}</View>}
      </View>
      <Reading />
    </View>
  );
}

export default function Home() {
  const t = useText(homeText);
  const load = useLoad(async () => {
    const [hospital, me] = await Promise.all([account.hospital({}), account.me({})]);
    return { hospital, me };
  }, []);
  return (
    <Frame title={t.title} back={false} ward={load.data && { name: t.centre, phone: load.data.hospital.phone }}>
      <Greeting me={load.data?.me} />
      <Await load={load}>
        {({ me }) => (me.kind === 'anyone'
          ? <Card tone="accent" title={t.strangerTitle}><View className="home-words">{t.stranger}</View><Button onPress={() => { void Taro.navigateTo({ url: '/pages/account/bind/index' }); }}>{t.confirm}</Button></Card>
          : <Empty words={t.empty} />)}
      </Await>
    </Frame>
  );
}
