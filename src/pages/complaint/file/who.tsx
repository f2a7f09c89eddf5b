/** Third step: named, confidential or anonymous, each with what follows from it; and what is promised. */
import { useState } from 'react';
import { View } from '@tarojs/components';
import { said } from '../../../components/aria/aria';
import { Card } from '../../../components/card/card';
import { Choices } from '../../../components/choices/choices';
import { TextField } from '../../../components/field/field';
import { Press } from '../../../components/press/press';
import { complaintText } from '../../../text/complaint';
import { useText } from '../../../text/language';
import { phoneWords } from '../../../text/phone';
import type { Draft, Opened } from '../door';
import type { Drafting } from './use-draft';

export type Way = 'named' | 'confidential' | 'anonymous';
/** Which of the three a draft says; undefined before it was asked. */
export const wayOf = ({ anonymous, confidential }: Draft): Way | undefined => (anonymous === undefined ? undefined : anonymous ? 'anonymous' : confidential ? 'confidential' : 'named');

interface Props { drafting: Drafting; opened: Opened; problems: Readonly<Record<string, string>> }

export function Who({ drafting: { draft, change }, opened, problems }: Props) {
  const t = useText(complaintText);
  const way = wayOf(draft);
  const [another, setAnother] = useState((draft.phone ?? '') !== '' || opened.phone === '');
  const choose = (chosen: string | undefined) => change({ anonymous: chosen === 'anonymous', confidential: chosen === 'confidential' });
  return (
    <>
      <View className="complaint-section">
        <Choices
          label={t.whoTitle} value={way === undefined ? [] : [way]} onChange={([chosen]) => choose(chosen)}
          options={[{ value: 'named', label: t.named, hint: t.namedWords }, { value: 'confidential', label: t.confidential, hint: t.confidentialWords }, { value: 'anonymous', label: t.anonymous, hint: t.anonymousWords }]}
        />
        {problems['who'] !== undefined && <View className="s-field-problem" {...said({ role: 'alert', live: 'assertive' })}>{problems['who']}</View>}
      </View>
      {(way === 'named' || way === 'confidential') && (
        <View className="complaint-section">
          <TextField label={t.name} limit={40} value={draft.name ?? ''} problem={problems['name']} onChange={(name) => change({ name }, 'soon')} />
          {another
            ? <TextField label={t.phone} kind="digits" autoComplete="tel" hint={opened.phone === '' ? undefined : t.phoneKnown(phoneWords(opened.phone))} limit={20} value={draft.phone ?? ''} problem={problems['phone']} onChange={(phone) => change({ phone }, 'soon')} />
            : <View className="complaint-phone">{t.phoneKnown(phoneWords(opened.phone))}</View>}
          {opened.phone !== '' && <Press className="complaint-link" onPress={() => { setAnother(!another); if (another) change({ phone: '' }); }}>{another ? t.phoneSame : t.phoneOther}</Press>}
        </View>
      )}
      <Card title={t.promise}>
        <View>{t.promiseWords(opened.internalDays, opened.legalDays)}</View>
        <View className="complaint-gap">{t.noHarm}</View>
      </Card>
    </>
  );
}
