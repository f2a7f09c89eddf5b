/** Which reminders come before a visit: said in one line, chosen with one press, and changed back with another. */
import { useEffect, useRef, useState } from 'react';
import { View } from '@tarojs/components';
import type { Reminders } from '../../../../cloudfunctions/visit/contract';
import { said } from '../../../components/aria/aria';
import { Card } from '../../../components/card/card';
import { Choices } from '../../../components/choices/choices';
import { Notice } from '../../../components/notice/notice';
import { Press } from '../../../components/press/press';
import { useText } from '../../../text/language';
import { visitText } from '../../../text/visit';
import { useWork } from '../use-work';
import { visits } from '../visits';
import { reminderKey, reminderKeys, remindersOf } from '../words';

interface Props { patientId: string; reminders: Reminders; /** A visit of which nothing may stand in an SMS. */ quiet: boolean }

export function Reminding({ patientId, reminders, quiet }: Props) {
  const t = useText(visitText);
  const work = useWork();
  const [open, setOpen] = useState(false);
  const known = reminderKey(reminders);
  const [chosen, setChosen] = useState(known);
  const [saved, setSaved] = useState(false);
  const wanted = useRef(known);
  const kept = useRef(known);
  useEffect(() => {
    wanted.current = known;
    kept.current = known;
    setChosen(known);
  }, [known]);
  const choose = (one: string | undefined) => {
    const key = reminderKeys.find((other) => other === one);
    if (key === undefined) return;
    wanted.current = key;
    setChosen(key);
    setSaved(false);
    void work.run(async () => {
      // Whoever walks through the choices by keys chooses on the way: the last one counts.
      while (kept.current !== wanted.current) kept.current = reminderKey((await visits.saveReminders({ patientId, ...remindersOf(wanted.current) })).reminders);
      setSaved(true);
    }, () => {
      wanted.current = kept.current;
      setChosen(kept.current);
      return false;
    });
  };
  const hint: Readonly<Partial<Record<typeof known, string>>> = t.reminderHint;
  return (
    <Card title={t.reminderTitle}>
      {!open && <View className="visit-out"><View>{t.reminder[chosen]}</View><Press className="visit-link" onPress={() => setOpen(true)}>{t.reminderChange}</Press></View>}
      {open && (
        <>
          {work.failure && <Notice tone="warn">{work.failure.passing ? t.reminderFailed : work.failure.message}</Notice>}
          <Choices
            label={t.reminderTitle} value={[chosen]} onChange={([one]) => choose(one)}
            options={reminderKeys.map((key) => ({ value: key, label: t.reminder[key], ...(hint[key] !== undefined && { hint: hint[key] }) }))}
          />
          <View className="visit-said" {...said({ role: 'status', live: 'polite' })}>{saved ? t.reminderSaved : ''}</View>
          <View className="s-muted">{t.reminderAlways}</View>
        </>
      )}
      {quiet && chosen !== 'none' && <View className="s-muted">{t.reminderQuiet}</View>}
    </Card>
  );
}
