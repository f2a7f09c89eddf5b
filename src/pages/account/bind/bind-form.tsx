/** Who I am to this patient, then the month of birth as a light proof: one question a screen. */
import { useState } from 'react';
import { View } from '@tarojs/components';
import type { api, Match } from '../../../../cloudfunctions/account/contract';
import type { Relation } from '../../../../cloudfunctions/kit/contract';
import { cloud } from '../../../cloud/cloud';
import { CloudError } from '../../../cloud/error';
import { BirthMonth } from '../../../components/birth-month/birth-month';
import { useMonth } from '../../../components/birth-month/use-month';
import { Button } from '../../../components/button/button';
import { Choices } from '../../../components/choices/choices';
import { Heading } from '../../../components/heading/heading';
import { bindText } from '../../../text/account';
import { useText } from '../../../text/language';
import { relationText } from '../../../text/relation';
import { shellText } from '../../../text/shell';
import { Problem } from './problem';

const account = cloud<typeof api>('account');
/** What a family member may be to a patient. */
export const familyRelations: readonly Relation[] = ['spouse', 'child', 'parent', 'grandchild', 'grandparent', 'sibling', 'other'];
/** Guardians of a child (民法典 27): parents, then grandparents and grown siblings, then others appointed. */
const guardians: readonly Relation[] = ['parent', 'grandparent', 'sibling', 'other'];

interface Props { match: Match; onBack(): void; onBound(): void }

export function BindForm({ match, onBack, onBound }: Props) {
  const [relation, setRelation] = useState<Relation>();
  const [guardian, setGuardian] = useState(false);
  const [proving, setProving] = useState(false);
  const [error, setError] = useState<CloudError>();
  const bind = async (birthMonth: string) => {
    if (relation === undefined) return;
    try {
      await account.bind({ patientId: match.patientId, relation, guardian, birthMonth });
      onBound();
    } catch (caught) {
      if (caught instanceof CloudError && (caught.problemAt('relation') ?? caught.problemAt('guardian')) !== undefined) {
        setError(caught);
        setProving(false);
      } else throw caught;
    }
  };
  if (proving) return <MonthStep name={match.name} onBind={bind} onBack={() => setProving(false)} />;
  return (
    <RelationStep
      match={match} relation={relation} guardian={guardian} error={error} onBack={onBack} onNext={() => { setError(undefined); setProving(true); }}
      onRelation={(one) => { setRelation(one); setError(undefined); }} onGuardian={(yes) => { setGuardian(yes); setError(undefined); }}
    />
  );
}

interface RelationProps {
  match: Match; relation: Relation | undefined; guardian: boolean; error: CloudError | undefined;
  onRelation(relation: Relation | undefined): void; onGuardian(yes: boolean): void; onNext(): void; onBack(): void;
}

function RelationStep({ match, relation, guardian, error, onRelation, onGuardian, onNext, onBack }: RelationProps) {
  const t = useText(bindText);
  const shell = useText(shellText);
  const relations = useText(relationText);
  const [pressed, setPressed] = useState(false);
  const offered = match.guardian ? guardians : match.through === 'own' ? (['self', ...familyRelations] as const) : familyRelations;
  // What the record says stands first; it is never chosen for the reader.
  const ordered = [...offered.filter((one) => one === match.relation), ...offered.filter((one) => one !== match.relation)];
  const missing = match.guardian && !guardian;
  const relationProblem = pressed && relation === undefined ? t.choose : { self_needs_own_number: t.selfNeedsOwn, guardian_relation: t.guardianRelation }[error?.problemAt('relation') ?? ''];
  const guardianProblem = missing && (pressed || error?.problemAt('guardian') !== undefined) ? t.guardianNeeded : undefined;
  return (
    <View className="bind-body">
      <View className="s-muted">{match.name}</View>
      <Heading turn="relation" large>{t.relationTitle}</Heading>
      <View className="bind-choices">
        <Choices
          label={t.relationTitle} value={relation === undefined ? [] : [relation]} onChange={([one]) => onRelation(offered.find((each) => each === one))}
          options={ordered.map((one) => ({ value: one, label: one === 'self' ? t.relationSelf : relations[one] }))}
        />
        <Problem words={relationProblem} />
      </View>
      {match.guardian && (
        <View className="bind-choices">
          <View className="bind-words">{t.guardianTitle}</View>
          <Choices label={t.guardianTitle} multiple options={[{ value: 'guardian', label: t.guardian }]} value={guardian ? ['guardian'] : []} onChange={(chosen) => onGuardian(chosen.length > 0)} />
          <Problem words={guardianProblem} />
        </View>
      )}
      <Button onPress={() => { setPressed(true); if (relation !== undefined && !missing) onNext(); }}>{t.next}</Button>
      <Button tone="plain" onPress={onBack}>{shell.back}</Button>
    </View>
  );
}

function MonthStep({ name, onBind, onBack }: { name: string; onBind(month: string): Promise<void>; onBack(): void }) {
  const t = useText(bindText);
  const shell = useText(shellText);
  const { field, unsaid, busy, submit } = useMonth(onBind);
  return (
    <View className="bind-body">
      <View className="s-muted">{name}</View>
      <Heading turn="month" large>{t.monthTitle}</Heading>
      <View className="bind-words">{t.monthWords}</View>
      <BirthMonth {...field} />
      <Problem words={unsaid && (unsaid.reason === 'removed' ? t.removed : unsaid.message)} />
      <Button busy={busy} onPress={() => { void submit(); }}>{t.done}</Button>
      <Button tone="plain" disabled={busy} onPress={onBack}>{shell.back}</Button>
    </View>
  );
}
