/** 0 to 10, with words at both ends. `apart`: the answer that does not fit the scale. */
import { View } from '@tarojs/components';
import { Choices } from '../choices/choices';
import type { Option } from '../choices/option';
import './scale.scss';

interface Props { label: string; low: string; high: string; apart?: Option; value: string | undefined; disabled?: boolean; onChange(value: string): void }

export function Scale({ label, low, high, apart, value, disabled, onChange }: Props) {
  const numbers = Array.from({ length: 11 }, (_, n): Option => ({ value: String(n), label: String(n) }));
  return (
    <View className="s-scale">
      <View className="s-scale-ends"><View>{`0 ${low}`}</View><View>{`10 ${high}`}</View></View>
      <Choices
        label={`${label} 0 ${low}, 10 ${high}`} layout="scale" options={apart ? [...numbers, { ...apart, apart: true }] : numbers} value={value === undefined ? [] : [value]} disabled={disabled}
        onChange={([chosen]) => { if (chosen !== undefined) onChange(chosen); }}
      />
    </View>
  );
}
