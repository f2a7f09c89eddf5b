/** After the binding: each purpose on a screen of its own. What was decided before is not asked again. */
import { useState } from 'react';
import { View } from '@tarojs/components';
import type { api } from '../../../../cloudfunctions/account/contract';
import { cloud } from '../../../cloud/cloud';
import { CloudError } from '../../../cloud/error';
import { useLoad } from '../../../cloud/use-load';
import { Button } from '../../../components/button/button';
import { ConsentAsk, type Decision } from '../../../components/consent-ask/consent-ask';
import { Notice } from '../../../components/notice/notice';
import { Await } from '../../../components/state/state';
import { bindText, consentsText } from '../../../text/account';
import { useLanguage, useText } from '../../../text/language';

const account = cloud<typeof api>('account', { reads: ['consents'] });

export function ConsentSteps({ patientId, onDone }: { patientId: string; onDone(): void }) {
  const t = useText(bindText);
  const c = useText(consentsText);
  const { language } = useLanguage();
  const locale = language === 'en' ? 'en' : 'zh-CN';
  const [at, setAt] = useState(0);
  const [decision, setDecision] = useState<Decision>();
  const [undecided, setUndecided] = useState(false);
  const [error, setError] = useState<CloudError>();
  const [busy, setBusy] = useState(false);
  const load = useLoad(async () => {
    const asked = (await account.consents({ patientId, locale })).consents.filter((one) => one.mayAsk && one.mayGive);
    if (asked.length === 0) onDone();
    return asked;
  }, [patientId, locale]);
  return (
    <Await load={load} rows={5}>
      {(asked) => {
        const state = asked[at];
        if (!state) return null;
        const { purpose, text } = state;
        const decide = async () => {
          setUndecided(decision === undefined);
          if (decision === undefined) return;
          setBusy(true);
          setError(undefined);
          try {
            if (decision === 'agree') await account.giveConsent({ patientId, purpose, version: text.version, locale: text.locale, hash: text.hash });
            else await account.withdrawConsent({ patientId, purpose, locale });
            setDecision(undefined);
            if (at + 1 < asked.length) setAt(at + 1);
            else onDone();
          } catch (caught) {
            if (!(caught instanceof CloudError)) throw caught;
            setError(caught);
            if (caught.code === 'CONFLICT') await load.reload();
          } finally {
            setBusy(false);
          }
        };
        return (
          <View className="bind-body">
            {error && <Notice tone="warn">{error.reason === 'text_changed' ? c.changed : error.message}</Notice>}
            <View className="s-muted">{asked.length > 1 ? t.consentCount(at + 1, asked.length) : ''}</View>
            <ConsentAsk text={text} value={decision} problem={undecided && decision === undefined ? t.choose : undefined} disabled={busy} onChange={setDecision} />
            <View className="bind-buttons"><Button busy={busy} onPress={() => { void decide(); }}>{t.next}</Button></View>
          </View>
        );
      }}
    </Await>
  );
}
