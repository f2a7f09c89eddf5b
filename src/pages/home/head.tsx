/** Greeting, for whom, and the two switches that stay at their place: larger type, the other language. */
import { View } from '@tarojs/components';
import type { api as accountApi } from '../../../cloudfunctions/account/contract';
import type { HomePatient } from '../../../cloudfunctions/followup/contract';
import { cloud } from '../../cloud/cloud';
import { useNow } from '../../cloud/use-now';
import { said } from '../../components/aria/aria';
import { Reading } from '../../components/reading/reading';
import { homeText } from '../../text/home';
import { useLanguage, useText } from '../../text/language';
import { patientOfRelation } from '../../text/relation';
import { greeting } from '../../text/time';
import type { Language } from '../../text/wording';

const account = cloud<typeof accountApi>('account');

/** `known`: the server keeps the language too, for the texts of messages. */
export function Head({ patient, known }: { patient?: HomePatient; known: boolean }) {
  const t = useText(homeText);
  const relations = useText(patientOfRelation);
  const { language } = useLanguage();
  const now = useNow();
  const tell = (next: Language) => {
    // The page is already in the other language; messages follow at the next switch if this is lost.
    if (known) account.setLocale({ locale: next === 'en' ? 'en' : 'zh-CN' }).catch(() => undefined);
  };
  return (
    <View className="home-head">
      <View className="home-hello">
        <View className="home-greeting" {...said({ role: 'heading', level: 2 })}>{greeting(now, language)}</View>
        {patient && <View className="s-muted">{`${patient.as === 'patient' ? t.actingSelf(patient.name) : t.actingFor(relations[patient.relation], patient.name)}${patient.closed ? '' : ` · ${t.dayN(patient.dayN)}`}`}</View>}
      </View>
      <Reading onLanguage={tell} />
    </View>
  );
}
