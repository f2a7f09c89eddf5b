/** Greeting, for whom, and the two switches that stay at their place: larger type, the other language. */
import { View } from '@tarojs/components';
import type { api as accountApi } from '../../../cloudfunctions/account/contract';
import type { HomePatient } from '../../../cloudfunctions/followup/contract';
import { cloud } from '../../cloud/cloud';
import { useNow } from '../../cloud/use-now';
import { said } from '../../components/aria/aria';
import { Press } from '../../components/press/press';
import { useTypeSize } from '../../look/type-size';
import { homeText } from '../../text/home';
import { useLanguage, useText } from '../../text/language';
import { patientOfRelation } from '../../text/relation';
import { shellText } from '../../text/shell';
import { greeting } from '../../text/time';

const account = cloud<typeof accountApi>('account');

/** `known`: the server keeps the language too, for the texts of messages. */
export function Head({ patient, known }: { patient?: HomePatient; known: boolean }) {
  const t = useText(homeText);
  const shell = useText(shellText);
  const relations = useText(patientOfRelation);
  const { large, setLarge } = useTypeSize();
  const { language, setLanguage } = useLanguage();
  const now = useNow();
  const switchLanguage = () => {
    const next = language === 'zh' ? 'en' : 'zh';
    setLanguage(next);
    // The page is already in the other language; messages follow at the next switch if this is lost.
    if (known) account.setLocale({ locale: next === 'en' ? 'en' : 'zh-CN' }).catch(() => undefined);
  };
  return (
    <View className="home-head">
      <View className="home-hello">
        <View className="home-greeting" {...said({ role: 'heading', level: 2 })}>{greeting(now, language)}</View>
        {patient && <View className="s-muted">{`${patient.as === 'patient' ? t.actingSelf(patient.name) : t.actingFor(relations[patient.relation], patient.name)} · ${t.dayN(patient.dayN)}`}</View>}
      </View>
      <View className="home-reading">
        <Press className="home-switch" pressed={large} label={shell.large} onPress={() => setLarge(!large)}>{large ? shell.largeOn : shell.large}</Press>
        <Press className="home-switch" onPress={switchLanguage}>{shell.language}</Press>
      </View>
    </View>
  );
}
