/** Help with one press: the numbers first, then a nurse who rings. */
import { useState } from 'react';
import Taro, { useRouter } from '@tarojs/taro';
import { View } from '@tarojs/components';
import type { api as followupApi } from '../../../../cloudfunctions/followup/contract';
import type { api, Safety } from '../../../../cloudfunctions/message/contract';
import { cloud } from '../../../cloud/cloud';
import { CloudError } from '../../../cloud/error';
import { keepWriting, newKey, readWriting } from '../../../cloud/unsent';
import { useLoad } from '../../../cloud/use-load';
import { useSpeaker } from '../../../cloud/use-speaker';
import { Button } from '../../../components/button/button';
import { Card } from '../../../components/card/card';
import { Frame } from '../../../components/frame/frame';
import { Notice } from '../../../components/notice/notice';
import { Phone } from '../../../components/phone/phone';
import { SafetyPage } from '../../../components/safety-page/safety-page';
import { useText } from '../../../text/language';
import { messageText } from '../../../text/message';
import { phoneWords } from '../../../text/phone';
import './index.scss';

const message = cloud<typeof api>('message');
const followup = cloud<typeof followupApi>('followup', { reads: ['home'] });

export default function HelpPage() {
  const t = useText(messageText);
  useSpeaker();
  const [patientId] = useState(decodeURIComponent(useRouter().params['patientId'] ?? '') || ((Taro.getStorageSync('suifang.patient') as string) || ''));
  const home = useLoad(() => followup.home({}), []);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<CloudError>();
  const [safety, setSafety] = useState<Safety>();
  const patient = home.data?.patients.find((one) => one.patientId === patientId);
  const ward = patient?.departmentName ? patient.wardPhone : '';
  const hospital = home.data?.hospitalPhone ?? '';
  const toThread = () => {
    if (Taro.getCurrentPages().length > 1) void Taro.navigateBack();
    else void Taro.redirectTo({ url: `/pages/message/thread/index?patientId=${encodeURIComponent(patientId)}` });
  };
  const ask = async () => {
    // The same key until it is known to have arrived: pressing again makes no second alarm.
    const key = readWriting(patientId).help || newKey();
    keepWriting(patientId, { help: key });
    setBusy(true);
    setFailed(undefined);
    try {
      setSafety((await message.help({ patientId, key })).safety);
      keepWriting(patientId, { help: '' });
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setFailed(error);
    } finally {
      setBusy(false);
    }
  };
  if (safety) {
    const { wardPhone, hospitalPhone, ...rest } = safety;
    return <SafetyPage {...rest} phones={{ ward: wardPhone, hospital: hospitalPhone }} goOn={t.goOn} mayGoOn onGoOn={toThread} />;
  }
  return (
    <Frame title={t.helpTitle} footer={null} saysOffline={failed !== undefined}>
      <Card tone="danger" title={t.helpLead}><View>{t.helpLeadWords}</View></Card>
      <View className="help-numbers">
        <Phone number="120" label={t.call120} className="s-button s-button-danger s-button-wide help-number help-number-first">{t.call120}</Phone>
        {ward !== '' && <Phone number={ward} label={t.callWard(phoneWords(ward))} className="s-button s-button-soft s-button-wide help-number">{t.callWard(phoneWords(ward))}</Phone>}
        {hospital !== '' && hospital !== ward && <Phone number={hospital} label={t.callHospital(phoneWords(hospital))} className="s-button s-button-soft s-button-wide help-number">{t.callHospital(phoneWords(hospital))}</Phone>}
      </View>
      <Card title={t.nurseTitle}>
        <View className="help-words">{t.nurseWords}</View>
        {failed && <Notice tone="danger">{failed.passing ? t.nurseFailed : `${t.nurseFailed} ${failed.message}`}</Notice>}
        <Button busy={busy} onPress={() => { void ask(); }}>{t.nurse}</Button>
      </Card>
      <View className="help-after"><Button tone="plain" wide={false} onPress={toThread}>{t.backToThread}</Button></View>
    </Frame>
  );
}
