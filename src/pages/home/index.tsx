/** The patients' first page: what matters today, the doors that are open, the emergency line. */
import { useState } from 'react';
import Taro, { useDidShow } from '@tarojs/taro';
import { View } from '@tarojs/components';
import type { api as accountApi } from '../../../cloudfunctions/account/contract';
import type { api as followupApi } from '../../../cloudfunctions/followup/contract';
import { cloud, session, type Output } from '../../cloud/cloud';
import { CloudError } from '../../cloud/error';
import { useLoad } from '../../cloud/use-load';
import { clearShelf } from '../../cloud/use-shelf';
import { useSpeaker } from '../../cloud/use-speaker';
import { Button } from '../../components/button/button';
import { Card } from '../../components/card/card';
import { Choices } from '../../components/choices/choices';
import { Confirm } from '../../components/confirm/confirm';
import { Frame } from '../../components/frame/frame';
import { Press } from '../../components/press/press';
import { Await, Empty } from '../../components/state/state';
import { homeText } from '../../text/home';
import { useText } from '../../text/language';
import { patientOfRelation } from '../../text/relation';
import { Alarms } from './alarms';
import { Doors } from './doors';
import { Head } from './head';
import { Next, Today } from './today';
import './index.scss';

const account = cloud<typeof accountApi>('account', { reads: ['hospital', 'me'] });
const followup = cloud<typeof followupApi>('followup', { reads: ['home'] });
type Me = Output<typeof accountApi, 'me'>;
type Home = Output<typeof followupApi, 'home'>;
interface First { me: Me; today?: Home; hospital: string; phone: string }

const chosenKey = 'suifang.patient';

/** One round trip for people who are known; strangers get the hospital's name and number in a second one. */
async function load(): Promise<First> {
  const [me, today] = await Promise.all([
    account.me({}),
    followup.home({}).catch((error: unknown) => {
      if (error instanceof CloudError && (error.code === 'UNAUTHENTICATED' || error.code === 'FORBIDDEN')) return undefined;
      throw error;
    }),
  ]);
  if (today) return { me, today, hospital: today.hospital, phone: today.hospitalPhone };
  const { name, phone } = await account.hospital({});
  return { me, hospital: name, phone };
}

const toPage = (page: 'family' | 'consents', patientId: string) => { void Taro.navigateTo({ url: `/pages/account/${page}/index?patientId=${encodeURIComponent(patientId)}` }); };
const toDirectory = () => { void Taro.navigateTo({ url: '/pages/directory/find/index' }); };
const toBind = () => { void Taro.navigateTo({ url: '/pages/account/bind/index' }); };

export default function HomePage() {
  const t = useText(homeText);
  const relations = useText(patientOfRelation);
  useSpeaker();
  const loaded = useLoad(load, []);
  const [returned, setReturned] = useState(0);
  // Coming back from a questionnaire: what waits has changed.
  useDidShow(() => {
    if (returned > 0) void loaded.reload();
    setReturned((times) => times + 1);
  });
  const [chosen, setChosen] = useState(() => (Taro.getStorageSync(chosenKey) as string) || '');
  const first = loaded.data;
  const patients = first?.today?.patients ?? [];
  const patient = patients.find((one) => one.patientId === chosen) ?? patients[0];
  const ward = patient ? { name: patient.departmentName ? t.ward(patient.departmentName) : t.centre, phone: patient.wardPhone } : first && { name: t.centre, phone: first.phone };
  const choose = (patientId: string) => {
    Taro.setStorageSync(chosenKey, patientId);
    setChosen(patientId);
  };
  const [leaving, setLeaving] = useState(false);
  const signOut = async () => {
    setLeaving(false);
    // The session is forgotten here whether or not the server could be told.
    await account.signOut({}).catch(() => undefined);
    session.signOut();
    clearShelf();
    await loaded.reload();
  };
  return (
    <Frame title={t.title} back={false} ward={ward?.phone ? ward : undefined}>
      <Head patient={patient} known={first?.me.kind === 'person'} />
      <Alarms again={`${returned} ${first !== undefined}`} />
      <Await load={loaded}>
        {({ me }) => (
          <>
            {patients.length > 1 && patient && (
              <View className="home-switch-row">
                <View className="s-muted">{t.whose}</View>
                <Choices
                  label={t.whose} layout="chips" value={[patient.patientId]} onChange={([one]) => { if (one !== undefined) choose(one); }}
                  options={patients.map((one) => ({ value: one.patientId, label: `${one.as === 'patient' ? t.self : relations[one.relation]} ${one.name}` }))}
                />
              </View>
            )}
            {me.kind !== 'person' && <Card tone="accent" title={t.strangerTitle}><View className="home-words">{t.stranger}</View><Button onPress={toBind}>{t.confirm}</Button></Card>}
            {me.kind === 'person' && me.represents.length === 0 && <Card tone="accent" title={t.unboundTitle}><View className="home-words">{t.unbound}</View><Button onPress={toBind}>{t.bind}</Button></Card>}
            {me.kind === 'person' && me.represents.length > 0 && !patient && <Card title={t.nobodyTitle}><View>{t.nobody}</View></Card>}
            {patient && <Today patient={patient} />}
            {patient && <Doors patient={patient} />}
            {patient && <Next patient={patient} />}
            {me.kind !== 'staff' && !(me.kind === 'person' && patient) && <View className="home-more"><Press className="home-link" onPress={toDirectory}>{t.directory}</Press></View>}
            {me.kind === 'person' && patient && (
              <View className="home-more">
                <Press className="home-link" onPress={toDirectory}>{t.directory}</Press>
                <Press className="home-link" onPress={() => toPage('family', patient.patientId)}>{t.family}</Press>
                <Press className="home-link" onPress={() => toPage('consents', patient.patientId)}>{t.consents}</Press>
                <Press className="home-link" onPress={toBind}>{t.another}</Press>
                {!me.wechat && <Press className="home-link" onPress={() => setLeaving(true)}>{t.signOut}</Press>}
              </View>
            )}
            {me.kind === 'staff' && <Empty />}
          </>
        )}
      </Await>
      <Confirm open={leaving} title={t.signOutTitle} confirm={t.signOut} onConfirm={() => { void signOut(); }} onCancel={() => setLeaving(false)}>{t.signOutWords}</Confirm>
    </Frame>
  );
}
