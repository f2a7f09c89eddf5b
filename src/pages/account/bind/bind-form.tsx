/** Who I am to this patient, and the month of birth as a light proof. */
import { useState } from 'react';
import { View } from '@tarojs/components';
import type { api, Match } from '../../../../cloudfunctions/account/contract';
import type { Relation } from '../../../../cloudfunctions/kit/contract';
import { birthMonthTries } from '../../../../cloudfunctions/account/rules/session';
import { cloud } from '../../../cloud/cloud';
import { CloudError } from '../../../cloud/error';
import { useNow } from '../../../cloud/use-now';
import { said } from '../../../components/aria/aria';
import { BirthMonth } from '../../../components/birth-month/birth-month';
import { Button } from '../../../components/button/button';
import { Choices } from '../../../components/choices/choices';
import { Heading } from '../../../components/heading/heading';
import { bindText, monthText } from '../../../text/account';
import { problemText } from '../../../text/error';
import { useLanguage, useText } from '../../../text/language';
import { relationText } from '../../../text/relation';
import { shellText } from '../../../text/shell';
import { whenWords } from '../../../text/time';

const account = cloud<typeof api>('account');
const family: readonly Relation[] = ['spouse', 'child', 'parent', 'grandchild', 'grandparent', 'sibling', 'other'];
/** Guardians of a child (民法典 27): parents, then grandparents and grown siblings, then others appointed. */
const guardians: readonly Relation[] = ['parent', 'grandparent', 'sibling', 'other'];

interface Props { match: Match; onBack(): void; onBound(): void }

export function BindForm({ match, onBack, onBound }: Props) {
  const t = useText(bindText);
  const m = useText(monthText);
  const shell = useText(shellText);
  const problems = useText(problemText);
  const relations = useText(relationText);
  const { language } = useLanguage();
  const now = useNow();
  const [relation, setRelation] = useState<Relation>();
  const [guardian, setGuardian] = useState(false);
  const [written, setWritten] = useState('');
  const [month, setMonth] = useState<string>();
  const [wrong, setWrong] = useState(0);
  const [error, setError] = useState<CloudError>();
  const [pressed, setPressed] = useState(false);
  const [busy, setBusy] = useState(false);

  const offered = match.guardian ? guardians : match.through === 'own' ? (['self', ...family] as const) : family;
  // What the record says stands first; it is never chosen for the reader.
  const ordered = [...offered.filter((one) => one === match.relation), ...offered.filter((one) => one !== match.relation)];
  const bind = async () => {
    setPressed(true);
    if (relation === undefined || month === undefined || (match.guardian && !guardian)) return;
    setBusy(true);
    setError(undefined);
    try {
      await account.bind({ patientId: match.patientId, relation, guardian, birthMonth: month });
      onBound();
    } catch (caught) {
      if (!(caught instanceof CloudError)) throw caught;
      setError(caught);
      if (caught.code === 'WRONG_SECRET') setWrong((times) => times + 1);
    } finally {
      setBusy(false);
    }
  };
  const relationProblem = pressed && relation === undefined ? problems.required
    : { self_needs_own_number: t.selfNeedsOwn, guardian_relation: t.guardianRelation }[error?.problemAt('relation') ?? ''];
  const guardianProblem = match.guardian && ((pressed && !guardian) || error?.problemAt('guardian')) ? t.guardianNeeded : undefined;
  const monthProblem = pressed && month === undefined ? m.wrong
    : error?.code === 'WRONG_SECRET' ? t.triesLeft(Math.max(1, birthMonthTries.tries - wrong))
      : error?.code === 'TOO_MANY' && error.retryAt !== undefined ? t.monthLocked(whenWords(error.retryAt, now, language)) : undefined;
  const general = error && !relationProblem && !guardianProblem && !monthProblem ? (error.reason === 'removed' ? t.removed : error.message) : undefined;
  return (
    <View className="bind-body">
      <View className="s-muted">{match.name}</View>
      <Heading turn="relation" large>{t.relationTitle}</Heading>
      <View className="bind-choices">
        <Choices
          label={t.relationTitle} value={relation === undefined ? [] : [relation]} disabled={busy} onChange={([one]) => { setRelation(offered.find((each) => each === one)); setError(undefined); }}
          options={ordered.map((one) => ({ value: one, label: one === 'self' ? t.relationSelf : relations[one] }))}
        />
        <Problem words={relationProblem} />
      </View>
      {match.guardian && (
        <View className="bind-choices">
          <View className="bind-words">{t.guardianTitle}</View>
          <Choices label={t.guardianTitle} multiple options={[{ value: 'guardian', label: t.guardian }]} value={guardian ? ['guardian'] : []} disabled={busy} onChange={(chosen) => { setGuardian(chosen.length > 0); setError(undefined); }} />
          <Problem words={guardianProblem} />
        </View>
      )}
      <View className="bind-subtitle" {...said({ role: 'heading', level: 3 })}>{t.monthTitle}</View>
      <View className="bind-words">{t.monthWords}</View>
      <BirthMonth written={written} problem={monthProblem} disabled={busy} onWrite={(text, read) => { setWritten(text); setMonth(read); setError(undefined); setPressed(false); }} />
      <Problem words={general} />
      <View className="bind-buttons">
        <Button busy={busy} onPress={() => { void bind(); }}>{t.done}</Button>
        <Button tone="plain" disabled={busy} onPress={onBack}>{shell.back}</Button>
      </View>
    </View>
  );
}

const Problem = ({ words }: { words: string | undefined }) => (words === undefined ? null : <View className="bind-problem" {...said({ role: 'alert', live: 'assertive' })}>{words}</View>);
