/** The month of birth: typed as six digits, which is quickest for somebody born in 1938, or chosen from wheels. */
import { useState } from 'react';
import { View } from '@tarojs/components';
import { DatePicker } from '@nutui/nutui-react-taro';
import { serverNow } from '../../cloud/cloud';
import { monthText } from '../../text/account';
import { useText } from '../../text/language';
import { Button } from '../button/button';
import { TextField } from '../field/field';
import { readMonth, writeMonth } from './month';
import './birth-month.scss';

/** The wheels' first year: the oldest living people. */
const firstYear = 1905;

/** `value`: what was written so far; `onMonth` gets `YYYY-MM`, or undefined while it is none. */
interface Props { written: string; problem?: string; disabled?: boolean; onWrite(written: string, month: string | undefined): void; onDone?(): void }

export function BirthMonth({ written, problem, disabled, onWrite, onDone }: Props) {
  const t = useText(monthText);
  const [open, setOpen] = useState(false);
  const month = readMonth(written, serverNow());
  const [year = 0, number = 0] = (month ?? '').split('-').map(Number);
  const write = (text: string) => onWrite(text, readMonth(text, serverNow()));
  return (
    <View className="s-month">
      <TextField
        label={t.label} kind="digits" value={written} limit={8} hint={month ? t.heard(year, number) : t.hint} problem={problem ?? (written.length >= 6 && !month ? t.wrong : undefined)} disabled={disabled}
        onChange={write} onDone={onDone}
      />
      <Button tone="soft" disabled={disabled} onPress={() => setOpen(true)}>{t.pick}</Button>
      <DatePicker
        title={t.label} type="year-month" visible={open} startDate={new Date(firstYear, 0, 1)} endDate={new Date(serverNow())}
        defaultValue={month ? new Date(year, number - 1, 1) : new Date(1955, 5, 1)}
        onClose={() => setOpen(false)} onConfirm={(_, chosen) => write(writeMonth(`${String(chosen[0])}-${String(chosen[1]).padStart(2, '0')}`))}
      />
    </View>
  );
}
